import { describe, expect, test } from 'vitest'
import { noEvidence } from '../../src/check/evidence.ts'
import { codesIn, numbersIn } from '../../src/check/facts/requirements.ts'
import { rules } from '../../src/check/rules/index.ts'
import { checkedDocument, type CheckedDocument, type CheckedRole, type CheckedVision } from '../../src/check/subject.ts'
import { traceLinks, type Traced } from '../../src/derive/trace-links.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import { source } from '../support/compiling.ts'

const OWN = rules.filter(({ group }) => group === 'trace' || group === 'evidence')
const SIZE = 100_000

const evidence: Evidence = {
  ...noEvidence,
  files: (_, paths) => paths.map(() => 'never'),
  check: () => 'unverified',
  hasChecks: () => true,
}

const see = (role: CheckedRole, text: string): CheckedDocument =>
  checkedDocument({ role, source: source(text, `${role}.md`), evidence })

const fill = (unit: string): string => unit.repeat(Math.ceil(SIZE / unit.length))
const many = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join('')

const DOCUMENTS: Readonly<Record<string, string>> = {
  'one letter': `- [x] T001 ${fill('a')}\n`,
  blanks: `- [x] T001 Create${fill(' ')}\`a/b.ts\`\n`,
  ticks: `- [x] T001 Create ${fill('`')}\n`,
  'ticks with blanks': `- [x] T001 Create ${fill('` ')}\n`,
  slashes: `- [x] T001 Create ${fill('a/')}b.ts\n`,
  'paths in one line': `- [x] T001 Create ${many(4000, (at) => `\`src/f${at}.ts\` `)}\n`,
  'the same id': fill('- [x] T001 Create `src/a.ts` (depends on T001)\n'),
  'a chain of dependencies': many(
    2500,
    (at) => `- [${at % 2 ? 'x' : ' '}] T${at} Create \`a/${at}.ts\` (depends on T${at - 1})\n`,
  ),
  'a cycle': many(2500, (at) => `- [x] T${at} Do it (depends on T${(at + 1) % 2500})\n`),
  'wide ranges': many(2000, (at) => `- [x] T${at} Do it (depends on T0-T1999)\n`),
  'wide ranges of requirements': many(3000, (at) => `- [ ] T${at} Do FR-1 to FR-9999 _Requirements: 1-999_\n`),
  'deep nesting': many(300, (at) => `${' '.repeat(at * 2)}- [x] ${at} Create \`a/${at}.ts\`\n`),
  'many checks': many(2000, (at) => `- [x] T${at} Do it\n  - Verify: \`npm test\`\n`),
  'requirements without end': fill('Requirements: '),
  'requirements with blanks': `requirements${fill(' ')}`,
  'codes in one line': fill('FR-001 - '),
  'headings of one level': fill('### Requirement 1: x\n#### Acceptance Criteria\n1. WHEN\n'),
  'quotes in quotes': `${fill('> ')}FR-001`,
  clauses: `- [x] T001 Create ${fill('x with ')}\`src/a.ts\`\n`,
}

describe.each(Object.entries(DOCUMENTS))('%s', (_, text) => {
  test.each(OWN.map((rule) => [rule.id, rule] as const))('%s', (__, rule) => {
    for (const role of ['tasks', 'spec', 'requirements'] as const) {
      const document = see(role, text)
      const other = see(role === 'tasks' ? 'spec' : 'tasks', text)
      const vision: CheckedVision = { id: 'x', documents: [document, other], execution: null, result: null, lock: null }
      // Reading is judged elsewhere.
      void document.facts.dependencies
      const before = performance.now()
      rule.document?.(document, ({ start, end }) => expect(start <= end && end <= text.length).toBe(true), {})
      rule.vision?.(vision, ({ start, end }) => expect(start <= end && end <= text.length).toBe(true), {})
      expect(performance.now() - before).toBeLessThan(2000)
    }
  })
})

test('ranges of requirements end somewhere', () => {
  const codes = new Set<string>()
  codesIn(
    many(1000, (at) => `FR-${at} to FR-9999 `),
    codes,
  )
  expect(codes.size).toBeLessThan(30_000)
  expect(numbersIn(many(1000, (at) => `_Requirements: ${at % 999}-999_\n`)).ids.size).toBeLessThan(30_000)
})

test('many objectives with the same words are linked in linear time', () => {
  const same = (kind: Traced['kind']): readonly Traced[] =>
    Array.from({ length: 3000 }, (_, at) => ({
      kind,
      number: String(at % 1000),
      title: 'Complete export',
      about: `Complete export number${at} of everything`,
      says: `Objective ${at % 1000}`,
    }))
  const before = performance.now()
  traceLinks(same('objective'), same('milestone'), [fill('Objective 1, 2 and '), fill('goal ')])
  expect(performance.now() - before).toBeLessThan(2000)
})

test('ticks cost nothing where there are none', () => {
  const text = many(10_000, (at) => `- [ ] T${at} Create \`src/f${at}.ts\` (FR-001)\n`)
  const document = checkedDocument({
    role: 'tasks',
    source: source(text, 'tasks.md'),
    evidence: { ...evidence, files: () => expect.fail(), hasChecks: () => expect.fail() },
  })
  for (const rule of OWN.filter(({ group }) => group === 'evidence')) rule.document!(document, () => expect.fail(), {})
})
