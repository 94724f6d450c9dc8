import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import type { Span } from '../model/source.ts'
import { isNoteLine } from '../parse/tasks/conflict-note.ts'
import type { TextEdit } from './text-edits.ts'

/** Start of the line behind the one that an offset stands on; the end of the text for the last. */
export function nextLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset)
  return newline < 0 ? text.length : newline + 1
}

/**
 * The lines of a task's body with their places, line ends included: the same ones, in the same order, as its `body`
 * without the comments of conflicts.
 */
export function bodySpans(doc: TaskDocument, task: DocumentTask, nested: readonly Span[]): Span[] {
  const { text } = doc
  const lines: Span[] = []
  let hole = 0
  for (let at = Math.min(nextLine(text, task.headEnd), task.end); at < task.end;) {
    const next = Math.min(nextLine(text, at), task.end)
    while (hole < nested.length && nested[hole]!.end <= at) hole++
    if (!(hole < nested.length && nested[hole]!.start <= at)) lines.push({ start: at, end: next })
    at = next
  }
  const said = (line: Span): string => text.slice(line.start, line.end)
  const filled = lines.map((line) => said(line).trim() !== '')
  const own = lines.slice(filled.indexOf(true) < 0 ? lines.length : filled.indexOf(true), filled.lastIndexOf(true) + 1)
  return own.filter((line) => !isNoteLine(said(line)))
}

/** What stands before the lines below a task: as its first one has it, else blanks up to its content. */
export function indentOf(doc: TaskDocument, task: DocumentTask, lines: readonly Span[]): string {
  const first = lines.find((line) => doc.text.slice(line.start, line.end).trim() !== '')
  const written = first === undefined ? '' : /^[ \t]*/.exec(doc.text.slice(first.start, first.end))![0]
  return written !== '' ? written : ' '.repeat(task.contentColumn)
}

/** Puts whole lines at the start of a line, or behind the last line of a text that ends without a line end. */
export function insertLines(doc: TaskDocument, at: number, lines: readonly string[]): TextEdit {
  const { text, eol } = doc
  const open = at > 0 && at === text.length && text[at - 1] !== '\n'
  const block = lines.join(eol)
  return { start: at, end: at, text: open ? eol + block : block + eol }
}
