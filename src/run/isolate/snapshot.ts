import { join } from 'node:path'
import { fileNameFor } from '../../workspace/local-state.ts'
import type { RunTask } from '../run-plan.ts'
import { rollBack } from '../snapshot/rollback.ts'
import { openSnapshot, type SnapshotHow, type Snapshot, type TreeChange } from '../snapshot/snapshot.ts'
import type { Kept } from '../snapshot/tree.ts'
import { names, stepOf, type Isolator, type Undone } from './isolator.ts'

const shownPaths = 5
/** Within this time after a look nobody is expected to have edited anything. */
const momentMs = 200

/** All tasks work in the repository itself; what a failed one changed is brought back from copies. */
export function snapshotIsolation(how: SnapshotHow): Isolator {
  const snapshot = openSnapshot(how)
  let looked = 0
  const running = new Map<string, RunTask>()
  const undoneIn = (step: string): string => join(how.folder, 'undone', fileNameFor(step))

  const undo = (changes: readonly TreeChange[], step: string, notes: readonly string[]): Undone => {
    const { failed } = rollBack(snapshot, changes, undoneIn(step))
    return {
      rolledBack: true,
      notes: [...notes, ...failed.map(({ path, why }) => `${path} could not be brought back: ${why}`)],
    }
  }

  return {
    begin: (task) => {
      // What people changed since the last task is theirs, unless a task that still runs may have done it.
      if (running.size === 0 && Date.now() - looked > momentMs) snapshot.take(snapshot.changes(), 'base')
      running.set(task.key, task)
      return how.root
    },
    succeed: (task, attempt) => {
      running.delete(task.key)
      looked = Date.now()
      const own = snapshot
        .changes()
        .filter(({ path }) => names(task, path) || ![...running.values()].some((other) => names(other, path)))
      snapshot.take(own, stepOf(task.key, attempt))
      const changed = own.flatMap(({ path, before, after }) => ((after ?? before)?.kind === 'directory' ? [] : [path]))
      return { changed, unnamed: changed.filter((path) => !names(task, path)), conflict: '' }
    },
    fail: (task, attempt) => {
      running.delete(task.key)
      looked = Date.now()
      const all = snapshot.changes()
      if (running.size === 0) return undo(all, stepOf(task.key, attempt), [])
      const left = all.filter(
        ({ path, after }) =>
          !names(task, path) &&
          after?.kind !== 'directory' &&
          ![...running.values()].some((other) => names(other, path)),
      )
      const own = all.filter(({ path }) => names(task, path))
      const shown = left.slice(0, shownPaths).map(({ path }) => path)
      const note = `${shown.join(', ')}${left.length > shown.length ? ` and ${left.length - shown.length} more` : ''} changed while other tasks ran, and nobody can tell whose it is; left as it is`
      return undo(own, stepOf(task.key, attempt), left.length === 0 ? [] : [note])
    },
    recover: (tasks) => {
      const [first] = tasks
      if (first === undefined) return { rolledBack: false, notes: [] }
      return undo(snapshot.changes(), stepOf(first.task.key, first.attempt), [])
    },
    rollBackAll: () => undo(changesTo(snapshot, snapshot.base), 'all', []),
    end: (keep) => {
      snapshot.close()
      if (!keep) snapshot.remove()
    },
  }
}

/** What has to change for an earlier tree; the snapshot takes that tree for its own. */
function changesTo(snapshot: Snapshot, base: ReadonlyMap<string, Kept>): readonly TreeChange[] {
  snapshot.take(snapshot.changes(), 'base')
  const now = new Map(snapshot.tree)
  const paths = new Set([...now.keys(), ...base.keys()])
  const differs = [...paths].filter((path) => {
    const [a, b] = [now.get(path), base.get(path)]
    return a?.hash !== b?.hash || a?.mode !== b?.mode || a?.kind !== b?.kind || a?.target !== b?.target
  })
  return differs.map((path) => ({ path, before: base.get(path) ?? null, after: now.get(path) ?? null }))
}
