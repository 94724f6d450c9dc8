import type { Graph } from '../../model/graph.ts'
import type { Gap, PhaseId, Task } from '../../model/task.ts'
import type { Printer } from '../../merge/merge-task.ts'
import { formatEstimate } from '../estimate.ts'
import { listWords } from '../ids.ts'
import { oneLine } from '../inline.ts'
import type { View } from '../print.ts'
import { indentBody } from '../task-body.ts'
import { block, type BlockView } from './block.ts'
import type { Outline, OutlineMilestone, OutlinePhase } from './outline.ts'

const BOX = { open: ' ', done: 'x', started: '~', dropped: '-' } as const

const none: readonly string[] = []

/** `milestone` is the M of the phase, '' where it has none. */
function taskView(task: Task, milestone: string, { parallel, printed }: Graph, print: Printer): View {
  const { id } = task
  const body = task.body.length + task.gates.length === 0 ? none : print.body(task)
  // What an object has from birth under the name of an id is no verdict and no list.
  const names = printed[id]
  return {
    id,
    box: BOX[task.state],
    parallel: parallel[id]?.parallel === true,
    milestone,
    text: print.text(task),
    estimate: task.estimate === null ? '' : print.estimate(task),
    depends: Array.isArray(names) && names.length > 0 ? names.join(', ') : '',
    body: body.length === 0 ? '' : indentBody(body).join('\n'),
  }
}

export const gapView = (gap: Gap): View => ({
  kind: gap.kind,
  question: oneLine(gap.question),
  answer: oneLine(gap.answer),
})

function dependsOn(milestone: OutlineMilestone): string {
  const numbers = milestone.dependsOn?.map(({ number }) => `Milestone ${number}`) ?? []
  if (numbers.length > 0) return [...new Set(numbers)].join(', ')
  return milestone.independent === true ? 'nothing' : ''
}

function phaseView(phase: OutlinePhase, first: boolean, full: boolean): BlockView {
  const { milestone } = phase
  const { number } = phase
  const empty = phase.tasks.length === 0
  if (milestone === null) return block(`phase:${phase.id}`, 'phase', { number, full, empty, kind: phase.id })
  const noWork = phase.gaps.find((gap) => gap.kind === 'no-work')
  return block(`phase:${phase.id}`, 'phase', {
    number,
    full,
    empty,
    kind: 'milestone',
    milestone: milestone.number,
    title: oneLine(milestone.title ?? ''),
    priority: milestone.priority === undefined ? '' : `P${milestone.priority.level}`,
    mvp: first,
    goal: oneLine(milestone.goal ?? ''),
    done: oneLine(milestone.validation ?? ''),
    duration: formatEstimate(milestone.estimate ?? null),
    depends: dependsOn(milestone),
    question: noWork === undefined ? '' : oneLine(noWork.question),
    answer: noWork === undefined ? '' : oneLine(noWork.answer),
  })
}

/** Which milestones may begin once each phase has ended. */
function waiting(outline: Outline): Map<PhaseId, number[]> {
  const numbers = new Map(outline.milestones.map((phase) => [phase.id, phase.milestone!.number]))
  const result = new Map<PhaseId, number[]>()
  for (const phase of outline.execution.graph.phases) {
    const number = numbers.get(phase.id)
    if (number === undefined) continue
    for (const before of phase.after) {
      const list = result.get(before)
      if (list === undefined) result.set(before, [number])
      else list.push(number)
    }
  }
  return result
}

function nextOf(numbers: readonly number[]): string {
  if (numbers.length === 0) return ''
  if (numbers.length > 6) return `${numbers.length} milestones`
  return `${numbers.length > 1 ? 'Milestones' : 'Milestone'} ${listWords(numbers.map(String))}`
}

/** The phases with their tasks; with `full` also the gaps of each. */
export function phaseViews(outline: Outline, full: boolean, print: Printer): BlockView[] {
  const { graph } = outline.execution
  const next = waiting(outline)
  const first = outline.milestones[0]
  const views: BlockView[] = []
  for (const phase of outline.phases) {
    const { id, tasks } = phase
    views.push(phaseView(phase, phase === first, full))
    const milestone = /^M\d+$/.test(id) ? id.slice(1) : ''
    for (let at = 0; at < tasks.length; at++) {
      const task = tasks[at]!
      const key = task.id === '' ? `task:${id}:${at}` : `task:${task.id}`
      views.push({ key, template: 'task', view: taskView(task, milestone, graph, print), tight: at > 0 })
    }
    if (full)
      for (const gap of phase.gaps) if (gap.kind !== 'no-work') views.push(block(`gap:${gap.key}`, 'gap', gapView(gap)))
    if (phase.milestone !== null && tasks.length > 0) {
      const { number } = phase.milestone
      views.push(block(`checkpoint:${id}`, 'checkpoint', { milestone: number, next: nextOf(next.get(id) ?? []) }))
    }
  }
  return views
}
