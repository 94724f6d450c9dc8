import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FileSystem } from '../workspace/file-system.ts'
import { commonGitFolder } from '../workspace/git.ts'
import {
  fileNameFor,
  localState,
  readLocal,
  removeLocal,
  writeLocal,
  type LocalState,
} from '../workspace/local-state.ts'

/** Who runs a document. */
interface Holder {
  readonly holder: string
  /** Tells a process from a later one with the same number; '' where the system does not say. */
  readonly birth: string
  readonly run: string
  readonly since: string
}

/** The lock of a run, or who has it. */
export type RunLock =
  | { readonly ok: true; readonly release: () => void }
  | { readonly ok: false; readonly holder: string; readonly run: string; readonly since: string }

/*
 * Each taking of the lock is a new file `<document>.<n>.json`, which one process alone can make; the highest number
 * counts. Whoever finds a dead holder makes the next number: of several who try, one succeeds. All worktrees of a
 * repository see it, since a document is the same vision in each.
 */

function stateOf(fs: FileSystem, root: string): LocalState {
  const common = commonGitFolder(fs, root)
  return common === null ? localState(root) : { folder: join(common, 'intentk'), root: common, ignored: false }
}

/** Takes the lock for a run of a document. */
export function lockRun(fs: FileSystem, root: string, document: string, run: string): RunLock {
  const state = stateOf(fs, root)
  const stem = `runs/locks/${fileNameFor(document)}`
  for (;;) {
    const number = highest(fs, state, document)
    const held = number === 0 ? null : (readLocal(fs, state, `${stem}.${number}.json`) as Partial<Holder> | null)
    if (held !== null && isAlive(fs, held))
      return { ok: false, holder: held.holder ?? '', run: held.run ?? '', since: held.since ?? '' }
    const mine: Holder = {
      holder: fs.holder,
      birth: birthOf(fs.holder),
      run,
      since: new Date().toISOString(),
    }
    if (!writeLocal(fs, state, `${stem}.${number + 1}.json`, mine, true)) continue
    if (number > 0) removeLocal(fs, state, `${stem}.${number}.json`)
    return { ok: true, release: () => removeLocal(fs, state, `${stem}.${number + 1}.json`) }
  }
}

function highest(fs: FileSystem, state: LocalState, document: string): number {
  const prefix = `${fileNameFor(document)}.`
  let names: readonly { readonly name: string }[] = []
  try {
    names = fs.list(join(state.folder, 'runs/locks'))
  } catch {
    // Nobody ever ran anything here.
  }
  const numbers = names.flatMap(({ name }) =>
    name.startsWith(prefix) ? (/^(\d{1,9})\.json$/.exec(name.slice(prefix.length))?.slice(1).map(Number) ?? []) : [],
  )
  return Math.max(0, ...numbers)
}

function isAlive(fs: FileSystem, { holder, birth }: Partial<Holder>): boolean {
  if (holder === undefined || !fs.isAlive(holder)) return false
  const now = birthOf(holder)
  // The number was given to another process since, or the machine was started again.
  return birth === undefined || birth === '' || now === '' || now === birth
}

/** When a process of this machine began, as Linux counts it. */
function birthOf(holder: string): string {
  const pid = holder.slice(holder.lastIndexOf(':') + 1)
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    // The name in parentheses may hold blanks; what follows it does not.
    return `${boot} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`
  } catch {
    return ''
  }
}
