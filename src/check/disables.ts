import type { Span } from '../model/source.ts'
import type { TaskDocument } from '../model/task-document.ts'

/** A comment that silences rules, as it stands in a document. */
export interface Disable {
  /** The comment. */
  readonly place: Span
  /** The rule as written, with its own place; '' for all rules. */
  readonly rule: string
  readonly ruleSpan: Span
  /** Findings that begin in here are silenced. */
  readonly covers: Span
}

const COMMENT = /<!--[ \t]*intentk-(disable-next|disable-line|disable|enable)\b([^>]*?)-->/g

interface Read {
  readonly word: string
  readonly place: Span
  readonly rules: readonly { readonly name: string; readonly span: Span }[]
}

/** Whether a document may have such comments, without reading it. */
export const mayHoldDisables = (text: string): boolean => text.includes('intentk-')

/**
 * The disable comments of a document. `intentk-disable` covers what follows up to `intentk-enable` or the end,
 * `intentk-disable-next` the next block, `intentk-disable-line` its own line. Each may name rules; without a name it is
 * for all. A remark may follow behind `--`.
 */
export function readDisables(document: TaskDocument): readonly Disable[] {
  const { text } = document
  if (!mayHoldDisables(text)) return []
  const comments = readComments(document)
  const disables: Disable[] = []
  comments.forEach(({ word, place, rules }, index) => {
    if (word === 'enable') return
    for (const { name, span } of rules) {
      const covers = coverOf(document, word, place, () => endOf(comments, index, name, text.length))
      disables.push({ place, rule: name, ruleSpan: span, covers })
    }
  })
  return disables
}

function readComments({ text, pieces }: TaskDocument): readonly Read[] {
  const code = pieces.filter(({ kind }) => kind === 'code' || kind === 'front-matter')
  let next = 0
  return [...text.matchAll(COMMENT)].flatMap((match): readonly Read[] => {
    const start = match.index
    while (next < code.length && code[next]!.end <= start) next++
    if (next < code.length && code[next]!.start <= start) return []
    const place = { start, end: start + match[0].length }
    const listed = match[2]!.split(/\s--\s/)[0]!
    const from = start + match[0].indexOf(match[2]!)
    const names = [...listed.matchAll(/[^\s,]+/g)].map(({ 0: name, index }) => ({
      name,
      span: { start: from + index, end: from + index + name.length },
    }))
    return [{ word: match[1]!, place, rules: names.length > 0 ? names : [{ name: '', span: place }] }]
  })
}

/** Where the rest ends that a comment covers: at the comment that turns the rule, or all rules, on again. */
function endOf(comments: readonly Read[], index: number, rule: string, end: number): number {
  const until = comments.find(
    ({ word, rules }, at) => at > index && word === 'enable' && rules.some(({ name }) => name === '' || name === rule),
  )
  return until?.place.start ?? end
}

function coverOf({ text, pieces, tasks }: TaskDocument, word: string, place: Span, rest: () => number): Span {
  if (word === 'disable') return { start: place.end, end: rest() }
  const lineStart = text.lastIndexOf('\n', place.start) + 1
  const newline = text.indexOf('\n', place.end)
  const lineEnd = newline < 0 ? text.length : newline
  if (word === 'disable-line') return { start: lineStart, end: lineEnd }
  // A task below the comment in the same item, else the next block of the document.
  const task = tasks.find(({ start }) => start >= place.end)
  const piece = pieces.find(({ start, kind }) => start >= place.end && kind !== 'comment')
  const isNearer = task !== undefined && (piece === undefined || task.start <= piece.start)
  const next = isNearer ? task : piece
  return next === undefined ? { start: place.end, end: lineEnd } : { start: place.end, end: next.end }
}
