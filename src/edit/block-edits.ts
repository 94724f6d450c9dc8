import type { Diagnostic } from '../model/diagnostic.ts'
import type { TaskDocument } from '../model/task-document.ts'
import { hashText } from '../model/hash.ts'
import { hashOfPiece, type Element } from '../merge/elements.ts'
import { sameText } from '../merge/fields.ts'
import { printConflictNote } from '../parse/tasks/conflict-note.ts'
import { notesAbout } from '../merge/notes.ts'
import { removeBlock } from './gaps.ts'
import { emptyResult, oneLine, replacePiece, type BlockEdits, type BlockInput, type Result } from './pieces.ts'
import { mergeStatement } from './statements.ts'
import { insertLines } from './task-lines.ts'

const ENTRY = /^(\s*(?:[-*+]|\d{1,9}[.)])\s+\*\*[A-Z]{1,6}-\d{1,6}\*\*:?\s*)([^]*)$/

/** The words of an entry, without its bullet, its id and the comment of a conflict. */
export function entryWords(text: string): string {
  const words = ENTRY.exec(text)?.[2] ?? text
  return oneLine(words.replace(/<!--[ \t]*intentk:conflict[^\n]*?-->/g, ''))
}

function mergeEntry(input: BlockInput, element: Element, at: number, result: Result): void {
  const { doc, twoWay } = input
  const base = input.entries.get(element.id)
  const piece = doc.pieces[at]!
  const mine = entryWords(doc.text.slice(piece.start, piece.end))
  const plan = entryWords(element.text)
  const about = element.id
  const notes = notesAbout(doc, about)
  const dropNotes = (): void => {
    result.edits.push(...notes.map((note) => ({ start: note.start, end: note.end, text: '' })))
  }
  const known = base !== undefined && !twoWay && base.differs?.includes('text') !== true
  const source = input.sources.get(about)
  const verdict = sameText(mine, plan)
    ? 'same'
    : !known
      ? 'mine'
      : sameText(mine, base.text)
        ? 'plan'
        : sameText(plan, base.text) || source === base.source
          ? 'mine'
          : (input.taken(about) ?? (base.noted.includes(hashText(plan)) && notes.length === 0 ? 'mine' : 'conflict'))
  if (verdict !== 'conflict') dropNotes()
  if (verdict === 'plan') {
    const start =
      piece.start +
      (/^(\s*(?:[-*+]|\d{1,9}[.)])\s+\*\*[A-Z]{1,6}-\d{1,6}\*\*:?\s*)/.exec(doc.text.slice(piece.start, piece.end))?.[0]
        .length ?? 0)
    const lineEnd = firstWords(doc.text, start, piece.end)
    result.edits.push({ start, end: lineEnd, text: plan })
    result.changes.push({ kind: 'change', about, field: 'text', before: mine, after: plan, why: 'the plan changed' })
  } else if (verdict === 'conflict') {
    const place = { start: piece.start, end: piece.end }
    result.conflicts.push({ about, field: 'text', base: base!.text, mine, plan, place })
    if (notes.some((note) => note.plan === plan)) return
    dropNotes()
    const lineEnd = doc.text.indexOf('\n', piece.start)
    const line = `  ${printConflictNote({ about, field: 'text', plan })}`
    result.edits.push(insertLines(doc, lineEnd < 0 ? doc.text.length : lineEnd + 1, [line]))
  } else if (verdict === 'mine' && known) result.kept.push({ about, what: 'text' })
}

/** End of an entry's words: before the first comment of its own line or the end of its first paragraph. */
function firstWords(text: string, from: number, end: number): number {
  const own = text.slice(from, end)
  const stop = own.search(/\r?\n[ \t]*(?:\r?\n|<!--|[-*+] )/)
  return from + (stop < 0 ? own.replace(/\s+$/, '').length : stop)
}

function mergePiece(input: BlockInput, element: Element, result: Result): void {
  const { located, blocks } = input
  const base = blocks.get(element.key)
  if (base === undefined) return
  const at = located.isTheirs(element.key) ? undefined : located.pieceOf.get(element.key)
  if (at === undefined) {
    if (mergeStatement(input, element, base, result)) return
    if (located.regionOf.has(element.region))
      result.kept.push({ about: element.key, what: element.level > 0 ? 'heading' : 'section' })
    return
  }
  if (base.hash === element.hash || located.hashOf(at) === element.hash) return
  replacePiece(input, element, at, result)
}

/** A lock has no record of a task among its blocks, unless somebody put it there. */
const isTaskKey = (key: string): boolean => key.startsWith('task:')

