import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashBytes, hashText } from '../../../src/model/hash.ts'
import { compareNatural } from '../../../src/model/order.ts'

test.each([
  [
    ['T1000', 'T99', 'T099', 'T7'],
    ['T7', 'T099', 'T99', 'T1000'],
  ],
  [
    ['b', 'a', 'B', ''],
    ['', 'B', 'a', 'b'],
  ],
  [
    ['1.10', '1.2', '1'],
    ['1', '1.2', '1.10'],
  ],
  [
    ['T12a', 'T12', 'T12b', 'T120'],
    ['T12', 'T12a', 'T12b', 'T120'],
  ],
  [
    [`T${'9'.repeat(30)}`, `T1${'0'.repeat(30)}`],
    [`T${'9'.repeat(30)}`, `T1${'0'.repeat(30)}`],
  ],
])('sorts %j', (words, sorted) => {
  expect(words.toSorted(compareNatural)).toEqual(sorted)
})

const word = fc.string({ unit: fc.constantFrom('0', '1', '9', 'T', 'a', '.', 'é'), maxLength: 6 })

test('is a total order', () => {
  fc.assert(
    fc.property(word, word, word, (a, b, c) => {
      expect(Math.sign(compareNatural(a, b))).toBe(-Math.sign(compareNatural(b, a)) + 0)
      expect(compareNatural(a, b) === 0).toBe(a === b)
      if (compareNatural(a, b) <= 0 && compareNatural(b, c) <= 0) expect(compareNatural(a, c)).toBeLessThanOrEqual(0)
    }),
    { numRuns: 5000 },
  )
})

test('the hash of a text does not see line ends, that of bytes does', () => {
  // `printf 'a\nb' | sha256sum`
  expect(hashText('a\nb')).toBe('7e18f737311b2dc3')
  expect(hashText('a\r\nb')).toBe(hashText('a\nb'))
  expect(hashText('a\rb')).not.toBe(hashText('a\nb'))
  expect(hashBytes('a\r\nb')).not.toBe(hashBytes('a\nb'))
  expect(hashBytes(new TextEncoder().encode('a\nb'))).toBe(hashText('a\nb'))
})

test('names long texts in turn by what they hold', () => {
  const [one, two] = ['a', 'b'].map((letter) => letter.repeat(10_000)) as [string, string]
  const name = (text: string): string => hashBytes(new TextEncoder().encode(text))
  expect([one, two, two, one].map(hashText)).toEqual([one, two, two, one].map(name))
  expect(hashText(`${one}\r\n`)).toBe(name(`${one}\n`))
  expect(hashBytes(`${one}\r\n`)).toBe(name(`${one}\r\n`))
})
