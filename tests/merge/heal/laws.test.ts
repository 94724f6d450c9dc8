import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatLock, emptyLock, parseLock } from '../../../src/merge/lock.ts'
import { healPair } from '../../../src/merge/heal.ts'
import { documentOf } from '../../../src/merge/heal/places.ts'

const id = fc.integer({ min: 1, max: 12 }).map((number) => `T${String(number).padStart(3, '0')}`)
const words = fc.constantFrom(
  'Write the reader',
  'Write the writer',
  'Create `src/a.ts`',
  'Create `src/b.ts`',
  'Test it',
)
const mark = fc.constantFrom(' ', ' ', 'x', '~', '-')
const tail = fc.constantFrom(
  '',
  ' (60 min)',
  ' (depends on T001)',
  ' (depends on T001-T004)',
  ' (30 min) (depends on T002)',
)
const tags = fc.constantFrom('', '[P] ', '[M1] ', '[P] [M1] ')
const task = fc
  .tuple(mark, id, tags, words, tail)
  .map(([box, name, tag, text, end]) => `- [${box}] ${name} ${tag}${text}${end}`)
const line = fc.oneof(
  { weight: 6, arbitrary: task },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '',
      '  - a part',
      '  - [ ] a box',
      '  - [x] a box',
      '\nA sentence.',
      '## Phase 3: Milestone 1 - One',
      '## Phase 4: Milestone 2 - Two (Priority: P1)',
      '### Part',
      '\n**Checkpoint**: x',
      '\n**Goal**: y',
      '```',
      '```mermaid',
      '- **RM-001**: a risk',
      '- **RM-001**: another risk',
      '## Dependencies & Execution Order',
      '- [ ] No id',
      '<!-- a comment -->',
      '<!--',
      '---',
      '> - [ ] T001 Quoted',
      '    - [ ] T002 Deep',
      '# Title',
      '\tcode',
      '\n| a | b |',
      '=======',
      '<<<<<<< x',
      '>>>>>>> y',
      '||||||| z',
      '<!-- intentk:conflict T003 plan: "z" -->',
    ),
  },
)
const lines = fc.array(line, { maxLength: 8 }).map((list) => list.map((one) => `${one}\n`).join(''))
const plain = lines.map((text) => text.replace(/^(?:[<>|]{7} .|={7})\n/gm, ''))

/** A file with conflicts, its sides line by line. */
const conflicted = (withBase: fc.Arbitrary<boolean>) =>
  fc
    .tuple(
      fc.array(fc.record({ before: plain, ours: plain, base: plain, theirs: plain }), { minLength: 1, maxLength: 4 }),
      plain,
      withBase,
      fc.boolean(),
    )
    .map(([regions, end, hasBase, crlf]) => {
      const eol = (text: string): string => (crlf ? text.replaceAll('\n', '\r\n') : text)
      const middle = (base: string): string => (hasBase ? `||||||| base\n${base}` : '')
      const parts = regions.map(
        ({ before, ours, base, theirs }) =>
          `${before}<<<<<<< HEAD\n${ours}${middle(base)}=======\n${theirs}>>>>>>> other\n`,
      )
      return {
        text: eol(parts.join('') + end),
        ours: regions.map(({ before, ours }) => before + ours).join('') + end,
        theirs: regions.map(({ before, theirs }) => before + theirs).join('') + end,
        outside: regions.map(({ before }) => before).join('') + end,
      }
    })

const filled = (text: string): string[] =>
  text
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '')

describe('healing', () => {
  test('never fails on any text and is idempotent', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          lines,
          fc.array(lines).map((all) => all.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          const healed = healPair(text, null)
          expect(healPair(healed.written, null).written).toBe(healed.written)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('leaves no marker and is idempotent', () => {
    fc.assert(
      fc.property(conflicted(fc.boolean()), ({ text }) => {
        const { written } = healPair(text, null)
        // A fence around a conflict quotes it, unless it is a diagram.
        if (!/^\s*```/m.test(text)) expect(written).not.toMatch(/^(?:<{7}|\|{7}|={7}|>{7})/m)
        expect(healPair(written, null).written).toBe(written)
      }),
      { numRuns: 300 },
    )
  })

  test('keeps every line that both sides have, and every tick, where no ancestor says otherwise', () => {
    fc.assert(
      fc.property(conflicted(fc.constant(false)), ({ text, ours, theirs, outside }) => {
        fc.pre(!/^\s*```|<!--$|^---/m.test(text) && !text.includes('Dependencies &'))
        const { written, diagnostics } = healPair(text, null)
        const after = new Set(filled(written).map(bare))
        const renamed = diagnostics.some(({ ruleId }) => ruleId === 'duplicate-id')
        const theirLines = new Set(filled(theirs).map(bare))
        if (!renamed) for (const one of filled(ours).map(bare)) if (theirLines.has(one)) expect(after).toContain(one)
        if (!renamed) for (const one of filled(outside).map(bare)) expect(after).toContain(one)
        const done = (from: string): string[] =>
          documentOf(from, 'x').tasks.flatMap(({ id: name, state }) => (state === 'done' && name !== '' ? [name] : []))
        if (!renamed) for (const name of [...done(ours), ...done(theirs)]) expect(done(written)).toContain(name)
      }),
      { numRuns: 300 },
    )
  })
})

/** Without the mark of a box and what merges by itself. */
const bare = (one: string): string => one.replace(/\[[ x~-]\]/, '[ ]').replace(/^(?:> )?- \[ \] (T\d+).*$/, '$1')

test('a lock without conflict stays as it is', () => {
  const lock = formatLock(emptyLock)
  expect(healPair('- [ ] T001 a\n', lock).lock).toBe(lock)
  expect(parseLock(lock).diagnostics).toEqual([])
})
