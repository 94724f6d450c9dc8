import fc from 'fast-check'
import { expect, test } from 'vitest'
import { oneLine } from '../../../src/parse/plan/items.ts'

const piece = fc.constantFrom(
  'a',
  'B ',
  '*',
  '**',
  '__',
  '_',
  ':',
  ': ',
  ' ',
  '  ',
  '\n',
  '✅',
  '：',
  '`c`',
  '~~',
  '\\',
)
const line = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))

// A blank at the end changes nothing, and no text that ends with one is even: it is taken the long way.
test('an even line is what the long way makes of it', () => {
  fc.assert(
    fc.property(line, (text) => {
      expect(oneLine(text)).toBe(oneLine(`${text} `))
    }),
  )
})

test.each([
  ['Create the reader', 'Create the reader'],
  ['**Reader**: reads', 'Reader: reads'],
  ['__Reader__', 'Reader'],
  ['Create the reader:', 'Create the reader'],
  ['Create the reader ✅', 'Create the reader'],
  ['🔨 Create the\n  reader', 'Create the reader'],
])('%j is %j', (text, expected) => {
  expect(oneLine(text)).toBe(expected)
})
