import { byKey } from '../model/by-key.ts'
import type { Execution } from '../model/execution.ts'
import type { GanttBar, GanttView } from '../model/gantt.ts'
import { labelOf, type GraphView } from '../model/graph-view.ts'
import type { ScheduledTask, ScheduleView } from '../model/schedule.ts'

/** The nodes of a view when a schedule has them: a phase lasts from the start of its first task to the end of its last. */
export function ganttView({ tasks }: Execution, view: GraphView, schedule: ScheduleView): GanttView {
  const { by, nodes, phases, title } = view
  const phaseOf = new Map(tasks.map(({ id, phase }) => [id, phase as string]))
  const planned = byKey(schedule.tasks, ({ id }) => (by === 'task' ? id : phaseOf.get(id)!))
  const bars = nodes.map(({ id, text, state, critical, phase }) => ({
    phase,
    bar: { id, text: labelOf(by, id, text), state, critical, ...spanOf(by, planned.get(id) ?? []) } satisfies GanttBar,
  }))
  const ordered = bars.toSorted((a, b) => a.bar.start - b.bar.start)
  const inPhase = byKey(ordered, ({ phase }) => phase)
  const sections =
    by === 'task'
      ? phases.map((phase) => ({ title: phase.title, bars: (inPhase.get(phase.id) ?? []).map(({ bar }) => bar) }))
      : [{ title: '', bars: ordered.map(({ bar }) => bar) }]
  return { title, minutes: schedule.minutes, sections }
}

function spanOf(by: GraphView['by'], list: readonly ScheduledTask[]): Pick<GanttBar, 'start' | 'finish' | 'worker'> {
  const start = list.reduce((least, one) => Math.min(least, one.start), list[0]?.start ?? 0)
  const finish = list.reduce((most, one) => Math.max(most, one.finish), 0)
  return { start, finish, worker: by === 'task' ? (list[0]?.worker ?? null) : null }
}
