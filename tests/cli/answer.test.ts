import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { smallCompile } from './small-compiler.ts'
import { filesOf, makeFolder, removeFolder, runHere, type Ran } from './support.ts'

const plan = `\ufeff# Export\r
- [ ] T001 Write\r
? Which risks are there? => Add "## Risks" to plan.md.\r
- widget.ts\r
- gadget.ts\r
`
const at = 'visions/001-export/plan.md'

let folder = ''
beforeEach(() => void (folder = makeFolder({ [at]: plan })))
afterEach(() => removeFolder(folder))

const text = (): string => readFileSync(join(folder, at), 'utf8')

function answer(line: string, answers: readonly (string | null)[]): Promise<Ran & { readonly asked: number }> {
  let asked = 0
  const ask = (): Promise<string | null> => Promise.resolve(answers[asked++] ?? null)
  return runHere(folder, line.split(' '), { compile: smallCompile, ask }).then((ran) => ({ ...ran, asked }))
}

test('each answer is written at its place as it is given, and nothing else changes', async () => {
  const ran = await answer('gaps --answer', ['src/gadget.ts', '', 'Time runs out'])
  expect(ran.stdout).toBe('')
  expect(ran.code).toBe(0)
  expect(ran.asked).toBe(3)
  expect(ran.stderr).toContain(
    `  ${at}:5  no-path In which folder does \`gadget.ts\` live?\n    Write its path.\n  Wrote ${at}\n`,
  )
  expect(ran.stderr).toContain(`Answered 2 questions in ${at}, 1 open\nNext intentk execute\n`)
  expect(text()).toBe(`${plan.replace('- gadget.ts', '- `src/gadget.ts`')}\r\n## Risks\r\n\r\n- Time runs out\r\n`)
  expect(Object.keys(filesOf(folder))).toEqual([at])
})

test.each<[string, (string | null)[]]>([
  ['an empty line skips', ['', '', '']],
  ['q ends', ['q']],
  ['the end of the input ends', [null]],
])('%s', async (_, answers) => {
  const ran = await answer('gaps --answer', answers)
  expect(ran).toMatchObject({
    code: 0,
    asked: answers.length,
    stderr: expect.stringContaining('Answered 0 questions, 3 open\n'),
  })
  expect(text()).toBe(plan)
})

test.each(['../gadget.ts', '/etc/passwd', 'other.ts', 'a`b/gadget.ts', 'src/\u001b[2J/'])(
  '%s is no path for gadget.ts and is not written',
  async (path) => {
    const ran = await answer('gaps --answer --blocking', [path, 'q'])
    expect(ran.stderr).toContain('Not written: ')
    expect(text()).toBe(plan)
  },
)

test('an answer that would not close the question is not written', async () => {
  const stubborn: typeof smallCompile = (input) =>
    smallCompile({
      ...input,
      documents: [{ ...input.documents[0]!, source: { ...input.documents[0]!.source, text: plan.slice(1) } }],
    })
  const asked: string[] = []
  const ask = (question: string): Promise<string | null> => Promise.resolve(asked.push(question) > 3 ? null : 'src/')
  const ran = await runHere(folder, ['gaps', '--answer'], { compile: stubborn, ask })
  expect(ran.stderr).toContain('Not written: the question would stay open.')
  expect(text()).toBe(plan)
})

test('--dry-run goes on with the answers and writes nothing', async () => {
  const ran = await answer('gaps --answer --dry-run', ['src/', 'lib', 'None'])
  expect(ran.stderr.match(/Would write/g)).toHaveLength(3)
  expect(text()).toBe(plan)
})

test('without a terminal there is nobody to ask', async () => {
  const ran = await runHere(folder, ['gaps', '--answer'], { compile: smallCompile })
  expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('needs a terminal') })
  for (const line of ['gaps --answer --json', 'gaps - --answer']) expect((await answer(line, [])).code).toBe(2)
})

test('an interrupted prompt ends with 130', async () => {
  const ask = (): Promise<never> => Promise.reject(Object.assign(new Error('closed'), { name: 'ExitPromptError' }))
  expect((await runHere(folder, ['gaps', '--answer'], { compile: smallCompile, ask })).code).toBe(130)
})

test('a question that only goes by another name after the edit counts as open', async () => {
  const renaming: typeof smallCompile = async (input) => {
    const result = await smallCompile(input)
    if (result.status !== 'compiled') return result
    const { length } = input.documents[0]!.source.text
    const gap = { ...result.execution.gaps[0]!, kind: 'no-path', key: `no-path:${length}:gadget.ts` } as const
    return { ...result, execution: { ...result.execution, gaps: [gap] } }
  }
  let asked = 0
  const ask = (): Promise<string | null> => Promise.resolve(asked++ === 0 ? 'src/' : null)
  const ran = await runHere(folder, ['gaps', '--answer'], { compile: renaming, ask })
  expect(ran.stderr).toContain('Not written: the question would stay open.')
  expect(text()).toBe(plan)
})

test('every kind of question of a real plan can be answered, and an answer leaves no more open than before', async () => {
  const real = makeFolder({
    [at]: `# P

## Milestone 1: X

**Goal**: be good

## Milestone 2: Y

- [ ] Write \`a/b.ts\`
- Decide [NEEDS CLARIFICATION: CSV or Excel?] in \`c/d.ts\`
- [ ] Format in \`format.ts\`
`,
  })
  const answers: Readonly<Record<string, string>> = {
    'no-work': 'Write the rows in `src/rows.ts`',
    'no-path': 'src/',
    'no-check': '`npm test -- it`',
    decision: 'CSV',
    'section-missing': 'None',
  }
  const stderr = new PassThrough()
  let heard = ''
  stderr.on('data', (chunk: Buffer) => (heard += chunk.toString()))
  const ask = (): Promise<string | null> =>
    Promise.resolve(answers[/.*md:\d+ {2}(\S+)/s.exec(heard)?.[1] ?? ''] ?? null)
  try {
    const { code } = await runHere(real, ['gaps', '--answer'], { ask, stderr })
    expect(code).toBe(0)
    expect(heard).not.toContain('Not written')
    expect(heard).toMatch(/, 0 open\nNext intentk execute\n$/)
    expect(readFileSync(join(real, at), 'utf8')).toContain(
      '- Decide CSV in `c/d.ts`\n- [ ] Format in `src/format.ts`\n',
    )
    const { stdout } = await runHere(real, ['gaps', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ data: { total: 0 } })
  } finally {
    removeFolder(real)
  }
})
