import type { Span } from '../../model/source.ts'
import { codeSpans } from './code-spans.ts'
import { hasBracket } from './traits.ts'

const NONE: readonly Span[] = []
const BRACKET = /[(（)）[\]]/g

/** Parentheses and brackets that close, outside of code, in the order they open. */
export function brackets(text: string): readonly Span[] {
  if (!hasBracket(text)) return NONE
  const code = codeSpans(text)
  const open: number[] = []
  const spans: Span[] = []
  let sorted = true
  let next = 0
  BRACKET.lastIndex = 0
  for (let found = BRACKET.exec(text); found !== null; found = BRACKET.exec(text)) {
    const { index } = found
    while (next < code.length && code[next]!.end <= index) next++
    if (next < code.length && code[next]!.start <= index) {
      BRACKET.lastIndex = code[next]!.end
      continue
    }
    const char = text.charCodeAt(index)
    if (char === 0x28 || char === 0x5b || char === 0xff08) open.push(index)
    else {
      const start = open.pop()
      if (start === undefined) continue
      if (spans.length > 0 && spans[spans.length - 1]!.start > start) sorted = false
      spans.push({ start, end: index + 1 })
    }
  }
  return sorted ? spans : spans.sort((a, b) => a.start - b.start)
}
