import type { Diagnostic } from '../model/diagnostic.ts'
import type { Change, Conflict, Kept } from '../model/merge.ts'
import type { TaskDocument } from '../model/task-document.ts'
import type { Element } from '../merge/elements.ts'
import type { LockBlock, LockEntry } from '../merge/lock.ts'
import type { Located } from './locate-elements.ts'
import type { TextEdit } from './text-edits.ts'

export interface BlockInput {
  readonly doc: TaskDocument
  /** What is generated now, without the tasks. */
  readonly elements: readonly Element[]
  readonly located: Located
  /** What was last generated, by key. */
  readonly blocks: ReadonlyMap<string, LockBlock>
  readonly entries: ReadonlyMap<string, LockEntry>
  /** Hash of the source of each entry as the plan has it now. */
  readonly sources: ReadonlyMap<string, string>
  /** Hash of what the plan says in each paragraph with its own words, by key. */
  readonly statements: ReadonlyMap<string, string>
  readonly twoWay: boolean
  /** Whether a conflict about something is settled, and for whom. */
  readonly taken: (about: string) => 'plan' | 'mine' | null
}

export interface BlockEdits {
  readonly edits: readonly TextEdit[]
  readonly changes: readonly Change[]
  readonly kept: readonly Kept[]
  readonly conflicts: readonly Conflict[]
  /** Pieces that go away. */
  readonly removed: ReadonlySet<number>
  /** Keys of paragraphs that were merged word for word. */
  readonly statements: ReadonlySet<string>
  readonly diagnostics: readonly Diagnostic[]
}

export interface Result {
  readonly edits: TextEdit[]
  readonly changes: Change[]
  readonly kept: Kept[]
  readonly conflicts: Conflict[]
  readonly removed: Set<number>
  readonly statements: Set<string>
  readonly diagnostics: Diagnostic[]
}

export const emptyResult = (removed: ReadonlySet<number> = new Set()): Result => ({
  edits: [],
  changes: [],
  kept: [],
  conflicts: [],
  removed: new Set(removed),
  statements: new Set(),
  diagnostics: [],
})

export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

const withEol = (doc: TaskDocument, text: string): string => (doc.eol === '\n' ? text : text.replaceAll('\n', doc.eol))

/** Replaces what a piece says by what an element says; the line end after it stays as it is. */
export function replacePiece({ doc, located }: BlockInput, element: Element, at: number, result: Result): void {
  const { start } = doc.pieces[at]!
  const end = located.endOf(at)
  const own = doc.text.slice(start, end)
  result.edits.push({
    start,
    end: start + own.replace(/\r?\n$/, '').length,
    text: withEol(doc, element.text),
  })
  result.changes.push({
    kind: 'change',
    about: element.key,
    field: 'whole',
    before: oneLine(own),
    after: oneLine(element.text),
    why: 'it follows from the plan and the tasks',
  })
}
