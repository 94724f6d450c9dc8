import type { TaskState } from './plan.ts'
import type { Span } from './source.ts'

/** The kinds of blocks at the top level of a task document. `item` is one item of a list, with what is nested in it. */
export type PieceKind =
  'front-matter' | 'heading' | 'item' | 'text' | 'code' | 'comment' | 'html' | 'table' | 'quote' | 'break'

/**
 * One block of the top level. Its span holds whole lines, the last line end included and blank lines after it not; all
 * pieces and the blank lines between them are the document.
 */
export interface Piece extends Span {
  readonly kind: PieceKind
  /** Level 1 to 6 of a heading, else 0. */
  readonly level: number
  /** Index of the last heading at or above it, -1 before the first. Counts in {@link TaskDocument.headings}. */
  readonly section: number
}

/** A heading with the piece that holds it. */
export interface DocumentHeading extends Span {
  readonly level: number
  /** Its text as written, without marks around it. */
  readonly text: string
  readonly textSpan: Span
  /** Index in {@link TaskDocument.pieces}. */
  readonly piece: number
}

/** The box of a task. `mark` is the span between its brackets. */
export interface DocumentBox {
  readonly mark: Span
  readonly state: TaskState
}

/** A remark behind the words of a task, parentheses included, with the blank before it: `(depends on T001)`. */
export interface Remark extends Span {
  /** What stands between the parentheses. */
  readonly text: string
}

/**
 * A task as it stands in a document, with the place of each of its fields. The span is the whole block: whole lines,
 * with everything nested below it, tasks of its own included.
 */
export interface DocumentTask extends Span {
  /** As printed without emphasis (`T001`, `1.2`, `TASK-3`); '' where it has none. */
  readonly id: string
  readonly idSpan: Span | null
  /** `item`: a list item. `heading`: a heading with an id (`#### T001: ...`). */
  readonly kind: 'item' | 'heading'
  /** Null for a task without a box. */
  readonly box: DocumentBox | null
  readonly state: TaskState
  /** Its own first line without the line end. */
  readonly line: Span
  /** Offset where the content starts: behind the bullet or the marks of the heading. */
  readonly content: number
  /** Columns of its bullet, and of what is nested below it. */
  readonly indent: number
  readonly contentColumn: number
  readonly parallel: boolean
  /** `[P]` with the blank behind it, null where it has none. */
  readonly parallelSpan: Span | null
  /** Numbers of its `[M#]` tags. */
  readonly milestones: readonly number[]
  readonly milestoneSpan: Span | null
  /** `US1` and word tags, as printed. */
  readonly otherTags: readonly string[]
  /** One line of Markdown: the head's words without id, tags and remarks; wrapped lines joined by a blank. */
  readonly text: string
  /** From the first to the last character of the words; may span lines where a formatter wrapped them. */
  readonly textSpan: Span
  /** The remark with the effort, `(60 min)`. */
  readonly estimate: Remark | null
  /** The remark with the dependencies, `(depends on T001, T002)`. */
  readonly depends: Remark | null
  /** End of the head: of the last line, without its line end, of words and remarks. */
  readonly headEnd: number
  /** Lines below the head without the common indent, tasks nested in it left out. Blank lines at both ends are gone. */
  readonly body: readonly string[]
  /** The marks of the block quotes around it, `>` for each; '' for none. */
  readonly quote: string
  /** Index in {@link TaskDocument.headings} of the section, -1 before the first heading. */
  readonly section: number
  /** Index in {@link TaskDocument.tasks} of the task it is nested in, else -1. */
  readonly parent: number
  /** Index in {@link TaskDocument.pieces}. */
  readonly piece: number
}

/** A line that looks like a task and was not read as one: inside a fence, a comment, a table, a quote. */
export interface UnreadTask extends Span {
  readonly where: 'code' | 'comment' | 'html' | 'table' | 'indented'
}

/** A comment that intentk left for a conflict: `<!-- intentk:conflict T203 plan: "..." -->`. */
export interface ConflictNote extends Span {
  /** A task id, or the key of another block. */
  readonly about: string
  /** `text` for the words of a task, `body`, `depends`. */
  readonly field: string
  /** What the plan says. */
  readonly plan: string
}

/** A document with tasks, read for editing: an execute.md, a `tasks.md` of another tool, a plan with boxes. */
export interface TaskDocument {
  readonly file: string
  readonly text: string
  readonly eol: '\n' | '\r\n'
  /** How `[-]` was read: started in Kiro's files, dropped elsewhere. */
  readonly dialect: 'kiro' | ''
  /** In document order. */
  readonly pieces: readonly Piece[]
  readonly headings: readonly DocumentHeading[]
  readonly tasks: readonly DocumentTask[]
  readonly conflicts: readonly ConflictNote[]
  readonly unread: readonly UnreadTask[]
}

/** What progress asks of a task; each {@link DocumentTask} is one. */
export interface ProgressTask {
  readonly id: string
  readonly kind: DocumentTask['kind']
  readonly state: TaskState
  /** Start of its first line. */
  readonly start: number
  readonly text: string
  readonly parallel: boolean
  readonly estimate: Pick<Remark, 'text'> | null
  readonly depends: Pick<Remark, 'text'> | null
  readonly body: readonly string[]
  readonly section: number
  readonly parent: number
}

/** What progress asks of a document; each {@link TaskDocument} is one. */
export interface ProgressDocument extends Pick<TaskDocument, 'file' | 'text' | 'headings' | 'conflicts'> {
  readonly tasks: readonly ProgressTask[]
}
