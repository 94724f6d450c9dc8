import type { InputDocument } from '../model/compile.ts'
import type { Conflict, MergeReport } from '../model/merge.ts'
import type { RenderedBlock } from '../model/execution.ts'
import { driftOf } from '../merge/drift.ts'
import { elementsOf } from '../merge/elements.ts'
import type { Lock } from '../merge/lock.ts'
import { pieceBlocks, type MergedLock } from '../merge/lock-from.ts'
import type { Merge } from '../merge/merge.ts'
import type { Patched } from './patch.ts'

/** What the lock remembers of a merge. Null where there was nothing to merge with. */
export function memoryOf({ presence, into }: Merge, result: Patched | null): MergedLock | null {
  if (into === null || result === null) return null
  const { removed, left } = into.reconciled
  const { conflicts, elements, own, missing, depends } = result
  return {
    gone: presence.gone,
    removed,
    left: [...left, ...presence.hidden],
    leftEntries: presence.hiddenEntries,
    conflicts,
    elements,
    own,
    missing,
    depends,
  }
}

/** What the lock remembers where everything stands as it is printed: all pieces are where they were generated. */
export function memoryOfUntouched({ presence }: Merge, lock: Lock, blocks: readonly RenderedBlock[]): MergedLock {
  const elements = elementsOf(pieceBlocks(blocks))
  const own = new Set(elements.map((element) => element.key))
  return {
    gone: presence.gone,
    removed: [],
    left: [],
    leftEntries: [],
    conflicts: [],
    elements,
    own,
    missing: new Set(lock.blocks.flatMap(({ block }) => (own.has(block) ? [] : [block]))),
    depends: new Map(),
  }
}

/** The report of who has neither a document nor a lock to merge with, and writes none. */
export const nothingMerged: MergeReport = {
  changes: [],
  kept: [],
  conflicts: [],
  offers: [],
  drift: { documents: [], tasks: [], milestones: [] },
}

/** What a run tells of the merge: `branches` are conflicts that two branches left. */
export function reportOf(
  documents: readonly InputDocument[],
  { lock, presence, numbered, into }: Merge,
  result: Patched | null,
  branches: readonly Conflict[],
): MergeReport {
  const deleted = presence.gone
    .filter((record) => record.by === 'hand')
    .map((record) => ({ about: record.gone, what: 'deleted' }))
  return {
    changes: result?.changes ?? [],
    kept: [...(into?.reconciled.kept ?? []), ...(result?.kept ?? []), ...deleted],
    conflicts: [...(result?.conflicts ?? []), ...branches],
    offers: presence.offers,
    drift: driftOf(documents, lock, numbered.tasks),
  }
}
