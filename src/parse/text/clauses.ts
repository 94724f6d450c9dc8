import { once } from '../../model/once.ts'
import type { Span } from '../../model/source.ts'
import { byFirstWord, isOdd, wordsOf } from './phrases.ts'
import { BEYOND_ASCII, isAscii } from './traits.ts'

/** What governs the names in a clause: `read` after "from", `write` after "into", `none` at its start. */
export interface Cue<State extends string> {
  readonly state: State
  /** Matches words in the masked text; the global and Unicode flags are set. */
  readonly pattern: () => RegExp
  /** What `pattern` spells, by first words, in its order; a cue of words alone has it. */
  readonly spelled?: ReadonlyMap<string, readonly string[]>
  /** A text in which this finds nothing cannot match `pattern`: spares a long pattern where a short one says no. */
  readonly needs?: RegExp
}

/** The cues of a reader, and what they do. */
export interface Cues<State extends string> {
  readonly all: readonly Cue<State>[]
  /** The state at the start of a text and behind the end of a sentence. */
  readonly rest: State
  readonly move: (from: State, cue: State) => State
  /** The spellings of all cues of words, by first words; so that each word of a text is looked up once. */
  readonly spelled: ReadonlyMap<string, readonly Spelling[]>
  /** The words of ASCII that `spelled` knows, in a text in lower case. */
  readonly firstWords: RegExp
  /** The cues that have no spellings, by their indexes. */
  readonly unspelled: readonly number[]
  /** The states behind short texts that were asked for: half of a plan's lines begin in the same few words. */
  readonly known: Map<string, State>
}

interface Spelling {
  /** Index of the cue. */
  readonly cue: number
  readonly spellings: readonly string[]
}

/** A cue of words by the pattern of them, which `phrases.ts` can spell out. */
export function wordCue<State extends string>(state: State, alternatives: string): Cue<State> {
  const pattern = once(() => new RegExp(`(?<![\\p{L}\\d_'-])(?:${alternatives})(?![\\p{L}\\d_-])`, 'giu'))
  return { state, pattern, spelled: byFirstWord(alternatives) }
}

/** Cues in their order: where two begin at the same place, the later one has the last word. */
export function cuesOf<State extends string>(
  all: readonly Cue<State>[],
  rest: State,
  move: (from: State, cue: State) => State,
): Cues<State> {
  const spelled = new Map<string, Spelling[]>()
  all.forEach((one, cue) => {
    for (const [word, spellings] of one.spelled ?? []) {
      const known = spelled.get(word)
      if (known === undefined) spelled.set(word, [{ cue, spellings }])
      else known.push({ cue, spellings })
    }
  })
  const unspelled = all.flatMap((one, cue) => (one.spelled === undefined ? [cue] : []))
  const ascii = [...spelled.keys()].filter((word) => /^[a-z]+$/.test(word))
  // No words: nothing is found, instead of nothing everywhere.
  const any = ascii.length === 0 ? '(?!)' : `(?:${ascii.join('|')})`
  const firstWords = new RegExp(`(?<![a-z\\d_'-])${any}(?![a-z])`, 'g')
  return { all, rest, move, spelled, firstWords, unspelled, known: new Map() }
}

interface Event<State extends string> {
  readonly at: number
  /** Orders what begins at the same place: names, then cues in their order, then borders. */
  readonly rank: number
  readonly kind: 'cue' | 'open' | 'close' | 'end'
  readonly state?: State
}

/** Blanks out spans, one character for one, so that cues inside names are not seen. */
export function blank(text: string, spans: readonly Span[]): string {
  let masked = ''
  let from = 0
  for (const span of spans) {
    if (span.start >= text.length) break
    if (span.start < from) continue
    masked += text.slice(from, span.start) + '\u0001'.repeat(span.end - span.start)
    from = span.end
  }
  return masked + text.slice(from)
}

/** A text with one character in place of each span, for what asks only for the order of words. */
export function collapse(text: string, spans: readonly Span[]): string {
  let masked = ''
  let from = 0
  for (let at = 0; at < spans.length && spans[at]!.start < text.length; at++) {
    masked += `${text.slice(from, spans[at]!.start)}\u0001`
    from = spans[at]!.end
  }
  return from === 0 ? text : masked + text.slice(from)
}

/** A text in lower case; null where that cannot tell what a case-insensitive pattern finds, and where. */
function lowered(source: string, ascii: boolean): string | null {
  if (ascii) return source.toLowerCase()
  if (isOdd(source)) return null
  const text = source.toLowerCase()
  return text.length === source.length ? text : null
}

const INSIDE_WORD = /[\p{L}\d_-]/uy

function endsAt(text: string, at: number): boolean {
  if (text.charCodeAt(at) === 0x20) return true
  INSIDE_WORD.lastIndex = at
  return !INSIDE_WORD.test(text)
}

