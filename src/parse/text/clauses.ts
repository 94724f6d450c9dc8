import type { Span } from '../../model/source.ts'
import { firstWords, isOdd, wholeWords, wordsOf, type Word } from './phrases.ts'

/** What governs the names in a clause: `read` after "from", `write` after "into", `none` at its start. */
export interface Cue<State extends string> {
  readonly state: State
  /** Matches words in the masked text; the global and Unicode flags are set. */
  readonly pattern: RegExp
  /** The same, sticky: what a word matches that begins with one of `first`; a cue of words alone has both. */
  readonly words?: {
    readonly first: ReadonlySet<string>
    /** Words that begin no other spelling: no pattern is needed to know that they match. */
    readonly whole: ReadonlySet<string>
    readonly pattern: RegExp
  }
  /** A text in which this finds nothing cannot match `pattern`: spares a long pattern where a short one says no. */
  readonly hint?: RegExp
}

/** A cue of words by the pattern of them, which `phrases.ts` can spell out. */
export function wordCue<State extends string>(state: State, alternatives: string): Cue<State> {
  const source = `(?<![\\p{L}\\d_'-])(?:${alternatives})(?![\\p{L}\\d_-])`
  return {
    state,
    pattern: new RegExp(source, 'giu'),
    words: { first: firstWords(alternatives), whole: wholeWords(alternatives), pattern: new RegExp(source, 'iuy') },
  }
}

interface Event<State extends string> {
  readonly at: number
  readonly kind: 'cue' | 'open' | 'close' | 'end' | 'mark'
  readonly state?: State
  readonly mark?: number
}

/** Blanks out spans, one character for one, so that cues inside names are not seen. */
export function blank(text: string, spans: readonly Span[]): string {
  let masked = ''
  let from = 0
  for (const span of spans) {
    if (span.start < from) continue
    masked += text.slice(from, span.start) + '\u0001'.repeat(span.end - span.start)
    from = span.end
  }
  return masked + text.slice(from)
}

/** Where a cue stands. By its first words, where it has them: the long pattern is tried at those words only. */
function cueOffsets(text: string, { pattern, words, hint }: Cue<string>, found: readonly Word[] | null): number[] {
  if (words === undefined || found === null) {
    if (hint !== undefined && !hint.test(text)) return []
    return Array.from(text.matchAll(pattern), ({ index }) => index)
  }
  const offsets: number[] = []
  let until = 0
  for (const { at, word } of found) {
    if (at < until || !words.first.has(word)) continue
    if (words.whole.has(word)) {
      until = at + word.length
      if (!/[\d_-]/.test(text[until] ?? '')) offsets.push(at)
      else until = at
      continue
    }
    words.pattern.lastIndex = at
    if (!words.pattern.test(text)) continue
    offsets.push(at)
    until = words.pattern.lastIndex
  }
  return offsets
}

const BORDER = /[(（]|[)）]|[.!?](?=\s{1,3}\p{Lu})|[;；。！？]|\s[—–]\s|\n[ \t]{0,16}[-*+]\s/gu

const MAYBE_BORDER = /[()（）.!?;；。！？—–\n]/

function borderKind(first: string): 'open' | 'close' | 'end' {
  if (first === '(' || first === '（') return 'open'
  return first === ')' || first === '）' ? 'close' : 'end'
}

function events<State extends string>(
  text: string,
  marks: readonly Span[],
  cues: readonly Cue<State>[],
): Event<State>[] {
  const list: Event<State>[] = marks.map((mark, index) => ({ at: mark.start, kind: 'mark', mark: index }))
  const words = isOdd(text) ? null : wordsOf(text)
  for (const cue of cues)
    for (const at of cueOffsets(text, cue, words)) list.push({ at, kind: 'cue', state: cue.state })
  if (!MAYBE_BORDER.test(text)) return list.sort((a, b) => a.at - b.at)
  for (const found of text.matchAll(BORDER)) list.push({ at: found.index, kind: borderKind(found[0][0]!) })
  return list.sort((a, b) => a.at - b.at)
}

/**
 * For every mark the state of the cue that governs it: the last cue before it in its clause. A parenthesis inherits the
 * state and gives it back when it closes; the end of a sentence sets it to the first of `cues`' rest state. Linear.
 */
export function govern<State extends string>(
  source: string,
  marks: readonly Span[],
  cues: readonly Cue<State>[],
  rest: State,
  move: (from: State, cue: State) => State,
): State[] {
  if (marks.length === 0) return []
  const text = blank(
    source,
    [...marks].sort((a, b) => a.start - b.start),
  )
  const states: State[] = marks.map(() => rest)
  if (marks.length === 0) return states
  const outer: State[] = []
  let state = rest
  for (const event of events(text, marks, cues)) {
    if (event.kind === 'mark') states[event.mark!] = state
    else if (event.kind === 'cue') state = move(state, event.state!)
    else if (event.kind === 'open') outer.push(state)
    else if (event.kind === 'close') state = outer.pop() ?? state
    else if (outer.length === 0) state = rest
  }
  return states
}
