import { hashText } from '../model/hash.ts'
import type { Element } from '../merge/elements.ts'
import { mergeValue, sameText } from '../merge/fields.ts'
import type { LockBlock } from '../merge/lock.ts'
import { notesAbout } from '../merge/notes.ts'
import { wordsOfParagraph } from '../merge/statements.ts'
import { printConflictNote } from '../parse/tasks/conflict-note.ts'
import { replacePiece, type BlockInput, type Result } from './pieces.ts'
import { insertLines } from './task-lines.ts'

/** Where a paragraph with the label of an element stands in its section: what a person made of it; -1 for nowhere. */
function standing({ doc, located }: BlockInput, { text, region }: Element): number {
  const label = text.slice(0, text.length - wordsOfParagraph(text).length).trimEnd()
  const home = located.regionOf.get(region)
  if (home === undefined || home < 0) return -1
  for (let at = doc.headings[home]!.piece; at < doc.pieces.length && located.regionAt(at) === home; at++)
    if (doc.pieces[at]!.kind === 'text' && doc.text.startsWith(label, doc.pieces[at]!.start)) return at
  return -1
}

/**
 * Merges a paragraph of the plan's own words that a person edited, as a field of a task: theirs stays, and where the plan
 * says something else by now both are shown. False where that cannot be told.
 */
export function mergeStatement(input: BlockInput, element: Element, base: LockBlock, result: Result): boolean {
  const { doc, statements, twoWay } = input
  const about = element.key
  const source = statements.get(about)
  const isKnown = source !== undefined && base.source !== '' && base.differs === undefined
  const at = isKnown && !twoWay ? standing(input, element) : -1
  if (at < 0) return false
  const { start, end } = doc.pieces[at]!
  const [mine, plan] = [wordsOfParagraph(doc.text.slice(start, end)), wordsOfParagraph(element.text)]
  const notes = notesAbout(doc, about)
  const judged = mergeValue({ base: base.text, mine, plan, sourceChanged: source !== base.source }, sameText)
  const told = base.noted.includes(hashText(plan)) && notes.length === 0
  const verdict = judged === 'conflict' ? (input.taken(about) ?? (told ? 'mine' : 'conflict')) : judged
  const isTold = verdict === 'conflict' && notes.some((note) => note.plan === plan)
  if (!isTold) result.edits.push(...notes.map((note) => ({ start: note.start, end: note.end, text: '' })))
  result.statements.add(about)
  if (verdict === 'plan') replacePiece(input, element, at, result)
  else if (verdict === 'mine') result.kept.push({ about, what: 'text' })
  else if (verdict === 'conflict') {
    result.kept.push({ about, what: 'text' })
    result.conflicts.push({ about, field: 'text', base: base.text, mine, plan, place: { start, end } })
    const note = printConflictNote({ about, field: 'text', plan })
    if (!isTold) result.edits.push(insertLines(doc, end, [note]))
  }
  return true
}
