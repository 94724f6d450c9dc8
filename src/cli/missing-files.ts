import { posix } from 'node:path'
import { lineAt, nameOf } from '../edit/task-name.ts'
import type { DocumentTask } from '../model/task-document.ts'
import type { ShownDiagnostic } from '../query/places.ts'
import { insideRepository } from '../workspace/paths.ts'
import type { Named } from './document-tasks.ts'
import { bareDiagnostic } from './outcome.ts'

/**
 * Warnings about files that tasks write by their words and that are not there. That a person ticked them counts more:
 * a file may have another name by now.
 */
export async function missingFiles(
  { fs, target, document }: Named,
  tasks: readonly DocumentTask[],
): Promise<readonly ShownDiagnostic[]> {
  if (tasks.length === 0) return []
  const { verifiedTaskOf } = await import('../run/verify/task-of.ts')
  const { expectedAt } = await import('../run/verify/expected.ts')
  const isThere = (path: string): boolean => {
    const verdict = insideRepository(fs, target.root, path)
    // What may not be looked at is nothing to warn of.
    return !verdict.inside || fs.stat(verdict.path) !== null
  }
  const beside = posix.dirname(target.shown)
  return tasks.flatMap((task) =>
    verifiedTaskOf(task)
      // A bare name may be in any folder.
      .writes.filter((path) => path.includes('/') && expectedAt(task.text, path) === 'there')
      // Documents name files by their own folder too.
      .filter((path) => !isThere(path) && !isThere(posix.join(beside, path)))
      .map((path) => {
        const message = `${nameOf(document, task)} is ticked, and \`${path}\` is not there.`
        const line = lineAt(document.text, task.line.start)
        return { ...bareDiagnostic('missing-file', message, target.shown), severity: 'warning' as const, line }
      }),
  )
}
