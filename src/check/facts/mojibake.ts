import type { Span } from '../../model/source.ts'

// What Windows-1252 makes of the bytes 80 to 9F; 0 where it leaves them as they are.
const HIGH = [
  0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0,
  0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
]

const BYTES: ReadonlyMap<number, number> = new Map([
  ...Array.from({ length: 128 }, (_, at) => [0x80 + at, 0x80 + at] as const),
  ...HIGH.flatMap((code, at) => (code === 0 ? [] : [[code, 0x80 + at] as const])),
])

/** A stretch of text that was read in the wrong encoding, with what it was. */
export interface Misread extends Span {
  readonly text: string
}

const lengthOf = (lead: number): number =>
  lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0

/** The character whose UTF-8 bytes stand as characters of their own at an offset; null where there is none. */
function characterAt(text: string, at: number): { readonly code: number; readonly length: number } | null {
  const lead = BYTES.get(text.charCodeAt(at)) ?? 0
  const length = lengthOf(lead)
  if (length === 0) return null
  let code = lead & (0xff >> (length + 1))
  for (let next = at + 1; next < at + length; next++) {
    const byte = BYTES.get(text.charCodeAt(next)) ?? 0
    if (byte < 0x80 || byte > 0xbf) return null
    code = (code << 6) | (byte & 0x3f)
  }
  const least = [0, 0, 0x80, 0x800, 0x10000][length]!
  const isCharacter = code >= least && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
  return isCharacter ? { code, length } : null
}

// Quotes, dashes and points that may stand behind a letter with an accent: `CAFÉ”`, `été…»`.
const TYPOGRAPHY = /[‘’‚“”„‹›«»…–—•™¡¿·°º\u00a0]/u
// Also what was read wrongly twice.
const SEEN = /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\ufeff\u200b-\u200d\u0080-\u009f\u00ad]+$/u

/** One sequence alone may be what somebody wrote. */
function isCertain(text: string, { start, end }: Span, code: number): boolean {
  const rest = text.slice(start + 1, end)
  const before = text[start - 1] ?? ' '
  const lead = text[start]!
  if (end - start === 4) return true
  if (end - start === 3)
    return (lead === 'â' || lead === 'ï') && (!/\p{L}/u.test(before) || !/^[…–—][’”»“‘]/u.test(rest))
  if (!TYPOGRAPHY.test(rest)) return code >= 0xa0
  return (lead === 'Ã' || lead === 'Â') && !/[\p{Lu}„“”‘’«»"']/u.test(before)
}

/** Text in UTF-8 that was read as Latin-1 or Windows-1252, once or more often, where that is certain. Linear. */
export function misread(text: string): readonly Misread[] {
  const found: Misread[] = []
  for (let at = 0; at < text.length;) {
    if (text.charCodeAt(at) < 0xc2 || characterAt(text, at) === null) {
      at++
      continue
    }
    const start = at
    let decoded = ''
    let count = 0
    let code = 0
    for (let next = characterAt(text, at); next !== null; next = characterAt(text, at)) {
      code = next.code
      decoded += String.fromCodePoint(code)
      count++
      at += next.length
    }
    if (SEEN.test(decoded) && (count > 1 ? isMany(text, start, at) : isCertain(text, { start, end: at }, code)))
      found.push({ start, end: at, text: again(decoded) })
  }
  return found
}

/** Several in a row are certain unless each may be a letter and its quote. */
function isMany(text: string, start: number, end: number): boolean {
  return end - start > 4 || !TYPOGRAPHY.test(text[start + 1]!) || !TYPOGRAPHY.test(text[end - 1]!)
}

/** What was read wrongly may have been so before; each time at least halves it. */
function again(decoded: string): string {
  let text = ''
  let from = 0
  for (const each of misread(decoded)) {
    text += decoded.slice(from, each.start) + each.text
    from = each.end
  }
  return text + decoded.slice(from)
}
