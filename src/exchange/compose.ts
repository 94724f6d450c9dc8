import type { PhaseId } from '../model/task.ts'
import { idAt } from '../parse/text/task-ids.ts'
import { readTaskDocument } from '../parse/tasks/document.ts'
import { appendixLines, code } from './appendix.ts'
import { bareCarried } from './carried.ts'
import { withoutCycles } from './cycles.ts'
import type { ForeignPlan, ForeignTask, ImportFormat, ImportItem, Imported } from './imported.ts'
import { lineAt, lineStarts } from './lines.ts'
import { boxMark, oneLine, printList, type ListStyle } from './print-list.ts'
import { milestoneNumber, type ExchangePhase, type ExchangeTask } from './plan.ts'
import { specKitStyle } from './spec-kit.ts'

/** Where all phases are milestones, they need no number beside their own. */
const style = (phases: readonly ExchangePhase[]): ListStyle => ({
  ...specKitStyle,
  heading: (phase, number) => {
    const heading = specKitStyle.heading(phase, number)
    return phases.every(({ id }) => milestoneNumber(id) !== null) ? heading.replace(/^Phase \d+: /, '') : heading
  },
  lead: ({ id, state }) => `[${boxMark[state]}]${id === '' ? '' : ` ${id}`}`,
})

/** The plan of an imported vision, from tasks that another tool keeps in a form of its own. */
export function compose(format: ImportFormat, from: string, foreign: ForeignPlan): Imported {
  const warnings = [...foreign.warnings]
  const { phases, tasks: placed } = withMilestones(foreign)
  const tasks = withoutCycles(withIds(placed, warnings), warnings)
  const list = printList(
    { title: foreign.title, phases, tasks: tasks.map((task): ExchangeTask => ({ ...task, parallel: false })) },
    style(phases),
  )
  const lines = [`# Plan: ${oneLine(foreign.title)}`, '', ...list, ...appendixLines(from, foreign.appendix)]
  const plan = `${lines.join('\n').trimEnd()}\n`
  const order = phases.flatMap(({ id }) => tasks.filter(({ phase }) => phase === id))
  return { format, title: foreign.title, plan, items: itemsIn(plan, order), warnings }
}

/** The phases that hold tasks, and all milestones; where there is none, every phase is one, since a plan needs one. */
function withMilestones({ phases, tasks }: ForeignPlan): Pick<ForeignPlan, 'phases' | 'tasks'> {
  const used = new Set(tasks.map(({ phase }) => phase))
  const named = new Set(phases.map(({ id }) => id))
  const unnamed = [...used]
    .filter((id) => !named.has(id))
    .map((id): ExchangePhase => ({ ...bareCarried, id, title: '' }))
  const all = [...phases, ...unnamed].filter(({ id }) => used.has(id) || milestoneNumber(id) !== null)
  if (all.some(({ id }) => milestoneNumber(id) !== null)) return { phases: all, tasks }
  const numbers = new Map(all.map(({ id }, at): [PhaseId, PhaseId] => [id, `M${at + 1}`]))
  return {
    phases: all.map((phase) => ({ ...phase, id: numbers.get(phase.id)!, title: phase.title || phase.id })),
    tasks: tasks.map((task) => ({ ...task, phase: numbers.get(task.phase)! })),
  }
}

/** Where each task stands in the printed plan: tasks of the top level come in the order in which they were printed. */
function itemsIn(plan: string, tasks: readonly ForeignTask[]): readonly ImportItem[] {
  const document = readTaskDocument({ path: 'plan.md', text: plan, eol: '\n' })
  const top = document.tasks.filter(({ parent, indent }) => parent < 0 && indent === 0)
  const lines = lineStarts(plan)
  return tasks.map(({ source, foreignId, id, text, state }, index): ImportItem => {
    const line = lineAt(lines, top[index]?.line.start ?? 0)
    return { source, id: foreignId, name: id, text, state, to: 'plan', line }
  })
}

/** Ids that a plan can hold, each once: what no reader takes for an id is kept as a line below its task. */
function withIds(tasks: readonly ForeignTask[], warnings: string[]): readonly ForeignTask[] {
  const taken = new Set<string>()
  let last = 0
  for (const { id } of tasks) last = Math.max(last, Number(/^T(\d{1,6})/.exec(id)?.[1] ?? 0))
  const names = new Map<string, string>()
  const placed = tasks.map((task): ForeignTask => {
    const id = printable(task.id)
    if (id !== '' && !taken.has(id)) {
      taken.add(id)
      if (!names.has(task.key)) names.set(task.key, id)
      return { ...task, id }
    }
    const own = `T${String(++last).padStart(3, '0')}`
    taken.add(own)
    if (id !== '')
      warnings.push(`${task.source} has the id ${task.foreignId} of another task; it is ${own} in the plan.`)
    if (task.key !== '' && !names.has(task.key)) names.set(task.key, own)
    const kept = task.id === '' ? [] : [`- Id: ${code(task.foreignId)}`]
    return { ...task, id: own, body: [...kept, ...task.body] }
  })
  return placed.map((task) => ({ ...task, ...namedIn(task, names, warnings) }))
}

/** Dependencies by the ids of the plan; what names nothing known is kept as a line that no reader takes for one. */
function namedIn(
  { source, dependsOn, body }: ForeignTask,
  names: ReadonlyMap<string, string>,
  warnings: string[],
): Pick<ForeignTask, 'dependsOn' | 'body'> {
  const known = [...new Set(dependsOn)].filter((id) => names.has(id))
  const unknown = [...new Set(dependsOn)].filter((id) => !names.has(id))
  if (unknown.length === 0) return { dependsOn: known.map((id) => names.get(id)!), body }
  warnings.push(`${source} waits for ${unknown.join(', ')}, which is not among what is imported.`)
  return {
    dependsOn: known.map((id) => names.get(id)!),
    body: [...body, `- Elsewhere: ${unknown.map(code).join(', ')}`],
  }
}

/** An id as a plan can hold it, in capitals where the tool writes none; '' where no reader takes it for one. */
function printable(id: string): string {
  return (
    [id, id.toUpperCase()].find((each) => {
      const found = each === '' || each.length > 40 ? null : idAt(`${each} `, 0)
      return found !== null && found.end === each.length && found.form !== 'reference' && found.form !== 'hash'
    }) ?? ''
  )
}
