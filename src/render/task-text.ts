import { codeSpans } from '../parse/text/code-spans.ts'
import { findEstimate } from '../parse/text/estimate.ts'
import { readTaskLine } from '../parse/text/task-line.ts'
import { oneLine } from './inline.ts'

const entity = (char: string): string => `&#${char.codePointAt(0)};`

/** The entity of a mark together with the backslash that escapes it, if one does: it would escape the entity instead. */
const unmarked = (marked: string): string => {
  const slashes = marked.length - 1
  return marked.slice(0, slashes - (slashes % 2)) + entity(marked.slice(slashes))
}

/** Applies a change outside code spans only, where an entity is read as its character. */
function outsideCode(text: string, change: (part: string) => string): string {
  let result = ''
  let from = 0
  for (const span of codeSpans(text)) {
    result += change(text.slice(from, span.start)) + text.slice(span.start, span.end)
    from = span.end
  }
  return result + change(text.slice(from))
}

/** `` `[P]` `` at the very start reads as a tag; with two ticks and blanks it is the same code span and no tag. */
function loosenFirstCode(text: string): string {
  const first = codeSpans(text)[0]
  if (first === undefined || first.start !== 0 || !first.content.startsWith('[')) return text
  const ticks = /^`+/.exec(text)![0]
  return `${ticks}\`${' '}${first.content} ${ticks}\`${text.slice(first.end)}`
}

/** The text alone, and with an estimate after it, reads as that text and as nothing else. */
const reads = (text: string): boolean => readsAs(text) && readsAs(`${text} (x)`)

function readsAs(text: string): boolean {
  const line = readTaskLine(`[ ] T1 [M1] ${text}`)
  return (
    line !== null &&
    line.text === text &&
    line.state === 'open' &&
    !line.parallel &&
    line.milestoneTags.length === 1 &&
    line.storyTags.length + line.wordTags.length === 0 &&
    line.priority === null
  )
}

function withoutTags(text: string): string {
  if (reads(text)) return text
  const plain = outsideCode(loosenFirstCode(text), (part) => part.replace(/(?<!\\)\\*[[~]/g, unmarked))
  if (reads(plain)) return plain
  // What is left is a separator or mark in front that the reader takes for its own.
  const first = String.fromCodePoint(plain.codePointAt(0) ?? 32)
  return /[\p{L}\p{N}`\\&\s]/u.test(first) ? plain : entity(first) + plain.slice(first.length)
}

const DEPENDENCY =
  /(?<!\\)\\*[(（](?=\s{0,3}(?:depends|depending|after|requires|needs|blocked|waits|依存|依赖|前提))/giu

const MAYBE_DEPENDENCY = new RegExp(DEPENDENCY.source, 'iu')

// A number with a word after it, and a mark that could set it off from the rest.
const MAYBE_ESTIMATE =
  /^(?=.*(?:[()（）[\]|:：]|\s[-–—])).*(?:[\d½][\s-]{0,2}[A-Za-z\u0080-\uffff]|\b(?:[Hh]alf|[Oo]ne|[Tt]wo|[Tt]hree)[\s-])/

function withoutEstimate(text: string): string {
  let result = text
  // Each round takes the mark away by which the reader found it; more than a few are no accident.
  for (let round = 0; round < 4; round++) {
    const found = findEstimate(result)
    if (found === null) return result
    const cut = result.slice(found.start, found.end)
    const mark = /[(（[|:：]|[-–—]/u.exec(cut)
    if (mark === null) return result
    const at = found.start + mark.index
    const from = at - /\\*$/.exec(result.slice(Math.max(0, at - 64), at))![0].length
    result = result.slice(0, from) + unmarked(result.slice(from, at + 1)) + result.slice(at + 1)
  }
  return result
}

// What nearly every task is: plain words and code in single ticks, without a mark that the reader takes for a tag, a
// remark, a comment or a label.
const PLAIN =
  /^(?=[A-Za-z0-9`])[!-'*-/0-9;=-Z^_a-z{}]*(?:(?: (?!-|$)|`(?!`)[!-'*-/0-9;=-Z^_a-z{}]*(?: (?!-)[!-'*-/0-9;=-Z^_a-z{}]*)*`(?!`))[!-'*-/0-9;=-Z^_a-z{}]*)*$/

/**
 * The text of a task on one line that reads back as that text: what merely looks like a tag, a struck-through task, a
 * dependency or an estimate in it is written with entities, which changes no character a reader sees. Idempotent.
 */
export function taskText(text: string): string {
  if (PLAIN.test(text)) return text
  let line = oneLine(text)
  if (/[[~]|^[^A-Za-z0-9`]/.test(line)) line = withoutTags(line)
  if (MAYBE_DEPENDENCY.test(line)) line = outsideCode(line, (part) => part.replace(DEPENDENCY, unmarked))
  return MAYBE_ESTIMATE.test(line) ? withoutEstimate(line) : line
}
