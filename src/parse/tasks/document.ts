import type { DocumentHeading, DocumentTask, Piece, TaskDocument } from '../../model/task-document.ts'
import type { SourceFile } from '../../model/source.ts'
import { sectionsAround } from './around.ts'
import { readConflictNotes } from './conflict-note.ts'
import { bodyLines } from './read-body.ts'
import type { KnownLines } from './known-lines.ts'
import { readHeadingHead, readItemHead, type HeadOptions, type TaskHead } from './read-task.ts'
import { scanDocument, type Scan, type ScannedItem } from './scan.ts'

export interface TaskDocumentOptions {
  /** Kiro's files mark a started task with `[-]`; they are told by their place or by its optional tasks. */
  readonly dialect?: 'kiro' | ''
  /**
   * Reads only tasks with one of these offsets, which ascend, in their first line, the tasks they are nested in and those
   * nested in them: for some tasks of many. Headings and pieces may be those of the sections around them alone.
   */
  readonly only?: readonly number[]
  /** What the document was printed from, for quick reading. Counts with the dialect of intentk's own documents alone. */
  readonly known?: KnownLines
  /** False takes every line apart; for comparing. */
  readonly plain?: boolean
}

/** Words of a heading without the hashes that close it. */
function withoutClosing(words: string): string {
  const end = words.trimEnd()
  let at = end.length
  while (end[at - 1] === '#') at--
  return at < end.length && /\s/.test(end[at - 1] ?? '') ? end.slice(0, at).trimEnd() : end
}

export function readHeading(text: string, piece: Piece, index: number): DocumentHeading {
  const newline = text.indexOf('\n', piece.start)
  const stop = newline < 0 || newline >= piece.end ? piece.end : newline
  const marks = /^[ \t]{0,3}#{1,6}[ \t]*/.exec(text.slice(piece.start, stop))?.[0].length ?? 0
  const raw = text.slice(piece.start + marks, marks > 0 ? stop : piece.end)
  const words = marks > 0 ? withoutClosing(raw) : raw.replace(/\n[ \t]{0,3}(?:=+|-+)[ \t]*\r?\n?$/, '').trimEnd()
  const lead = /^\s*/.exec(words)![0].length
  const start = piece.start + marks + lead
  const textSpan = { start, end: start + words.length - lead }
  return { start: piece.start, end: piece.end, level: piece.level, text: words.trim(), textSpan, piece: index }
}

function headingsOf(text: string, pieces: readonly Piece[]): DocumentHeading[] {
  return pieces.flatMap((piece, index) => (piece.kind === 'heading' ? [readHeading(text, piece, index)] : []))
}

type Found = TaskHead

/** Whether spans in ascending order hold one of the offsets; each is asked once, in order. */
function holds(only: readonly number[]): (start: number, end: number) => boolean {
  let next = 0
  return (start, end) => {
    while (next < only.length && only[next]! < start) next++
    return next < only.length && only[next]! <= end
  }
}

/** Which items are asked for: those that fit, what is nested in them, and what they are nested in. */
function asked(items: readonly ScannedItem[], only: readonly number[]): boolean[] {
  const fits = holds(only)
  const wanted: boolean[] = []
  for (const { start, lineEnd, parent } of items) wanted.push(fits(start, lineEnd) || (parent >= 0 && wanted[parent]!))
  for (let index = items.length - 1; index >= 0; index--) {
    const { parent } = items[index]!
    if (parent >= 0 && wanted[index]!) wanted[parent] = true
  }
  return wanted
}

function itemTasks(
  text: string,
  scan: Scan,
  options: HeadOptions,
  only: TaskDocumentOptions['only'] | undefined,
): Found[] {
  const wanted = only === undefined ? null : asked(scan.items, only)
  const found: Found[] = []
  const taskOf: number[] = []
  const heads = scan.items.map((item, index) =>
    wanted === null || wanted[index] === true ? readItemHead(text, item, options) : null,
  )
  // Where tasks have boxes, a line that only begins with an id speaks about one.
  const boxed = heads.some((head) => head !== null && head.box !== null && head.id !== '')
  scan.items.forEach((item, index) => {
    const parent = item.parent < 0 ? -1 : taskOf[item.parent]!
    const head = heads[index]!
    const bare = !boxed && parent < 0 && item.quote === ''
    // A box without an id below a task is a part of its body.
    if (head === null || (head.box === null && !(bare && isTaskId(head))) || (head.id === '' && parent >= 0)) {
      taskOf[index] = parent
      return
    }
    taskOf[index] = found.length
    head.end = item.end
    head.piece = item.piece
    head.section = scan.pieces[item.piece]!.section
    head.parent = parent
    head.quote = item.quote
    found.push(head)
  })
  return found
}

/** Without a box only an id that nothing else looks like makes a task: `T001`, `TASK-3`. */
export const isTaskId = (head: TaskHead): boolean => /^(?:T-?\d{2,}|TASK-\d)/i.test(head.id)

