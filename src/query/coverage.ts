import { traceLinks, type TraceLink } from '../derive/trace-links.ts'
import {
  intentsOf,
  linesOf,
  objectivesOf,
  textsOf,
  tracedMilestone,
  tracedObjective,
  type TracedDocument,
} from '../derive/traced.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Execution } from '../model/execution.ts'
import type { Place } from '../model/source.ts'
import type { Task } from '../model/task.ts'
import { verifyCommands } from '../parse/tasks/verify-command.ts'
import { rowsWithout, uncoveredOf } from './coverage-gaps.ts'
import {
  NOTHING_ABOVE,
  type Above,
  type CoverageEvidence,
  type CoverageItem,
  type CoverageLevel,
  type CoverageLink,
  type CoverageRow,
  type CoverageView,
} from './coverage-view.ts'
import type { Places } from './places.ts'

export interface CoverageInput {
  readonly execution: Execution
  /** The documents it was compiled from, those of a vision and a goal as they were read. */
  readonly documents: readonly TracedDocument[]
  readonly places: Places
  readonly evidence: Evidence
  /** The execute.md or task list in which tasks are ticked, as shown; '' for none. */
  readonly written: string
}

/** Links by fewer shared words than this are chance. */
const ENOUGH = 0.25

export function coverageView(input: CoverageInput): CoverageView {
  const { execution } = input
  const items = itemsOf(input)
  const links = linksOf(input)
  const named = requirementsOf(execution, items.requirement)
  const evidence = evidenceOf(input)
  const rows = execution.tasks
    .filter(({ state }) => state !== 'dropped')
    .map((task): CoverageRow => {
      const milestone = /^M\d/.test(task.phase) ? task.phase : null
      const above = milestone === null ? NOTHING_ABOVE : (links.get(milestone) ?? NOTHING_ABOVE)
      return { ...above, requirements: named.get(task.id) ?? [], milestone, task: task.id, evidence: evidence(task) }
    })
  const all = [...rows, ...rowsWithout(items, rows, links)]
  const uncovered = uncoveredOf(execution, items, rows, links)
  const down = (level: CoverageLevel): number =>
    uncovered.filter((each) => each.level === level && each.direction === 'down').length
  const total = (level: CoverageLevel) => ({ total: items[level].length, covered: items[level].length - down(level) })
  return {
    id: execution.id,
    title: execution.title,
    items,
    rows: all,
    uncovered,
    totals: {
      intent: total('intent'),
      objective: total('objective'),
      requirement: total('requirement'),
      milestone: total('milestone'),
      task: total('task'),
    },
  }
}

type Items = CoverageView['items']

function itemsOf({ execution, documents, places }: CoverageInput): Items {
  const item = (id: string, text: string, place: Place): CoverageItem => ({ id, text, ...places.spot(place) })
  const requirements = (execution.coverables ?? []).filter(({ kind }) => kind === 'requirement')
  return {
    intent: intentsOf(documents).map(({ number, title, place }) => item(`Intent ${number}`, title, place)),
    objective: objectivesOf(documents).map(({ number, title, place }) => item(`Objective ${number}`, title, place)),
    requirement: requirements.map(({ key, text, place }) => {
      const id = key.slice(key.indexOf(':') + 1)
      return item(id, text.startsWith(`${id}: `) ? text.slice(id.length + 2) : text, place)
    }),
    milestone: execution.milestones.map(({ number, title, origin }) => item(`M${number}`, title, origin.place)),
    task: execution.tasks
      .filter(({ state }) => state !== 'dropped')
      .map(({ id, text, origin }) => item(id, text, origin.place)),
  }
}

/** Intents and objectives above each milestone. Without a goal, milestones serve the intents themselves. */
function linksOf({ execution, documents }: CoverageInput): ReadonlyMap<string, Above> {
  const texts = textsOf(documents)
  const lines = linesOf(documents)
  const intents = intentsOf(documents).map((intent) => tracedObjective('intent', intent, texts))
  const objectives = objectivesOf(documents).map((one) => tracedObjective('objective', one, texts))
  const milestones = execution.milestones.map((milestone) => tracedMilestone(milestone, texts))
  const toObjectives = nearest(traceLinks(objectives, milestones, lines))
  const toIntents = nearest(traceLinks(intents, objectives.length > 0 ? objectives : milestones, lines))
  const intentIds = (lower: number): readonly CoverageLink[] =>
    toIntents.filter((link) => link.lower === lower).map((link) => named('Intent', intents[link.upper]!.number, link))
  return new Map(
    execution.milestones.map(({ number }, index) => {
      const own = toObjectives.filter((link) => link.lower === index)
      const ids = own.map((link) => named('Objective', objectives[link.upper]!.number, link))
      // A chain is stated where every link of it is.
      const above =
        objectives.length === 0
          ? intentIds(index)
          : own.flatMap(({ upper, link }) =>
              intentIds(upper).map((each) => (link === 'stated' ? each : { ...each, link })),
            )
      return [`M${number}`, { intents: once(above), objectives: ids }]
    }),
  )
}

const named = (kind: string, number: string, { link }: TraceLink): CoverageLink => ({ id: `${kind} ${number}`, link })

const once = (links: readonly CoverageLink[]): readonly CoverageLink[] => [
  ...new Map(links.map((link) => [link.id, link])).values(),
]

/** Stated links, and of the inferred ones the nearest on either side. */
function nearest(links: readonly TraceLink[]): readonly TraceLink[] {
  const upper = new Map<number, number>()
  const lower = new Map<number, number>()
  for (const link of links) {
    upper.set(link.upper, Math.max(link.share, upper.get(link.upper) ?? 0))
    lower.set(link.lower, Math.max(link.share, lower.get(link.lower) ?? 0))
  }
  return links.filter(
    ({ link, share, upper: from, lower: to }) =>
      link === 'stated' || (share >= ENOUGH && (share === upper.get(from) || share === lower.get(to))),
  )
}

/** The requirements that each task covers or names. */
function requirementsOf(
  { tasks }: Execution,
  requirements: readonly CoverageItem[],
): ReadonlyMap<string, readonly CoverageLink[]> {
  const known = new Set(requirements.map(({ id }) => id))
  if (known.size === 0) return new Map()
  return new Map(
    tasks.map(({ id, covers, text, body }) => {
      const keys = covers.flatMap((key) => (key.startsWith('requirement:') ? [key.slice('requirement:'.length)] : []))
      const words = [text, ...body].flatMap((line) => line.match(/[A-Z]{1,5}-?\d{1,4}[a-z]?/g) ?? [])
      const ids = [...new Set([...keys, ...words])].filter((name) => known.has(name))
      return [id, ids.map((name): CoverageLink => ({ id: name, link: 'stated' }))]
    }),
  )
}

function evidenceOf({ execution, evidence, written }: CoverageInput): (task: Task) => CoverageEvidence {
  const filesOf = ({ paths }: Task): readonly string[] =>
    paths.filter(({ role, kind }) => role === 'write' && kind === 'file').map(({ path }) => path)
  const asked = [...new Set(execution.tasks.filter(({ state }) => state === 'done').flatMap(filesOf))]
  const answers = asked.length === 0 ? [] : evidence.files(written, asked)
  const states = new Map(asked.map((path, at) => [path, answers[at] ?? null]))
  return (task) => ({
    state: task.state,
    check: task.state === 'done' && written !== '' ? evidence.check(written, task.id) : null,
    hasCheck: verifyCommands(task).length > 0,
    files: filesOf(task).map((path) => ({ path, state: task.state === 'done' ? (states.get(path) ?? null) : null })),
  })
}
