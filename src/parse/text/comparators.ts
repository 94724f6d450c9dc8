import type { Gate } from '../../model/values.ts'
import { once } from '../../model/once.ts'
import { spellings } from './phrases.ts'

type Comparison = Gate['comparison']

// Words before a number, by what they say about it; in the order of the languages of the vocabulary, then scripts
// without word boundaries. What denies comes first: `no más de` ends in what `más de` is.
const BEFORE: readonly (readonly [Comparison, readonly string[], string])[] = [
  [
    '>=',
    [
      'at least|no (?:fewer|less|lower) than|not (?:fewer|less|lower) than|not below|minimum(?: of)?|min\\.?',
      'mindestens|wenigstens|nicht weniger als|nicht unter',
      'au moins|au minimum|pas moins de|supérieure?s? ou égale?s? à',
      'al menos|por lo menos|como mínimo|mínimo(?: de)?|no menos de|(?:mayor|superior) o igual (?:a|al|que)',
      'pelo menos|no mínimo|não menos (?:de|que|do que)|(?:maior|superior) ou igual a',
      'almeno|come minimo|minimo|non meno di|(?:maggiore|superiore) o uguale a',
      'en az|не менее|не меньше|не ниже|как минимум|минимум|больше или равно',
    ],
    '至少|不少于|不低于|最少|少なくとも|最低|최소',
  ],
  [
    '<=',
    [
      'at most|no (?:more|greater|longer|later|higher) than|not (?:more|longer|higher|over|above)(?: than)?',
      'not exceed|never exceeds?|maximum(?: of)?|max\\.?|within',
      'höchstens|maximal|nicht (?:mehr|länger|höher) als|nicht über|innerhalb von|binnen|spätestens nach',
      'au plus|au maximum|pas plus de|ne dépasse(?:nt)? pas|dans les|inférieure?s? ou égale?s? à',
      'a lo sumo|como máximo|máximo(?: de)?|no más de|no superan?(?: los| las)?|en un plazo de|dentro de',
      '(?:menor|inferior) o igual (?:a|al|que)|no máximo|não mais (?:de|que|do que)|não (?:excede|ultrapassa)m?|até',
      '(?:menor|inferior) ou igual a|al massimo|massimo|non più di|non superano?(?: i| gli)?|entro|(?:minore|inferiore) o uguale a',
      'en fazla|en çok|не более|не больше|не дольше|не выше|не превышает|максимум|в течение|в пределах|меньше или равно',
    ],
    '不超过|不多于|不高于|最多|最大|최대',
  ],
  [
    '<',
    [
      'less than|fewer than|lower than|smaller than|faster than|quicker than|shorter than|under|below',
      'weniger als|unter|kürzer als|schneller als|kleiner als|niedriger als',
      'moins de|inférieure?s? (?:à|aux?)|plus (?:rapide|courte?)s? que',
      'menos (?:de|que|do que)|menor(?:es)? (?:que|de|do que|a)|inferior(?:es)? al?|más (?:rápid[oa]|cort[oa])s? (?:que|de)|por debajo de',
      'mais (?:rápid[oa]|curt[oa])s? (?:do )?que|abaixo de',
      'meno di|minor[ei] di|inferior[ei] a[li]?|più (?:veloc[ei]|rapid[oaie]|brev[ei]) di|sotto(?: i)?',
      'daha az|(?:менее|меньше|быстрее|ниже|короче)(?: чем)?(?: за)?|до',
    ],
    '小于|少于|低于|小於|少於|低於',
  ],
  [
    '>',
    [
      'more than|greater than|higher than|larger than|above|over|exceed(?:s|ing)?|mehr als|größer als|höher als|über',
      'plus de|supérieure?s? (?:à|aux?)|más de|mayor(?:es)? (?:que|de|al?)|superior(?:es)? al?|por encima de',
      'mais (?:de|que|do que)|maior(?:es)? (?:que|do que|a)|acima de|più di|maggior[ei] di|superior[ei] a[li]?|oltre',
      '(?:более|больше|выше|свыше)(?: чем)?|превышает',
    ],
    '大于|多于|高于|超过|大於|多於|高於|超過',
  ],
  ['=', ['exactly|genau|exactement|exactamente|exatamente|esattamente|tam olarak|ровно'], '正好|恰好|ちょうど|정확히'],
]

// Words behind a number: `80%以上`, `90% or more`.
const AFTER: readonly (readonly [Comparison, string])[] = [
  [
    '>=',
    '(?:以上|及以上|이상|or (?:more|higher|above|greater|better)|oder (?:mehr|höher)|ou (?:plus|mais)|o (?:más|più)|ve üzeri|ve üstü|и (?:более|выше)|minimum|mindestens|至少)',
  ],
  [
    '<=',
    "(?:以下|以内|以內|之内|之內|内(?!容)|まで|이하|이내에?|내에|안에|içinde|['’]?[yn]?[iıuü] (?:geçme|aşma)\\p{L}*|or (?:less|fewer|below|lower|under|faster)|oder weniger|ou (?:moins|menos)|o (?:menos|meno)|и менее|maximum|max(?![\\p{L}]))",
  ],
  [
    '<',
    "(?:未満|未滿|미만|보다 (?:빠|짧|적|작|낮)\\p{L}*|['’]?[dt][ae]n (?:az|kısa|küçük|hızlı)|altında|['’]?n?[iıuü]n altında)",
  ],
  [
    '>',
    "(?:を?超(?!过)|を上回|초과|보다 (?:많|크|높|길)\\p{L}*|['’]?[dt][ae]n (?:fazla|çok|uzun)|üzerinde|['’]?n?[iıuü]n üzerinde)",
  ],
]

