import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeLines, type LineEdit } from '../../src/merge/fields.ts'

/* Bodies merge line by line: no line of the person's goes, none that they took out comes back. */

const base = ['- a', '- b', '- c', '- d', '- e', '- f']

const versions = (own: string): fc.Arbitrary<string[]> =>
  fc.tuple(...base.map(() => fc.nat(8))).map((lots) =>
    base.flatMap((line, at) => {
      const lot = lots[at]!
      if (lot === 0) return []
      if (lot === 1) return [`- ${own} instead of ${at}`]
      if (lot === 2) return [line, `- ${own} after ${at}`]
      return lot === 3 ? [`- ${own} before ${at}`, line] : [line]
    }),
  )

const applied = (lines: readonly string[], edits: readonly LineEdit[]): string[] =>
  edits
    .toReversed()
    .reduce((text, edit) => text.toSpliced(edit.start, edit.end - edit.start, ...edit.lines), [...lines])

test('both sides of a body come together', () => {
  fc.assert(
    fc.property(versions('mine'), versions('plan'), fc.boolean(), (mine, plan, sourceChanged) => {
      const { edits, verdict } = mergeLines({ base, mine, plan, sourceChanged })
      const merged = applied(mine, edits)
      for (const line of mine) if (!base.includes(line)) expect(merged).toContain(line)
      for (const line of base) if (!mine.includes(line)) expect(merged).not.toContain(line)
      for (const line of merged) expect(mine.includes(line) || plan.includes(line)).toBe(true)
      expect(merged.filter((line) => mine.includes(line))).toEqual(mine.filter((line) => merged.includes(line)))
      if (verdict === 'conflict' || !sourceChanged) return
      for (const line of plan) if (!base.includes(line)) expect(merged).toContain(line)
      for (const line of base) if (!plan.includes(line)) expect(merged).not.toContain(line)
    }),
    { numRuns: 5000 },
  )
})
