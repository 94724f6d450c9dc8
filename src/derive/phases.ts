import type { PlanExtra, PlanMilestone, PlanRelation, PlanTask } from '../model/plan.ts'
import type { StatedDependency } from '../model/values.ts'
import { labelInteger } from '../parse/label.ts'
import { codeSpans, plain } from '../parse/text/inline.ts'
import { tasksIn } from '../parse/plan/whole.ts'
import { classifySection } from '../parse/section.ts'
import { alignment, baseName, likeness, shareOf, traitsOf } from './alignment.ts'
import { draftOf, wholeMilestone } from './drafts.ts'
import { resolveMilestone } from './milestone-names.ts'

/** Phases of a plan that hold the tasks a list has for them, and what the list says of its phases, said of these. */
export interface PhasesWithTasks {
  readonly milestones: readonly PlanMilestone[]
  readonly extras: readonly PlanExtra[]
  readonly relations: readonly PlanRelation[]
  /** Stories that no task of the list is tagged with. */
  readonly untold: readonly PlanMilestone[]
  /** Steps of the plan that no task of the list says, by phase. */
  readonly unlisted: readonly UnlistedSteps[]
}

/** Steps of a phase that the list made from its plan has lost. */
export interface UnlistedSteps {
  readonly phase: PlanMilestone
  readonly steps: readonly PlanTask[]
}

/** What a list of tasks gives. */
export interface TaskList {
  readonly milestones: readonly PlanMilestone[]
  readonly extras: readonly PlanExtra[]
  readonly relations: readonly PlanRelation[]
}

// Above this, documents are generated ones, and comparing every phase with every other takes long.
const MAX_PAIRS = 10_000

