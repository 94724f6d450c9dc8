import type { ProgressDocument, ProgressTask } from '../../model/task-document.ts'
import type { SourceFile } from '../../model/source.ts'
import { frontMatterSpan } from '../front-matter-span.ts'
import { readConflictNotes } from './conflict-note.ts'
import { isKiro, readHeading } from './document.ts'
import { PLAIN, STATES } from './plain-head.ts'
import {
  BACKTICK,
  behindFence,
  BRACKET,
  contentAt,
  CR,
  EQUALS,
  GREATER,
  HASH,
  headingAt,
  isAll,
  isFence,
  isNumber,
  isOdd,
  isPlainQuote,
  LESS,
  LF,
  MINUS,
  plainContent,
  PLUS,
  SPACE,
  STAR,
  TAB,
  TILDE,
  UNDERSCORE,
} from './progress-lines.ts'
import { beginItem, endItem, type Item, type Mutable, newItem, readItem, type State } from './progress-items.ts'
import { opensBlock, readHeadingHead, remarksAtEnd } from './read-task.ts'

/*
 * Progress looks at a document far more often than anybody edits it, and asks little of each task. So a document whose
 * blocks show in the first characters of its lines is read in one pass that keeps nothing else: headings, paragraphs,
 * quotes, tables, fences and lists at the margin, and what is indented below an item where nothing in it could be a task.
 * At the first line that is anything else it is left to `readTaskDocument`, whose answer this one is held equal to.
 */

const TASK = new RegExp(`- ${PLAIN.source}`, 'y')

/** What the line above leaves behind: nothing, the head or the body of an item, or a paragraph that may go on. */
const [NOTHING, HEAD, BODY, TEXT] = [0, 1, 2, 3] as const

/** Reads what progress needs of a document; null where that takes more than a look at its lines. Linear. */
export function readProgress(source: Pick<SourceFile, 'path' | 'text'>): ProgressDocument | null {
  const { text, path } = source
  if (isKiro(text)) return null
  const state: State = {
    text,
    headings: [],
    tasks: [],
    bare: [],
    boxed: false,
    boxless: [],
    item: newItem(),
    odd: false,
  }
  const front = frontMatterSpan(text)
  const from = front === null ? 0 : text.indexOf('\n', front.end) + 1
  if (front !== null && from === 0) return null
  if (!readLines(state, from)) return null
  endItem(state)
  if (!state.boxed) for (const item of state.boxless) readItem(state, item)
  const { headings, boxed, bare } = state
  if (state.odd) return null
  // A task without a box stands among others only where none has one; their order would have to be found again.
  if (bare.length > 0 && !boxed && state.tasks.length > 0) return null
  const tasks = bare.length > 0 && !boxed ? bare.sort((a, b) => a.start - b.start) : state.tasks
  return { file: path, text, headings, tasks, conflicts: readConflictNotes(text) }
}

function readLines(state: State, from: number): boolean {
  const { text } = state
  const { length } = text
  let above: number = NOTHING
  let at = from
  while (at < length) {
    const newline = text.indexOf('\n', at)
    const next = newline < 0 ? length : newline + 1
    const stop = newline < 0 ? length : newline
    const end = stop > at && text.charCodeAt(stop - 1) === CR ? stop - 1 : stop
    const first = at === end ? LF : text.charCodeAt(at)
    if (first === MINUS && takesTask(state, at, end, next)) above = HEAD
    else if (first === LF) above = NOTHING
    else if (first === SPACE) {
      above = indented(state, at, end, next, above)
      if (above < 0) return false
    } else if (first === BACKTICK && text.startsWith('```', at) && isFence(text, at, end)) {
      const after = behindFence(text, at, end)
      if (after < 0) return false
      endItem(state)
      above = NOTHING
      at = after
      continue
    } else {
      above = atMargin(state, first, at, end, next, above)
      if (above < 0) return false
    }
    at = next
  }
  return true
}

/** Reads a line in the form of nearly all tasks. Answers whether it was one. */
function takesTask(state: State, start: number, end: number, next: number): boolean {
  const { text } = state
  TASK.lastIndex = start
  if (!TASK.test(text) || TASK.lastIndex >= end) return false
  const task = plainTask(text, start, TASK.lastIndex, end)
  if (task === null) return false
  endItem(state)
  const section = state.headings.length - 1
  task.section = section
  beginItem(state.item, task, section, start, start + 2, end, next)
  return true
}

/** The task of a line that {@link TASK} matches up to its words. */
function plainTask(text: string, start: number, words: number, lineEnd: number): Mutable<ProgressTask> | null {
  let end = lineEnd
  let last = text.charCodeAt(end - 1)
  if (last <= SPACE || last > 127) {
    end = words + text.slice(words, lineEnd).trimEnd().length
    last = text.charCodeAt(end - 1)
  }
  const rest = text.slice(words, end)
  if (rest.includes('~~')) return null
  const closes = last === 0x29 || last === 0xff09
  if ((closes || last === 0x5d) && rest.includes(']')) return null
  const remarks = closes ? remarksAtEnd(text, words, end) : null
  const id = start + '- [ ] '.length
  const idEnd = text.indexOf(' ', id)
  return {
    id: text.slice(id, idEnd),
    kind: 'item',
    state: STATES[text[start + 3]!]!,
    start,
    text: remarks === null ? rest : text.slice(words, remarks.end),
    parallel: text.startsWith('[P]', idEnd + 1),
    estimate: remarks?.estimate ?? null,
    depends: remarks?.depends ?? null,
    body: NO_BODY,
    section: -1,
    parent: -1,
  }
}

