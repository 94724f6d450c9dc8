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

const ENGLISH: ReadonlySet<string> = new Set(ENGLISH_WORDS)
const SMALL_WORDS = once(() => {
  const words = [...ENGLISH_WORDS, ...OTHER_WORDS].filter(isAscii)
  return new RegExp(`(?<![a-z])(?:${words.join('|')})(?![a-z])`, 'g')
})

/** Both counts of a text whose letters are ASCII, by one look for the words of both. */
function asciiCounts(text: string): readonly [english: number, other: number] {
  const words = text.toLowerCase().match(SMALL_WORDS()) ?? []
  let english = 0
  for (let at = 0; at < words.length; at++) if (ENGLISH.has(words[at]!)) english += 1
  return [english, words.length - english]
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
