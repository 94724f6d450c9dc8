import type { Span } from '../../model/source.ts'
import type { DocumentTask, Remark } from '../../model/task-document.ts'
import { findEstimate } from '../text/estimate.ts'
import { joinSoft } from '../text/inline.ts'
import { readTaskLine, type TaskLine } from '../text/task-line.ts'
import { knownHead, type KnownLines } from './known-lines.ts'
import { plainHead, type HeadRemarks } from './plain-head.ts'
import type { ScannedItem } from './scan.ts'

/** A task whose place among the others and whose body are not known yet. Always one and the same shape of object. */
export type TaskHead = { -readonly [K in keyof DocumentTask]: DocumentTask[K] }

export interface HeadOptions {
  readonly dialect: 'kiro' | ''
  /** Lines as they were printed, by what stands behind the mark of their box. */
  readonly known?: KnownLines
  /** False takes every line apart, also those that are read at a glance; for comparing both. */
  readonly plain?: boolean
}

const DEPENDENCY = /^(?:depends on|depends|after|requires|blocked by|依存|依赖)(?:\s|[:：])/iu

const NESTED = /[)（）]/

/** Start of the pair of parentheses that ends a text, with balanced ones inside; -1 for none from `from` on. */
function remarkStart(text: string, from: number, end: number): number {
  const close = text[end - 1]
  if (close !== ')' && close !== '）') return -1
  // Nearly always nothing stands between the last one that opens and the end that opens or closes another.
  const words = text.slice(from, end)
  const last = words.lastIndexOf('(')
  if (last < 0 && !words.includes('（')) return -1
  if (last >= 0 && words.length - last < 2000 && !NESTED.test(words.slice(last + 1, -1))) return from + last
  let depth = 0
  for (let at = end - 1; at >= from && end - at < 2000; at--) {
    const char = text[at]!
    if (char === ')' || char === '）') depth++
    else if ((char === '(' || char === '（') && --depth === 0) return at
  }
  return -1
}

/** The effort and the dependencies that stand in parentheses at the end of a head, in either order. */
export function remarksAtEnd(text: string, from: number, to: number): HeadRemarks {
  let end = from + text.slice(from, to).trimEnd().length
  let estimate: Remark | null = null
  let depends: Remark | null = null
  for (let round = 0; round < 2; round++) {
    const start = remarkStart(text, from, end)
    if (start <= from || text[start - 1] === ']') break
    const inner = text.slice(start + 1, end - 1)
    const before = from + text.slice(from, start).trimEnd().length
    const remark = { start: before, end, text: inner.replace(/\s+/g, ' ').trim() }
    if (depends === null && DEPENDENCY.test(inner)) depends = remark
    else if (estimate === null && findEstimate(`x (${remark.text})`) !== null) estimate = remark
    else break
    end = before
  }
  return { end, estimate, depends }
}

/** The first `[P]` or `[M1]` of the head, outside of the words, with the blank behind it. */
function tagSpan(source: string, line: TaskLine, pattern: RegExp): Span | null {
  const from = line.box?.end ?? 0
  const parts: Span[] = [
    { start: from, end: Math.max(from, line.textStart) },
    ...line.cuts.map((cut) => ({ start: cut.start, end: cut.end })),
    { start: line.textEnd, end: source.length },
  ]
  for (const part of parts) {
    const found = pattern.exec(source.slice(part.start, part.end))
    if (found !== null) return { start: part.start + found.index, end: part.start + found.index + found[0].length }
  }
  return null
}

/** Where the words end: before tags that stand between them and their remarks. */
function endOfWords(source: string, { cuts, textStart }: TaskLine, from: number): number {
  let end = from
  for (const cut of cuts.toReversed()) {
    if (cut.end !== end || source[cut.start] !== '[') break
    end = textStart + source.slice(textStart, Math.max(textStart, cut.start)).trimEnd().length
  }
  return end
}

/** The words without what among them belongs to the head: a bold mark that opened before the id, a late tag. */
function withoutCuts(source: string, { cuts, textStart }: TaskLine, end: number): string {
  let words = ''
  let from = textStart
  for (const cut of cuts) {
    if (cut.start >= end) break
    const gap = source.slice(from, cut.start)
    words += cut.end - cut.start > 2 ? gap.trimEnd() : gap
    from = cut.end
  }
  return (words + source.slice(from, end)).trim()
}

const moved = <T extends Span>(span: T, by: number): T => ({ ...span, start: span.start + by, end: span.end + by })

/** Where a task stands, as far as its first line tells. */
type Where = Pick<DocumentTask, 'kind' | 'line' | 'indent' | 'contentColumn' | 'content' | 'headEnd'>

