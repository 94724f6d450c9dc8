import type { Call } from './arguments.ts'
import type { Io } from './io.ts'
import { knownAnswer } from './known-answer.ts'
import type { Outcome } from './outcome.ts'

/** Compiles a plan into execute.md, unless the last run has shown that it would change nothing. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const known = knownAnswer(call, io)
  if (known !== null) return known
  const { executePlan } = await import('./execute-plan.ts')
  return executePlan(call, io)
}
