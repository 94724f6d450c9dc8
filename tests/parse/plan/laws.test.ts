import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Node } from 'unist'
import type { Plan, PlanNodeBase } from '../../../src/model/plan.ts'
import { anyText, words } from '../../support/arbitraries.ts'
import { read } from './support.ts'

const line = fc.oneof(
  words.map((text) => `- [ ] ${text}`),
  words.map((text) => `1. ${text}`),
  words.map((text) => `  - ${text}`),
  fc
    .tuple(fc.constantFrom('Phase', 'Milestone', 'Step', 'Week', 'Фаза', 'フェーズ'), fc.nat(12), words)
    .map(([word, number, text]) => `## ${word} ${number}: ${text}`),
  fc
    .tuple(fc.constantFrom('Tasks', 'Deliverables', 'Success Criteria', 'Depends on', 'Later', '任务'), words)
    .map(([key, text]) => `**${key}**: ${text}`),
  fc.constantFrom(
    '**Tasks**:',
    '## Milestones',
    '| Phase | Task |\n|---|---|\n| Phase 1 | a |',
    '```\n## Phase 1: a\n- b\n```',
    '<details>\n<summary>a</summary>',
    '</details>',
    '---',
    '> **Phase 3**',
    '_Done when:_',
    '',
  ),
  words,
  anyText,
)
const documents = fc
  .array(line, { maxLength: 30 })
  .chain((lines) => fc.constantFrom('\n', '\n\n', '\r\n').map((end) => lines.join(end)))

function* nodes(node: Node): Generator<PlanNodeBase> {
  const { children = [], task } = node as Node & { children?: Node[]; task?: Node }
  for (const child of [...children, ...(task === undefined ? [] : [task])]) {
    yield child as PlanNodeBase
    yield* nodes(child)
  }
}

const inRange = (text: string, node: PlanNodeBase): boolean =>
  node.place.start >= 0 && node.place.start <= node.place.end && node.place.end <= text.length

describe('for every document', () => {
  test('it is read, with every place inside of it', () => {
    fc.assert(
      fc.property(documents, (text) => {
        const { plan, diagnostics, choices } = read(text)
        for (const node of nodes(plan)) expect(inRange(text, node)).toBe(true)
        for (const { place } of diagnostics)
          if (place !== undefined)
            expect(place.start >= 0 && place.end <= text.length && place.start <= place.end).toBe(true)
        for (const choice of choices)
          expect(read(text, { choice: choice.number }).plan.children.length).toBeGreaterThan(0)
      }),
      { numRuns: 300 },
    )
  })

  test('milestones stand in document order with keys of their own', () => {
    fc.assert(
      fc.property(documents, (text) => {
        const milestones = read(text).plan.children.filter((child) => child.type === 'milestone')
        const starts = milestones.map((milestone) => milestone.place.start)
        expect(starts).toEqual([...starts].sort((a, b) => a - b))
        expect(new Set(milestones.map((milestone) => milestone.key)).size).toBe(milestones.length)
      }),
      { numRuns: 300 },
    )
  })

  test('blank lines at the top change nothing but the places', () => {
    const content = (plan: Plan): string =>
      JSON.stringify(plan, (key, value: unknown) =>
        ['position', 'place', 'span', 'sequence', 'mentions'].includes(key) ? undefined : value,
      )
    fc.assert(
      fc.property(documents, (text) => {
        fc.pre(!text.startsWith('---'))
        expect(content(read(`\n\n${text}`).plan)).toBe(content(read(text).plan))
      }),
      { numRuns: 200 },
    )
  })
})

const SIZE = 100_000
const fill = (unit: string, size = SIZE): string => unit.repeat(Math.ceil(size / unit.length)).slice(0, size)
const inline = (unit: string): string => fill(unit).replaceAll('\n', ' ')
const UNITS = [
  'a',
  ' ',
  '\t',
  '- ',
  '**',
  '__',
  '│   ',
  '├── ',
  '[',
  '[x] ',
  '(',
  '`',
  '~~',
  '|',
  ':',
  '：',
  '1. ',
  'T001, ',
  '一',
  '✅ ',
  'Phase 1 ',
  'M1 ',
  'a: ',
  '**a**: ',
  'src/',
  '(depends on ',
  'Q4 2026 ',
  '…',
  'a b ',
]
const PLACES: readonly (readonly [string, (unit: string) => string])[] = [
  ['text', (unit) => fill(unit)],
  ['a heading', (unit) => `## Phase 1: a${inline(unit)}b\n\n- x\n\n## Phase 2: b\n\n- y\n`],
  ['items', (unit) => `## Phase 1\n\n- [ ] a${inline(unit)}b\n- **a**: ${inline(unit)}\n\n## Phase 2\n\n- y\n`],
  [
    'cells',
    (unit) =>
      `## Phase 1\n\n| Task | Depends on |\n|---|---|\n| a${inline(unit).replaceAll('|', ' ')}b | c |\n\n## Phase 2\n\n- y\n`,
  ],
  ['a fence', (unit) => `# A\n\n\`\`\`\n${fill(unit)}\n\`\`\`\n`],
]

// Quadratic reading of these takes many seconds, linear reading well under one; the limit leaves room for slow machines.
describe.each(PLACES)('100 KB of one thing in %s', (_name, place) => {
  test.each(UNITS)('%j is read in linear time', (unit) => {
    const text = place(unit)
    const before = process.cpuUsage()
    read(text)
    const { user } = process.cpuUsage(before)
    expect(user / 1000).toBeLessThan(3000)
  })
})

const MANY: readonly (readonly [string, (index: number) => string])[] = [
  ['titles for one number', (index) => `## Phase 1: a${index}\n- x\n- y\n- z\n`],
  ['phases with sprints', (index) => `## Phase ${index}: a${index}\n### Sprint ${index}: b\n- x\n- y\n`],
  [
    'phases with gates',
    (index) => `## Phase ${index}: name${index}\n- x\n## Success Criteria\n### name${index} gate\n- y\n`,
  ],
  ['tables of phases', (index) => `| Phase | x |\n|---|---|\n| Phase ${index} | b |\n\n`],
  ['labels', (index) => `**Phase ${index}: a**\n\n- b\n\n`],
  ['plans in fences', (index) => `\`\`\`\n## Phase 1: ${index}\n- a\n- b\n## Phase 2: b\n- c\n- d\n\`\`\`\n\n`],
  ['boxes with ids in a checklist', (index) => `${index === 0 ? '## Checklist\n' : ''}- [ ] AB-${index} x\n`],
]

test.each(MANY)('4,000 times: %s', (_name, one) => {
  const text = Array.from({ length: 4000 }, (_, index) => one(index)).join('')
  const before = process.cpuUsage()
  read(text)
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(5000)
})
