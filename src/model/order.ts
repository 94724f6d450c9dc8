/**
 * Orders names and ids the same way on every machine: runs of digits by their value (`T99` before `T100`), everything
 * else by UTF-16 code unit. Total: it is 0 only for equal strings.
 */
export function compareNatural(a: string, b: string): number {
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    const left = a.charCodeAt(i)
    const right = b.charCodeAt(j)
    if (left === right) {
      i++
      j++
      continue
    }
    // What they have in common may end inside of a number.
    let same = 0
    while (same < i && same < j && isDigit(a.charCodeAt(i - same - 1)) && isDigit(b.charCodeAt(j - same - 1))) same++
    if (same === 0 && !(isDigit(left) && isDigit(right))) return left - right
    if (!isDigit(left) && !isDigit(right)) return left - right
    const endLeft = digitsEnd(a, i)
    const endRight = digitsEnd(b, j)
    const order = compareDigits(a, i - same, endLeft, b, j - same, endRight)
    if (order !== 0) return order
    i = endLeft
    j = endRight
  }
  // `01` and `1` have the same value; without the last step they would be equal and their order left to the caller.
  return a.length - i - (b.length - j) || (a < b ? -1 : a > b ? 1 : 0)
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57

function digitsEnd(text: string, start: number): number {
  let end = start
  while (end < text.length && isDigit(text.charCodeAt(end))) end++
  return end
}

/** Without leading zeros the longer run is the greater number, and of two of one length the first other digit decides. */
function compareDigits(a: string, fromA: number, endA: number, b: string, fromB: number, endB: number): number {
  let i = fromA
  let j = fromB
  while (i < endA && a.charCodeAt(i) === 48) i++
  while (j < endB && b.charCodeAt(j) === 48) j++
  if (endA - i !== endB - j) return endA - i - (endB - j)
  for (; i < endA; i++, j++) if (a.charCodeAt(i) !== b.charCodeAt(j)) return a.charCodeAt(i) - b.charCodeAt(j)
  return 0
}
