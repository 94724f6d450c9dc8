/** Letters that decompose into no base letter, as people write them without. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
  ŋ: 'n',
  ħ: 'h',
}

/** Of a name that has room for a number in front, in UTF-16 units and in bytes: some file systems take 143 of these. */
const LONGEST = 40
const LONGEST_BYTES = 120
/** A name does not end in the middle of a phrase. */
const CONNECTS = new Set([
  'a',
  'an',
  'the',
  'of',
  'to',
  'in',
  'on',
  'at',
  'by',
  'for',
  'with',
  'without',
  'and',
  'or',
  'from',
  'as',
  'is',
  'that',
  'so',
  'who',
  'which',
  'into',
])

/**
 * A name for a file, a folder and a git branch from words in any script: letters and digits joined by hyphens. Latin
 * letters lose their accents, all others stay what they are. Empty where nothing is a letter or a digit.
 */
export function slugOf(words: string): string {
  const plainLatin = words
    .slice(0, 4000)
    .replace(/\p{Cs}/gu, ' ')
    .normalize('NFKD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[ßæœøđðłþıŋħ]/g, (letter) => PLAIN[letter]!)
  // Joiners and the marks that make an emoji of a digit are no part of a word; apostrophes do not end one.
  const parts = plainLatin
    .replace(/[\p{Cf}\ufe00-\ufe0f\u20e3'’]/gu, '')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .map((part) => part.replace(/^\p{M}+/u, ''))
    .filter((part) => part !== '')
  return shortened(parts)
}

function shortened(parts: readonly string[]): string {
  const taken: string[] = []
  for (const part of parts) {
    if (fits([...taken, part].join('-'))) {
      taken.push(part)
      continue
    }
    // Half a name is better than none, as where a script has no blanks.
    if (taken.join('-').length < LONGEST / 4) return cut([...taken, part].join('-')).replace(/-+$/, '')
    while (taken.length > 1 && CONNECTS.has(taken.at(-1)!)) taken.pop()
    break
  }
  return taken.join('-')
}

const fits = (name: string): boolean => name.length <= LONGEST && new TextEncoder().encode(name).length <= LONGEST_BYTES

function cut(text: string): string {
  let name = ''
  for (const { segment } of graphemes(text)) {
    if (!fits(name + segment)) break
    name += segment
  }
  return name
}

/** What a person takes for one character. The rules are the same in every language. */
export const graphemes = (text: string): Iterable<Intl.SegmentData> =>
  new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)
