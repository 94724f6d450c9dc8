import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { schemaErrors } from './schema-check.ts'
import { filesOf, makeFolder, removeFolder, runHere, type Ran } from './support.ts'

/* The commands with the real compiler, over the worked examples and, where they are at hand, other real plans. */

const project = join(import.meta.dirname, '../..')
const visions = readdirSync(join(project, 'visions'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
const seedsFolder = join(project, '../shared/seeds')
const seeds = existsSync(seedsFolder) ? readdirSync(seedsFolder).filter((name) => name.endsWith('.md')) : []

let folder = ''
beforeEach(() => void (folder = makeFolder({})))
afterEach(() => removeFolder(folder))

const run = (argv: readonly string[], input = ''): Promise<Ran> => runHere(folder, argv, { input })

interface Envelope {
  readonly data: { readonly tasks: readonly { readonly id: string }[] }
  readonly diagnostics: readonly {
    readonly severity: string
    readonly file: string | null
    readonly line: number | null
  }[]
}

/** Runs with --json and holds the answer to its schema; every place that names a document has a line. */
async function json(argv: readonly string[]): Promise<Envelope> {
  const { stdout } = await run([...argv, '--json'])
  const value = JSON.parse(stdout) as Envelope
  expect(schemaErrors(argv[0]!, value), argv.join(' ')).toBe('')
  for (const { file, line } of value.diagnostics) if (file !== null) expect(line, `${file} ${stdout}`).not.toBeNull()
  return value
}

describe.each(visions)('visions/%s', (name) => {
  const at = `visions/${name}`
  beforeEach(() => {
    mkdirSync(join(folder, 'visions'))
    cpSync(join(project, at), join(folder, at), { recursive: true })
    for (const file of ['execute.md', 'execute.lock.json']) rmSync(join(folder, at, file), { force: true })
  })

  test('is written once, and again only when the plan changes', async () => {
    const first = await run(['execute'])
    expect(first).toMatchObject({ code: 0, stdout: '' })
    expect(first.stderr).toMatch(/^Wrote visions\/[\w-]+\/execute\.md: \d+ tasks, \d+ \[P\], longest chain \d+\n/)
    const files = filesOf(folder)
    expect((await run(['execute'])).stderr).toMatch(/^visions\/[\w-]+\/execute\.md is up to date/)
    const plan = readFileSync(join(folder, at, 'plan.md'), 'utf8')
    writeFileSync(join(folder, at, 'plan.md'), `\n${plan}`)
    expect(await run(['execute', '--check'])).toMatchObject({ code: 0 })
    await run(['execute'])
    expect(filesOf(folder)).toEqual({ ...files, [`${at}/plan.md`]: `\n${plan}` })
    expect((await run(['execute', '--stdout'])).stdout).toBe(files[`${at}/execute.md`])
    expect((await run(['execute', '--stdout', '--parser', 'remark'])).stdout).toBe(files[`${at}/execute.md`])
  })

  test('every view answers for every task, in the form its schema says', async () => {
    await json(['execute', '--dry-run'])
    await json(['gaps'])
    const { data } = await json(['list'])
    expect(data.tasks.length).toBeGreaterThan(3)
    const first = data.tasks[0]!.id
    for (const { id } of data.tasks) {
      await json(['show', id])
      await json(['why', id])
      if (id !== first) await json(['why', id, first])
    }
    for (const argv of [['list'], ['gaps'], ['show', first], ['why', first]]) {
      const { code, stdout } = await run(argv)
      expect({ code, none: stdout === '' }).toEqual({ code: 0, none: argv[0] === 'gaps' && stdout === '' })
      expect(stdout).not.toMatch(/undefined|\[object|NaN/)
    }
  })
})

test.skipIf(seeds.length === 0)(
  'real plans compile from a file and from standard input to the same tasks (skipped without them)',
  async () => {
    for (const name of seeds) {
      const text = readFileSync(join(seedsFolder, name), 'utf8')
      writeFileSync(join(folder, 'PLAN.md'), text)
      const several = (await run(['execute', 'PLAN.md'])).code === 2
      const choice = several ? ['--plan', '1'] : []
      const { code } = await run(['execute', 'PLAN.md', ...choice])
      if (code === 1) continue
      expect(code, name).toBe(0)
      await json(['list', 'PLAN.md', ...choice])
      const { data } = await json(['execute', 'PLAN.md', ...choice])
      const piped = await run(['list', '-', ...choice], text)
      expect(piped.stdout.split('\n').length - 1, name).toBe(data.tasks)
      await json(['gaps', 'PLAN.md', ...choice])
    }
  },
)
