/** A sentence of a text and the offset of its first character. */
export interface Sentence {
  readonly text: string
  readonly start: number
}

// "der 2. Woche", "после 1. этапа": an ordinal and no end.
const ORDINAL = /(?:^|\s)(?:der|die|das|dem|den|des|zur|zum|nach|ab|und|oder|bis|vor|von)\s\d{1,3}$/iu

function ends(text: string, at: number): boolean {
  const char = text[at]!
  if (/[\n。！？]/.test(char)) return true
  if (!/\s/.test(text[at + 1] ?? ' ')) return false
  if (char !== '.' || !/\d/.test(text[at - 1] ?? '')) return true
  return !ORDINAL.test(text.slice(Math.max(0, at - 12), at)) && !/^\.[ \t]+\p{Ll}/u.test(text.slice(at, at + 4))
}

/** The sentences of a text; a line end closes one, the point of an ordinal or a version does not. */
export function sentencesOf(text: string): Sentence[] {
  const found: Sentence[] = []
  let start = 0
  for (const match of text.matchAll(/[.!?\n。！？]/gu)) {
    if (!ends(text, match.index)) continue
    found.push({ text: text.slice(start, match.index + 1), start })
    start = match.index + 1
  }
  found.push({ text: text.slice(start), start })
  return found.flatMap((one) => {
    const words = one.text.trim()
    return words === '' ? [] : [{ text: words, start: one.start + one.text.indexOf(words[0]!) }]
  })
}
