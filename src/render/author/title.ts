import { graphemes } from './slug.ts'

const LONGEST = 72

/**
 * A title from a sentence: its first clause, without the words by which people begin a wish, at most some seventy
 * characters. It holds nothing that a heading would read as something else: a priority, a number, markup.
 */
export function titleOf(sentence: string): string {
  const words = sentence
    .slice(0, 2000)
    .replace(/\p{Cs}/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
  const first = firstClause(words)
  const wish = first.replace(
    /^(?:(?:I|we) (?:want|need|would like|wish)(?: to(?: be able to)?)?|as an? \S+,?)\s+(?=\S)/iu,
    '',
  )
  const bare = wish
    .replace(/[\\`*_[\]<>{}|#~()（）]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const short = shortened(bare).replace(/[\s.,;:!?…。、，；：！？–—-]+$/u, '')
  // In front of a number or a dash a heading looks for its label.
  const title = short.replace(/^[\s\p{P}\p{S}]+/u, '')
  return title === '' ? '' : title.slice(0, firstLength(title)).toUpperCase() + title.slice(firstLength(title))
}

const firstLength = (text: string): number => (/^[a-zà-öø-þ]/u.test(text) ? 1 : 0)

/** Up to the end of the first sentence or to the clause that explains it. */
function firstClause(words: string): string {
  const end = /[.!?;](?=\s|$)|[。！？；]|,? so that | — | – |: /u.exec(words)
  const least = /[。！？；]/.test(end?.[0] ?? '') ? 4 : 8
  return end === null || end.index < least ? words : words.slice(0, end.index)
}

function shortened(text: string): string {
  if (text.length <= LONGEST) return text
  let head = ''
  for (const { segment } of graphemes(text)) {
    if (head.length + segment.length > LONGEST) break
    head += segment
  }
  const blank = head.lastIndexOf(' ')
  return blank > LONGEST / 2 ? head.slice(0, blank) : head
}
