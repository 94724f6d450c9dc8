import fc from 'fast-check'
import { expect, test } from 'vitest'
import { check } from '../../src/check/engine.ts'
import { applyFixes } from '../../src/check/fix.ts'
import { misread } from '../../src/check/facts/mojibake.ts'
import { rules } from '../../src/check/rules/index.ts'
import { activeRules } from '../../src/check/settings.ts'
import { checkedDocument } from '../../src/check/subject.ts'
import { defaultCheckConfig } from '../../src/model/check-config.ts'

const names = ['control-characters', 'mixed-eol', 'mojibake']

function mend(text: string): { readonly text: string; readonly left: number } {
  let now = text
  for (let round = 0; ; round++) {
    const source = { path: 'tasks.md', text: now, bom: false, eol: now.includes('\r\n') ? '\r\n' : '\n' } as const
    const active = activeRules(rules, defaultCheckConfig, { only: names })
    const { findings } = check({ documents: [checkedDocument({ role: 'tasks', source })], vision: null }, active, rules)
    const fixes = findings.flatMap(({ fix }) => fix ?? [])
    if (fixes.length === 0 || round === 10) return { text: now, left: fixes.length }
    now = applyFixes(now, fixes).text
  }
}

// What Windows-1252 shows for the bytes 80 to 9F; the five it leaves out stay what they are.
const HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

function misreadAs(text: string, windows: boolean): string {
  const bytes = Array.from(new TextEncoder().encode(text))
  return bytes
    .map((byte) => (windows && byte >= 0x80 && byte < 0xa0 ? HIGH[byte - 0x80]! : String.fromCharCode(byte)))
    .join('')
}

const word = fc.constantFrom(
  'Résumé',
  'été',
  'Größe',
  'naïve',
  'São',
  'привет',
  '日本語',
  '한국어',
  '→',
  '😀',
  '“a”',
  'don’t',
  '—',
  'x',
)

test('words that were read in the wrong encoding, once or twice, are restored', () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), fc.boolean(), fc.boolean(), (words, windows, twice) => {
      const text = `- [ ] T001 ${words.join(' ')}\n`
      const once = misreadAs(text, windows)
      expect(mend(twice ? misreadAs(once, windows) : once).text).toBe(text)
    }),
  )
})

test('text in any language is left as it is', () => {
  const end = fc.constantFrom('”', '»', '’', '…', '…»', '"', ')', '.', '')
  const letters = fc.constantFrom(
    'CAFÉ',
    'MAÇÃ',
    'à',
    'là',
    'Ä',
    'é',
    'ÉTÉ',
    'maçã',
    'Å',
    'über',
    'Ñ',
    'señor',
    'Œuvre',
    'ÿ',
    'þ',
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(letters, end), { maxLength: 6 }), (parts) => {
      const text = parts.map(([one, other]) => `“${one}${other}`).join(' ')
      expect(misread(text)).toEqual([])
    }),
  )
})

test('whatever stands there, mending ends, and mending again changes nothing', () => {
  const piece = fc.constantFrom(
    'Ã©',
    'â€™',
    'Ã',
    'Â',
    'â€',
    'ðŸ',
    '\u200b',
    '\u200d',
    '\u202e',
    '\u001b[31m',
    '\u0092',
    '\r\n',
    '\n',
    'a',
    '`',
    ' ',
    'é',
    '\ufeff',
    '\ufffd',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const { text, left } = mend(pieces.join(''))
      expect(left).toBe(0)
      expect(mend(text).text).toBe(text)
    }),
    { numRuns: 500 },
  )
})