/** Adds the cues that a word of a text in lower case begins. `until` has where the last of each cue ended. */
function cuesAt<State extends string>(
  cues: Cues<State>,
  lower: string,
  word: string,
  at: number,
  until: number[],
  found: Event<State>[],
): void {
  const known = cues.spelled.get(word)
  if (known === undefined) return
  for (let index = 0; index < known.length; index++) {
    const { cue, spellings } = known[index]!
    if (at < (until[cue] ?? 0)) continue
    for (let one = 0; one < spellings.length; one++) {
      const spelling = spellings[one]!
      const end = at + spelling.length
      if (spelling.length > word.length && !lower.startsWith(spelling, at)) continue
      if (!endsAt(lower, end)) continue
      found.push({ at, rank: cue, kind: 'cue', state: cues.all[cue]!.state })
      until[cue] = end
      break
    }
  }
}

/** Where the cues of words stand, by their spellings. `lower` is the source in lower case. */
function spelledEvents<State extends string>(
  cues: Cues<State>,
  source: string,
  lower: string,
  ascii: boolean,
): Event<State>[] {
  const found: Event<State>[] = []
  const until: number[] = []
  const { firstWords } = cues
  firstWords.lastIndex = 0
  if (ascii)
    for (let word = firstWords.exec(lower); word !== null; word = firstWords.exec(lower))
      cuesAt(cues, lower, word[0], word.index, until, found)
  else for (const { at, word } of wordsOf(source)) cuesAt(cues, lower, word, at, until, found)
  return found
}

const BORDER = /[(（]|[)）]|[.!?](?=\s{1,3}\p{Lu})|[;；。！？]|\s[—–]\s|\n[ \t]{0,16}[-*+]\s/gu

const MAYBE_BORDER = /[()（）.!?;；。！？—–\n]/

function borderKind(first: string): 'open' | 'close' | 'end' {
  if (first === '(' || first === '（') return 'open'
  return first === ')' || first === '）' ? 'close' : 'end'
}

const byPlace = (a: Event<string>, b: Event<string>): number => a.at - b.at || a.rank - b.rank

function events<State extends string>(text: string, cues: Cues<State>): Event<State>[] {
  const ascii = isAscii(text)
  const lower = lowered(text, ascii)
  const list = lower === null ? [] : spelledEvents(cues, text, lower, ascii)
  const { all, unspelled } = cues
  const others = lower === null ? all.length : unspelled.length
  for (let other = 0; other < others; other++) {
    const rank = lower === null ? other : unspelled[other]!
    const { state, pattern, needs } = all[rank]!
    if (needs === BEYOND_ASCII ? ascii : needs?.test(text) === false) continue
    for (const { index } of text.matchAll(pattern())) list.push({ at: index, rank, kind: 'cue', state })
  }
  // Borders alone change nothing.
  if (list.length > 0 && MAYBE_BORDER.test(text)) {
    BORDER.lastIndex = 0
    for (let found = BORDER.exec(text); found !== null; found = BORDER.exec(text))
      list.push({ at: found.index, rank: all.length, kind: borderKind(found[0][0]!) })
  }
  return list.length > 1 ? list.sort(byPlace) : list
}

/** Follows the events of a text; `states` gets the state before each of the marks that stands at or before one of them. */
function follow<State extends string>(
  found: readonly Event<State>[],
  cues: Cues<State>,
  marks: readonly Span[],
  states: State[],
): State {
  const outer: State[] = []
  let state = cues.rest
  for (let index = 0; index < found.length; index++) {
    const event = found[index]!
    while (states.length < marks.length && marks[states.length]!.start <= event.at) states.push(state)
    if (event.kind === 'cue') state = cues.move(state, event.state!)
    else if (event.kind === 'open') outer.push(state)
    else if (event.kind === 'close') state = outer.pop() ?? state
    else if (outer.length === 0) state = cues.rest
  }
  return state
}

// What is kept: short texts, and not without end.
const SHORT = 40
const MANY = 4000

/** The state that a text leaves what follows it in; the names in it are blanked out. */
export function stateBehind<State extends string>(before: string, cues: Cues<State>): State {
  const short = before.length <= SHORT
  const known = short ? cues.known.get(before) : undefined
  if (known !== undefined) return known
  const state = follow(events(`${before}\u0001`, cues), cues, NO_MARKS, [])
  if (cues.known.size > MANY) cues.known.clear()
  if (short) cues.known.set(before, state)
  return state
}

const NO_MARKS: readonly Span[] = []

/**
 * For every mark, in the order of the text, the state of the cue that governs it: the last cue before it in its clause. A
 * parenthesis inherits the state and gives it back when it closes; the end of a sentence sets it to the rest state of
 * `cues`. Linear.
 */
export function govern<State extends string>(source: string, marks: readonly Span[], cues: Cues<State>): State[] {
  if (marks.length === 0) return []
  if (marks.length === 1) return [stateBehind(source.slice(0, marks[0]!.start), cues)]
  // Nothing behind the start of the last mark governs any.
  const last = marks[marks.length - 1]!.start
  const states: State[] = []
  const end = follow(events(`${blank(source.slice(0, last), marks)}\u0001`, cues), cues, marks, states)
  while (states.length < marks.length) states.push(end)
  return states
}