const SYMBOLS: Readonly<Record<string, Comparison>> = {
  '>': '>',
  '<': '<',
  '=': '=',
  '==': '=',
  '>=': '>=',
  '≥': '>=',
  '⩾': '>=',
  '<=': '<=',
  '≤': '<=',
  '⩽': '<=',
  '＞': '>',
  '＜': '<',
  '≧': '>=',
  '≦': '<=',
}

const ARTICLES: ReadonlySet<string> = new Set('the|a|an|of|de|von|los|las|les|al|au|aux|ai|gli|i'.split('|'))
const PREPOSITIONS = ['in ', 'en ', 'em ', 'за ']

/** A spelling of {@link BEFORE}. */
interface Phrase {
  readonly words: string
  /** Its place in {@link BEFORE}. */
  readonly rank: number
  /** It needs no blank around it. */
  readonly unspaced: boolean
}

const keyOf = (words: string): string => words.slice(-2).trimStart()

/** The spellings by their last two characters: the patterns of them all take milliseconds to compile. */
const PHRASES = once(() => {
  const found = new Map<string, Phrase[]>()
  const add = (pattern: string, rank: number, unspaced: boolean): void => {
    for (const words of spellings(pattern)) {
      const phrase = { words, rank, unspaced }
      const known = found.get(keyOf(words))
      if (known === undefined) found.set(keyOf(words), [phrase])
      else known.push(phrase)
    }
  }
  BEFORE.forEach(([, languages, unspaced], rank) => {
    for (const words of languages) add(words, rank, false)
    add(unspaced, rank, true)
  })
  return found
})
const AFTER_WORDS = once(() =>
  AFTER.map(([comparison, words]) => ({
    comparison,
    pattern: new RegExp(`^[\\s*_]{0,3}${words}`, 'iu'),
  })),
)
/** What all of {@link AFTER} begin with. */
const MAY_COMPARE = /^[\s*_]{0,3}(?:[^\x00-\x7F]|['dimotv]|al)/i
const SYMBOL = once(() => /(?:^|[^\-=<>!|])(>=|<=|==|[<>≥≤⩾⩽≧≦＞＜]|=(?=\s?\d))[\s~*_]{0,3}$/u)

/** A comparison with the number of characters it takes. */
export interface Compared {
  readonly comparison: Comparison
  readonly length: number
}

/** The comparison that the characters before a number end in. */
export function comparisonBefore(before: string): Compared | null {
  const symbol = SYMBOL().exec(before)
  if (symbol !== null) {
    const at = symbol[0].indexOf(symbol[1]!)
    return { comparison: SYMBOLS[symbol[1]!]!, length: symbol[0].length - at }
  }
  // The one letter that becomes two in lower case stands in none of the words: any other letter does.
  const lower = before.replaceAll('İ', 'ə').toLowerCase()
  const words = lower.trimEnd()
  const best = { rank: BEFORE.length, start: lower.length }
  const blanks = lower.length - words.length
  if (blanks <= 2) endingIn(words, blanks, best)
  const blank = words.search(/\s\S+$/)
  if (blank > 0 && ARTICLES.has(words.slice(blank + 1)) && (blanks === 1 || blanks === 2))
    endingIn(words.slice(0, blank), 2, best)
  return best.rank === BEFORE.length ? null : { comparison: BEFORE[best.rank]![0], length: before.length - best.start }
}

/**
 * The first comparison that a text in lower case ends in, and its longest spelling there, if better than the one known.
 * Words of languages with blanks have one or two behind them, the others one at most.
 */
function endingIn(text: string, blanks: number, best: { rank: number; start: number }): void {
  for (const { words, rank, unspaced } of PHRASES().get(keyOf(text)) ?? []) {
    if (rank > best.rank || !text.endsWith(words)) continue
    const at = text.length - words.length
    if (unspaced ? blanks > 1 : blanks === 0 || isInside(text, at)) continue
    const start = unspaced ? at : withPreposition(text, at)
    if (rank < best.rank || start < best.start) {
      best.rank = rank
      best.start = start
    }
  }
}

/** A letter, digit, underscore or hyphen stands before an offset. */
function isInside(text: string, at: number): boolean {
  return /[\p{L}\d_-]$/u.test(text.slice(Math.max(0, at - 2), at))
}

function withPreposition(text: string, at: number): number {
  const found = PREPOSITIONS.some((one) => text.startsWith(one, at - 3)) && !isInside(text, at - 3)
  return found ? at - 3 : at
}

/** The comparison that the characters behind a number and its unit begin with. */
export function comparisonAfter(after: string): Compared | null {
  if (!MAY_COMPARE.test(after)) return null
  for (const { comparison, pattern } of AFTER_WORDS()) {
    const found = pattern.exec(after)
    if (found !== null) return { comparison, length: found[0].length }
  }
  return null
}
