import type { Span } from '../../model/source.ts'
import { byFirstWord, isOdd, wordsOf, type Word } from './phrases.ts'

/** What governs the names in a clause: `read` after "from", `write` after "into", `none` at its start. */
export interface Cue<State extends string> {
  readonly state: State
  /** Matches words in the masked text; the global and Unicode flags are set. */
  readonly pattern: RegExp
  /** What `pattern` spells, by first words, in its order; a cue of words alone has it. */
  readonly spelled?: ReadonlyMap<string, readonly string[]>
  /** A text in which this finds nothing cannot match `pattern`: spares a long pattern where a short one says no. */
  readonly hint?: RegExp
}

/** A cue of words by the pattern of them, which `phrases.ts` can spell out. */
export function wordCue<State extends string>(state: State, alternatives: string): Cue<State> {
  const pattern = new RegExp(`(?<![\\p{L}\\d_'-])(?:${alternatives})(?![\\p{L}\\d_-])`, 'giu')
  return { state, pattern, spelled: byFirstWord(alternatives) }
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

/** A text in lower case, as long as it was, with its words. */
interface Lowered {
  readonly text: string
  readonly words: readonly Word[]
}

/** Null where lower case cannot tell what a case-insensitive pattern finds, and where. */
function lowered(source: string): Lowered | null {
  if (isOdd(source)) return null
  const text = source.toLowerCase()
  return text.length === source.length ? { text, words: wordsOf(source) } : null
}

const INSIDE_WORD = /[\p{L}\d_-]/uy

function endsAt(text: string, at: number): boolean {
  INSIDE_WORD.lastIndex = at
  return !INSIDE_WORD.test(text)
}

/** Where a cue stands: by its spellings where it has them, else by its pattern. */
function cueOffsets(text: string, { pattern, spelled, hint }: Cue<string>, lower: Lowered | null): number[] {
  if (spelled === undefined || lower === null) {
    if (hint !== undefined && !hint.test(text)) return []
    return Array.from(text.matchAll(pattern), ({ index }) => index)
  }
  const offsets: number[] = []
  let until = 0
  for (const { at, word } of lower.words) {
    if (at < until) continue
    for (const spelling of spelled.get(word) ?? []) {
      const end = at + spelling.length
      if (spelling.length > word.length && !lower.text.startsWith(spelling, at)) continue
      if (!endsAt(lower.text, end)) continue
      offsets.push(at)
      until = end
      break
    }
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
  const lower = lowered(text)
  for (const cue of cues)
    for (const at of cueOffsets(text, cue, lower)) list.push({ at, kind: 'cue', state: cue.state })
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
