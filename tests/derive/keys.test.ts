import fc from 'fast-check'
import { expect, test } from 'vitest'
import { slug } from '../../src/derive/keys.ts'
import { findAgain, findInlineDependencies } from '../../src/parse/text/dependencies.ts'
import { plain } from '../../src/parse/text/inline.ts'

const piece = fc.oneof(
  fc.constantFrom('`', '`', '``', ' ', '  ', '\n', 'a', 'Bc', '1', '.', '/', '-', '(', ')', ',', ':'),
  fc.constantFrom('*', '_', '~', '\\', '!', '<b>', '&amp;', '[x](u)', 'é', 'ß', 'İ', '日本', '\u00a0', '…'),
)
const texts = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''))

/** What a slug is made of, by the words that {@link plain} gives. */
const hyphened = (text: string): string =>
  plain(text)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}./]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')

test('a slug has the plain words of a text, whatever ticks and marks stand between them', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const words = hyphened(text)
      expect(slug(text).slice(0, 60)).toBe(words.slice(0, 60))
      expect(slug(text).length).toBe(Math.min(words.length, words.length > 72 ? 69 : 72))
    }),
    { numRuns: 3000 },
  )
})

test.each([
  ['Create `src/a.ts` with `b`', 'create-src/a.ts-with-b'],
  ['Create`d` by `a`', 'created-by-a'],
  ['`a`.`b`', 'a.b'],
  ['**Bold** [link](u)', 'bold-link'],
  ['Überschrift: Größe', 'überschrift-größe'],
  ['...', '...'],
  ['--', ''],
])('the slug of %j is %j', (text, expected) => {
  expect(slug(text)).toBe(expected)
})

test('what a text says of files is the same when it is read again, by its statements or without', () => {
  const parts = fc.constantFrom(
    '(depends on `src/a.ts`)',
    '(after T001)',
    'Add ',
    '`b.ts` ',
    ' (uses [x])',
    '(2h, needs src/b/c.ts)',
  )
  fc.assert(
    fc.property(
      fc.array(parts, { maxLength: 5 }),
      fc.constantFrom('', ' more', ' (depends on `x/y.ts`)'),
      (some, more) => {
        const text = some.join('')
        const read = findInlineDependencies(text, { file: 'plan.md', start: 7 })
        for (const again of [text, text + more]) {
          const fresh = findInlineDependencies(again, { file: '', start: 0 })
          const found = findAgain(again, read.stated)
          expect(found.files).toEqual(fresh.files)
          expect(found.stated.map(({ target, form }) => [target, form])).toEqual(
            fresh.stated.map(({ target, form }) => [target, form]),
          )
        }
      },
    ),
  )
})