/** For each heading the index of the next one of the same or a higher level; how many there are, where none is. */
function nextHeadings(headings: readonly DocumentHeading[]): number[] {
  const next: number[] = headings.map(() => headings.length)
  const open: number[] = []
  headings.forEach(({ level }, index) => {
    while (open.length > 0 && headings[open.at(-1)!]!.level >= level) next[open.pop()!] = index
    open.push(index)
  })
  return next
}

/** Headings that are tasks; the block reaches to the next heading of the same or a higher level. */
function headingTasks(
  text: string,
  scan: Scan,
  headings: readonly DocumentHeading[],
  only: TaskDocumentOptions['only'] | undefined,
): Found[] {
  let next: number[] | null = null
  const fits = only === undefined ? null : holds(only)
  return headings.flatMap((heading, index) => {
    const newline = text.indexOf('\n', heading.start)
    const stop = newline < 0 ? text.length : newline
    const lineEnd = text[stop - 1] === '\r' ? stop - 1 : stop
    if (fits !== null && !fits(heading.start, lineEnd)) return []
    const head = readHeadingHead(text, { start: heading.start, end: lineEnd }, heading.textSpan.start, lineEnd)
    if (head === null) return []
    next ??= nextHeadings(headings)
    const after = headings[next[index]!]
    const end = scan.pieces[after === undefined ? scan.pieces.length - 1 : after.piece - 1]!.end
    head.start = heading.start
    head.end = end
    head.piece = heading.piece
    head.section = index
    return [head]
  })
}

function withBodies(text: string, found: readonly Found[]): readonly DocumentTask[] {
  const inner = new Map<number, Found[]>()
  for (const task of found) {
    if (task.parent < 0) continue
    const list = inner.get(task.parent)
    if (list === undefined) inner.set(task.parent, [task])
    else list.push(task)
  }
  found.forEach((task, index) => {
    const newline = text.indexOf('\n', task.headEnd)
    const start = newline < 0 ? task.end : Math.min(newline + 1, task.end)
    if (start >= task.end) return
    task.body = bodyLines(text, { start, end: task.end }, task.contentColumn, task.quote, inner.get(index) ?? [])
  })
  return found
}

/** Kiro's marks: optional tasks with a star, or trace lines. */
export const isKiro = (text: string): boolean =>
  (text.includes(']* ') && /^[ \t]*- \[[ x~-]\]\* /m.test(text)) ||
  (text.includes('- _Requirements: ') && /^[ \t]*- _Requirements: /m.test(text))

/**
 * Reads a document with tasks for editing: every task with the place of each of its fields, the headings, and the
 * blocks between them. Any Markdown gives a result; lines that look like tasks inside fences, comments and tables are
 * listed as `unread`. Linear.
 */
export function readTaskDocument(
  source: Pick<SourceFile, 'path' | 'text' | 'eol'>,
  options: TaskDocumentOptions = {},
): TaskDocument {
  const { text } = source
  const { only } = options
  const around = only === undefined ? null : sectionsAround(text, only)
  const scan = scanDocument(text, around?.start, around?.end)
  const headings = headingsOf(text, scan.pieces)
  const dialect = options.dialect ?? (isKiro(text) ? 'kiro' : '')
  const { known } = options
  const plain = options.plain !== false
  const quick = known === undefined || dialect === 'kiro' ? { dialect, plain } : { dialect, plain, known }
  const byPlace = itemTasks(text, scan, quick, only)
  const headed = headingTasks(text, scan, headings, only)
  const tasks = withBodies(text, headed.length === 0 ? byPlace : mergeByPlace(byPlace, headed))
  return {
    file: source.path,
    text,
    eol: source.eol,
    dialect,
    pieces: scan.pieces,
    headings,
    tasks,
    conflicts: readConflictNotes(text),
    unread: scan.hidden,
  }
}

/** Tasks of lists below a heading that is a task are parts of it where they have an id, else its body. */
function mergeByPlace(items: readonly Found[], headed: readonly Found[]): Found[] {
  const all: Found[] = []
  const indexOf = new Map<Found, number>()
  /** Headings that are tasks and still reach on, outermost first. */
  const around: number[] = []
  let next = 0
  const addHeading = (): void => {
    const task = headed[next++]!
    leave(task.start)
    all.push({ ...task, parent: around.at(-1) ?? -1 })
    around.push(all.length - 1)
  }
  const leave = (at: number): void => {
    while (around.length > 0 && all[around.at(-1)!]!.end <= at) around.pop()
  }
  for (const item of items) {
    while (next < headed.length && headed[next]!.start < item.start) addHeading()
    leave(item.start)
    const heading = around.at(-1) ?? -1
    if (heading >= 0 && item.id === '') continue
    const own = item.parent < 0 ? undefined : indexOf.get(items[item.parent]!)
    indexOf.set(item, all.length)
    all.push({ ...item, parent: own ?? heading })
  }
  while (next < headed.length) addHeading()
  return all
}
