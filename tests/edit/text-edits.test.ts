import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyEdits, tryEdits, type TextEdit } from '../../src/edit/text-edits.ts'

const edit = (start: number, end: number, text: string): TextEdit => ({ start, end, text })

describe('text edits', () => {
  const cases: readonly (readonly [what: string, text: string, edits: readonly TextEdit[], expected: string])[] = [
    ['none', 'abc', [], 'abc'],
    ['replace', 'abc', [edit(1, 2, 'X')], 'aXc'],
    ['delete', 'abc', [edit(0, 2, '')], 'c'],
    ['insert at both ends', 'abc', [edit(3, 3, '>'), edit(0, 0, '<')], '<abc>'],
    ['in any order', 'abcd', [edit(2, 3, 'C'), edit(0, 1, 'A')], 'AbCd'],
    ['side by side', 'abcd', [edit(1, 2, 'B'), edit(2, 3, 'C')], 'aBCd'],
    ['insertions at one place in their order', 'ab', [edit(1, 1, '1'), edit(1, 1, '2')], 'a12b'],
    ['an insertion before what is replaced there', 'ab', [edit(1, 2, 'B'), edit(1, 1, '1')], 'a1B'],
    ['an insertion after what is replaced before it', 'ab', [edit(1, 1, '1'), edit(0, 1, 'A')], 'A1b'],
    ['by UTF-16 units', '🎯x', [edit(2, 3, 'y')], '🎯y'],
  ]
  for (const [what, text, edits, expected] of cases) {
    test(what, () => expect(applyEdits(text, edits)).toBe(expected))
  }

  const refused: readonly (readonly [what: string, edits: readonly TextEdit[], kind: string])[] = [
    ['the same character twice', [edit(0, 2, 'x'), edit(1, 3, 'y')], 'overlap'],
    ['an insertion inside a replacement', [edit(0, 3, 'x'), edit(1, 1, 'y')], 'overlap'],
    ['the same span twice', [edit(0, 2, 'x'), edit(0, 2, 'x')], 'overlap'],
    ['beyond the end', [edit(2, 9, 'x')], 'out-of-range'],
    ['before the start', [edit(-1, 1, 'x')], 'out-of-range'],
    ['backwards', [edit(2, 1, 'x')], 'out-of-range'],
    ['no number', [edit(Number.NaN, 1, 'x')], 'out-of-range'],
  ]
  for (const [what, edits, kind] of refused) {
    test(`refused: ${what}`, () => {
      expect(tryEdits('abcd', edits)).toMatchObject({ ok: false, error: { kind } })
      expect(() => applyEdits('abcd', edits)).toThrow(RangeError)
    })
  }

  test('every character outside stays, every text inside arrives', () => {
    const parts = fc.array(
      fc.record({
        keep: fc.string({ maxLength: 6 }),
        cut: fc.string({ maxLength: 4 }),
        put: fc.string({ maxLength: 4 }),
      }),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(parts, fc.string(), fc.func(fc.nat()), (pieces, tail, order) => {
        const edits: TextEdit[] = []
        let text = ''
        for (const { keep, cut, put } of pieces) {
          // Two edits that touch at one empty place have an order of their own; a character keeps them apart.
          text += `${keep}.`
          edits.push(edit(text.length, text.length + cut.length, put))
          text += cut
        }
        const shuffled = edits.toSorted((a, b) => order(a.start) - order(b.start))
        expect(applyEdits(text + tail, shuffled)).toBe(pieces.map(({ keep, put }) => `${keep}.${put}`).join('') + tail)
      }),
    )
  })

  test('a hundred thousand edits are a matter of milliseconds', () => {
    const text = 'ab'.repeat(100_000)
    const edits = Array.from({ length: 100_000 }, (_, index) => edit(index * 2, index * 2 + 1, 'A'))
    const start = performance.now()
    expect(applyEdits(text, edits.toReversed())).toBe('Ab'.repeat(100_000))
    expect(performance.now() - start).toBeLessThan(1000)
  })
})
