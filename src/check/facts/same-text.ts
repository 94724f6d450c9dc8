/** The words of a text, for comparison. */
const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .slice(0, 400)
    .match(/[\p{L}\p{N}_]+/gu) ?? []

/** How many of the words of the shorter of two texts the other has, too; from 0 to 1. */
export function sharedWords(a: string, b: string): number {
  const [one, two] = [new Set(pieces(a)), new Set(pieces(b))]
  const [small, large] = one.size <= two.size ? [one, two] : [two, one]
  if (small.size === 0) return 1
  let shared = 0
  for (const word of small) if (large.has(word)) shared++
  return shared / small.size
}

/** Words, and pairs of characters where a script puts no blanks between its words. */
const pieces = (text: string): readonly string[] =>
  wordsOf(text).flatMap((word) =>
    /[\u3040-\u30FF\u4E00-\u9FFF]/.test(word)
      ? Array.from({ length: Math.max(1, word.length - 1) }, (_, at) => word.slice(at, at + 2))
      : [word],
  )