function headOf(text: string, line: TaskLine, where: Where): TaskHead {
  const { content, headEnd } = where
  const source = text.slice(content, headEnd)
  const remarks = remarksAtEnd(source, line.textStart, line.textEnd)
  const end = endOfWords(source, line, remarks.end)
  const words = line.cuts.length > 0 ? withoutCuts(source, line, end) : source.slice(line.textStart, end).trim()
  const start = line.textStart + /^\s*/.exec(source.slice(line.textStart, remarks.end))![0].length
  const parallel = line.parallel ? tagSpan(source, line, /\[P\]\s?/) : null
  const milestone = line.milestoneTags.length > 0 ? tagSpan(source, line, /\[M\d[^\]]*\]\s?/) : null
  return {
    start: where.line.start,
    end: where.line.end,
    id: line.id,
    idSpan: line.idSpan === null ? null : moved(line.idSpan, content),
    kind: where.kind,
    box:
      line.box === null
        ? null
        : {
            mark: { start: content + line.box.start + 1, end: content + line.box.start + 1 + line.box.mark.length },
            state: line.state,
          },
    state: line.state,
    line: where.line,
    content,
    indent: where.indent,
    contentColumn: where.contentColumn,
    parallel: line.parallel,
    parallelSpan: parallel === null ? null : moved(parallel, content),
    milestones: line.milestoneTags.map((tag) => Number(tag.slice(1))),
    milestoneSpan: milestone === null ? null : moved(milestone, content),
    otherTags: [...line.storyTags, ...line.wordTags, ...(line.priority === null ? [] : [line.priority.word])],
    text: joinSoft(words),
    textSpan: { start: content + Math.min(start, end), end: content + end },
    estimate: remarks.estimate === null ? null : moved(remarks.estimate, content),
    depends: remarks.depends === null ? null : moved(remarks.depends, content),
    headEnd,
    body: [],
    quote: '',
    section: -1,
    parent: -1,
    piece: -1,
  }
}

/** What no wrapped line of words begins with: it opens a block of its own. */
const OWN_BLOCK = /^(?:[-*+][ \t]|\d{1,9}[.)][ \t]|#{1,6}[ \t]|>|```|~~~|<|\||_?(?:Requirements|Depends|Verify)\b)/

/** Whether a line below a task opens a block of its own instead of going on with the words above it. */
export const opensBlock = (line: string): boolean => OWN_BLOCK.test(line.trimStart())

/** The end of the head: words that a formatter or a person wrapped go on below the first line. */
function headEndOf(text: string, item: ScannedItem): number {
  let end = item.lineEnd
  let at = text.indexOf('\n', end)
  while (at >= 0 && at + 1 < item.end) {
    const start = at + 1
    at = text.indexOf('\n', start)
    const stop = at < 0 ? item.end : at
    const line = text.slice(start, stop)
    const words = line.trim()
    if (words === '' || opensBlock(words)) break
    end = line.endsWith('\r') ? stop - 1 : stop
  }
  return end
}

/** Reads the head of a list item; null where it is no task. */
export function readItemHead(text: string, item: ScannedItem, options: HeadOptions): TaskHead | null {
  if (item.content >= item.lineEnd) return null
  const first = text.charCodeAt(item.content)
  if (options.known !== undefined && first === 0x5b /* [ */) {
    const known = knownHead(text, item, options.known)
    if (known !== null && headEndOf(text, item) === item.lineEnd) return known
  }
  if (first === 0x5b /* [ */ && options.plain !== false) {
    const plain = plainHead(text, item, options.dialect, remarksAtEnd)
    if (plain !== null && headEndOf(text, item) === item.lineEnd) return plain
  }
  // A box, a bold id, a struck-through line, or an id itself; anything else is a quick no.
  const source = text.slice(item.content, item.lineEnd)
  const line = MAYBE_TASK.test(source) || first > 127 ? readTaskLine(source, options) : null
  if (line === null || line.legend) return null
  const headEnd = headEndOf(text, item)
  const whole = headEnd === item.lineEnd ? line : (readTaskLine(text.slice(item.content, headEnd), options) ?? line)
  const { indent, contentColumn, content } = item
  const own = { start: item.start, end: item.lineEnd }
  return headOf(text, whole, { kind: 'item', line: own, indent, contentColumn, content, headEnd })
}

const MAYBE_TASK = /^[\s*_~`]{0,6}(?:\[|[A-Z#]|\d)/

/** Reads a heading that is a task (`#### T001: Update struct [P]`); null where it carries no id. */
export function readHeadingHead(text: string, line: Span, content: number, end: number): TaskHead | null {
  const source = text.slice(content, end)
  const read = readTaskLine(source)
  if (read === null || read.legend || (read.box === null && read.idForm !== 'T')) return null
  return headOf(text, read, { kind: 'heading', line, indent: 0, contentColumn: 0, content, headEnd: end })
}
