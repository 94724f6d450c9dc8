import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  compileCase,
  document,
  hasReal,
  realCases,
  realFolders,
  WITHOUT_DOCUMENTS,
  type Case,
} from '../support/compiling.ts'
import { printPlan } from '../support/plan-sketch.ts'
import { plans } from '../support/plans.ts'

/*
 * intentk originates no placeholder. A blank of a template becomes a gap; a word such as TODO inside a real sentence of
 * the plan is carried over.
 */

const BLANKS = [
  /\bTODO\b(?!\.\w)/g,
  /\bTBD\b/g,
  /\bTXXX\b/g,
  /NEEDS CLARIFICATION/g,
  /\[(?:[A-Z][a-z]+|[A-Z]{3,}|[A-Z][\w'’]*(?: [\w'’,/-]+)+)\](?![(:[\w/.-])/g,
]

/** The text without what quotes a blank in order to ask about it: questions, gaps, links, tags. */
const stated = (text: string): string[] =>
  text.split('\n').filter((line) => !/^> |\*\*Gap\*\*|^\s*<!--|^## Format: /.test(line))

const compact = (text: string): string => text.replaceAll(/[\s\\*_`]+/g, ' ')

/** Placeholders of the result that no sentence of the documents holds. */
function originated(text: string, documents: Case['documents']): string[] {
  const source = compact(documents.map((one) => one.source.text).join('\n'))
  return stated(text).flatMap((line) => {
    const blanks = BLANKS.flatMap((blank) => [...line.matchAll(blank)].map(([found]) => found))
    return blanks.filter((blank) => !source.includes(compact(blank))).map((blank) => `${blank} in "${line}"`)
  })
}

/** Tasks without any words. */
const EMPTY = /^- \[.\] T\S+(?: \[[PM\d]+\])*(?: \((?:depends on|\d).*\))?$/gm

/** Tasks whose own words are nothing but a blank. */
const BARE =
  /^- \[.\] T\S+(?: \[[PM\d]+\])* (?:Create )?(?:\[(?!M\d|P\])[A-Z][^\]]*\]|TODO|TBD|TXXX|NEEDS CLARIFICATION)[.:]?(?: \(.*\))?$/gm

test('a generated plan with blanks of a template gives none', async () => {
  let asked = 0
  await fc.assert(
    fc.asyncProperty(plans().map(printPlan), fc.boolean(), async (text, full) => {
      const one = { name: 'plan', documents: [document('plan', text)] }
      const result = await compileCase(one, { options: { full } })
      if (result.status !== 'compiled') return
      expect(originated(result.text, one.documents)).toEqual([])
      expect(result.text.match(BARE)).toBeNull()
      expect(result.text.match(EMPTY)).toBeNull()
      asked += result.execution.gaps.filter(({ question }) => question.includes('still a blank')).length
    }),
    { numRuns: 200 },
  )
  expect(asked).toBeGreaterThan(0)
}, 60_000)

test.skipIf(!hasReal)(
  `nor does a real document ${WITHOUT_DOCUMENTS}`,
  async () => {
    const wrong: string[] = []
    for (const one of [...realCases(), ...realFolders()]) {
      const result = await compileCase(one, { options: { full: true } })
      if (result.status !== 'compiled') continue
      wrong.push(...originated(result.text, one.documents).map((why) => `${one.name}: ${why}`))
      wrong.push(
        ...[...(result.text.match(BARE) ?? []), ...(result.text.match(EMPTY) ?? [])].map(
          (line) => `${one.name}: ${line}`,
        ),
      )
    }
    expect(wrong.slice(0, 12)).toEqual([])
  },
  120_000,
)

test.each([
  ['[Title]', 'a blank'],
  ['TODO', 'a blank'],
  ['TXXX [P] Create [Entity] model in src/models/[entity].py', 'a blank'],
  ['[Describe the outcome]', 'a blank'],
  ['Remove the TODO comments from `src/a.ts`', 'work'],
  ['Render `[Title]` in `src/a.ts`', 'work'],
  ['Show the page `app/[instanceName]/status/route.ts`', 'work'],
])('%s is %s', async (line, what) => {
  const text = `# P\n\n## Phase 1: A\n\n- [ ] Write \`src/x.ts\`\n- [ ] ${line}\n`
  const result = await compileCase({ name: 'plan', documents: [document('plan', text)] })
  if (result.status !== 'compiled') throw new Error(result.status)
  expect(result.execution.tasks.filter(({ kind }) => kind === 'work').length).toBe(what === 'work' ? 2 : 1)
  const asked = result.execution.gaps.some(({ question }) => question.includes('still a blank'))
  expect(asked).toBe(what !== 'work')
})
