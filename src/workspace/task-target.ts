import { basename, dirname, extname, join } from 'node:path'
import type { SourceFile } from '../model/source.ts'
import { WorkspaceError } from './errors.ts'
import type { FileSystem } from './file-system.ts'
import { locate, withOutput, type Located } from './locate.ts'
import { displayPath } from './paths.ts'
import { recoverPair } from './recover.ts'
import { readSource, sourceContent } from './source-file.ts'
import { writePair } from './write.ts'

/** The document whose tasks are changed: the execute.md of a vision, or a task file of any other origin. */
export interface TaskTarget {
  readonly path: string
  /** As people see it. */
  readonly shown: string
  readonly root: string
  /** Links out of it are refused; null for a path that the user gave. */
  readonly bound: string | null
  readonly lockPath: string
  /** A lock stands beside it: intentk wrote it. */
  readonly own: boolean
  readonly dialect: 'kiro' | undefined
}

/**
 * Finds the document with the tasks: of a vision or feature its execute.md, else its task file; else the file that is
 * named. `out` is the file of `--out`.
 */
export function locateTasks(fs: FileSystem, argument: string | null, cwd: string, out: string | undefined): TaskTarget {
  if (argument === '-') {
    throw new WorkspaceError('not-a-file', 'Tasks in standard input cannot be changed.', { hint: 'Name the file.' })
  }
  const found = locateAny(fs, argument, cwd)
  return taskTarget(fs, out === undefined ? found : withOutput(fs, found, cwd, out), out !== undefined)
}

/** The document with the tasks of what was located; `named` where the user named its file. */
export function taskTarget(fs: FileSystem, located: Located, named = false): TaskTarget {
  const path = documentOf(fs, located)
  const lockPath =
    path === located.output && located.lock !== null
      ? located.lock
      : join(dirname(path), `${basename(path, extname(path))}.lock.json`)
  const shown = displayPath(located.root, path)
  const isKiro = located.kind === 'kiro' || /(?:^|\/)\.kiro\//.test(shown)
  return {
    path,
    shown,
    root: located.root,
    bound: located.folder === null || named ? null : located.root,
    lockPath,
    own: fs.stat(lockPath) !== null,
    dialect: isKiro ? 'kiro' : undefined,
  }
}

/** Tasks can be ticked where no plan is left to compile. */
function locateAny(fs: FileSystem, argument: string | null, cwd: string): Located {
  try {
    return locate(fs, { argument, cwd })
  } catch (error) {
    if (!(error instanceof WorkspaceError) || error.code !== 'no-plan') throw error
    try {
      return locate(fs, { argument, cwd, withoutPlan: true })
    } catch {
      throw error
    }
  }
}

function documentOf(fs: FileSystem, { output, documents, kind, root, folder }: Located): string {
  if (output !== null && fs.stat(output) !== null) return output
  const tasks = documents.filter(({ role }) => role === 'tasks')
  const plans = documents.filter(({ role }) => role === 'plan')
  const [only] = tasks.length > 0 ? tasks : kind === 'vision' || plans.length !== 1 ? [] : plans
  if (only !== undefined) return only.path
  const shown = displayPath(root, output ?? folder ?? root)
  throw new WorkspaceError('not-found', `There is no ${shown}.`, {
    path: output ?? root,
    hint: 'Run `intentk execute` first, or name a file with tasks by `--in`.',
  })
}

export interface TaskSource {
  readonly source: SourceFile
  /** The content to compare with when it is written. */
  readonly before: string
}

/** Reads the document as it is now; sets right first what a stopped write left. */
export function readTarget(fs: FileSystem, target: TaskTarget): TaskSource {
  recoverPair(fs, target.root, target.path, target.lockPath)
  const source = readSource(fs, target.path, target.shown)
  return { source, before: sourceContent(source) }
}

const attempts = 100

/**
 * Reads, changes and writes a document until nobody else wrote it between reading and writing. `change` gets the
 * document as it is and answers its new text with what the caller wants to know, or null for no change. `first` is what
 * was read already; nothing is lost by its age.
 */
export function rewriteTarget<T>(
  fs: FileSystem,
  target: TaskTarget,
  change: (source: SourceFile) => { readonly text: string | null; readonly result: T },
  first: TaskSource | null = null,
): T {
  for (let attempt = 1; ; attempt++) {
    const { source, before } = (attempt === 1 ? first : null) ?? readTarget(fs, target)
    const { text, result } = change(source)
    if (text === null || text === source.text) return result
    try {
      writePair(fs, {
        root: target.bound,
        document: { path: target.path, before, after: sourceContent({ ...source, text }) },
        lock: null,
        lockPath: target.lockPath,
      })
      return result
    } catch (error) {
      const passing = error instanceof WorkspaceError && (error.code === 'changed' || error.code === 'busy')
      if (!passing || attempt === attempts) throw error
      // Writers that wait for different times do not meet again.
      fs.pause(1 + ((attempt * 7 + pidOf(fs)) % 23))
    }
  }
}

const pidOf = ({ holder }: FileSystem): number => Number(/\d+$/.exec(holder)?.[0] ?? 0)
