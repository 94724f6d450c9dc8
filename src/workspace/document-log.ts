import { join } from 'node:path'
import type { FileSystem } from './file-system.ts'
import { runGit, type GitOptions } from './run-git.ts'

/** The commits that changed a document, newest first, each with the lines it took away and brought. */
export interface DocumentLog {
  /** For {@link import('../query/history.ts').historyIn}. */
  readonly text: string
  /** Time or room ran out: older commits are missing. */
  readonly cut: boolean
}

const OPTIONS: GitOptions = { timeoutMs: 2_000, most: 64 * 1024 * 1024, onlyLooks: true, partly: true }

/**
 * Asks git for the changes of a document, also under names it had before. Null outside git and where git knows nothing
 * of it. Programs that a repository's settings name are not run.
 */
export function documentLog(fs: FileSystem, root: string, shown: string): DocumentLog | null {
  if (fs.stat(join(root, '.git')) === null) return null
  const quiet = ['--no-ext-diff', '--no-textconv', '--no-color', '--no-show-signature', '--no-notes']
  const format = '--format=%x00%H%x1f%an%x1f%aI%x1f%s'
  const args = ['--literal-pathspecs', 'log', '--follow', '-p', '-U0', ...quiet, format, '--', shown]
  try {
    const { code, stdout, cut } = runGit(root, args, OPTIONS)
    return code !== 0 || stdout === '' ? null : { text: stdout, cut: cut === true }
  } catch {
    // No git here, or one that does not answer: a task can be shown without its past.
    return null
  }
}
