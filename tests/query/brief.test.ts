import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lineIndex, pointAt } from '../../src/parse/lines.ts'
import { readTaskDocument } from '../../src/parse/tasks/document.ts'
import { briefOf, MAX_TOKENS, openBriefing, type BriefDocument, type Briefing } from '../../src/query/brief.ts'
import { focusesOf } from '../../src/query/brief-focus.ts'
import { boardOf } from '../../src/tasks/board.ts'
import { hostileText } from '../support/arbitraries.ts'
import { compileText, hasReal, realCases, source, WITHOUT_DOCUMENTS } from '../support/compiling.ts'
import { planTexts } from '../support/plans.ts'

function briefing(text: string, documents: readonly BriefDocument[] = [], path = 'execute.md'): Briefing {
  const lines = lineIndex(source(text).text)
  return openBriefing(
    boardOf(readTaskDocument(source(text, path))),
    documents,
    (offset) => pointAt(lines, Math.min(offset, text.length)).line,
  )
}

const HEADINGS = ['SINGLE FOCUS', 'EXECUTION PLAN', 'SUCCESS CRITERIA', 'NO PLACEHOLDERS', 'INCREMENTAL PROGRESS']

/** Lines that the block says itself, of which no document may write one. */
const OWN =
  /^(?:# Task (?:`.*` )?of `.*`|## (?:SINGLE FOCUS|EXECUTION PLAN|SUCCESS CRITERIA|NO PLACEHOLDERS|INCREMENTAL PROGRESS|CONSTRAINTS AND PRINCIPLES|LEFT OUT)|Lines behind `>` .*|This task and no other\.|(?:Read the files|Find the places) .*working\.|Run or look at what .*|The task is done when .*|Everything is written out: .*|Leave what other .*|There was no room .*:|Left out for want of room: .*|- [a-z ]+ \(\d+(?: of \d+)?\): `.*`|(?:It says further|These commands succeed|Files to write|Files to read|Its parts|It is a part of|It builds on these tasks and the files they made|It is a step of|Its milestone is held to|It serves|Constraints|Principles|What all of it is for|These tasks wait for it):|)$/

function expectWellFormed(text: string, documents: readonly BriefDocument[], maxTokens: number): void {
  const made = briefing(text, documents)
  made.pieces.board.tasks.forEach((_, at) => {
    const brief = briefOf(made, at, { maxTokens, force: true })
    if (!brief.ok) {
      expect(brief).toMatchObject({ why: 'budget' })
      const { least } = brief as { readonly least: number }
      expect(least).toBeGreaterThan(maxTokens)
      // What it says is needed is enough.
      const again = briefOf(made, at, { maxTokens: least, force: true })
      expect(again.ok && again.tokens <= least).toBe(true)
      return
    }
    const { prompt, tokens } = brief
    expect(tokens).toBe(Math.ceil(prompt.length / 4))
    expect(tokens).toBeLessThanOrEqual(maxTokens)
    const odd = prompt
      .split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)
      .filter((line) => !line.startsWith('>') && !OWN.test(line))
    expect(odd).toEqual([])
    const headings = prompt.split('\n').filter((line) => line.startsWith('## '))
    expect(headings.slice(0, 5)).toEqual(HEADINGS.map((heading) => `## ${heading}`))
  })
}

const budgets = fc.oneof(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 4_000 }))

test('a block is never longer than its budget, and says in words of its own nothing that a document says', async () => {
  await fc.assert(
    fc.asyncProperty(planTexts, budgets, hostileText, async (plan, maxTokens, odd) => {
      const result = await compileText(plan)
      const documents: BriefDocument[] = [
        { role: 'plan', file: 'plan.md', text: plan },
        { role: 'constitution', file: 'constitution.md', text: `# Constitution\n\n## Core Principles\n\n- ${odd}\n` },
      ]
      if (result.status === 'compiled') expectWellFormed(result.text, documents, maxTokens)
    }),
    { numRuns: 150 },
  )
})

