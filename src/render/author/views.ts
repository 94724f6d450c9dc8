import type { Goal, Objective, Principle, Strategy, Vision } from '../../model/documents.ts'
import type { PlanMilestone } from '../../model/plan.ts'
import type { ReadDocument } from '../../parse/document.ts'
import { joinSoft, plain } from '../../parse/text/inline.ts'
import { isPlaceholder } from '../../derive/placeholders.ts'
import { codeSpan, literal, oneLine, paragraphLine } from '../inline.ts'

/** The documents that are authored, by the name of their template. */
export const DOCUMENT_KINDS = ['vision', 'goal', 'strategy', 'plan', 'milestones', 'constitution'] as const
export type DocumentKind = (typeof DOCUMENT_KINDS)[number]

/** What a template of a document is given; see docs/templates.md. All texts are one line of harmless Markdown. */
export type DocumentView = Readonly<Record<string, unknown>>

/** The variables of each template: the only names an override may look up. */
export const DOCUMENT_VARIABLES: Readonly<Record<DocumentKind, readonly string[]>> = {
  vision: ['title', 'id', 'date', 'input', 'text'],
  goal: ['title', 'id', 'date', 'vision', 'input', 'constraints', 'objectives', 'outcomes', 'serves'],
  strategy: ['title', 'id', 'date', 'goal', 'objectives', 'options'],
  plan: ['title', 'id', 'date', 'strategy', 'links', 'chosen', 'rationale', 'milestones'],
  milestones: ['title', 'id', 'date', 'plan', 'milestones'],
  constitution: ['project', 'date', 'principles'],
}

/** The documents of a vision that are there, as they were read. */
export interface Known {
  readonly id: string
  /** ISO date to print; '' prints none. */
  readonly date: string
  readonly vision: Vision | null
  readonly goal: Goal | null
  readonly strategy: Strategy | null
  readonly plan: ReadDocument['plan'] | null
  /** File names by role, for links. */
  readonly files: Readonly<Partial<Record<DocumentKind, string>>>
}

/** Words of a document that were answered; '' for a question or a blank of a template. */
const answered = (text: string): string => (isPlaceholder(text) ? '' : oneLine(joinSoft(text)))

/** Plain words as Markdown that reads back to them. */
function words(text: string): string {
  const line = oneLine(text)
  return plain(line) === text.trim() ? line : literal(text)
}

const KIND_OF_TITLE =
  /^(?:vision(?: document)?|goal(?: definition| statement)?|strategy(?: exploration| plan)?|implementation plan|milestones?(?: plan)?|plan)\s*[:：–—-]\s*(?=\S)/iu

/** What a vision is about: the title of the first document that has one, else its name. */
function titleIn({ id, vision, goal, strategy, plan }: Known): string {
  const titles = [vision, goal, strategy, plan].map((document) => (document?.title ?? '').replace(KIND_OF_TITLE, ''))
  const title = titles.find((one) => one !== '' && !isPlaceholder(one))
  return words(plain(title ?? id.replace(/^\d+[-_. ]+/, '').replaceAll('-', ' ')))
}

const link = (file: string | undefined): string => (file === undefined ? '' : `[${file}](./${file})`)

const shared = (known: Known): DocumentView => ({
  title: titleIn(known),
  id: codeSpan(known.id),
  date: known.date,
})

const principleView = ({ title, text }: Principle, index: number): DocumentView => ({
  number: romanOf(index + 1),
  title: words(title),
  text: text === '' ? '' : paragraphLine(text),
})

const filled = (principles: readonly Principle[]): readonly Principle[] =>
  principles.filter(({ title, text }) => title !== '' && !isPlaceholder(title) && !isPlaceholder(text))

export function visionView(
  sentence: { readonly title: string; readonly input: string; readonly text: string },
  known: Pick<Known, 'id' | 'date'>,
): DocumentView {
  return { id: codeSpan(known.id), date: known.date, ...sentence }
}

/** What a document is about, one by one: the objectives of the goal, else the intents of the vision. */
export function objectivesOf({ vision, goal }: Pick<Known, 'vision' | 'goal'>): readonly Objective[] {
  const some = [goal?.objectives ?? [], vision?.intents ?? []].find((list) => list.length > 0) ?? []
  return some.filter(({ title }) => title !== '' && !isPlaceholder(title))
}

const objectiveView = (objective: Objective): DocumentView => ({
  number: objective.number,
  title: words(objective.title),
  priority: objective.priority === null ? '' : `P${objective.priority.level}`,
  description: answered(objective.description),
  reason: answered(objective.reason),
  validation: answered(objective.validation),
  target: [answered(objective.metric), answered(objective.target)].filter((part) => part !== '').join(': '),
})

