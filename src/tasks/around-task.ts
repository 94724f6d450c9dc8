import { dependenciesOf } from '../edit/dependencies-of.ts'
import { placesOf } from '../edit/find-tasks.ts'
import { readDependencyLine } from '../parse/text/dependencies.ts'
import type { DocumentTask } from '../model/task-document.ts'

/** A document without the tasks that have no say about one of them. */
export interface Around {
  readonly text: string
  /** Where a place of the whole document stands in it; only for what was kept. */
  readonly inner: (offset: number) => number
  /** Where a place of it stands in the whole document. */
  readonly outer: (offset: number) => number
}

interface Chunk {
  readonly inner: number
  readonly outer: number
}

const [LF, CR, SPACE, TAB, MINUS, LESS, OPEN, CLOSE] = [10, 13, 32, 9, 45, 60, 0x5b, 0x5d] as const

/** What a range of ids looks like: it names tasks that it does not spell out. */
const RANGE = /\d ?(?:\.{2,3}|[-–—~〜～]|\bto\b) ?[A-Za-z]{0,8}-?\d/
/** What a line says that states dependencies, in some language. */
const STATES = /depend|after|follow|requir|need|block|wait|prereq|[^\x00-\x7f]/i
/** A remark with an effort alone. */
const EFFORT = /\([~≈]?\d[\d.,–-]* ?[a-z]{1,8}\)$/i
/** What could open something in the lines below a task, or be a task. */
const OPENS = /^\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)*(?:[[<]|```)|~~/
/** What closes a comment or HTML that was opened above. */
const CLOSES = /-->|<\/|\?>|\]\]>/
/** HTML that ends with a mark of its own kind. */
const DECLARES = /^ {0,3}<![A-Za-z]/
const HEADING = /^#{1,6}[ \t]/
/** A heading that may be a task, with all below it as its parts. */
const HEADED = /^ {0,3}#{1,6}[ \t][^\n]*?(?:\[|T-?\d|TASK-)/i
const VALIDATION = 'Validate Milestone '

/** An item of one line, or with lines below it that hold no task. Where it ends; -1 for one that cannot be left out. */
function endOfItem(text: string, lineEnd: number): number {
  let at = lineEnd
  while (at < text.length && text.charCodeAt(at) === SPACE) {
    const newline = text.indexOf('\n', at)
    const next = newline < 0 ? text.length : newline + 1
    const line = text.slice(at, next)
    if (OPENS.test(line) || CLOSES.test(line) || line.trim() === '') return -1
    at = next
  }
  if (at >= text.length || isBox(text, at) || HEADING.test(text.slice(at, at + 8))) return at
  // Blank lines may stand inside of the item: what is indented behind them belongs to it.
  let next = at
  while (text.charCodeAt(next) === LF || text.charCodeAt(next) === CR) next++
  const first = text.charCodeAt(next)
  return next === at || first === SPACE || first === TAB ? -1 : at
}

const isBox = (text: string, at: number): boolean =>
  text.charCodeAt(at) === MINUS &&
  text.charCodeAt(at + 1) === SPACE &&
  text.charCodeAt(at + 2) === OPEN &&
  text.charCodeAt(at + 4) === CLOSE &&
  text.charCodeAt(at + 5) === SPACE

/** A paragraph of one line that says nothing about order. */
function isRemark(text: string, at: number, next: number): boolean {
  const first = text.charCodeAt(at) | 0x20
  const isWord = (first >= 0x61 && first <= 0x7a) || text.startsWith('**', at)
  if (!isWord || !isBlankLine(text, next) || (at > 0 && !isBlankLine(text, text.lastIndexOf('\n', at - 2) + 1)))
    return false
  const line = text.slice(at, next)
  return !line.includes('**Depends on**') && !CLOSES.test(line)
}

const isBlankLine = (text: string, at: number): boolean =>
  at < text.length && (text.charCodeAt(at) === LF || (text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF))

/** The section of a place by headings of the first two levels, where a milestone in it is validated. */
function validatedAround(text: string, place: number): { readonly start: number; readonly end: number } | null {
  const heading = /^##? /
  const isHeading = (at: number): boolean => heading.test(text.slice(at + 1, at + 4))
  let start = text.lastIndexOf('\n#', place)
  while (start >= 0 && !isHeading(start)) start = start === 0 ? -1 : text.lastIndexOf('\n#', start - 1)
  let end = text.indexOf('\n#', place)
  while (end >= 0 && !isHeading(end)) end = text.indexOf('\n#', end + 1)
  const span = { start: Math.max(0, start), end: end < 0 ? text.length : end }
  return text.slice(span.start, span.end).includes(VALIDATION) ? span : null
}

/** An open task that states nothing to wait for: its section is not over, whatever the others are. */
function isPlainlyOpen(line: string, body: string): boolean {
  if (line.includes('~~')) return false
  if (body !== '' && body.split('\n').some((each) => readDependencyLine(each.trim(), NOWHERE) !== null)) return false
  if (!/[)）\]]\W*$/.test(line.slice(-12))) return true
  const rest = line.trimEnd()
  return EFFORT.test(rest.slice(-24)) && rest.indexOf(')') === rest.length - 1
}

const NOWHERE = { file: '', start: 0 }

/** Whether a line seems to state a range of dependencies. */
const statesRange = (line: string): boolean => RANGE.test(line) && STATES.test(line)

/** Whether a line that is no task makes it take the whole document to tell what has a say. */
const needsAll = (line: string, first: number): boolean =>
  ((first === 0x23 || first === SPACE) && HEADED.test(line)) ||
  ((first === LESS || first === SPACE) && DECLARES.test(line)) ||
  statesRange(line)

/** A neighbour that names more tasks than this is no help in a document that has to be read quickly. */
const MOST_NAMES = 60
const PARENTHESES = /[(（][^()（）]*[)）]/g
const NAME = /[A-Za-z]{0,8}-?\d{1,9}(?:\.\d{1,9})*[a-z]?/g

/** Adds the names of tasks that an item may wait for, rather too many. False where there are many. */
function addNames(names: Set<string>, item: string): boolean {
  const end = item.indexOf('\n')
  const [head, body] = end < 0 ? [item, ''] : [item.slice(0, end), item.slice(end)]
  for (const words of [...(head.match(PARENTHESES) ?? []), body]) {
    for (const name of words.match(NAME) ?? []) names.add(name)
  }
  return names.size <= MOST_NAMES
}

/**
 * Where tasks may stand that a task names or that name it, and those that these wait for: the state of a neighbour is
 * told too. Null where only the whole document tells.
 */
function placesAround(text: string, task: DocumentTask): readonly number[] | null {
  const near = placesOf([...(task.id === '' ? [] : [task.id]), ...dependenciesOf(task)], text)
  if (near === null) return null
  const names = new Set<string>()
  let end = -1
  for (const place of near) {
    if (place < end) continue
    const start = text.lastIndexOf('\n', place) + 1
    end = afterLine(text, place)
    while (text.charCodeAt(end) === SPACE || text.charCodeAt(end) === TAB) end = afterLine(text, end)
    if (!addNames(names, text.slice(start, end))) return null
  }
  return union(near, placesOf([...names], text))
}

function afterLine(text: string, at: number): number {
  const newline = text.indexOf('\n', at)
  return newline < 0 ? text.length : newline + 1
}

const union = (some: readonly number[], others: readonly number[] | null): readonly number[] | null =>
  others === null ? null : [...some, ...others].toSorted((a, b) => a - b)

interface Kept {
  readonly text: string
  readonly chunks: readonly Chunk[]
  /** Open tasks of sections in which none is plainly open: what they wait for tells whether the section is over. */
  readonly unsure: readonly string[]
}

/** The lines of a document without the tasks that have no say; `places` and what lies between `from` and `to` stay. */
function keepLines(text: string, places: readonly number[], from: number, to: number): Kept | null {
  const chunks: Chunk[] = []
  const kept: string[] = []
  const unsure: string[] = []
  let [inner, outer, place] = [0, 0, 0]
  const leaveOut = (start: number, end: number): void => {
    if (start > outer) {
      chunks.push({ inner, outer })
      kept.push(text.slice(outer, start))
      inner += start - outer
    }
    outer = end
  }
  // The first task behind any other line tells that its section has one, the first open one that it is not over.
  let [isFirst, isOpen, inHtml] = [true, false, false]
  let doubtful: string[] = []
  const begin = (): void => {
    if (!isOpen) unsure.push(...doubtful)
    if (doubtful.length > 0) doubtful = []
    isFirst = true
    isOpen = false
  }
  for (let at = 0; at < text.length;) {
    const next = afterLine(text, at)
    const first = text.charCodeAt(at)
    const end = isBox(text, at) ? endOfItem(text, next) : -1
    if (end < 0) {
      // Boxes in a fence, in a comment or in HTML are no tasks, and end with a line that begins otherwise.
      const isBlank = first === LF || first === CR
      if (!isBlank && needsAll(text.slice(at, next), first)) return null
      if (!isBlank || inHtml) begin()
      inHtml = first === LESS || (inHtml && !isBlank)
      if (first === MINUS && isBox(text, at)) doubtful.push(text.slice(at, next))
      else if (isRemark(text, at, next)) leaveOut(at, next)
      at = next
      continue
    }
    while (place < places.length && places[place]! < at) place++
    const mark = text.charCodeAt(at + 3)
    const line = text.slice(at, next)
    if ((end > next || line.includes(')') || line.includes('）')) && statesRange(text.slice(at, end))) return null
    const closes = line.includes('>') && CLOSES.test(line)
    const isOver = mark === 0x78 || mark === 0x58 || mark === MINUS
    const wanted =
      isFirst ||
      (!isOver && !isOpen) ||
      (place < places.length && places[place]! < end) ||
      (at < to && end > from) ||
      closes
    isFirst = false
    if (!isOver && !isOpen) {
      if ((mark === SPACE || mark === 0x7e) && isPlainlyOpen(line, text.slice(next, end))) isOpen = true
      else doubtful.push(text.slice(at, end))
    }
    if (closes) begin()
    if (!wanted) leaveOut(at, end)
    at = end
  }
  begin()
  leaveOut(text.length, text.length)
  return { text: kept.join(''), chunks, unsure }
}

/**
 * What has a say about one task of a long document: everything but tasks that it does not name, that do not name it, and
 * that leave the state of their section to another. The board of it knows the same about the task as that of the whole
 * document, which a test holds. Null where the whole has to be looked at. Linear, at a fraction of reading the whole.
 */
export function aroundTask(text: string, task: DocumentTask): Around | null {
  const places = placesAround(text, task)
  if (places === null) return null
  const validated = validatedAround(text, task.start)
  const from = Math.min(task.start, validated?.start ?? task.start)
  const to = Math.max(task.end, validated?.end ?? task.end)
  let kept = keepLines(text, places, from, to)
  if (kept === null) return null
  if (kept.unsure.length > 0) {
    const names = new Set<string>()
    if (!kept.unsure.every((item) => addNames(names, item))) return null
    const all = union(places, placesOf([...names], text))
    if (all === null) return null
    kept = keepLines(text, all, from, to)
  }
  if (kept === null) return null
  return { text: kept.text, ...mapping(kept.chunks) }
}

function mapping(chunks: readonly Chunk[]): Pick<Around, 'inner' | 'outer'> {
  const by =
    (key: keyof Chunk, other: keyof Chunk) =>
    (offset: number): number => {
      let low = 0
      let high = chunks.length - 1
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if (chunks[middle]![key] <= offset) low = middle
        else high = middle - 1
      }
      const chunk = chunks[low]
      return chunk === undefined ? offset : offset - chunk[key] + chunk[other]
    }
  return { inner: by('outer', 'inner'), outer: by('inner', 'outer') }
}
