import type { PlanExtra, PlanMilestone, PlanRelation, PlanTask } from '../model/plan.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { labelInteger } from '../parse/label.ts'
import { plain } from '../parse/text/inline.ts'
import { uniqueKeys } from '../parse/plan/milestones.ts'
import { tasksIn } from '../parse/plan/whole.ts'
import { wholeMilestone } from './drafts.ts'
import { milestonesOfIntents } from './intents.ts'
import { phasesWithTasks, type UnlistedSteps } from './phases.ts'
import type { ParsedDocument } from './types.ts'

/** Which document gives the milestones, which the work, and the milestones with their work in place. */
export interface ChosenMilestones {
  /** The document whose text the milestones' places refer to. */
  readonly main: ParsedDocument
  readonly milestones: readonly PlanMilestone[]
  readonly extras: readonly PlanExtra[]
  readonly diagnostics: readonly Diagnostic[]
  /** Statements of documents whose own names for the milestones are not the ones used here, by path. */
  readonly relations?: ReadonlyMap<string, readonly PlanRelation[]>
  /** Stories that are no milestones and that no listed work is for. */
  readonly untold?: readonly PlanMilestone[]
  /** Steps of the plan that its list of tasks does not say. */
  readonly unlisted?: readonly UnlistedSteps[]
}

export const milestonesIn = (document: ParsedDocument): readonly PlanMilestone[] =>
  document.plan.children.filter((child) => child.type === 'milestone')
export const extrasIn = (document: ParsedDocument): readonly PlanExtra[] =>
  document.plan.children.filter((child) => child.type === 'extra')

const hasWork = (milestone: PlanMilestone): boolean => tasksIn(milestone.children).length > 0

const isStory = (milestone: PlanMilestone): boolean => milestone.label?.kind === 'story'

