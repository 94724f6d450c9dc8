import type { Take } from '../model/merge.ts'
import type { SourceFile } from '../model/source.ts'
import { readBranchNotes, type BranchNote } from '../merge/heal/branch-note.ts'
import { sideOf } from '../merge/take-side.ts'
import { readTaskDocument } from '../parse/tasks/document.ts'
import { taskEdits, type TaskChange } from './task-edits.ts'
import { applyEdits, type TextEdit } from './text-edits.ts'

const nothing: TaskChange = {
  text: null,
  estimate: null,
  depends: null,
  parallel: null,
  milestone: null,
  body: [],
  notes: [],
}

/** The comment with its line, where nothing else stands on that. */
function cut(text: string, { start, end }: BranchNote): TextEdit {
  const first = text.lastIndexOf('\n', start - 1) + 1
  const newline = text.indexOf('\n', end)
  const next = newline < 0 ? text.length : newline + 1
  const alone = text.slice(first, start).trim() === '' && text.slice(end, next).trim() === ''
  return alone ? { start: first, end: next, text: '' } : { start, end, text: '' }
}

/**
 * Settles what two branches worded differently: `mine` keeps what stands there, `plan` takes the other branch's words
 * out of the comment. Either way the comment goes.
 */
export function settleBranchNotes(source: SourceFile, take: Take | undefined): SourceFile {
  if (take === undefined || !source.text.includes('intentk:conflict')) return source
  const { text } = source
  const notes = readBranchNotes(text).filter((note) => sideOf(take, note.about) !== null)
  if (notes.length === 0) return source
  const doc = readTaskDocument(source, { dialect: '' })
  const edits = notes.flatMap((note) => {
    const task = doc.tasks.find((one) => one.id === note.about)
    const other = sideOf(take, note.about) === 'plan' && note.field === 'text' && task !== undefined
    return [...(other ? taskEdits(doc, task, { ...nothing, text: note.other }) : []), cut(text, note)]
  })
  return { ...source, text: applyEdits(text, edits) }
}
