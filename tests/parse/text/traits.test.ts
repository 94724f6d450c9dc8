import fc from 'fast-check'
import { expect, test } from 'vitest'
import { patternFor } from '../../../src/parse/text/traits.ts'

const SOURCES: readonly (readonly [string, string])[] = [
  [String.raw`(?:^|[^\p{L}])(?:all|tüm|すべて)[\p{L}-]{1,3}`, 'i'],
  [String.raw`^[\s*_]{0,3}[\p{Ll}][\p{L}-]{2,}`, ''],
  [String.raw`[\p{Ll}]{2}x`, 'i'],
  [String.raw`(?<![\p{Script=Latin}\p{Script=Cyrillic}\d_])[ks](?=[\p{L}\p{N}])`, 'i'],
]

test.each(SOURCES)('%s finds the same in a text of ASCII with and without the tables of Unicode', (source, flags) => {
  const pattern = patternFor(source, flags)
  const unit = fc.constantFrom(...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)), 'all', 'kS', 'x')
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 12 }), (text) => {
      expect(pattern(text).flags).toBe(flags)
      expect(pattern(text).exec(text)).toEqual(new RegExp(source, `${flags}u`).exec(text))
    }),
    { numRuns: 500 },
  )
  expect(pattern('é').unicode).toBe(true)
})
