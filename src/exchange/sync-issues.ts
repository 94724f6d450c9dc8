import type { GitHubIssues } from './github.ts'
import {
  inDependencyOrder,
  milestoneFields,
  milestoneMark,
  readMark,
  wantedIssue,
  type RemoteIssue,
  type RemoteMilestone,
} from './issues.ts'
import { milestoneNumber, type ExchangePlan, type ExchangeTask } from './plan.ts'

/** What became of one task or milestone at GitHub. */
export interface IssueAction {
  readonly kind: 'issue' | 'milestone'
  /** `T014`, `M2`. */
  readonly id: string
  readonly action: 'created' | 'updated' | 'unchanged' | 'failed'
  /** 0 where it has none yet. */
  readonly number: number
  /** The fields that differ. */
  readonly fields: readonly string[]
  /** Why it failed; ''. */
  readonly reason: string
}

export interface SyncResult {
  readonly actions: readonly IssueAction[]
  /** What people changed at GitHub and stays theirs, and what is odd there. */
  readonly notes: readonly string[]
  /** Why it stopped before the end; '' where it did not. */
  readonly stopped: string
}

interface Syncing {
  readonly doc: string
  readonly plan: ExchangePlan
  readonly github: GitHubIssues
  readonly dry: boolean
  readonly actions: IssueAction[]
  readonly notes: string[]
}

/**
 * Brings the issues of a document up to date: one for each task, found by the mark in its body. What is up to date is
 * not written, so that a run after one that was stopped goes on where that ended.
 */
export async function syncIssues(
  doc: string,
  plan: ExchangePlan,
  github: GitHubIssues,
  dry: boolean,
): Promise<SyncResult> {
  const syncing: Syncing = { doc, plan, github, dry, actions: [], notes: [] }
  try {
    const [milestones, issues] = [await github.milestones(), await github.issues()]
    const numbers = await syncMilestones(syncing, milestones)
    await syncTasks(syncing, issues, numbers)
    return { ...syncing, stopped: '' }
  } catch (error) {
    if (!isFatal(error)) throw error
    return { ...syncing, stopped: error.message }
  }
}

const isFatal = (error: unknown): error is Error & { readonly status: number } =>
  error instanceof Error && error.name === 'GitHubError'

const goesOn = (error: unknown): error is Error & { readonly status: number } =>
  isFatal(error) && !(error as Error & { readonly fatal?: boolean }).fatal

async function syncMilestones(
  syncing: Syncing,
  there: readonly RemoteMilestone[],
): Promise<ReadonlyMap<string, number>> {
  const { doc, plan, github, dry, actions } = syncing
  const numbers = new Map<string, number>()
  const byMark = new Map(there.map((milestone) => [milestoneMark(milestone.description), milestone]))
  for (const phase of plan.phases) {
    if (milestoneNumber(phase.id) === null || !plan.tasks.some((task) => task.phase === phase.id)) continue
    const wanted = milestoneFields(doc, phase, plan)
    const before =
      byMark.get(`${doc} ${phase.id}`) ??
      there.find(({ title, description }) => title === wanted.title && milestoneMark(description) === '')
    const fields = (['title', 'description', 'state'] as const).filter(
      (name) => before?.[name].replaceAll('\r\n', '\n') !== wanted[name],
    )
    const action = before === undefined ? 'created' : fields.length === 0 ? 'unchanged' : 'updated'
    const common = { kind: 'milestone', id: phase.id, fields: [...fields] } as const
    try {
      const number = await writeMilestone(github, dry || action === 'unchanged', before, wanted)
      if (number !== 0) numbers.set(phase.id, number)
      actions.push({ ...common, action, number, reason: '' })
    } catch (error) {
      if (!goesOn(error)) throw error
      actions.push({ ...common, action: 'failed', number: before?.number ?? 0, reason: error.message })
    }
  }
  return numbers
}

async function writeMilestone(
  github: GitHubIssues,
  dry: boolean,
  before: RemoteMilestone | undefined,
  wanted: Omit<RemoteMilestone, 'number'>,
): Promise<number> {
  if (dry) return before?.number ?? 0
  if (before === undefined) return (await github.createMilestone(wanted)).number
  await github.updateMilestone(before.number, wanted)
  return before.number
}

async function syncTasks(
  syncing: Syncing,
  issues: readonly RemoteIssue[],
  milestones: ReadonlyMap<string, number>,
): Promise<void> {
  const { doc, plan, actions, notes } = syncing
  const known = new Map<string, RemoteIssue>()
  for (const issue of issues.toSorted((a, b) => a.number - b.number)) {
    const mark = readMark(issue.body)
    if (mark === null || mark.doc !== doc) continue
    const first = known.get(mark.id)
    if (first === undefined) known.set(mark.id, issue)
    else notes.push(`#${issue.number} has the mark of #${first.number}, for ${mark.id}, and is left alone.`)
  }
  const ids = new Set(plan.tasks.map(({ id }) => id))
  for (const [id, { number, state }] of known)
    if (!ids.has(id) && state === 'open') notes.push(`#${number} is for ${id}, which the document no longer has.`)
  const numbers = new Map([...known].map(([id, { number }]) => [id, number]))
  for (const task of inDependencyOrder(plan.tasks)) {
    const before = known.get(task.id) ?? null
    const milestone = milestones.get(task.phase) ?? null
    const done = await syncTask(syncing, task, before, milestone, (id) => numbers.get(id) ?? null)
    if (done.number !== 0) numbers.set(task.id, done.number)
    actions.push(done)
  }
}

async function syncTask(
  { doc, github, dry, notes }: Syncing,
  task: ExchangeTask,
  before: RemoteIssue | null,
  milestone: number | null,
  numberOf: (id: string) => number | null,
): Promise<IssueAction> {
  const { fields, kept } = wantedIssue(doc, task, before, milestone, numberOf)
  notes.push(...kept)
  const names = Object.keys(fields).filter((name) => name !== 'state_reason')
  const common = { kind: 'issue', id: task.id, fields: names, reason: '' } as const
  const create = async (): Promise<IssueAction> => {
    const { fields: whole, closing } = wantedIssue(doc, task, null, milestone, numberOf)
    const isOurs = (body: string): boolean => {
      const mark = readMark(body)
      return mark !== null && mark.doc === doc && mark.id === task.id
    }
    const number = dry ? 0 : (await github.createIssue(whole, closing, isOurs)).number
    return {
      ...common,
      fields: [...Object.keys(whole), ...(closing === null ? [] : ['state'])],
      action: 'created',
      number,
    }
  }
  try {
    if (before === null) return await create()
    if (names.length === 0) return { ...common, action: 'unchanged', number: before.number }
    if (!dry) await github.updateIssue(before.number, fields)
    return { ...common, action: 'updated', number: before.number }
  } catch (error) {
    if (!goesOn(error)) throw error
    // Somebody deleted it since it was listed.
    if (before !== null && (error.status === 404 || error.status === 410)) return create()
    return { ...common, action: 'failed', number: before?.number ?? 0, reason: error.message }
  }
}
