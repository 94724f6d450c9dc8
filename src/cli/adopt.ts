import type { Call } from './arguments.ts'
import type { Io } from './io.ts'
import type { Outcome } from './outcome.ts'

export async function run(_call: Call, _io: Io): Promise<Outcome> {
  throw new Error('to come')
}
