import { expect, test } from 'vitest'
import { readTaskDocument } from '../../src/parse/tasks/document.ts'
import { compileCase, compiled, hasReal, realCases, source, WITHOUT_DOCUMENTS } from '../support/compiling.ts'
import { applyRawEdits, ownWords, rawEditKinds, type RawEdit } from '../support/raw-edits.ts'
import { boxesOf, idsOf } from '../support/story.ts'

/*
 * Real plans: whatever a person does to the lines of an execute.md, a run with the same plan rewords none of its tasks,
 * loses nothing of theirs, gives no conflict, and a second one writes nothing.
 */

/** Numbers that look drawn by lot, the same ones for the same start. */
function lots(start: number): (most: number) => number {
  let state = start
  return (most) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff
    return (state >>> 8) % most
  }
}

const repeated = (ids: readonly string[]): string[] => ids.filter((id, at) => ids.indexOf(id) < at)

const textsOf = (text: string): Map<string, string> =>
  new Map(
    readTaskDocument(source(text, 'execute.md'), { dialect: '' }).tasks.flatMap((task) =>
      task.id === '' ? [] : [[task.id, task.text] as const],
    ),
  )

test.skipIf(!hasReal)(
  `an execute.md of a real plan keeps every edit ${WITHOUT_DOCUMENTS}`,
  { timeout: 600_000 },
  async () => {
    const full = process.env['INTENTK_FULL'] !== undefined
    const wrong: string[] = []
    let at = 0
    for (const one of realCases()) {
      at++
      if (!full && at % 5 !== 0) continue
      const first = await compileCase(one)
      if (first.status !== 'compiled') continue
      const lot = lots(at)
      for (let round = 0; round < (full ? 5 : 2); round++) {
        const edits = Array.from({ length: 1 + lot(6) }, (): RawEdit => ({
          kind: rawEditKinds[lot(rawEditKinds.length)]!,
          a: lot(10_000),
          b: lot(1_000),
        }))
        const hand = applyRawEdits(first.text, edits)
        if (hand.trim() === '') continue
        const problem = await problemOf(one, first.lock, hand)
        if (problem !== '') wrong.push(`${one.name} ${JSON.stringify(edits)}\n  ${problem}`)
      }
    }
    expect(wrong.length, wrong.slice(0, 8).join('\n\n')).toBe(0)
  },
)

async function problemOf(one: Parameters<typeof compileCase>[0], lock: string, hand: string): Promise<string> {
  const written = source(hand, 'execute.md')
  const second = compiled(await compileCase(one, { lock, written, eol: written.eol }))
  const now = ownWords(second.text)
  for (const [words, count] of ownWords(hand)) if ((now.get(words) ?? 0) < count) return `lost "${words}"`
  if (second.merged.conflicts.length > 0) return `a conflict: ${JSON.stringify(second.merged.conflicts[0])}`
  const before = idsOf(hand)
  if (repeated(idsOf(second.text)).length > 0) return `ids repeat: ${repeated(idsOf(second.text)).join(' ')}`
  if (repeated(before).length > 0) return ''
  const [texts, boxes] = [textsOf(second.text), boxesOf(second.text)]
  for (const [id, text] of textsOf(hand)) if (texts.get(id) !== text) return `${id} said ${text}: ${texts.get(id)}`
  for (const [id, state] of boxesOf(hand)) if (boxes.get(id) !== state) return `${id} was ${state}: ${boxes.get(id)}`
  for (const id of idsOf(second.text)) if (!before.includes(id)) return `${id} is new`
  const settled = source(second.text, 'execute.md')
  const third = compiled(await compileCase(one, { lock: second.lock, written: settled, eol: settled.eol }))
  if (third.text !== second.text) return `a second run writes: ${JSON.stringify(third.merged.changes.slice(0, 3))}`
  return third.lock === second.lock ? '' : 'a second run changes the lock'
}
