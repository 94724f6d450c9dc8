import { expect, test } from 'vitest'
import { check } from '../../src/check/engine.ts'
import { applyFixes } from '../../src/check/fix.ts'
import { rules } from '../../src/check/rules/index.ts'
import { activeRules } from '../../src/check/settings.ts'
import { checkedDocument, type CheckedDocument } from '../../src/check/subject.ts'
import { defaultCheckConfig } from '../../src/model/check-config.ts'
import { loadParser } from '../../src/parse/markdown.ts'

const parse = await loadParser()

const SIZE = 100_000
const LIMIT_MS = 2_000

const own = rules.filter(({ group }) => group === 'content' || group === 'text')

/** A text of the size, made of one piece. */
const filled = (piece: string, lead = ''): string => lead + piece.repeat(Math.ceil(SIZE / piece.length))

const PIECES = [
  ...'[]()`|:*_?.-#> \u00c3\u00e2\u00f0\u200b\u202e\u001b\u0092\ufffdéa1'.split(''),
  '[a',
  '[ ',
  '](',
  '` ',
  '**',
  '| ',
  'Ã©',
  'â€',
  'ÃƒÂ',
  '\u{e0041}',
  'a \u200d',
  '\r\n\n',
  'and create ',
  'create `a.ts` and ',
  'create `a.ts`; write `b.ts`. Then deploy x. ',
  '[NEEDS CLARIFICATION: ',
  'NEEDS CLARIFICATION ',
  ': TBD ',
  '| TBD ',
  'Import `a`, ',
  'Import A, ',
  'as needed ',
  'user friendly ',
  'is improved ',
  'fast. ',
  'etc. ',
  '[What is ',
  '(2h) ',
  '必要に応じて',
]

const LEADS = ['', '- [ ] T001 ']

function documentOf(text: string, role: CheckedDocument['role'] = 'tasks'): CheckedDocument {
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  return checkedDocument({ role, source: { path: `${role}.md`, text, bom: false, eol }, parse })
}

/** How long the slowest rule takes, and its name. */
function slowest(text: string, role?: CheckedDocument['role']): readonly [ms: number, rule: string] {
  const document = documentOf(text, role)
  // What all rules share is read once, and is not what is measured here.
  void [document.units.length, document.prose.length, document.facts.phases.length, document.read]
  const times = own.map(({ id }): readonly [number, string] => {
    const active = activeRules(rules, defaultCheckConfig, { only: [id] })
    const before = performance.now()
    const { findings } = check({ documents: [document], vision: null }, active, rules)
    for (const { place } of findings) {
      expect(place!.start).toBeGreaterThanOrEqual(0)
      expect(place!.start).toBeLessThan(place!.end)
      expect(place!.end).toBeLessThanOrEqual(text.length)
    }
    return [performance.now() - before, id]
  })
  return times.reduce((worst, each) => (each[0] > worst[0] ? each : worst))
}

function expectFast([ms, rule]: readonly [number, string]): void {
  expect(ms, rule).toBeLessThan(LIMIT_MS)
}

test.each(LEADS)('100 KB of one piece behind %j', (lead) => {
  for (const piece of PIECES) expectFast(slowest(filled(piece, lead)))
})

test('10,000 tasks, all the same and each another', () => {
  expectFast(slowest('- [ ] T001 Create the order model in `src/order.ts` (2h)\n'.repeat(10_000)))
  expectFast(
    slowest(Array.from({ length: 10_000 }, (_, at) => `- [ ] T${at} [P] Create \`src/${at}.ts\` and add x\n`).join('')),
  )
})

test('deep nesting, many headings, many questions', () => {
  expectFast(slowest(Array.from({ length: 400 }, (_, at) => `${'  '.repeat(at)}- [ ] ${at} Write x\n`).join('')))
  expectFast(slowest('## Phase 1: A (1h)\n\n- [ ] T001 Write (2h)\n\n'.repeat(2_500)))
  expectFast(slowest('## Open Questions\n\n- Why?\n\n'.repeat(3_000), 'design'))
  expectFast(slowest('- **SC-001**: Improved user experience\n'.repeat(2_500), 'spec'))
})

test('what was misread many times is restored', () => {
  let text = 'é'
  for (let round = 0; round < 12; round++) text = Buffer.from(text, 'utf8').toString('latin1')
  expectFast(slowest(`- [ ] T001 ${text} ${text}\n`))
  const active = activeRules(rules, defaultCheckConfig, { only: ['mojibake'] })
  for (let round = 0; round < 12; round++) {
    const { findings } = check({ documents: [documentOf(text)], vision: null }, active, rules)
    text = applyFixes(
      text,
      findings.flatMap(({ fix }) => fix ?? []),
    ).text
  }
  expect(text).toBe('é')
})