function words(title: string): string {
  return plain(title)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** The same milestone in two documents: equal words, else the same kind of label and number. */
function sameMilestone(a: PlanMilestone, b: PlanMilestone): boolean {
  if (words(a.title) === words(b.title) && words(a.title) !== '') return true
  return (
    a.label !== null &&
    b.label !== null &&
    a.label.kind === b.label.kind &&
    labelInteger(a.label.number) === labelInteger(b.label.number) &&
    labelInteger(a.label.number) !== null
  )
}

/** Work that only the other document lists; where both list some, the same words are the same task. */
function otherWork(rich: PlanMilestone, other: PlanMilestone): PlanMilestone['children'] {
  const work = other.children.filter((child) => child.type !== 'criterion' && child.type !== 'scenario')
  if (!hasWork(rich)) return work
  const known = new Set(
    tasksIn(rich.children).flatMap((task) => [
      words(task.text),
      ...task.paths.filter((path) => path.role === 'write').map((path) => path.path),
    ]),
  )
  const same = (task: PlanTask): boolean =>
    known.has(words(task.text)) || task.paths.some((path) => path.role === 'write' && known.has(path.path))
  return tasksIn(work).filter((task) => !same(task))
}

/** What one document says about a milestone, filled up with what the other says. */
function joined(rich: PlanMilestone, other: PlanMilestone): PlanMilestone {
  const work = otherWork(rich, other)
  const checks = rich.children.some((child) => child.type === 'criterion')
    ? []
    : other.children.filter((child) => child.type === 'criterion')
  const scenarios = rich.children.some((child) => child.type === 'scenario')
    ? []
    : other.children.filter((child) => child.type === 'scenario')
  return {
    ...rich,
    priority: rich.priority ?? other.priority,
    estimate: rich.estimate ?? other.estimate,
    goal: rich.goal || other.goal,
    validation: rich.validation || other.validation,
    stated: rich.stated.length > 0 ? rich.stated : other.stated,
    independent: rich.independent || other.independent,
    done: rich.done || other.done,
    aliases: [...(rich.aliases ?? []), ...(other.aliases ?? [])],
    children: [...rich.children, ...work, ...checks, ...scenarios],
  }
}

function disagreement(a: PlanMilestone, b: PlanMilestone): Diagnostic | null {
  if (words(a.title) === words(b.title)) return null
  return {
    ruleId: 'milestone-disagreement',
    severity: 'warning',
    place: b.place,
    message: `${b.label?.kind ?? 'milestone'} ${b.label?.number ?? ''} is called "${plain(b.title)}" here and "${plain(a.title)}" in ${a.place.file}; give both the same title.`,
    related: [{ message: 'the other title', place: a.place }],
  }
}

/** milestones.md gives the milestones, plan.md fills them up. */
function mergeDocuments(first: ParsedDocument, second: ParsedDocument): ChosenMilestones {
  const others = [...milestonesIn(second)]
  const diagnostics: Diagnostic[] = []
  const milestones = milestonesIn(first).map((milestone) => {
    const at = others.findIndex((other) => sameMilestone(milestone, other))
    if (at < 0) return milestone
    const [other] = others.splice(at, 1)
    const differs = disagreement(milestone, other!)
    if (differs !== null) diagnostics.push(differs)
    return joined(milestone, other!)
  })
  for (const other of others) {
    diagnostics.push({
      ruleId: 'milestone-disagreement',
      severity: 'warning',
      place: other.place,
      message: `"${plain(other.title)}" is a milestone here and not in ${first.source.path}; add it there or take it out here.`,
    })
  }
  return { main: first, milestones, extras: [...extrasIn(first), ...extrasIn(second)], diagnostics }
}

const storyNumbers = (task: PlanTask): readonly number[] =>
  task.tags.flatMap((tag) => /^US(\d+)$/.exec(tag)?.[1] ?? []).map(Number)

/** In a phase of several stories each task says in words which one it is for, as its tag did. */
function withStories<T extends PlanMilestone['children'][number]>(child: T): T {
  if (child.type === 'group') return { ...child, children: child.children.map((one) => withStories(one)) }
  if (child.type === 'criterion' || child.type === 'scenario') return child
  const stories = child.tags.filter((tag) => /^US\d+(?:[/, ]|$)/.test(tag))
  return {
    ...child,
    text: stories.length === 0 ? child.text : `${child.text} (${stories.join(', ')})`,
    children: child.children.map((one) => withStories(one)),
  }
}

/** A feature with stories: the stories are the milestones, tasks.md lists their work by phase heading or `[US1]`. */
function storiesWithTasks(spec: ParsedDocument, tasks: ParsedDocument): ChosenMilestones {
  const stories = milestonesIn(spec).filter(isStory)
  const listed = milestonesIn(tasks)
  const others: PlanMilestone[] = []
  const byStory = new Map<number, PlanMilestone[]>()
  for (const milestone of listed) {
    const number = isStory(milestone) ? labelInteger(milestone.label!.number) : commonStory(milestone)
    const known = number !== null && stories.some((story) => labelInteger(story.label!.number) === number)
    if (known) byStory.set(number, [...(byStory.get(number) ?? []), milestone])
    else if (hasWork(milestone)) others.push({ ...milestone, children: milestone.children.map(withStories) })
  }
  const filled = stories.map((story) =>
    (byStory.get(labelInteger(story.label!.number) ?? -1) ?? []).reduce(
      (sum, part) => ({
        ...joined(sum, part),
        children: [...sum.children, ...part.children.filter((child) => child.type !== 'scenario')],
      }),
      story,
    ),
  )
  return { main: spec, milestones: [...filled, ...others], extras: [...extrasIn(tasks)], diagnostics: [] }
}

/** The one story that all tagged tasks of a phase belong to. */
function commonStory(milestone: PlanMilestone): number | null {
  const tagged = tasksIn(milestone.children)
    .map(storyNumbers)
    .filter((numbers) => numbers.length > 0)
  const first = tagged[0]?.[0]
  return first !== undefined && tagged.every((numbers) => numbers.length === 1 && numbers[0] === first) ? first : null
}

const PROCESS =
  /^(?:outline|research|design|tasks?\b.{0,12}\b(?:planning|breakdown|generation|list|creat)|future|\/?tasks command|task execution|implementation execution|validation\b)/iu

/** Phases in which the documents of a feature are written (Phase 0: Research, 1: Design, 2: Task planning), no work on it. */
function isProcess(planned: readonly PlanMilestone[]): boolean {
  return planned.every((milestone) => milestone.label?.kind === 'phase' && PROCESS.test(plain(milestone.title)))
}

/** A specification without stories that numbers its requirements is one milestone. */
function wholeFeature(spec: ParsedDocument): ChosenMilestones | null {
  if ((spec.spec?.requirements.length ?? 0) === 0) return null
  const { plan } = spec
  const checks = milestonesIn(spec)
    .flatMap((milestone) => milestone.children)
    .filter((child) => child.type === 'criterion' || child.type === 'scenario')
  const { position, place, title } = plan
  const whole = wholeMilestone({ key: 'feature', label: null, title, position, place, children: checks })
  return { main: spec, milestones: [whole], extras: [], diagnostics: [] }
}

/** The phases of the plan that a list of tasks was made from, with its tasks; null where the list cuts the work otherwise. */
function plannedTasks(
  plan: ParsedDocument | undefined,
  tasks: ParsedDocument,
  stories: readonly PlanMilestone[],
): ChosenMilestones | null {
  if (plan === undefined || isProcess(milestonesIn(plan))) return null
  const list = { milestones: milestonesIn(tasks), extras: extrasIn(tasks), relations: tasks.plan.relations }
  const found = phasesWithTasks(milestonesIn(plan), list, stories)
  if (found === null) return null
  const { relations, ...rest } = found
  return { main: plan, ...rest, diagnostics: [], relations: new Map([[tasks.source.path, relations]]) }
}

/** Plan phases that list work against stories of a spec: stories become criteria of the phase that names them. */
function withSpec(documents: ReadonlyMap<string, ParsedDocument>, spec: ParsedDocument): ChosenMilestones | null {
  const plan = documents.get('plan')
  const tasks = documents.get('tasks')
  const stories = milestonesIn(spec).filter(isStory)
  const planned = plan === undefined ? [] : milestonesIn(plan).filter((milestone) => milestone.label !== null)
  if (tasks !== undefined && milestonesIn(tasks).some(hasWork)) {
    const phased = plannedTasks(plan, tasks, stories)
    if (phased !== null) return phased
    if (
      stories.length > 0 &&
      milestonesIn(tasks).some((milestone) => isStory(milestone) || commonStory(milestone) !== null)
    )
      return storiesWithTasks(spec, tasks)
    return { main: tasks, milestones: milestonesIn(tasks), extras: extrasIn(tasks), diagnostics: [] }
  }
  if (plan !== undefined && planned.some(hasWork) && !isProcess(planned))
    return { main: plan, milestones: milestonesIn(plan), extras: extrasIn(plan), diagnostics: [] }
  return stories.length > 0 ? { main: spec, milestones: stories, extras: [], diagnostics: [] } : wholeFeature(spec)
}

const ORDER = ['milestones', 'plan', 'tasks', 'design', 'proposal', 'strategy', 'spec', 'requirements'] as const

/** Several plans side by side, as a phase of numbered plan files has them: each gives its milestones, in their order. */
function severalPlans(plans: readonly ParsedDocument[]): ChosenMilestones | null {
  const main = plans.find((plan) => milestonesIn(plan).length > 0)
  if (main === undefined) return null
  const milestones = uniqueKeys(plans.flatMap(milestonesIn))
  return { main, milestones, extras: plans.flatMap(extrasIn), diagnostics: [] }
}

/** Chooses where the milestones come from; null where no document has any. */
export function chooseMilestones(documents: readonly ParsedDocument[]): ChosenMilestones | null {
  const plans = documents.filter((document) => document.role === 'plan')
  const several = plans.length > 1 ? severalPlans(plans) : null
  if (several !== null) return several
  const byRole = new Map(documents.map((document) => [document.role as string, document]))
  const spec = byRole.get('spec')
  const fromSpec = spec === undefined ? null : withSpec(byRole, spec)
  if (fromSpec !== null) return fromSpec
  const [first, second] = [byRole.get('milestones'), byRole.get('plan')]
  if (first !== undefined && second !== undefined && milestonesIn(first).length > 0)
    return mergeDocuments(first, second)
  // A list of tasks made from a plan says the same more exactly; reading the plan instead would lose ids and ticks.
  const tasks = byRole.get('tasks')
  if (tasks !== undefined && milestonesIn(tasks).some(hasWork))
    return (
      plannedTasks(second, tasks, []) ?? {
        main: tasks,
        milestones: milestonesIn(tasks),
        extras: extrasIn(tasks),
        diagnostics: [],
      }
    )
  for (const role of ORDER) {
    const document = byRole.get(role)
    if (document !== undefined && milestonesIn(document).length > 0)
      return { main: document, milestones: milestonesIn(document), extras: extrasIn(document), diagnostics: [] }
  }
  return milestonesOfIntents(byRole)
}
