import type { Execution, RenderedBlock } from '../model/execution.ts'
import type { Take } from '../model/merge.ts'
import type { TaskDocument } from '../model/task-document.ts'
import type { Lock } from '../merge/lock.ts'
import { type HeadingPhases } from '../merge/phases.ts'
import type { Printer } from '../merge/merge-task.ts'
import type { Reconciled } from '../merge/reconcile.ts'
import type { KnownLines } from '../parse/tasks/known-lines.ts'

export interface PatchInput {
  readonly doc: TaskDocument
  readonly blocks: readonly RenderedBlock[]
  /** As last generated, with the keys of the plan as it is now. */
  readonly lock: Lock
  readonly reconciled: Reconciled
  readonly execution: Execution
  readonly phases: HeadingPhases
  /** Lines that stand as they were printed, for reading the document again between two passes. */
  readonly known: KnownLines
  readonly twoWay: boolean
  readonly take: Take | undefined
  readonly print: Printer
  /** Hash of the source of each list entry, by its id. */
  readonly entrySources: ReadonlyMap<string, string>
}
