import { plainId } from '../edit/find-tasks.ts'
import { parseLock } from '../merge/lock.ts'
import type { SourceFile } from '../model/source.ts'
import type { TaskDocument } from '../model/task-document.ts'
import { WorkspaceError } from '../workspace/errors.ts'
import type { FileSystem } from '../workspace/file-system.ts'
import { readSourceIfThere, sourceContent } from '../workspace/source-file.ts'
import { readTarget, type TaskTarget } from '../workspace/task-target.ts'
import { writePair, type Replacement } from '../workspace/write.ts'
import type { Call } from './arguments.ts'
import { readAll } from './document-tasks.ts'
import type { Io } from './io.ts'
import { compileInput, openSession } from './session.ts'

/** An edit of a document: its new text, and the ids of the tasks that must be in what is written, or must not. */
export interface Wished<T> {
  readonly text: string
  readonly present: readonly string[]
  readonly absent: readonly string[]
  readonly result: T
}

export interface WrittenEdit<T> {
  readonly status: 'written' | 'unchanged' | 'would-write'
  /** Computed sections and the lock are up to date with the edit; null where a document has none. */
  readonly refreshed: boolean | null
  /** The document as it is now, or would be. */
  readonly document: TaskDocument
  readonly result: T
}

interface Opened {
  readonly fs: FileSystem
  readonly target: TaskTarget
}

const attempts = 20

/**
 * Edits a document and, where intentk wrote it, brings its computed sections and its lock up to date in the same write.
 * Begins again where somebody else wrote the document meanwhile.
 */
export async function writeEdited<T>(
  call: Call,
  io: Io,
  { fs, target }: Opened,
  edit: (document: TaskDocument) => Wished<T>,
): Promise<WrittenEdit<T>> {
  const dryRun = call.switches.has('dry-run')
  for (let attempt = 1; ; attempt++) {
    const { source, before } = readTarget(fs, target)
    const wished = edit(readAll(target, source))
    const { result, text } = wished
    const edited = { ...source, text }
    const document = readAll(target, edited)
    if (text === source.text) return { status: 'unchanged', refreshed: null, document, result }
    if (dryRun) return { status: 'would-write', refreshed: null, document, result }
    const fresh = target.own ? await refreshed(call, io, target, edited, wished) : null
    const after = sourceContent(fresh === null ? edited : { ...edited, text: fresh.text })
    try {
      writePair(fs, {
        root: target.bound,
        document: { path: target.path, before, after },
        lock: fresh?.lock ?? null,
        lockPath: target.lockPath,
      })
      const now = fresh === null ? document : readAll(target, { ...edited, text: fresh.text })
      return { status: 'written', refreshed: target.own ? fresh !== null : null, document: now, result }
    } catch (error) {
      const passing = error instanceof WorkspaceError && (error.code === 'changed' || error.code === 'busy')
      if (!passing || attempt === attempts) throw error
    }
  }
}

interface Fresh {
  readonly text: string
  readonly lock: Replacement
}

/**
 * What the compiler makes of an edited document; null where the plan does not compile, or where the result would not
 * hold what was asked for. The edit is written alone then.
 */
async function refreshed(
  call: Call,
  io: Io,
  target: TaskTarget,
  edited: SourceFile,
  wished: Pick<Wished<unknown>, 'present' | 'absent'>,
): Promise<Fresh | null> {
  const { input, located, lock } = await openSession(call, io)
  if (located.output !== target.path || located.lock === null) return null
  const result = await compileInput({ ...input, written: edited }, io)
  if (result.status !== 'compiled') return null
  // A compiler that did not see the edit would undo it, and whatever else a person wrote.
  const touched = new Set([...wished.present, ...wished.absent].map(plainId))
  const saw = result.merged.kept.some(({ about }) => touched.has(plainId(about)))
  if (!saw || !keeps(target, edited, result.text, wished)) return null
  return {
    text: result.text,
    lock: { path: located.lock, before: lock === null ? null : sourceContent(lock), after: result.lock },
  }
}

/** The compiler's text holds every task of the edited one with its box and words, and nothing that was dropped. */
function keeps(
  target: TaskTarget,
  edited: SourceFile,
  text: string,
  { present, absent }: Pick<Wished<unknown>, 'present' | 'absent'>,
): boolean {
  const now = readAll(target, { ...edited, text })
  const ids = new Set(now.tasks.map(({ id }) => plainId(id)))
  if (absent.some((id) => ids.has(plainId(id)))) return false
  const words = new Set(now.tasks.map(({ id, state, text: own }) => `${plainId(id)}\n${state}\n${own}`))
  const wanted = new Set(present.map(plainId))
  return readAll(target, edited).tasks.every(({ id, state, text: own }) => {
    // Words of untouched tasks may follow their plan; those of the edited ones, and all by hand, may not.
    if (id !== '' && !wanted.has(plainId(id))) return state === 'open' || ids.has(plainId(id))
    return words.has(`${plainId(id)}\n${state}\n${own}`)
  })
}

/** Ids that were given once in a document of intentk, also to tasks that are gone. */
export function reservedIds(fs: FileSystem, { lockPath, own, shown }: TaskTarget): readonly string[] {
  const source = own ? readSourceIfThere(fs, lockPath, shown) : null
  if (source === null) return []
  const { tasks, gone } = parseLock(source.text).lock
  return [...tasks.map(({ id }) => id), ...gone.map(({ gone: id }) => id)]
}
