// [given, when, then] by language: en, de, fr, es, pt, tr, ru, ja, zh, ko. Matched as lower-case substrings.
const STEPS: readonly (readonly [given: readonly string[], when: readonly string[], then: readonly string[]])[] = [
  [['given'], ['when'], ['then']],
  [['angenommen', 'gegeben sei', 'gegeben seien', 'gegeben'], ['wenn'], ['dann']],
  [['étant donné', 'etant donné', 'soit'], ['quand', 'lorsque', 'lorsqu'], ['alors']],
  [['dado', 'dada', 'dados', 'dadas'], ['cuando'], ['entonces']],
  [['dado', 'dada', 'dados', 'dadas'], ['quando'], ['então', 'entao']],
  [
    ['diyelim ki', 'varsayalım', 'verildiğinde', 'verilen'],
    ['eğer ki', 'olduğunda', 'ığında', 'iğinde', 'uğunda', 'üğünde', 'ınca', 'ince'],
    ['o zaman', 'ise ', 'sonra'],
  ],
  [
    ['допустим', 'дано', 'пусть'],
    ['когда', 'если'],
    ['тогда', 'то '],
  ],
  [
    ['前提', 'given'],
    ['もし', 'とき', '時', 'when', 'すると'],
    ['ならば', 'なら', 'then', 'すべき', 'される', 'こと'],
  ],
  [
    ['假如', '假设', '假定', '给定', '鉴于', '假設', '給定'],
    ['当', '當'],
    ['那么', '则', '那麼', '則'],
  ],
  [
    ['조건', '먼저', '주어진', '주어졌을'],
    ['만일', '만약', '할 때', '때'],
    ['그러면', '그때', '된다', '한다'],
  ],
]

const START =
  /^(?:[\s>*_#`~-]|\d{1,4}(?:\.\d{1,4}){0,3}[.)]|\[[ xX]?\]|(?:AC|AS|SC|Scenario|Szenario|Scénario|Escenario|Cenário|Senaryo|Сценарий|シナリオ|场景|시나리오)[\s#-]?[\w.-]{0,12}\s?[:：.)])*/u

/** Where a step word begins as a word of its own; scripts without spaces have no boundary. */
function find(text: string, words: readonly string[], from: number): number {
  for (const word of words) {
    const at = text.indexOf(word, from)
    if (at < 0) continue
    const latin = /^[\p{Script=Latin}\p{Script=Cyrillic}]/u.test(word) && !/^[ıiuü]/.test(word)
    if (!latin || !/[\p{L}\d]/u.test(text[at - 1] ?? '') || at === 0) return at + word.length
  }
  return -1
}

/** `whenever` opens no step. */
function opensWith(body: string, words: readonly string[]): boolean {
  return words.some(
    (word) =>
      body.startsWith(word) &&
      !/^[\p{Script=Latin}\p{Script=Cyrillic}]{2}/u.test(word.slice(-1) + (body[word.length] ?? '')),
  )
}

/**
 * The text is an acceptance scenario: it opens with a Given (or a When) and goes on to a Then, in one of ten languages,
 * whatever emphasis and numbering stand before it.
 */
export function isScenario(text: string): boolean {
  const from = START.exec(text.slice(0, 200))?.[0].length ?? 0
  const body = text.slice(from, from + 4000).toLowerCase()
  return STEPS.some(([given, when, then]) => {
    if (!opensWith(body, given) && !opensWith(body, when)) return false
    const at = find(body, when, 0)
    return at >= 0 && find(body, then, at) >= 0
  })
}
