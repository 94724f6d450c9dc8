import { coverage } from '../../graph/index.ts'
import type { Coverable } from '../../model/execution.ts'
import type { Report } from '../rule.ts'
import type { CheckedVision } from '../subject.ts'

/** Reports what a plan states and only dropped or deleted tasks cover. */
export function reportUncovered(
  { execution, documents }: CheckedVision,
  kind: Coverable['kind'],
  report: Report,
): void {
  const wanted = (execution?.coverables ?? []).filter((each) => each.kind === kind)
  if (execution === null || wanted.length === 0) return
  const { uncovered } = coverage(wanted, execution.tasks)
  if (uncovered.length === 0) return
  const dropped = new Map<string, string>()
  for (const { id, state, covers } of execution.tasks)
    if (state === 'dropped') for (const key of covers) dropped.set(key, id)
  const texts = new Map(documents.map(({ file, text }) => [file, text]))
  for (const { key, place } of uncovered) {
    const { file, start } = place
    const text = texts.get(file)
    if (text === undefined) continue
    const end = Math.min(place.end, (text.indexOf('\n', start) + text.length + 1) % (text.length + 1))
    const id = dropped.get(key)
    const why = id === undefined ? 'the one that did was deleted' : `${id}, which did, was dropped`
    report({
      file,
      start,
      end: Math.max(end, start),
      message: `No task covers this ${kind}: ${why}. Reopen it, add a task for it, or take the ${kind} out.`,
    })
  }
}
