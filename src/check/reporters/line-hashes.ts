/** How many characters from the start of a line decide its hash. */
const WINDOW = 100
const BASE = 37n
const END = 0xffff

/**
 * The hash by which GitHub code scanning knows a line again after others moved it (`primaryLocationLineHash`), for every
 * line: a polynomial modulo 2^64 over the next hundred characters without blanks, and how often it was met before. The
 * upload action computes the same where a log has none; a log that comes by another way needs it.
 */
export function lineHashes(text: string): readonly string[] {
  const { units, starts } = condensed(text)
  // `sums[i]` is the polynomial over the first `i` units: that of a window is the difference of two.
  const sums = new BigUint64Array(units.length + 1)
  for (let at = 0; at < units.length; at++) sums[at + 1] = sums[at]! * BASE + BigInt(units[at]!)
  const shift = BASE ** BigInt(WINDOW)
  const seen = new Map<string, number>()
  return starts.map((start) => {
    const hash = BigInt.asUintN(64, sums[start + WINDOW]! - sums[start]! * shift).toString(16)
    const count = (seen.get(hash) ?? 0) + 1
    seen.set(hash, count)
    return `${hash}:${count}`
  })
}

/** The text without blanks, every line end as `\n`, an end mark behind it, zeros behind that; and where lines start. */
function condensed(text: string): { readonly units: Uint16Array; readonly starts: readonly number[] } {
  const units = new Uint16Array(text.length + 1 + WINDOW)
  const starts: number[] = []
  let length = 0
  let isLineStart = true
  let afterReturn = false
  const push = (unit: number): void => {
    if (isLineStart) starts.push(length)
    isLineStart = unit === 10
    units[length++] = unit
  }
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    const isSilent = unit === 32 || unit === 9 || (afterReturn && unit === 10)
    afterReturn = unit === 13
    if (!isSilent) push(afterReturn ? 10 : unit)
  }
  push(END)
  return { units: units.slice(0, length + WINDOW), starts }
}
