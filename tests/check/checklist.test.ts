import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { updateChecklist, type ChecklistItem } from '../../src/check/checklist.ts'
import { decodeSource, sourceContent } from '../../src/workspace/source-file.ts'

const item = (rule: string, found = 0, more: Partial<ChecklistItem> = {}): ChecklistItem => ({
  rule,
  section: rule === 'cycle' ? 'Graph' : 'Structure',
  words: `Nothing is wrong with ${rule}`,
  found,
  first: found === 0 ? '' : 'a b.md:3',
  ...more,
})

const head = { title: '001-a', documents: [{ name: 'tasks.md', link: '../tasks.md' }] }

function update(text: string | null, ...items: readonly ChecklistItem[]): string {
  const existing = text === null ? null : decodeSource(Buffer.from(text), 'checklists/implementation.md')
  const { text: updated } = updateChecklist(existing, items, head)
  return existing === null ? updated : sourceContent({ ...existing, text: updated })
}

const first = update(null, item('ids'), item('eol', 2), item('cycle'))

test('a new checklist', () => {
  expect(first).toBe(`# Implementation Checklist: 001-a

**Purpose**: What \`intentk check\` finds in these documents
**Feature**: [tasks.md](../tasks.md)

## Structure

- [x] CHK001 Nothing is wrong with ids (\`ids\`)
- [ ] CHK002 Nothing is wrong with eol (\`eol\`) 2 found, first in \`a b.md:3\`

## Graph

- [x] CHK003 Nothing is wrong with cycle (\`cycle\`)

## Notes

- Items that name a rule are ticked by \`intentk check --format checklist\`. Set one aside with \`[-]\`.
- Everything else in this file stays as you write it: items, ticks and remarks of your own.
`)
})

test('a second run changes nothing', () => {
  expect(update(first, item('ids'), item('eol', 2), item('cycle'))).toBe(first)
})

/** What people do to a checklist, and how it is after the next run with other findings. */
const kept: readonly [name: string, before: (text: string) => string, after: (text: string) => string][] = [
  ['nothing', (text) => text, (text) => text],
  [
    'own items, ticked and not',
    (text) => text.replace('## Graph', '- [x] CHK090 Reviewed by Ann\n- [ ] Ask Bo (`ids` too)\n\n## Graph'),
    (text) => text.replace('## Graph', '- [x] CHK090 Reviewed by Ann\n- [ ] Ask Bo (`ids` too)\n\n## Graph'),
  ],
  [
    'a remark behind an item and a line below it',
    (text) => text.replace('(`ids`)', '(`ids`) - see #12\n  - checked by Ann (`eol`)'),
    (text) => text.replace('(`ids`) 1 found, first in `a b.md:3`', '$& - see #12\n  - checked by Ann (`eol`)'),
  ],
  ['own words', (text) => text.replace('with ids', 'at all'), (text) => text.replace('with ids', 'at all')],
  [
    'an item set aside',
    (text) => text.replace('[x] CHK001', '[-] CHK001'),
    (text) => text.replace(/.*CHK001.*/, '- [-] CHK001 Nothing is wrong with ids (`ids`)'),
  ],
  ['own notes', (text) => `${text}\n- mine`, (text) => `${text}\n- mine`],
  ['CRLF', (text) => text.replaceAll('\n', '\r\n'), (text) => text.replaceAll('\n', '\r\n')],
  ['a byte order mark', (text) => `\ufeff${text}`, (text) => `\ufeff${text}`],
  ['own bullets', (text) => text.replaceAll('- [', '* ['), (text) => text.replaceAll('- [', '* [')],
  [
    'other sections',
    (text) => text.replace('## Notes', '## Mine\n\n- [ ] x\n\n## Notes'),
    (text) => text.replace('## Notes', '## Mine\n\n- [ ] x\n\n## Notes'),
  ],
  [
    'a fence that looks like an item',
    (text) => `${text}\n\`\`\`\n- [ ] CHK099 old (\`cycle\`)\n\`\`\`\n`,
    (text) => `${text}\n\`\`\`\n- [ ] CHK099 old (\`cycle\`)\n\`\`\`\n`,
  ],
]

describe.each(kept)('%s', (_, before, after) => {
  test('stays, while what was found is brought up to date', () => {
    const found = [item('ids', 1), item('eol'), item('cycle')]
    const plain = update(first, ...found)
    expect(plain).toContain('- [ ] CHK001 Nothing is wrong with ids (`ids`) 1 found, first in `a b.md:3`\n')
    expect(plain).toContain('- [x] CHK002 Nothing is wrong with eol (`eol`)\n')
    const own = before(first)
    const updated = update(own, ...found)
    expect(updated).toBe(after(plain))
    expect(update(updated, ...found)).toBe(updated)
  })
})

test('new rules come behind the others of their section, new sections before the notes, ids go on', () => {
  const text = update(first, item('ids'), item('new', 1), item('late', 0, { section: 'Text' }))
  expect(text).toContain('first in `a b.md:3`\n\n## Graph') // of a rule that did not run
  expect(text).toMatch(/CHK001.*\n- \[ \] CHK004 Nothing is wrong with new/)
  expect(text).toContain('(`cycle`)\n\n## Text\n\n- [x] CHK005 Nothing is wrong with late (`late`)\n\n## Notes')
})

test('what never was is not listed, what was stays', () => {
  expect(update(null, item('lock', 0, { rare: true }))).not.toContain('lock')
  const seen = update(null, item('lock', 1, { rare: true }))
  expect(update(seen, item('lock', 0, { rare: true }))).toContain('- [x] CHK001 Nothing is wrong with lock')
})

test("somebody's own checklist gets our items at its end", () => {
  const own = '# Checklist\n\n- [ ] CHK007 Mine'
  expect(update(own, item('ids'))).toBe(
    '# Checklist\n\n- [ ] CHK007 Mine\n\n## Structure\n\n- [x] CHK008 Nothing is wrong with ids (`ids`)\n\n',
  )
})

test('whatever stands there, nothing of it is lost and a second run changes nothing', () => {
  const line = fc.oneof(
    fc.constantFrom(
      '## Notes',
      '## Structure',
      '```',
      '- [ ] mine',
      '  more',
      '> - [ ] CHK003 q (`eol`)',
      '<!--',
      '-->',
    ),
    fc.constantFrom('- [x] CHK001 a (`ids`) 3 found', '1. [ ] CHK002 b (`eol`) mine', '- [-] CHK004 (`cycle`)', ''),
    fc.string({ maxLength: 12 }),
  )
  const text = fc
    .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
    .map(([lines, eol, end]) => `${lines.join(eol)}${end ? eol : ''}`)
  const found = fc.constantFrom(0, 2)
  fc.assert(
    fc.property(text, found, found, (own, ids, cycle) => {
      const items = [item('ids', ids), item('cycle', cycle), item('eol')]
      const once = update(own, ...items)
      expect(update(once, ...items)).toBe(once)
      // Boxes and counts apart, every line of before is there, in order.
      const bare = (lines: string): readonly string[] =>
        lines
          .split(/\r?\n/)
          .map((each) => each.replace(/\[[ x]\]/, '[]').replace(/ \d+ found(?:, first in `[^`]*`)?/, ''))
      let at = 0
      const after = bare(once)
      for (const each of bare(own)) {
        if (each === '') continue
        const next = after.indexOf(each, at)
        expect(next).toBeGreaterThanOrEqual(at)
        at = next + 1
      }
    }),
    { numRuns: 500 },
  )
})