test('whatever stands in a document stays behind its marks', () => {
  const line = fc.oneof(
    hostileText,
    fc.constantFrom(
      '## SINGLE FOCUS',
      '# Task',
      '```',
      '<!--',
      '~~~',
      '</div>',
      '> x',
      '\u2028## EXECUTION PLAN',
      '\r## X',
      '\u000b# Y',
    ),
  )
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), budgets, (lines, maxTokens) => {
      const text = `## ${lines[0]}\n\n${lines.join('\n')}\n\n- [ ] T001 ${lines.join(' ')}\n  ${lines.join('\n  ')}\n- [ ] T002 B (depends on T001)\n`
      expectWellFormed(
        text,
        [{ role: 'spec', file: `a${lines[0]!.slice(0, 9)}.md`, text: `## Constraints\n\n${lines.join('\n\n')}` }],
        maxTokens,
      )
    }),
  )
})

test.skipIf(!hasReal)(`over real documents ${WITHOUT_DOCUMENTS}`, { timeout: 120_000 }, () => {
  for (const { documents } of realCases()) {
    for (const {
      source: { text, path },
      role,
    } of documents) {
      const beside = [{ role: 'plan' as const, file: 'beside.md', text }]
      if (role === 'tasks' || path.length % 3 === 0)
        for (const most of [MAX_TOKENS, 300]) expectWellFormed(text, beside, most)
    }
  }
})

const plan = `# Tasks

## Phase 1: Rows

**Goal**: rows can be written

- [x] T001 Create \`src/rows.ts\`
- [ ] T002 Write \`src/csv.ts\` (see \`docs/contract.md\`) for FR-002 (depends on T001)
  - quotes are doubled
  - Verify: \`npm test\`
- [ ] T003 Read both (depends on T002)
`
const spec = `# Export

## Requirements

- **FR-001**: tabs are kept
- **FR-002**: commas are quoted

## Constraints

- no dependency
- \`src/csv.ts\` stays below 200 lines
`

test('a block holds what the task needs', () => {
  const brief = briefOf(briefing(plan, [{ role: 'spec', file: 'spec.md', text: spec }]), 't2')
  expect(brief.ok && brief.prompt).toContain('> Write `src/csv.ts` (see')
  const prompt = brief.ok ? brief.prompt : ''
  for (const piece of [
    '> - quotes are doubled',
    'These commands succeed:\n\n> - `npm test`',
    'Files to write:\n\n> - `src/csv.ts`',
    'Files to read:\n\n> - `docs/contract.md`',
    '> - done: T001 Create `src/rows.ts` → `src/rows.ts`',
    '> **Goal**: rows can be written',
    'It serves:\n\n> - **FR-002**: commas are quoted\n\n',
    // What speaks of the task stands before what does not.
    'Constraints:\n\n> - `src/csv.ts` stays below 200 lines\n> - no dependency',
    '> - T003 Read both',
  ])
    expect(prompt).toContain(piece)
})

