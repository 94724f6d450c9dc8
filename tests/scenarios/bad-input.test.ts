import { describe, expect, test } from 'vitest'
import type { CompileResult } from '../../src/model/compile.ts'
import { compileText, compiled } from '../support/compiling.ts'

/* Bad input through the whole compiler: each has its clear finding, and none takes long. */

const good = '## Phase 1: A\n\n- [ ] do `src/a.ts`\n- [ ] do `src/b.ts`\n'

const rules = ({ diagnostics }: CompileResult): string[] => diagnostics.map(({ ruleId }) => ruleId)

/** Generous: the same bounds hold on a machine of two busy cores. */
const SECONDS = 1000

interface Bad {
  readonly name: string
  readonly text: string
  readonly status: CompileResult['status']
  readonly says: readonly string[]
  readonly within: number
}

const table = (rows: number): string => `| a | b |\n|---|---|\n${'| 1 | 2 |\n'.repeat(rows)}`
const aliases = Array.from(
  { length: 12 },
  (_, at) => `k${at}: &a${at} [${at === 0 ? 'x' : Array.from({ length: 10 }, () => `*a${at - 1}`).join(', ')}]`,
).join('\n')

const cases: readonly Bad[] = [
  { name: 'nothing at all', text: '', status: 'refused', says: ['no-milestone'], within: 1 },
  { name: 'blanks', text: ' \n\t\n', status: 'refused', says: ['no-milestone'], within: 1 },
  { name: 'front matter alone', text: '---\ntitle: x\n---\n', status: 'refused', says: ['no-milestone'], within: 1 },
  {
    name: 'prose alone',
    text: 'We should really do something.\n',
    status: 'refused',
    says: ['no-milestone'],
    within: 1,
  },
  {
    name: '5,000 levels of nesting',
    text: `${Array.from({ length: 5000 }, (_, at) => `${'  '.repeat(Math.min(at, 400))}- a`).join('\n')}\n`,
    status: 'refused',
    says: ['nesting-too-deep'],
    within: 5,
  },
  {
    name: '5,000 quotes in each other',
    text: `${'> '.repeat(5000)}a\n`,
    status: 'refused',
    says: ['nesting-too-deep'],
    within: 5,
  },
  {
    name: 'a table of 100,000 rows',
    text: `${good}\n## Appendix\n\n${table(100_000)}`,
    status: 'compiled',
    says: [],
    within: 20,
  },
  { name: 'entities', text: `${good}\n${'a &amp; '.repeat(40_000)}\n`, status: 'compiled', says: [], within: 10 },
  { name: 'emphasis', text: `${good}\n${'*a_ '.repeat(60_000)}\n`, status: 'compiled', says: [], within: 15 },
  {
    name: 'brackets',
    text: `${good}\n${'['.repeat(50_000)}\n\n- [ ] ${'[a]('.repeat(5000)}\n`,
    status: 'compiled',
    says: [],
    within: 15,
  },
  {
    name: 'a fence that never closes',
    text: `${good}\n\`\`\`ts\nconst a = 1\n\n## Phase 2: B\n\n- [ ] lost\n`,
    status: 'compiled',
    says: ['unclosed-fence'],
    within: 1,
  },
  {
    name: 'front matter that is code',
    text: `---js\nmodule.exports = process.exit(1)\n---\n\n${good}`,
    status: 'compiled',
    says: ['front-matter-language'],
    within: 1,
  },
  {
    name: 'an alias bomb',
    text: `---\n${aliases}\n---\n\n${good}`,
    status: 'compiled',
    says: ['front-matter-invalid'],
    within: 5,
  },
]

describe.each(cases)('$name', ({ text, status, says, within }) => {
  test('is answered', async () => {
    const start = performance.now()
    const result = await compileText(text)
    expect(performance.now() - start).toBeLessThan(within * SECONDS)
    expect(result.status, JSON.stringify(result.diagnostics).slice(0, 400)).toBe(status)
    expect(rules(result)).toEqual(expect.arrayContaining([...says]))
    for (const { message } of result.diagnostics) expect(message).toMatch(/^\S[^]*[.?!`"]$/)
  }, 60_000)
})

test('50,000 tasks', async () => {
  const text = `## Phase 1: A\n\n${Array.from({ length: 50_000 }, (_, at) => `- [ ] do \`src/f${at}.ts\`\n`).join('')}`
  const start = performance.now()
  const { execution } = compiled(await compileText(text))
  expect(execution.tasks.length).toBe(50_001)
  expect(performance.now() - start).toBeLessThan(60 * SECONDS)
}, 120_000)

test('a cycle of what is stated is refused with its shortest form', async () => {
  const steps = [
    'do `a.ts` (depends on T005)',
    'do `b.ts` (depends on T001)',
    'do `c.ts` (depends on T002)',
    'do `d.ts` (depends on T003)',
    'do `e.ts` (depends on T004, T006)',
    'do `f.ts` (depends on T005)',
  ]
  const text = `## Phase 1: A\n\n${steps.map((step, at) => `- [ ] T00${at + 1} ${step}`).join('\n')}\n`
  const result = await compileText(text)
  expect(result.status).toBe('refused')
  const cycle = result.diagnostics.find(({ ruleId }) => ruleId === 'dependency-cycle')
  expect(cycle?.message).toMatch(/T005.*T006|T006.*T005/)
  expect(cycle?.message).not.toContain('T002')
  expect(text.slice(cycle?.place?.start, cycle?.place?.end)).toMatch(/T00[56]/)
})

test('milestones that wait for each other are refused', async () => {
  const text =
    '## Phase 1: A\n\n**Dependencies**: Phase 2\n\n- [ ] do `a.ts`\n\n## Phase 2: B\n\n**Dependencies**: Phase 1\n\n- [ ] do `b.ts`\n'
  expect(await compileText(text)).toMatchObject({
    status: 'refused',
    diagnostics: expect.arrayContaining([expect.objectContaining({ ruleId: 'dependency-cycle' })]) as unknown,
  })
})

test.each(['../../etc/passwd', '/etc/passwd', 'src/../../x.ts', '~/.ssh/id_rsa', 'C:\\Windows\\x.ini'])(
  '%s is never a path that a task writes',
  async (path) => {
    const { execution } = compiled(
      await compileText(`## Phase 1: A\n\n- [ ] Write \`${path}\`\n- [ ] Write \`src/b.ts\`\n`),
    )
    const written = execution.tasks.flatMap(({ paths }) =>
      paths.filter(({ role, unresolved }) => role === 'write' && !unresolved).map((one) => one.path),
    )
    expect(written.filter((one) => one !== 'src/b.ts')).toEqual([])
    expect(execution.graph.parallel['T001']?.parallel).toBe(false)
  },
)

test('control characters and direction marks are shown, never printed', async () => {
  const text =
    '# P\u202e\n\n## Phase 1: A\u0007\n\n- [ ] do \u001b]52;c;aGk=\u0007 `src/a\u202e.ts`\n- [ ] do \u2066b\u0000\n\n**Success Criteria**:\n- it \u009b31m holds\n'
  const { text: written, lock } = compiled(await compileText(text))
  // eslint-disable-next-line no-control-regex
  const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/
  expect(written).not.toMatch(unsafe)
  expect(written).toContain('\\u{202e}')
  expect(written).toContain('\\u{1b}')
  expect(lock).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/)
})
