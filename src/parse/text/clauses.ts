import type { Span } from '../../model/source.ts'

/** What governs the names in a clause: `read` after "from", `write` after "into", `none` at its start. */
export interface Cue<State extends string> {
  readonly state: State
  /** Matches words in the masked text; the global and Unicode flags are set. */
  readonly pattern: RegExp
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

function events<State extends string>(
  text: string,
  marks: readonly Span[],
  cues: readonly Cue<State>[],
): Event<State>[] {
  const list: Event<State>[] = marks.map((mark, index) => ({ at: mark.start, kind: 'mark', mark: index }))
  for (const cue of cues) {
    for (const found of text.matchAll(cue.pattern)) list.push({ at: found.index, kind: 'cue', state: cue.state })
  }
  for (const found of text.matchAll(/[(（]|[)）]|[.!?](?=\s{1,3}\p{Lu})|[;；。！？]|\s[—–]\s|\n[ \t]{0,16}[-*+]\s/gu)) {
    const kind = /[(（]/.test(found[0]) ? 'open' : /[)）]/.test(found[0]) ? 'close' : 'end'
    list.push({ at: found.index, kind })
  }
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
