import { userInfo } from 'node:os'
import type { FileSystem } from '../workspace/file-system.ts'
import { checkoutName, localState, readLocal, writeLocal } from '../workspace/local-state.ts'

/** What a person said yes to, here and on this machine. */
export interface Approval {
  readonly document: string
  /** SHA-256 of tasks, order, commands and agent. */
  readonly hash: string
  readonly by: string
  readonly at: string
}

const file = 'runs/approvals.json'
/** Older ones are forgotten. */
const kept = 200

function approvals(fs: FileSystem, root: string): readonly Approval[] {
  const value = readLocal(fs, localState(root), file) as { checkout?: unknown; approvals?: unknown } | null
  if (value?.checkout !== checkoutName(fs, root) || !Array.isArray(value.approvals)) return []
  return (value.approvals as Partial<Approval>[]).filter(
    (one): one is Approval =>
      typeof one?.hash === 'string' && typeof one.document === 'string' && typeof one.by === 'string',
  )
}

/** Who approved exactly this; null for nobody. An approval that came along with a repository counts for nothing. */
export function approvalOf(fs: FileSystem, root: string, document: string, hash: string): Approval | null {
  return approvals(fs, root).find((one) => one.document === document && one.hash === hash) ?? null
}

/** Whether something of the document was approved before, so that a change can be told. */
export const wasApproved = (fs: FileSystem, root: string, document: string): boolean =>
  approvals(fs, root).some((one) => one.document === document)

export function recordApproval(fs: FileSystem, root: string, approval: Approval): void {
  const others = approvals(fs, root).filter(
    ({ document, hash }) => document !== approval.document || hash !== approval.hash,
  )
  writeLocal(fs, localState(root), file, {
    checkout: checkoutName(fs, root),
    approvals: [...others.slice(1 - kept), approval],
  })
}

/** The name of whoever sits here. */
export function personHere(): string {
  try {
    return userInfo().username
  } catch {
    return 'somebody'
  }
}
