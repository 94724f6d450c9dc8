import type { LineEdit } from '../merge/fields.ts'
import type { Span } from '../model/source.ts'
import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import { printConflictNote } from '../parse/tasks/conflict-note.ts'
import { notesAbout } from '../merge/notes.ts'
import { bodySpans, indentOf, insertLines, nextLine } from './task-lines.ts'
import type { TextEdit } from './text-edits.ts'

/** What a task's line and body shall say; null leaves a field as it is. */
export interface TaskChange {
  readonly text: string | null
  /** '' takes the effort away. */
  readonly estimate: string | null
  readonly depends: readonly string[] | null
  readonly parallel: boolean | null
  /** The M of the tag; 0 takes it away. */
  readonly milestone: number | null
  readonly body: readonly LineEdit[]
  /** The conflicts that are to be told below it, by field. */
  readonly notes: readonly { readonly field: string; readonly plan: string }[]
}

/** Where a tag goes in: behind the id and the marks that close it, else behind the box. */
function behindId(doc: TaskDocument, task: DocumentTask): number {
  const { text } = doc
  if (task.idSpan === null) return task.box === null ? task.content : task.box.mark.end + 1
  let at = task.idSpan.end
  while (at < task.line.end && '*_~`]:.'.includes(text[at]!)) at++
  return at
}

/** Takes a tag out together with one blank beside it. */
function cut(doc: TaskDocument, span: Span): TextEdit {
  const { text } = doc
  const blankBehind = /\s/.test(text[span.end - 1] ?? '')
  const start = !blankBehind && text[span.start - 1] === ' ' ? span.start - 1 : span.start
  return { start, end: span.end, text: '' }
}

function tagEdits(doc: TaskDocument, task: DocumentTask, change: TaskChange): TextEdit[] {
  const edits: TextEdit[] = []
  const at = behindId(doc, task)
  if (change.parallel === false && task.parallelSpan !== null) edits.push(cut(doc, task.parallelSpan))
  if (change.parallel === true && task.parallelSpan === null) edits.push({ start: at, end: at, text: ' [P]' })
  if (change.milestone === null) return edits
  if (task.milestoneSpan === null) {
    if (change.milestone === 0) return edits
    const behind = task.parallelSpan === null ? at : task.parallelSpan.start + 3
    edits.push({ start: behind, end: behind, text: ` [M${change.milestone}]` })
  } else if (change.milestone === 0) edits.push(cut(doc, task.milestoneSpan))
  else {
    const tag = /\[M[^\]]*\]/.exec(doc.text.slice(task.milestoneSpan.start, task.milestoneSpan.end))!
    const start = task.milestoneSpan.start + tag.index
    edits.push({ start, end: start + tag[0].length, text: `[M${change.milestone}]` })
  }
  return edits
}

function remarkEdit(at: number, span: Span | null, text: string): TextEdit[] {
  if (span !== null) return [{ start: span.start, end: span.end, text: text === '' ? '' : ` (${text})` }]
  return text === '' ? [] : [{ start: at, end: at, text: ` (${text})` }]
}

/** Where remarks begin: behind the words. */
function headEdits(task: DocumentTask, change: TaskChange): TextEdit[] {
  const edits: TextEdit[] = []
  const { start, end } = task.textSpan
  if (change.text !== null)
    edits.push({ start, end, text: start === end && change.text !== '' ? ` ${change.text}` : change.text })
  const behindEstimate = Math.max(end, task.estimate?.end ?? 0)
  if (change.estimate !== null) edits.push(...remarkEdit(end, task.estimate, change.estimate))
  if (change.depends !== null) {
    const text = change.depends.length === 0 ? '' : `depends on ${change.depends.join(', ')}`
    edits.push(...remarkEdit(behindEstimate, task.depends, text))
  }
  return edits
}

function bodyEdits(
  doc: TaskDocument,
  task: DocumentTask,
  nested: readonly Span[],
  edits: readonly LineEdit[],
): TextEdit[] {
  if (edits.length === 0) return []
  const spans = bodySpans(doc, task, nested)
  const indent = indentOf(doc, task, spans)
  const below = Math.min(nextLine(doc.text, task.headEnd), Math.max(task.end, task.headEnd))
  return edits.map((edit) => {
    const lines = edit.lines.map((line) => (line === '' ? '' : indent + line))
    const first = spans[edit.start]
    const last = spans[edit.end - 1]
    const at = first?.start ?? spans.at(-1)?.end ?? below
    if (edit.end <= edit.start) return insertLines(doc, at, lines)
    const open = !doc.text.slice(0, last!.end).endsWith('\n')
    const text = lines.map((line) => line + doc.eol).join('')
    return { start: at, end: last!.end, text: open ? text.slice(0, -doc.eol.length) : text }
  })
}

function noteEdits(doc: TaskDocument, task: DocumentTask, notes: TaskChange['notes']): TextEdit[] {
  const there = notesAbout(doc, task.id)
  const told = (note: { readonly field: string; readonly plan: string }): boolean =>
    there.some((other) => other.field === note.field && other.plan === note.plan)
  const stays = (note: { readonly field: string; readonly plan: string }): boolean =>
    notes.some((other) => other.field === note.field && other.plan === note.plan)
  const gone = there.filter((note) => !stays(note)).map((note) => ({ start: note.start, end: note.end, text: '' }))
  const fresh = notes.filter((note) => !told(note))
  if (fresh.length === 0) return gone
  const lines = fresh.map((note) => ' '.repeat(task.contentColumn) + printConflictNote({ about: task.id, ...note }))
  return [...gone, insertLines(doc, nextLine(doc.text, task.headEnd), lines)]
}

/** The text edits that change a task in its document, and nothing else of it. `nested` are the tasks inside it. */
export function taskEdits(
  doc: TaskDocument,
  task: DocumentTask,
  change: TaskChange,
  nested: readonly Span[] = [],
): TextEdit[] {
  return [
    ...tagEdits(doc, task, change),
    ...headEdits(task, change),
    ...noteEdits(doc, task, change.notes),
    ...bodyEdits(doc, task, nested, change.body),
  ]
}