const NO_BODY: readonly string[] = []

/** A line that begins at the margin and is no plain task. Answers what it leaves behind, -1 where it cannot be told. */
function atMargin(state: State, first: number, at: number, end: number, next: number, above: number): number {
  const { text } = state
  if (first === HASH) {
    const heading = headingAt(text, at, end)
    if (heading > 0) return addHeading(state, at, end, next, heading)
  } else if (first === MINUS || first === STAR || first === PLUS) {
    const behind = text.charCodeAt(at + 1)
    if (at + 1 < end && behind === SPACE) return addItem(state, at, end, next)
    if (first === MINUS) return rule(state, at, end, above)
    if (first === PLUS || at + 1 >= end || behind === TAB || isAll(text, at, end, STAR)) return -1
  } else if (isNumber(text, at, first)) {
    // Only the number 1 interrupts a paragraph.
    return above === TEXT ? -1 : addItem(state, at, end, next)
  } else if (first === UNDERSCORE) {
    if (isAll(text, at, end, UNDERSCORE)) return -1
  } else if (first === LESS) return comment(state, at, end)
  else if (first === TAB || first === EQUALS || first === TILDE) return -1
  else if (first === GREATER && !isPlainQuote(text, at, end)) return -1
  else if (first === BACKTICK && text.startsWith('```', at)) return -1
  // Without a blank line in front it goes on with the words or the body of the item.
  if (above === HEAD || above === BODY) return -1
  endItem(state)
  // The marks of a quote end with it: what follows is judged as after a blank line, unless it is text.
  return TEXT
}

/** Hyphens alone: a break after a blank line; below a paragraph they make it a heading. */
function rule(state: State, at: number, end: number, above: number): number {
  if (above === TEXT || !state.text.startsWith('---', at) || !isAll(state.text, at, end, MINUS)) return -1
  endItem(state)
  return NOTHING
}

// What the head of a heading with a task must hold: a box, or an id with a T.
const MAYBE_TASK = /\[|T-?\d/

function addHeading(state: State, at: number, end: number, next: number, level: number): number {
  endItem(state)
  const { text, headings } = state
  const section = headings.length
  const heading = readHeading(text, { kind: 'heading', level, section, start: at, end: next }, -1)
  const { text: words, textSpan } = heading
  if (MAYBE_TASK.test(words) && readHeadingHead(text, { start: at, end }, textSpan.start, end) !== null) return -1
  headings.push(heading)
  return NOTHING
}

/** An item that is taken apart once its lines are known. */
function addItem(state: State, start: number, end: number, next: number): number {
  const { text } = state
  const content = contentAt(text, start)
  const first = text.charCodeAt(content)
  // A break, an item in the item, code, HTML, a table, a quote or an empty item.
  if (content >= end || first <= SPACE || isOdd(text, content, first)) return -1
  endItem(state)
  beginItem(state.item, null, state.headings.length - 1, start, content, end, next)
  return HEAD
}

/** A comment of one line, the only HTML that is told here. */
function comment(state: State, at: number, end: number): number {
  const { text } = state
  if (!text.startsWith('<!--', at)) return -1
  const close = text.indexOf('-->', at)
  if (close < 0 || close >= end) return -1
  endItem(state)
  return NOTHING
}

/** A line with blanks in front: of an item, or blank. Answers what it leaves behind, -1 where it cannot be told. */
function indented(state: State, at: number, end: number, next: number, above: number): number {
  const { text, item } = state
  let from = at + 1
  while (from < end && text.charCodeAt(from) === SPACE) from++
  if (from === end) return NOTHING
  const first = text.charCodeAt(from)
  if (!item.open || first === TAB || from - at < item.content - item.start) return -1
  if (first === BRACKET || first === HASH) return -1
  if (isOdd(text, from, first)) {
    const content = plainContent(text, from, end)
    if (content < 0) return -1
    if (text.charCodeAt(content) === BRACKET) item.boxes = true
    return grow(item, at, next)
  }
  if (first === STAR && isAll(text, from, end, STAR)) return -1
  if (above === HEAD && !opensBlock(text.slice(from, end))) return wrapped(item, next)
  return grow(item, at, next)
}

function grow(item: Item, at: number, next: number): number {
  if (item.body < 0) item.body = at
  item.end = next
  return BODY
}

/** Words that a formatter wrapped: the item is taken apart as a whole. */
function wrapped(item: Item, next: number): number {
  item.task = null
  item.end = next
  return HEAD
}
