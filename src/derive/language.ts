import { once } from '../model/once.ts'
import { isAscii } from '../parse/text/traits.ts'

const ENGLISH_WORDS = 'the and of to for with is are on from by add create each'.split(' ')
const OTHER_WORDS =
  'der die das und mit für ist ein eine wird werden zu auf von im den dem keine le du un une dans sur de del una en por um na la les des et pour avec el los las y con para os as do da em uma ve bir için ile и для на с не il gli che per'.split(
    ' ',
  )

/** How often one of the words stands in a text by itself. */
function counter(words: readonly string[]): (text: string) => number {
  const pattern = once(() => new RegExp(`(?<![\\p{L}])(?:${words.join('|')})(?![\\p{L}])`, 'giu'))
  return (text) => text.match(pattern())?.length ?? 0
}

const countEnglish = counter(ENGLISH_WORDS)
const countOthers = counter(OTHER_WORDS)

/** Both counts of a text whose letters are ASCII, by looking up each of its words. */
function asciiCounts(text: string): readonly [english: number, other: number] {
  const [isEnglishWord, isOtherWord] = [new Set(ENGLISH_WORDS), new Set(OTHER_WORDS)]
  let english = 0
  let others = 0
  for (const word of text.toLowerCase().match(/[a-z]+/g) ?? []) {
    if (isEnglishWord.has(word)) english += 1
    else if (isOtherWord.has(word)) others += 1
  }
  return [english, others]
}

/** Whether a text is English, by its small words; a text without letters of its own script counts as English. */
export function isEnglish(text: string): boolean {
  const sample = text.slice(0, 20_000)
  const foreign = isAscii(sample) ? 0 : (sample.match(/[^\p{ASCII}\p{P}\p{S}\p{N}\s]/gu)?.length ?? 0)
  if (foreign * 5 > sample.length) return false
  const [own, others] = foreign === 0 ? asciiCounts(sample) : [countEnglish(sample), countOthers(sample)]
  // Short plans have few small words; letters such as ü, é or ş tell as much.
  return own >= others + foreign / 2
}
