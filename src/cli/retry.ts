import { WorkspaceError } from '../workspace/errors.ts'
import type { Outcome } from './outcome.ts'

/** Reading, merging and writing again is right as long as somebody else writes; more often than this it is not. */
const ATTEMPTS = 20

/** Runs a command anew when a file changed between its reading and its writing: nothing of the other writer is lost. */
export async function withRetry(run: () => Promise<Outcome>): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      if (!(error instanceof WorkspaceError && error.code === 'changed') || attempt === ATTEMPTS) throw error
    }
  }
}
