import type { ConflictNote, TaskDocument } from '../model/task-document.ts'

const known = new WeakMap<TaskDocument, ReadonlyMap<string, readonly ConflictNote[]>>()
const none: readonly ConflictNote[] = []

/** The comments that a document has about a task or an entry; sorted once for all that ask. */
export function notesAbout(doc: TaskDocument, about: string): readonly ConflictNote[] {
  if (doc.conflicts.length === 0) return none
  let notes = known.get(doc)
  if (notes === undefined) {
    const byAbout = new Map<string, ConflictNote[]>()
    for (const note of doc.conflicts) {
      const list = byAbout.get(note.about)
      if (list === undefined) byAbout.set(note.about, [note])
      else list.push(note)
    }
    notes = byAbout
    known.set(doc, notes)
  }
  return notes.get(about) ?? none
}
