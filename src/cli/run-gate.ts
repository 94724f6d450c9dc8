import type { Execution } from '../model/execution.ts'
import type { JournalEntry } from '../run/contract.ts'
import { measuresOf } from '../run/gates/measures.ts'
import { heldTriggers } from '../run/gates/triggers.ts'
import type { RunHow } from '../run/run-how.ts'
import type { TaskTarget } from '../workspace/task-target.ts'
import type { Call } from './arguments.ts'
import type { Io } from './io.ts'
import { openSession } from './session.ts'

/**
 * What is asked at the end of each phase: whether an adaptation trigger of the plan holds by what the run has measured.
 * The plan is compiled for it once, and only where the document has one.
 */
export function gateOf(call: Call, io: Io, { own }: TaskTarget): RunHow['gate'] {
  let sections: Promise<Execution['sections'] | null> | null = null
  const triggers = async (): Promise<Execution['sections'] | null> => {
    try {
      const { result } = await openSession(call, io)
      return result.status === 'compiled' ? result.execution.sections : null
    } catch {
      // A plan that cannot be read any more has nothing to say here; the document alone is run.
      return null
    }
  }
  return async (_, entries: readonly JournalEntry[]) => {
    if (!own) return ''
    const found = await (sections ??= triggers())
    if (found === null || (found.adaptation ?? []).length === 0) return ''
    const [held] = heldTriggers({ sections: found }, measuresOf(entries))
    if (held === undefined) return ''
    const name = held.id === '' ? 'a trigger' : held.id
    const steps = held.process.length === 0 ? '' : `. The plan says: ${held.process.join(' → ')}`
    return `${name} holds (${held.text}; ${held.measure} is ${Math.round(held.value * 100) / 100})${steps}`
  }
}