/** Pieces and entries that are generated no longer go, unless a person changed them; headings with the last of them. */
function removals(input: BlockInput, result: Result): void {
  const { doc, located, blocks, entries, elements, twoWay } = input
  if (twoWay) return
  const now = new Set(elements.map((element) => element.key))
  const gone = [...blocks.keys()].filter(
    (key) => !now.has(key) && !isTaskKey(key) && located.pieceOf.has(key) && !located.isTheirs(key),
  )
  for (const [id, record] of entries) {
    const at = located.pieceOf.get(`entry:${id}`)
    if (at === undefined || now.has(`entry:${id}`)) continue
    const piece = doc.pieces[at]!
    if (sameText(entryWords(doc.text.slice(piece.start, piece.end)), record.text)) gone.push(`entry:${id}`)
  }
  for (const key of gone) {
    const at = located.pieceOf.get(key)!
    if (doc.pieces[at]!.kind !== 'heading') removePiece(input, key, at, result)
  }
}

export function removePiece({ doc }: Pick<BlockInput, 'doc'>, key: string, at: number, result: Result): void {
  if (result.removed.has(at)) return
  const piece = doc.pieces[at]!
  result.removed.add(at)
  result.edits.push(removeBlock(doc, piece))
  const before = oneLine(doc.text.slice(piece.start, piece.end))
  result.changes.push({
    kind: 'remove',
    about: key.replace(/^entry:/, ''),
    field: 'whole',
    before,
    after: '',
    why: 'nothing asks for it any more',
  })
}

function leftSection({ file, text, pieces }: TaskDocument, at: number): Diagnostic {
  const { start, end } = pieces[at]!
  const title = oneLine(text.slice(start, end).replace(/^#+/, ''))
  return {
    ruleId: 'left-section',
    severity: 'info',
    message: `"${title}" is no longer in the plan; its section stays because of what you wrote there. Delete it if it is not needed.`,
    place: { file, start, end },
  }
}

/** Headings that are generated no longer, deepest first: they go where nothing is left below them. */
export function removeHeadings(input: BlockInput, removed: ReadonlySet<number>): BlockEdits {
  const { doc, located, blocks, elements } = input
  const result = emptyResult(removed)
  const now = new Set(elements.map((element) => element.key))
  const keys = input.twoWay ? [] : [...blocks.keys()].filter((key) => !now.has(key) && !isTaskKey(key))
  const headings = keys
    .flatMap((key) => {
      const at = located.pieceOf.get(key)
      return at !== undefined && doc.pieces[at]!.kind === 'heading' ? [{ key, at }] : []
    })
    .sort((a, b) => b.at - a.at)
  for (const { key, at } of headings) {
    const { level } = doc.pieces[at]!
    let next = at + 1
    while (next < doc.pieces.length && (result.removed.has(next) || doc.pieces[next]!.kind !== 'heading')) {
      if (!result.removed.has(next)) break
      next++
    }
    const empty =
      next >= doc.pieces.length || (doc.pieces[next]!.kind === 'heading' && doc.pieces[next]!.level <= level)
    if (empty) removePiece(input, key, at, result)
    else {
      result.kept.push({ about: key, what: 'section' })
      result.diagnostics.push(leftSection(doc, at))
    }
  }
  return { ...result, removed: result.removed }
}

/** Front matter by key: lines that still say what was generated follow, others are the person's. */
function frontMatter(input: BlockInput, result: Result): void {
  const { doc, elements, blocks } = input
  const piece = doc.pieces[0]
  const own = elements.filter((element) => element.key.startsWith('front-matter#'))
  if (piece?.kind !== 'front-matter') return
  const text = doc.text.slice(piece.start, piece.end)
  for (const element of own) {
    const name = element.key.slice('front-matter#'.length).replace(/~\d+$/, '')
    const line = new RegExp(`^${name}:.*$`, 'm').exec(text)
    const base = blocks.get(element.key)
    if (line === null || base === undefined) continue
    const said = line[0].replace(/\r$/, '')
    if (said === element.text || hashOfPiece(said) !== base.hash) continue
    const start = piece.start + line.index
    result.edits.push({ start, end: start + said.length, text: element.text })
    result.changes.push({
      kind: 'change',
      about: element.key,
      field: 'whole',
      before: said,
      after: element.text,
      why: 'the plan changed',
    })
  }
}

/** Merges everything of the document that is no task and stands there already. */
export function blockEdits(input: BlockInput): BlockEdits {
  const result = emptyResult()
  frontMatter(input, result)
  for (const element of input.elements) {
    if (element.key.startsWith('front-matter#')) continue
    const at = input.located.pieceOf.get(element.key)
    if (element.kind === 'entry') {
      if (at !== undefined) mergeEntry(input, element, at, result)
    } else mergePiece(input, element, result)
  }
  removals(input, result)
  return result
}
