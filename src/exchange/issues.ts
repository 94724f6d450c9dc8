import { hashText } from '../model/hash.ts'
import { safeLine, safeLines, safeTitle } from './issue-text.ts'
import { milestoneNumber, type ExchangePhase, type ExchangePlan, type ExchangeTask } from './plan.ts'

/** An issue as GitHub has it. */
export interface RemoteIssue {
  readonly number: number
  readonly title: string
  readonly body: string
  readonly state: 'open' | 'closed'
  readonly stateReason: string
  readonly labels: readonly string[]
  /** Number of its milestone, null without one. */
  readonly milestone: number | null
}

/** A milestone as GitHub has it. */
export interface RemoteMilestone {
  readonly number: number
  readonly title: string
  readonly description: string
  readonly state: 'open' | 'closed'
}

/** What is kept in the comment at the head of an issue's own part. */
export interface IssueMark {
  readonly doc: string
  readonly id: string
  /** State and hash of the title as they were written last, to tell what people changed since. */
  readonly state: string
  readonly title: string
}

/** What to write of an issue; only what differs. */
export interface IssueFields {
  readonly title?: string
  readonly body?: string
  readonly labels?: readonly string[]
  readonly milestone?: number | null
  readonly state?: 'open' | 'closed'
  readonly state_reason?: 'completed' | 'not_planned' | 'reopened'
}

export interface WantedIssue {
  readonly fields: IssueFields
  /** What to write to a new issue after it was made, since none is made closed; null for nothing. */
  readonly closing: IssueFields | null
  /** What people changed and is left to them: a sentence each. */
  readonly kept: readonly string[]
}

const MARK = /^<!-- intentk:task (\{[^\n]*?\}) -->$/m
const END = '<!-- intentk:end -->'

/** The mark of an issue; null for one that is not ours. */
export function readMark(body: string): IssueMark | null {
  const json = MARK.exec(body.replaceAll('\r\n', '\n'))?.[1]
  if (json === undefined || json.length > 2000) return null
  try {
    const { doc, id, state, title } = Object(JSON.parse(json)) as Partial<Record<keyof IssueMark, unknown>>
    if (typeof doc !== 'string' || typeof id !== 'string') return null
    return { doc, id, state: typeof state === 'string' ? state : '', title: typeof title === 'string' ? title : '' }
  } catch {
    return null
  }
}

const MILESTONE_MARK = /<!-- intentk:milestone (\{[^\n]*?\}) -->/

/** The milestone of a document that a milestone of GitHub stands for, as `001-export M2`; '' for one that is not ours. */
export function milestoneMark(description: string): string {
  try {
    const { doc, id } = Object(JSON.parse(MILESTONE_MARK.exec(description)?.[1] ?? '{}')) as Record<string, unknown>
    return typeof doc === 'string' && typeof id === 'string' ? `${doc} ${id}` : ''
  } catch {
    return ''
  }
}

// `>` and `-` could end the comment early.
const comment = (name: string, value: object): string =>
  `<!-- intentk:${name} ${JSON.stringify(value).replaceAll('>', '\\u003e').replaceAll('--', '-\\u002d')} -->`

const isOver = ({ state }: ExchangeTask): boolean => state === 'done' || state === 'dropped'

const short = (text: string): string => hashText(text).slice(0, 12)

/** A milestone of GitHub for a milestone of the document. */
export function milestoneFields(
  doc: string,
  phase: ExchangePhase,
  plan: ExchangePlan,
): Omit<RemoteMilestone, 'number'> {
  const number = milestoneNumber(phase.id)!
  const tasks = plan.tasks.filter((task) => task.phase === phase.id)
  const goal = phase.goal === '' ? [] : [safeLine(phase.goal), '']
  return {
    title: safeTitle(`M${number}`, phase.title || `Milestone ${number}`),
    description: [...goal, comment('milestone', { doc, id: phase.id })].join('\n'),
    state: tasks.length > 0 && tasks.every(isOver) ? 'closed' : 'open',
  }
}

/** Labels of ours all begin like this; any other belongs to people. */
const OURS = /^intentk(?:$|:)/i

function labelsOf({ state, phase, parallel }: ExchangeTask): readonly string[] {
  return [
    'intentk',
    ...(milestoneNumber(phase) === null ? [`intentk:${phase}`] : []),
    ...(state === 'started' ? ['intentk:started'] : []),
    ...(parallel ? ['intentk:parallel'] : []),
  ]
}