test('the least relevant is left out first, and what is left out is said', () => {
  const made = briefing(plan, [{ role: 'spec', file: 'spec.md', text: spec }])
  const whole = briefOf(made, 'T002')
  if (!whole.ok) throw new Error('no block')
  expect(whole.omitted).toEqual([])
  let before = whole.omitted
  for (let most = whole.tokens - 1; ; most--) {
    const brief = briefOf(made, 'T002', { maxTokens: most })
    if (!brief.ok) {
      expect(brief).toMatchObject({ why: 'budget', least: most + 1 })
      break
    }
    expect(brief.omitted.length).toBeGreaterThan(0)
    expect(brief.prompt).toMatch(/## LEFT OUT|Left out for want of room: \d+ pieces of context, see `execute\.md:8`/)
    // What was left out of a larger block is left out of a smaller one.
    if (most > 400) for (const { what } of before) expect(brief.omitted.map((each) => each.what)).toContain(what)
    before = brief.omitted
  }
  expect(before.map(({ what }) => what)[0]).toBe('details of the task')
})

test('criteria of a requirement, a story and a requirement with a title are found', () => {
  const kiro =
    '# Requirements\n\n### Requirement 1: Login\n\n**User Story:** As a user I log in\n\n#### Acceptance Criteria\n\n1. WHEN a THEN b\n2. WHEN c THEN d\n'
  const prompt = (text: string, file: BriefDocument): string => {
    const brief = briefOf(briefing(text, [file]), 0)
    return brief.ok ? brief.prompt : ''
  }
  const one = prompt('- [ ] 1. Log in\n  - _Requirements: 1.2_\n', { role: 'requirements', file: 'r.md', text: kiro })
  expect(one).toContain('> 2. WHEN c THEN d')
  expect(one).not.toContain('WHEN a')
  const story = '### User Story 2 - Files (Priority: P2)\n\nPeople pack files.\n\n### User Story 3 - Other\n\nNo.\n'
  const two = prompt('- [ ] T001 [US2] Pack\n', { role: 'spec', file: 's.md', text: story })
  expect(two).toContain('> - People pack files.')
  expect(two).not.toContain('> - No.')
  const open =
    '## ADDED Requirements\n\n### Requirement: Device limit\n\nThe system SHALL limit devices for each account.\n\n#### Scenario: x\n\n- WHEN x\n'
  const three = prompt('- [ ] 1.1 Limit the devices of an account\n', { role: 'spec', file: 'o.md', text: open })
  expect(three).toContain('> - **Device limit**: The system SHALL limit devices')
})

describe('several focuses', () => {
  test.each([
    'Create `src/csv.ts` and write `docs/install.md`',
    'Implement the user login in `src/auth.ts` and create the billing report in `src/billing.ts`',
    'Add rows to `src/rows.ts`; build the landing page in `web/landing.html`',
    'Write `a/rows.ts`; write `b/pages.ts`; and then write `c/mail.ts`',
  ])('%s', (text) => {
    expect(focusesOf(text).length).toBeGreaterThan(1)
    for (const focus of focusesOf(text)) expect(text).toContain(focus)
  })

  test.each([
    'Create `src/csv.ts` and its tests in `tests/csv.test.ts`',
    'Create `src/csv.ts` and write `tests/csv.test.ts`',
    'Create User and Order models in `src/models/user.ts` and `src/models/order.ts`',
    'Create `src/models/user.ts` and create `src/routes/user.ts`',
    'Implement `src/csv.ts` and add it to `src/index.ts`',
    'Add the export to `src/export.ts` and update `README.md`',
    'Write `src/csv.ts`; overlapping edits are refused',
    'Create `src/a.ts` and write documentation in `docs/b.md`',
    'Create `src/csv.ts` ("read and write `docs/a.md`")',
    'Run `npm ci` and write `out/report.txt`',
    'Design and implement `src/csv.ts`',
    'Add search and create pages',
    '',
  ])('%s is one', (text) => {
    expect(focusesOf(text)).toEqual([])
  })

  test('are refused unless somebody insists', () => {
    const made = briefing('- [ ] T001 Create `src/csv.ts` and write `docs/install.md`\n')
    expect(briefOf(made, 'T001')).toEqual({
      ok: false,
      why: 'several-focuses',
      focuses: ['Create `src/csv.ts`', 'write `docs/install.md`'],
    })
    expect(briefOf(made, 'T001', { force: true }).ok).toBe(true)
    expect(briefOf(made, 'T002')).toEqual({ ok: false, why: 'unknown-task' })
  })
})

test('blocks for thousands of tasks of one document cost as much each as for few', { timeout: 60_000 }, () => {
  const text = (count: number): string =>
    Array.from({ length: count }, (_, at) => {
      const head = at % 50 === 0 ? `\n## Phase ${at / 50 + 1}: Part\n\n**Goal**: part\n\n` : ''
      const on = at === 0 ? '' : ` (depends on T${String(at).padStart(4, '0')}, T0001)`
      return `${head}- [ ] T${String(at + 1).padStart(4, '0')} Create \`src/a${at}.ts\`${on}\n`
    }).join('')
  const rules = Array.from({ length: 40 }, (_, at) => `- rule ${at} about files\n`).join('')
  const time = (count: number): number => {
    const start = performance.now()
    const made = briefing(text(count), [{ role: 'constitution', file: 'c.md', text: `## Principles\n\n${rules}` }])
    for (let at = 0; at < count; at++) expect(briefOf(made, at).ok).toBe(true)
    return performance.now() - start
  }
  time(200)
  const few = Math.max(20, time(500))
  expect(time(5_000)).toBeLessThan(few * 10 * 3)
})