/** Says of the plan's phases what the list says of its own. */
function translator(
  planned: readonly PlanMilestone[],
  listed: readonly PlanMilestone[],
  phaseOf: readonly number[],
): (target: string) => readonly string[] {
  const drafts = listed.map(draftOf)
  const counts = new Map<string, number>()
  const labels = planned.map(({ label }) =>
    label === null || label.kind === 'group' || label.number === ''
      ? ''
      : `${label.kind[0]!.toUpperCase()}${label.kind.slice(1)} ${label.number}`,
  )
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  const names = planned.map((milestone, index) =>
    labels[index] !== '' && counts.get(labels[index]!) === 1 ? labels[index]! : milestone.title,
  )
  return (target) => {
    if (target === '*' || /^(?:T-?\d|[#\d.]+$)/iu.test(target.trim())) return [target]
    const found = resolveMilestone(target, drafts, 0)
    return found.length === 0 ? [target] : [...new Set(found.map((at) => names[phaseOf[at]!]!))]
  }
}

type Children = PlanMilestone['children']
type Translate = (target: string) => readonly string[]

const translated = (stated: readonly StatedDependency[], names: Translate): StatedDependency[] =>
  stated.flatMap((one) => names(one.target).map((target) => ({ ...one, target })))

/** The work of the list as it stands, waiting for the plan's phases; a task says in words which story its tag named. */
function withNames<T extends Children[number]>(child: T, names: Translate): T {
  if (child.type === 'group') return { ...child, children: child.children.map((one) => withNames(one, names)) }
  if (child.type === 'criterion' || child.type === 'scenario') return child
  const stories = child.tags.filter((tag) => /^US\d+(?:[/, ]|$)/.test(tag))
  return {
    ...child,
    text: stories.length === 0 ? child.text : `${child.text} (${stories.join(', ')})`,
    stated: translated(child.stated, names),
    children: child.children.map((one) => withNames(one, names)),
  }
}

function checksIn(children: Children): Children[number][] {
  return children.flatMap((child) =>
    child.type === 'group'
      ? checksIn(child.children)
      : child.type === 'criterion' || child.type === 'scenario'
        ? [child]
        : [],
  )
}

const storyNumbers = (task: PlanTask): number[] =>
  task.tags.flatMap((tag) => /\d+/.exec(/^US\d+.*$/.exec(tag)?.[0] ?? '')?.[0] ?? []).map(Number)

/** What a story asks for is checked in the last phase that has work for it. */
function storyChecks(stories: readonly PlanMilestone[], listed: readonly PlanMilestone[], phaseOf: readonly number[]) {
  const last = new Map<number, number>()
  listed.forEach((milestone, at) => {
    for (const number of tasksIn(milestone.children).flatMap(storyNumbers)) last.set(number, phaseOf[at]!)
  })
  const byPhase = new Map<number, Children[number][]>()
  const untold: PlanMilestone[] = []
  for (const story of stories) {
    const at = last.get(labelInteger(story.label?.number ?? '') ?? -1)
    if (at === undefined) untold.push(story)
    else byPhase.set(at, [...(byPhase.get(at) ?? []), ...checksIn(story.children)])
  }
  return { byPhase, untold }
}

const spansOf = (text: string): string[] => codeSpans(text).map((span) => baseName(span.content.trim()))
const longWords = (text: string): ReadonlySet<string> =>
  new Set(
    plain(text)
      .toLowerCase()
      .match(/\p{L}{4,}|\p{Script=Han}{2,}/gu) ?? [],
  )

/** The steps of a phase that share neither a file or identifier nor most of their words with a task of the list. */
function unlistedSteps(phase: PlanMilestone, parts: readonly PlanMilestone[]): PlanTask[] {
  const said = parts.flatMap((part) => tasksIn(part.children)).map((task) => [task.text, ...task.body].join('\n'))
  const spans = new Set(said.flatMap(spansOf))
  const words = new Set(said.flatMap((text) => [...longWords(text)]))
  return tasksIn(phase.children).filter(
    (step) => !spansOf(step.text).some((span) => spans.has(span)) && shareOf(longWords(step.text), words) < 0.6,
  )
}

/** The fixed phases of the list that are a phase of the plan under another name, as milestones like the others. */
function fixedParts(list: TaskList): PlanMilestone[] {
  const parts: PlanMilestone[] = []
  for (const { under, task } of list.extras) {
    if (under === undefined) continue
    const at = parts.findIndex(({ label }) => label === under.label)
    if (at >= 0) parts[at] = { ...parts[at]!, children: [...parts[at]!.children, task] }
    else parts.push(wholeMilestone({ ...under, position: task.position, place: task.place, children: [task] }))
  }
  return parts
}

const FIXED: ReadonlySet<string> = new Set(['setup', 'foundational', 'polish'])

interface Cut {
  readonly planned: readonly PlanMilestone[]
  readonly listed: readonly PlanMilestone[]
  readonly extras: readonly PlanExtra[]
  readonly phaseOf: readonly number[]
}

/** Plan and list cut alike, at first as they are, then with the set-up and polish of both. */
function cutAlike(planned: readonly PlanMilestone[], list: TaskList): Cut | null {
  const traits = planned.map(traitsOf)
  const plainly = alignment(list.milestones.map(traitsOf), traits)
  if (plainly !== null) return { planned, listed: list.milestones, extras: list.extras, phaseOf: plainly }
  const dropped = new Set<number>()
  const moved: PlanMilestone[] = []
  for (const part of fixedParts(list)) {
    const own = traitsOf(part)
    const scores = traits.map((phase) => likeness(own, phase))
    const at = scores.indexOf(Math.max(...scores))
    if (scores[at] === 0) continue
    // A set-up that the plan calls so as well is the set-up of the result.
    if (FIXED.has(classifySection(planned[at]!.title) ?? '')) dropped.add(at)
    else moved.push(part)
  }
  const kept = planned.filter((_, index) => !dropped.has(index))
  const listed = [...list.milestones, ...moved].toSorted((a, b) => a.place.start - b.place.start)
  const phaseOf = kept.length < 2 ? null : alignment(listed.map(traitsOf), kept.map(traitsOf))
  const labels = new Set(moved.map(({ label }) => label))
  const extras = list.extras.filter(({ under }) => under === undefined || !labels.has(under.label))
  return phaseOf === null ? null : { planned: kept, listed, extras, phaseOf }
}

/**
 * The phases of a plan with the tasks that a list made from it has for them. The list may cut a phase in several and
 * count its own phases anew: they belong together where each has words of the title or files of the other, in order,
 * and no phase of either is left over. Null where they do not; the list then speaks for itself.
 */
export function phasesWithTasks(
  phases: readonly PlanMilestone[],
  list: TaskList,
  stories: readonly PlanMilestone[],
): PhasesWithTasks | null {
  if (phases.length < 2 || phases.length * (list.milestones.length + list.extras.length) > MAX_PAIRS) return null
  if (phases.some(({ label }) => label === null)) return null
  if (list.milestones.some(({ label }) => label?.kind === 'story')) return null
  const cut = cutAlike(phases, list)
  if (cut === null) return null
  const { planned, listed, phaseOf } = cut
  const names = translator(planned, listed, phaseOf)
  const checks = storyChecks(stories, listed, phaseOf)
  const milestones = planned.map((phase, index): PlanMilestone => {
    const parts = listed.filter((_, at) => phaseOf[at] === index)
    const own = new Set(names(phase.title))
    const stated = translated(
      parts.flatMap((part) => part.stated),
      names,
    ).filter(({ target }) => target !== phase.title && !own.has(target))
    return {
      ...phase,
      priority: phase.priority ?? parts[0]?.priority ?? null,
      estimate: phase.estimate ?? (parts.length === 1 ? parts[0]!.estimate : null),
      goal: phase.goal || (parts[0]?.goal ?? ''),
      validation: phase.validation || (parts.at(-1)?.validation ?? ''),
      stated: phase.stated.length > 0 ? phase.stated : stated,
      independent: phase.independent || (stated.length === 0 && parts.every((part) => part.independent)),
      done: phase.done || parts.every((part) => part.done),
      children: [
        ...parts.flatMap((part) => part.children.map((child) => withNames(child, names))),
        ...checksIn(phase.children),
        ...(checks.byPhase.get(index) ?? []),
      ],
    }
  })
  const relations = list.relations.flatMap(({ from, stated }) =>
    names(from).flatMap((one) =>
      names(stated.target).flatMap((target): PlanRelation[] =>
        one === target ? [] : [{ from: one, stated: { ...stated, target } }],
      ),
    ),
  )
  const extras = cut.extras.map((extra) => ({ ...extra, task: withNames(extra.task, names) }))
  const unlisted = planned
    .map((phase, index) => ({
      phase,
      steps: unlistedSteps(
        phase,
        listed.filter((_, at) => phaseOf[at] === index),
      ),
    }))
    .filter(({ steps }) => steps.length > 0)
  return { milestones, extras, relations, untold: checks.untold, unlisted }
}
