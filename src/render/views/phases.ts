import type { Execution } from '../../model/execution.ts'
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

/** `milestone` is the M of the phase, '' where it has none. */
function taskView(task: Task, milestone: string, { graph }: Execution, print: Printer): View {
  const { id } = task
  const body = print.body(task)
  return {
    id,
    box: BOX[task.state],
    parallel: Object.hasOwn(graph.parallel, id) && graph.parallel[id]!.parallel,
    milestone,
    text: print.text(task),
    estimate: print.estimate(task),
    depends: Object.hasOwn(graph.printed, id) ? graph.printed[id]!.join(', ') : '',
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
  const common = { number: phase.number, full, empty: phase.tasks.length === 0 }
  if (milestone === null) return block(`phase:${phase.id}`, 'phase', { ...common, kind: phase.id })
  const noWork = phase.gaps.find((gap) => gap.kind === 'no-work')
  return block(`phase:${phase.id}`, 'phase', {
    ...common,
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
  const next = waiting(outline)
  const first = outline.milestones[0]
  return outline.phases.flatMap((phase) => {
    const views = [phaseView(phase, phase === first, full)]
    const milestone = /^M\d+$/.test(phase.id) ? phase.id.slice(1) : ''
    phase.tasks.forEach((task, index) => {
      const key = task.id === '' ? `task:${phase.id}:${index}` : `task:${task.id}`
      views.push(block(key, 'task', taskView(task, milestone, outline.execution, print), index > 0))
    })
    if (full)
      phase.gaps.forEach((gap) => gap.kind !== 'no-work' && views.push(block(`gap:${gap.key}`, 'gap', gapView(gap))))
    if (phase.milestone !== null && phase.tasks.length > 0) {
      views.push(
        block(`checkpoint:${phase.id}`, 'checkpoint', {
          milestone: phase.milestone.number,
          next: nextOf(next.get(phase.id) ?? []),
        }),
      )
    }
    return views
  })
}
