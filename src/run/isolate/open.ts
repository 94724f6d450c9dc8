import { displayPath } from '../../workspace/paths.ts'
import { pairPaths } from '../../workspace/journal.ts'
import type { RunHow } from '../run-how.ts'
import { runFolder } from '../run-folder.ts'
import { noIsolation, type Isolator } from './isolator.ts'
import { snapshotIsolation } from './snapshot.ts'
import { worktreeIsolation } from './worktree.ts'

/** What is one machine's own of a repository: no task's work. */
const local = ['.intentk/runs', '.intentk/claims', '.intentk/checks', '.intentk/allowed.json', '.intentk/.gitignore']

/** The isolation that a run asks for. `counts` tells which steps of before ended well. */
export function openIsolator(
  { target, run, options, plan }: Pick<RunHow, 'target' | 'run' | 'options' | 'plan'>,
  counts: (step: string) => boolean,
): Isolator {
  const { root } = target
  const folder = runFolder(root, run)
  if (options.isolation === 'none') return noIsolation(root)
  if (options.isolation === 'worktree') return worktreeIsolation({ root, run, folder, document: target.shown })
  const { document, journal, nextDocument, nextLock } = pairPaths(target.path, target.lockPath)
  return snapshotIsolation({
    root,
    folder,
    hidden: [...local, ...[document, journal, nextDocument, nextLock].map((path) => displayPath(root, path))],
    named: [...new Set(plan.tasks.flatMap(({ writes }) => writes.map((path) => path.replace(/\/+$/, ''))))],
    counts,
  })
}
