import type { DocumentTask, TaskDocument } from '../model/task-document.ts'

/** The line a place is on, from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}

/** How a person calls a task, and how the command line takes it: its id, or `L42`. */
export const nameOf = (
  { text }: Pick<TaskDocument, 'text'>,
  { id, line }: Pick<DocumentTask, 'id' | 'line'>,
): string => (id === '' ? `L${lineAt(text, line.start)}` : id)
