import type { Execution } from '../model/execution.ts'
import {
  NOTHING_ABOVE,
  type Above,
  type CoverageEvidence,
  type CoverageItem,
  type CoverageLevel,
  type CoverageLink,
  type CoverageRow,
  type CoverageView,
  type Uncovered,
} from './coverage-view.ts'

type Items = CoverageView['items']

/** Rows for what no task is for. */
export function rowsWithout(
  items: Items,
  rows: readonly CoverageRow[],
  links: ReadonlyMap<string, Above>,
): CoverageRow[] {
  const empty: CoverageRow = { ...NOTHING_ABOVE, requirements: [], milestone: null, task: null, evidence: null }
  const idsIn = (of: (row: CoverageRow) => readonly CoverageLink[]): Set<string> =>
    new Set(rows.flatMap((row) => of(row).map(({ id }) => id)))
  const milestones = new Set(rows.map(({ milestone }) => milestone))
  const bare = items.milestone.filter(({ id }) => !milestones.has(id))
  const link = (id: string): CoverageLink => ({ id, link: 'stated' })
  const above = bare.map(({ id }) => links.get(id) ?? NOTHING_ABOVE)
  const seen = (of: keyof Above, ids: Set<string>): Set<string> =>
    new Set([...ids, ...above.flatMap((each) => each[of].map(({ id }) => id))])
  const intents = seen(
    'intents',
    idsIn((row) => row.intents),
  )
  const objectives = seen(
    'objectives',
    idsIn((row) => row.objectives),
  )
  const requirements = idsIn((row) => row.requirements)
  return [
    ...bare.map(({ id }, index) => ({ ...empty, ...above[index]!, milestone: id })),
    ...items.requirement
      .filter(({ id }) => !requirements.has(id))
      .map(({ id }) => ({ ...empty, requirements: [link(id)] })),
    ...items.objective.filter(({ id }) => !objectives.has(id)).map(({ id }) => ({ ...empty, objectives: [link(id)] })),
    ...items.intent.filter(({ id }) => !intents.has(id)).map(({ id }) => ({ ...empty, intents: [link(id)] })),
  ]
}

type Links = ReadonlyMap<string, Above>

/** What is not covered, downwards first. */
export const uncoveredOf = (
  execution: Execution,
  items: Items,
  rows: readonly CoverageRow[],
  links: Links,
): readonly Uncovered[] => [...downwards(items, rows, links), ...upwards(execution, items, rows, links)]

function without(
  level: CoverageLevel,
  items: readonly CoverageItem[],
  covered: ReadonlySet<string | null>,
  why: string,
  direction: Uncovered['direction'] = 'down',
): readonly Uncovered[] {
  return items.flatMap(({ id }) => (covered.has(id) ? [] : [{ level, id, direction, why }]))
}

function downwards(items: Items, rows: readonly CoverageRow[], links: Links): readonly Uncovered[] {
  const below = (of: keyof Above): ReadonlySet<string> =>
    new Set([...links.values()].flatMap((above) => above[of].map(({ id }) => id)))
  const requirements = new Set(rows.flatMap((row) => row.requirements.map(({ id }) => id)))
  const worked = new Set(rows.map(({ milestone }) => milestone))
  return [
    ...without('intent', items.intent, below('intents'), 'No milestone leads to it.'),
    ...without('objective', items.objective, below('objectives'), 'No milestone leads to it.'),
    ...without('requirement', items.requirement, requirements, 'No task covers it.'),
    ...without('milestone', items.milestone, worked, 'It has no task.'),
    ...rows.flatMap(({ task, evidence }): readonly Uncovered[] => {
      const why = evidence === null ? '' : lackOf(evidence)
      return why === '' || task === null ? [] : [{ level: 'task', id: task, direction: 'down', why }]
    }),
  ]
}

function upwards({ tasks }: Execution, items: Items, rows: readonly CoverageRow[], links: Links): readonly Uncovered[] {
  const above = items.objective.length > 0 ? 'objectives' : 'intents'
  const served = new Set([...links].filter(([, each]) => each[above].length > 0).map(([id]) => id))
  const isAbove = items.objective.length + items.intent.length > 0
  const hand = new Set(tasks.filter((task) => task.hand).map(({ id }) => id))
  return [
    ...(isAbove ? without('milestone', items.milestone, served, `It serves no ${above.slice(0, -1)}.`, 'up') : []),
    ...rows.flatMap(({ task, milestone, requirements }): readonly Uncovered[] =>
      task === null || !hand.has(task) || milestone !== null || requirements.length > 0
        ? []
        : [{ level: 'task', id: task, direction: 'up', why: 'It belongs to no milestone and names no requirement.' }],
    ),
  ]
}

/** What a ticked task lacks; '' for nothing. */
function lackOf({ state, files, check, hasCheck }: CoverageEvidence): string {
  if (state !== 'done') return ''
  const missing = files.filter((file) => file.state === 'never').map(({ path }) => path)
  if (missing.length > 0)
    return `It is ticked, but ${missing.join(', ')} ${missing.length === 1 ? 'was' : 'were'} never made.`
  return hasCheck && check === 'unverified' ? 'It is ticked, but its check was left out.' : ''
}
