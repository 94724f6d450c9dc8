import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import type { CompileInput, CompileResult } from '../../src/model/compile.ts'
import {
  compileCase,
  hasReal,
  inputOf,
  realCases,
  realFolders,
  WITHOUT_DOCUMENTS,
  document,
} from '../support/compiling.ts'
import { planTexts } from '../support/plans.ts'

/* A second run with nothing changed writes nothing, also tomorrow, also after a blank line at the top of the plan. */

/** A lock without the hashes of whole documents, which name the bytes that were read and not what was made of them. */
const withoutHashes = (lock: string): string =>
  lock
    .split('\n')
    .filter((line) => !/^[[,]?\{"doc":/.test(line))
    .join('\n')

/** What a second run would write: nothing, '' where it may. */
async function secondRun(
  input: CompileInput,
  first: { readonly text: string; readonly lock: string },
): Promise<string> {
  const again = await compile({ ...input, lock: first.lock })
  if (again.status !== 'compiled') return `second run: ${again.status}`
  if (again.text !== first.text) return `second run: other text\n${difference(first.text, again.text)}`
  if (again.lock !== first.lock) return `second run: other lock\n${difference(first.lock, again.lock)}`
  return ''
}

/** As {@link secondRun}, after a blank line was put on top of every document. */
async function afterBlankLine(
  input: CompileInput,
  first: { readonly text: string; readonly lock: string },
): Promise<string> {
  const documents = input.documents.map((one) => ({
    ...one,
    source: { ...one.source, text: `${input.eol}${one.source.text}` },
  }))
  const again = await compile({ ...input, documents, lock: first.lock })
  if (again.status !== 'compiled') return `blank line: ${again.status}`
  if (again.text !== first.text) return `blank line: other text\n${difference(first.text, again.text)}`
  const [before, after] = [withoutHashes(first.lock), withoutHashes(again.lock)]
  return before === after ? '' : `blank line: other lock\n${difference(before, after)}`
}

function difference(before: string, after: string): string {
  const [a, b] = [before.split('\n'), after.split('\n')]
  const at = a.findIndex((line, index) => line !== b[index])
  return `- ${a[at]}\n+ ${b[at]}`
}

/** Front matter stands at the very top, so a blank line there makes it something else. */
const startsWithFrontMatter = (input: CompileInput): boolean =>
  input.documents.some(({ source }) => source.text.startsWith('---'))

async function unsettled(input: CompileInput, first: CompileResult): Promise<string> {
  if (first.status !== 'compiled') return ''
  return (await secondRun(input, first)) || (startsWithFrontMatter(input) ? '' : afterBlankLine(input, first))
}

test('a second run of a generated plan changes nothing', async () => {
  let compiledOnes = 0
  await fc.assert(
    fc.asyncProperty(planTexts, fc.constantFrom<'\n' | '\r\n'>('\n', '\r\n'), fc.boolean(), async (text, eol, full) => {
      const input = inputOf([document('plan', text)], { eol, options: { full } })
      const first = await compile(input)
      if (first.status === 'compiled') compiledOnes++
      expect(await unsettled(input, first)).toBe('')
    }),
    { numRuns: 150 },
  )
  expect(compiledOnes).toBeGreaterThan(90)
}, 60_000)

test.skipIf(!hasReal)(
  `nor does one of a real document ${WITHOUT_DOCUMENTS}`,
  async () => {
    const failed: string[] = []
    for (const one of [...realCases(), ...realFolders()]) {
      const first = await compileCase(one)
      const choice = first.status === 'compiled' && first.lock.includes('{"choice":1}') ? 1 : null
      const why = await unsettled(inputOf(one.documents, { options: { choice } }), first)
      if (why !== '') failed.push(`${one.name}: ${why}`)
    }
    expect(failed).toEqual([])
  },
  180_000,
)

test('a choice between several plans is made once', async () => {
  const plan = (title: string): string =>
    `\`\`\`markdown\n## ${title}\n\n**Step 1: Draw \`${title}.ts\`**\n- a\n\n**Step 2: Test**\n- b\n\`\`\`\n`
  const text = `# Examples\n\n## One\n\n${plan('one')}\n## Two\n\n${plan('two')}`
  const open = await compile(inputOf([document('plan', text)]))
  expect(open.status).toBe('several-plans')
  const chosen = await compile(inputOf([document('plan', text)], { options: { choice: 2 } }))
  if (chosen.status !== 'compiled') throw new Error(chosen.status)
  const again = await compile(inputOf([document('plan', text)], { lock: chosen.lock }))
  expect(again).toMatchObject({ status: 'compiled', text: chosen.text, lock: chosen.lock })
})

test('tomorrow, and with a date of its own that is given once, nothing changes', async () => {
  const text = '# P\n\n## Phase 1: A\n\n- [ ] do `src/a.ts`\n- [ ] do `src/b.ts`\n'
  const first = await compile(inputOf([document('plan', text)], { options: { date: '2026-01-01' } }))
  if (first.status !== 'compiled') throw new Error(first.status)
  expect(first.text).toContain('2026-01-01')
  expect(await secondRun(inputOf([document('plan', text)]), first)).toBe('')
})
