import type { Gate } from '../../model/values.ts'
import { once } from '../../model/once.ts'
import { endings, isOdd } from './phrases.ts'

type Comparison = Gate['comparison']

// Words before a number, by what they say about it. English, German, French, Spanish, Portuguese, Turkish, Russian,
// then scripts without word boundaries.
const BEFORE: readonly (readonly [Comparison, string, string])[] = [
  [
    '>=',
    'at least|no (?:fewer|less) than|not less than|minimum(?: of)?|min\\.?|mindestens|wenigstens|nicht weniger als|au moins|au minimum|al menos|por lo menos|como mínimo|mínimo(?: de)?|pelo menos|no mínimo|en az|не менее|не меньше|как минимум|минимум',
    '至少|不少于|不低于|最少|少なくとも|最低|최소',
  ],
  [
    '<=',
    'at most|no (?:more|greater|longer|later) than|not more than|maximum(?: of)?|max\\.?|within|höchstens|maximal|nicht mehr als|innerhalb von|au plus|au maximum|a lo sumo|como máximo|máximo(?: de)?|no máximo|até|en fazla|не более|не больше|максимум|в течение',
    '不超过|不多于|不高于|最多|最大|최대',
  ],
  [
    '<',
    'less than|fewer than|lower than|smaller than|faster than|shorter than|under|below|weniger als|unter|kürzer als|moins de|menos de|menor que|inferior a|menor de|daha az|менее|меньше|до',
    '小于|少于|低于|小於|少於|低於',
  ],
  [
    '>',
    'more than|greater than|higher than|larger than|above|over|exceed(?:s|ing)?|mehr als|über|plus de|supérieure? à|más de|mayor que|superior a|mais de|maior que|более|больше|выше|свыше',
    '大于|多于|高于|超过|大於|多於|高於|超過',
  ],
  ['=', 'exactly|genau|exactement|exactamente|exatamente|tam olarak|ровно', '正好|恰好|ちょうど|정확히'],
]

// Words behind a number: `80%以上`, `90% or more`.
const AFTER: readonly (readonly [Comparison, string])[] = [
  [
    '>=',
    '(?:以上|及以上|이상|or (?:more|higher|above|greater|better)|oder (?:mehr|höher)|ou (?:plus|mais)|o más|ve üzeri|ve üstü|и (?:более|выше)|minimum|mindestens|至少)',
  ],
  [
    '<=',
    '(?:以下|以内|以內|이하|이내|or (?:less|fewer|below|lower|under|faster)|oder weniger|ou (?:moins|menos)|o menos|и менее|maximum|max(?![\\p{L}]))',
  ],
  ['<', "(?:未満|未滿|미만|['’]?[dt][ae]n (?:az|kısa|küçük)|altında)"],
  ['>', "(?:超(?!过)|초과|['’]?[dt][ae]n (?:fazla|çok|uzun)|üzerinde)"],
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

const BEFORE_WORDS = once(() =>
  BEFORE.map(([comparison, words, cjk]) => ({
    comparison,
    ends: new Set([...endings(words), ...endings(cjk), ...endings('the|a|an|of|de|von')]),
    pattern: new RegExp(
      `(?:(?<![\\p{L}\\d_-])(?:${words})(?:\\s(?:the|a|an|of|de|von))?\\s{1,2}|(?:${cjk})\\s?)$`,
      'iu',
    ),
  })),
)
const AFTER_WORDS = once(() =>
  AFTER.map(([comparison, words]) => ({
    comparison,
    pattern: new RegExp(`^[\\s*_]{0,3}${words}`, 'iu'),
  })),
)
/** What all of {@link AFTER} begin with. */
const MAY_COMPARE = /^[\s*_]{0,3}(?:[^\x00-\x7F]|['dmotv]|al)/i
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
  const words = before.trimEnd()
  const end = words.slice(-2).toLowerCase()
  // ` a` ends in one letter of its own.
  const last = end.trimStart()
  for (const { comparison, ends, pattern } of BEFORE_WORDS()) {
    if (!ends.has(last) && !isOdd(end)) continue
    const found = pattern.exec(before)
    if (found !== null) return { comparison, length: found[0].length }
  }
  return null
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
