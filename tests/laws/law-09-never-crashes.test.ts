import fc from 'fast-check'
import { expect, test } from 'vitest'
import { INPUT_ROLES, type CompileResult } from '../../src/model/compile.ts'
import { compileDocuments, compileText, document, hasReal, realCases, WITHOUT_DOCUMENTS } from '../support/compiling.ts'
import { printPlan } from '../support/plan-sketch.ts'
import { noise, plans, planTexts } from '../support/plans.ts'

/* Content never crashes it: whatever a document, a lock or a setting holds becomes a diagnostic with a place. */

/** Refused says why, in words and with a rule; everything printable is free of control characters. */
function expectAnswer(result: CompileResult): void {
  if (result.status === 'refused') expect(result.diagnostics.some(({ severity }) => severity === 'error')).toBe(true)
  if (result.status === 'several-plans') expect(result.choices.length).toBeGreaterThan(1)
  if (result.status === 'compiled')
    expect(result.text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069]/)
  for (const { ruleId, message } of result.diagnostics) {
    expect(ruleId).toMatch(/^[a-z]+(?:-[a-z]+)*$/)
    expect(message.length).toBeGreaterThan(10)
  }
}

test('documents of any role with any content give an answer', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...INPUT_ROLES), fc.oneof(planTexts, noise)), { maxLength: 3 }),
      async (parts) => {
        expectAnswer(await compileDocuments(parts.map(([role, text], at) => document(role, text, `${role}-${at}.md`))))
      },
    ),
    { numRuns: 250 },
  )
}, 60_000)

test('so do strings of any characters', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.constantFrom(...INPUT_ROLES),
      async (text, role) => {
        expectAnswer(await compileDocuments([document(role, text)]))
      },
    ),
    { numRuns: 300 },
  )
}, 60_000)

/** A text with a part cut out, doubled or replaced, as broken merges and editors leave it. */
const broken = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      text,
      fc.nat(),
      fc.nat(200),
      fc.constantFrom('', '\n', '```', '<<<<<<< HEAD\n', '\u0000', '|', '    ', '<!--'),
    )
    .map(([whole, from, length, put]) => {
      const at = from % (whole.length + 1)
      return whole.slice(0, at) + put + whole.slice(at + length)
    })

test('and broken plans with broken locks', async () => {
  await fc.assert(
    fc.asyncProperty(
      plans({ milestones: 2 }).map(printPlan),
      fc.nat(),
      fc.nat(120),
      fc.string({ unit: 'binary', maxLength: 8 }),
      async (text, from, length, put) => {
        const first = await compileText(text)
        if (first.status !== 'compiled') return
        const at = from % first.lock.length
        const lock = first.lock.slice(0, at) + put + first.lock.slice(at + length)
        expectAnswer(await compileText(text, { lock }))
      },
    ),
    { numRuns: 120 },
  )
  await fc.assert(
    fc.asyncProperty(broken(plans().map(printPlan)), async (text) => expectAnswer(await compileText(text))),
    { numRuns: 150 },
  )
}, 60_000)

test.skipIf(!hasReal)(
  `and every real document in every role it could have ${WITHOUT_DOCUMENTS}`,
  async () => {
    const cases = realCases()
    for (const [at, { documents }] of cases.entries()) {
      const { source } = documents[0]!
      const role = INPUT_ROLES[at % INPUT_ROLES.length]!
      expectAnswer(await compileDocuments([{ role, source, link: source.path }]))
      // Cut in the middle, as an assistant that ran out of words leaves it.
      const half = source.text.slice(0, source.text.length >> 1)
      expectAnswer(await compileDocuments([{ role: 'plan', source: { ...source, text: half }, link: source.path }]))
    }
  },
  120_000,
)