export function goalView(known: Known): DocumentView {
  const { vision, files } = known
  const objectives = objectivesOf({ vision, goal: null })
  const listed = objectives.length > 0 ? objectives.map(objectiveView) : [{ number: '1', title: titleIn(known) }]
  const outcomes = (vision?.criteria ?? []).filter(({ text }) => answered(text) !== '')
  return {
    ...shared(known),
    vision: link(files.vision),
    input: answered(vision?.input ?? ''),
    constraints: (vision?.constraints ?? []).map(({ text }) => constraintOf(text)).filter((text) => !isNone(text)),
    objectives: listed,
    outcomes: outcomes.map(({ id, text }, index) => ({
      number: String(index + 1).padStart(3, '0'),
      id: id === '' ? 'this' : id,
      text: answered(text),
    })),
    serves: objectives.map(objectiveView),
  }
}

/** `Constraint 1: The lock is committed.` in a list of several. */
const constraintOf = (text: string): string =>
  answered(text)
    .replace(/^(?:constraint|assumption)\s*\d{1,3}\s*[:.]\s*/iu, '')
    .replace(/\.$/, '')

const isNone = (text: string): boolean => text === '' || /^none\.?$/i.test(text)

export function strategyView(known: Known, options = 2): DocumentView {
  const objectives = objectivesOf(known).map(objectiveView)
  return {
    ...shared(known),
    goal: link(known.files.goal),
    objectives: objectives.length > 0 ? objectives : [{ number: '1', title: titleIn(known) }],
    options: Array.from({ length: options }, (_, index) => ({ number: String(index + 1) })),
  }
}

export function planView(known: Known): DocumentView {
  const { strategy, files } = known
  return {
    ...shared(known),
    strategy: link(files.strategy),
    links: [files.goal, files.vision].filter((file) => file !== undefined).map(link),
    chosen: answered(strategy?.chosen ?? ''),
    rationale: answered(strategy?.rationale ?? ''),
    // Where milestones.md gives them, a second list would only fall behind.
    milestones: files.milestones === undefined ? milestoneViews(known) : [],
  }
}

export const milestonesView = (known: Known): DocumentView => ({
  ...shared(known),
  plan: link(known.files.plan),
  milestones: milestoneViews(known),
})

function milestoneViews(known: Known): readonly DocumentView[] {
  const planned = (known.plan?.children ?? []).filter((child) => child.type === 'milestone')
  if (planned.length > 0) return planned.map(plannedView)
  const objectives = objectivesOf(known)
  if (objectives.length === 0) return [{ number: 1, title: titleIn(known), criteria: [], scenarios: [] }]
  return objectives.map((objective, index) => {
    const intent = known.vision?.intents.find(({ number }) => number === objective.number)
    const scenarios = objective.scenarios.length > 0 ? objective.scenarios : (intent?.scenarios ?? [])
    return {
      ...objectiveView(objective),
      number: index + 1,
      criteria: criteriaOf(objective),
      scenarios: scenarios.map(({ text }) => answered(text)).filter((text) => text !== ''),
    }
  })
}

function plannedView(milestone: PlanMilestone, index: number): DocumentView {
  const texts = (type: 'criterion' | 'scenario'): readonly string[] =>
    milestone.children.flatMap((child) => (child.type === type && 'text' in child ? [answered(child.text)] : []))
  return {
    number: index + 1,
    title: words(plain(milestone.title)),
    priority: milestone.priority === null ? '' : `P${milestone.priority.level}`,
    description: answered(milestone.goal),
    validation: answered(milestone.validation),
    criteria: texts('criterion').filter((text) => text !== ''),
    scenarios: texts('scenario').filter((text) => text !== ''),
  }
}

/** What an objective is checked by: its criteria, and its metric with the target. */
function criteriaOf({ criteria, metric, target }: Objective): readonly string[] {
  const measured = [answered(metric), answered(target)].filter((part) => part !== '').join(': ')
  const stated = criteria.map(({ text }) => answered(text)).filter((text) => text !== '' && text !== answered(target))
  return [...new Set([...stated, ...(measured === '' ? [] : [measured])])]
}

export const constitutionView = (project: string, date: string, principles: readonly Principle[]): DocumentView => ({
  project: words(project),
  date,
  principles: filled(principles).map(principleView),
})

const ROMAN = [
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
] as const

function romanOf(number: number): string {
  const step = ROMAN.find(([value]) => value <= number)
  return step === undefined ? '' : step[1] + romanOf(number - step[0])
}