function ownPart(task: ExchangeTask, mark: IssueMark, numberOf: (id: string) => number | null): string {
  const { text, estimate, dependsOn, body, files } = task
  const after = dependsOn.map((id) => (numberOf(id) === null ? id : `#${numberOf(id)}`))
  return [
    comment('task', mark),
    safeLine(text),
    ...(body.length === 0 ? [] : ['', ...safeLines(body)]),
    ...(files.length === 0
      ? []
      : ['', `Files: ${files.map((file) => safeLine(`\`${file.replaceAll('`', '')}\``)).join(', ')}`]),
    ...(estimate === '' ? [] : ['', `Effort: ${safeLine(estimate)}`]),
    ...(after.length === 0 ? [] : ['', `Depends on ${after.join(', ')}`]),
    END,
  ].join('\n')
}

/** A body with its own part replaced; what people wrote before and behind it stays. */
function withOwnPart(before: string, own: string): string {
  const start = MARK.exec(before)?.index ?? -1
  if (start < 0) return own
  const end = before.indexOf(END, start)
  return before.slice(0, start) + own + (end < 0 ? '' : before.slice(end + END.length))
}

/** What to write for a task: everything for a new issue, else what differs. Null number of a milestone is none. */
export function wantedIssue(
  doc: string,
  task: ExchangeTask,
  before: RemoteIssue | null,
  milestone: number | null,
  numberOf: (id: string) => number | null,
): WantedIssue {
  const title = safeTitle(task.id, task.text)
  const state = isOver(task) ? 'closed' : 'open'
  const reason = task.state === 'dropped' ? 'not_planned' : 'completed'
  const mark: IssueMark = { doc, id: task.id, state, title: short(title) }
  const own = ownPart(task, mark, numberOf)
  if (before === null) {
    const closing = state === 'closed' ? ({ state, state_reason: reason, body: own } as const) : null
    // Until it is closed its mark says so, or a run that was stopped between would look like a person's doing.
    const body = closing === null ? own : ownPart(task, { ...mark, state: 'open' }, numberOf)
    return { fields: { title, body, labels: labelsOf(task), milestone }, closing, kept: [] }
  }
  const last = readMark(before.body)
  const kept: string[] = []
  // What people changed on their side, while the document says what it said, is theirs.
  const keepsState = before.state !== state && last?.state === state
  if (keepsState)
    kept.push(
      `#${before.number} was ${before.state === 'closed' ? 'closed' : 'opened again'} on GitHub; ${task.id} is ${task.state} in the document.`,
    )
  const keepsTitle = before.title !== title && last?.title === short(title)
  const text = before.body.replaceAll('\r\n', '\n')
  const body = withOwnPart(text, own)
  const labels = [...before.labels.filter((label) => !OURS.test(label)), ...labelsOf(task)]
  const there = new Set(before.labels.map((label) => label.toLowerCase()))
  const sameLabels = labels.length === before.labels.length && labels.every((label) => there.has(label.toLowerCase()))
  const wrongReason = state === 'closed' && before.stateReason !== '' && before.stateReason !== reason
  return {
    kept,
    closing: null,
    fields: {
      ...(before.title === title || keepsTitle ? {} : { title }),
      ...(body === text ? {} : { body }),
      ...(sameLabels ? {} : { labels }),
      ...(milestone === before.milestone || milestone === null ? {} : { milestone }),
      ...(keepsState || (before.state === state && !wrongReason)
        ? {}
        : { state, state_reason: state === 'closed' ? reason : 'reopened' }),
    },
  }
}

/** Tasks in an order in which each comes after those it waits for, so that their numbers are known. */
export function inDependencyOrder(tasks: readonly ExchangeTask[]): readonly ExchangeTask[] {
  const at = new Map(tasks.map(({ id }, index) => [id, index]))
  const placed = new Set<number>()
  const order: ExchangeTask[] = []
  for (const first of tasks.keys()) {
    const pending: { readonly task: number; next: number }[] = [{ task: first, next: 0 }]
    const open = new Set([first])
    while (pending.length > 0) {
      const step = pending.at(-1)!
      const task = tasks[step.task]!
      const wanted = placed.has(step.task) ? undefined : task.dependsOn[step.next++]
      if (wanted === undefined) {
        if (!placed.has(step.task)) order.push(task)
        placed.add(step.task)
        pending.pop()
        continue
      }
      const target = at.get(wanted)
      if (target === undefined || placed.has(target) || open.has(target)) continue
      open.add(target)
      pending.push({ task: target, next: 0 })
    }
  }
  return order
}
