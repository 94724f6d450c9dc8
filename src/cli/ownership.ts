import { parseLock } from '../merge/lock.ts'
import { hashText } from '../model/hash.ts'
import type { Session } from './session.ts'

export type Ownership = 'own' | 'foreign' | 'edited'

/** Whose the execute.md is that stands there: intentk's own as it wrote it, edited since, or somebody else's. */
export function ownership({ written, lock }: Pick<Session, 'written' | 'lock'>): Ownership {
  if (written === null) return 'own'
  const after = lock === null ? '' : parseLock(lock.text).lock.after
  if (after === '') return 'foreign'
  return after === hashText(written.text) ? 'own' : 'edited'
}
