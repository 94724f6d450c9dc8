import type { Span } from '../../model/source.ts'

// What stands in brackets in the templates of Spec Kit, intentk and their translations, whatever is around it.
const ANYWHERE =
  /^(?:tbd|tba|todo|fixme|lorem ipsum|feature[ _-]name|project[ _-]name|your[ _-]\p{L}.*|insert \p{L}.*|(?:tbd|todo|fixme)\s?[:：].*|#{3}-.*|e\.g\.[, ].*|(?:brief|short) (?:title|description|summary)\b.*|describe \p{L}.*|description of \p{L}.*|(?:entity|endpoint|service|component)\s?\d|endpoint\/feature|measurable outcome \d|add more .*|机能名|機能名|功能名称|功能名稱|기능명|기능 이름|nom de la fonctionnalité|nombre de la funcionalidad|nome da funcionalidade|name der funktion|feature-name)$/iu

// All that a line, a heading, a cell or the value of a label says.
const WHOLE =
  /^(?:(?:what|how|who|why|when|which|where|describe|brief|specific|insert|list|your|name of|title of|description|explain|any|e\.g\.)\s.*|(?:title|name|description|date|author|owner|details|summary|placeholder|name|datum|fecha|日期|日付|날짜)|(?:criterion|deliverable|milestone|goal|task|step|point|method|risk|item|outcome|requirement|feature|implementation item) \d+(?: - .*)?|[A-Z][A-Z\d]*(?:[ _][A-Z\d]+)*[ _](?:NAME|TITLE|DATE|DESCRIPTION|HERE|NUMBER|VERSION)|DATE|NAME|TITLE)$/u
const WHOLE_ANY_CASE = /^(?:what|how|who|why|when|which|where|describe|brief|specific|insert|list|your) \p{L}/iu

const PUT_OFF =
  /^(?:tbd|tba|to be (?:defined|determined|decided|announced)|lorem ipsum\b.*|待定|待补充|待補充|待填写|未定|未決定|미정|à définir|por definir|a definir)$/iu

const STORY = /^US\d/
const SHORTEST = 3
const LONGEST = 200

/** Whether brackets may hold a blank: boxes and other short ones do not. */
export const mayHoldBlanks = (text: string): boolean => /\[[^[\]\n]{3}/.test(text)

/** The blanks of a template in one line, as offsets. `line` has no code spans; `isLink` tells names of references. */
export function leftovers(line: string, hasWords: boolean, isLink: (name: string) => boolean): readonly Span[] {
  const found = line.includes('[') ? bracketed(line, isLink) : []
  if (!hasWords) return found
  const words = inWords(line)
  return words === null || found.some(({ start, end }) => start < words.end && words.start < end)
    ? found
    : [...found, words].toSorted((a, b) => a.start - b.start)
}

function bracketed(line: string, isLink: (name: string) => boolean): Span[] {
  const found: Span[] = []
  let close = 0
  for (let open = line.indexOf('['); open >= 0; open = line.indexOf('[', Math.max(close, open + 1))) {
    close = line.indexOf(']', open)
    if (close < 0) break
    const inner = line.lastIndexOf('[', close)
    if (inner > open) open = inner
    const name = line.slice(open + 1, close)
    if (name.length < SHORTEST || name.length > LONGEST || STORY.test(name)) continue
    if (isPartOfName(line, open, close + 1)) continue
    const isBlank = ANYWHERE.test(name) || (isWhole(line, open, close + 1) && isWholeBlank(name))
    if (isBlank && !isLink(name)) found.push({ start: open, end: close + 1 })
  }
  return found
}

const isWholeBlank = (name: string): boolean => WHOLE.test(name) || WHOLE_ANY_CASE.test(name)

/** A link, a footnote, an index of a list, a part of a path. */
function isPartOfName(line: string, start: number, end: number): boolean {
  return /[\w\]/.!$-]/.test(line[start - 1] ?? ' ') || /[\w[(/:-]/.test(line[end] ?? ' ')
}

/** Whether nothing else is said there: only marks, a box, an id or a label stand before it, and nothing behind. */
function isWhole(line: string, start: number, end: number): boolean {
  const behind = line.slice(end, end + 40).trimStart()
  if (!/^(?:$|[*_.]{1,3}\s*$|\|)/.test(behind)) return false
  const before = line.slice(Math.max(0, start - 80), start).trimEnd()
  return /(?:^|[|:：>#]|[:：][*_]{1,3}|[*_]{1,3}[:：])$|^\s*(?:[-*+]|\d{1,4}[.)])(?: \[[ xX]\])?(?: [A-Z]*[\d.]+)?$/.test(
    before,
  )
}

const LEAD = /^[\s>]*(?:#{1,6}\s+|(?:[-*+]|\d{1,9}[.)])\s+(?:\[[^\]]\]\s+)?)?/

/** `TBD` where a value or the words of an item belong, `TXXX` as the id of a task. */
function inWords(line: string): Span | null {
  const lead = LEAD.exec(line)![0].length
  const words = line.slice(lead)
  if (words.startsWith('TXXX') && /^TXXX\b/.test(words)) return { start: lead, end: lead + 4 }
  const lorem = line.toLowerCase().indexOf('lorem ipsum')
  if (lorem >= 0) return { start: lorem, end: lorem + 'lorem ipsum'.length }
  if (words.length > LONGEST && !line.includes('|')) return null
  const from = line.includes('|') ? -1 : valueStart(words)
  if (from >= 0) return putOff(line, lead + from, line.length)
  return line.includes('|') ? inCells(line) : null
}

/** Where the value of a label begins, or what follows the id of a task. */
function valueStart(words: string): number {
  const label = /^[*_]{0,3}[^:：|]{1,60}?(?:[*_]{1,3}\s?[:：]|[:：][*_]{0,3})\s*/.exec(words)
  const id = /^(?:[A-Z]{1,5}-?\d[\w.-]{0,12}|\d[\d.]{0,12})[:：.)]?\s+/.exec(words)
  return label?.[0].length ?? id?.[0].length ?? 0
}

function putOff(line: string, start: number, end: number): Span | null {
  const raw = line.slice(start, end)
  const text = raw.replace(/[\s.*_]+$/, '')
  return text !== '' && text.length < 80 && PUT_OFF.test(text) ? { start, end: start + text.length } : null
}

function inCells(line: string): Span | null {
  let at = 0
  for (const cell of line.split('|')) {
    const start = at + cell.length - cell.trimStart().length
    const found = cell.trim() === '' ? null : putOff(line, start, at + cell.length)
    if (found !== null) return found
    at += cell.length + 1
  }
  return null
}
