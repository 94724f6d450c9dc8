import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeRepository, type Repository } from '../git/repository.ts'
import { schemaErrors } from './schema-check.ts'
import { makeFolder, removeFolder, runHere, type Ran } from './support.ts'

/*
 * The worked examples as `list`, `show` and `show --for-agent` tell of them; `UPDATE=1` writes that again.
 */
const project = join(import.meta.dirname, '../..')
const goldens = join(import.meta.dirname, '../fixtures/show')
const visions = readdirSync(join(project, 'visions')).sort()

let folder = ''
beforeEach(() => void (folder = makeFolder({})))
afterEach(() => removeFolder(folder))

const run = (line: string, cwd = folder): Promise<Ran> => runHere(cwd, line.split(' '))

interface Data {
  readonly id: string
  readonly status: string
  readonly prompt: string
  readonly tokens: number
  readonly tasks: readonly Data[]
  readonly visions: readonly { readonly status: { readonly counts: Readonly<Record<string, number>> } }[]
  readonly history: {
    readonly entries: readonly { readonly what: string; readonly commit: string; readonly author: string }[]
  } | null
  readonly check: { readonly result: string } | null
  readonly claim: { readonly as: string } | null
}

async function json(line: string, cwd = folder): Promise<Data> {
  const value = JSON.parse((await run(`${line} --json`, cwd)).stdout) as { readonly data: Data }
  expect(schemaErrors(line.split(' ')[0]!, value), line).toBe('')
  return value.data
}

describe.each(visions)('visions/%s', (name) => {
  beforeEach(() => {
    mkdirSync(join(folder, 'visions'))
    cpSync(join(project, 'visions', name), join(folder, 'visions', name), { recursive: true })
  })

  test('is told as it was', async () => {
    const { tasks } = await json('list')
    const chosen = [tasks[0]!, tasks[Math.floor(tasks.length / 2)]!, tasks.at(-1)!].map(({ id }) => id)
    const lines = ['list', 'list --ready', ...chosen.flatMap((id) => [`show ${id}`, `show ${id} --for-agent`])]
    let text = ''
    for (const line of lines) {
      const { code, stdout, stderr } = await run(line)
      text += `$ intentk ${line}\n${stdout}${stderr.replace(/^(?=.)/gm, '2 ')}= ${code}\n\n`
    }
    const file = join(goldens, `${name}.txt`)
    if (process.env['UPDATE'] === '1') {
      mkdirSync(goldens, { recursive: true })
      writeFileSync(file, text)
    }
    expect(text).toBe(existsSync(file) ? readFileSync(file, 'utf8') : '')
  })

  test('answers for every task by its schema, and as status and next do', async () => {
    const { tasks } = await json('list')
    for (const { id, status } of tasks) {
      expect(await json(`show ${id}`)).toMatchObject({ id, status })
      const { prompt, tokens } = await json(`show ${id} --for-agent`)
      expect(tokens).toBe(Math.ceil(prompt.length / 4))
      expect(tokens).toBeLessThanOrEqual(2_000)
    }
    const { counts } = (await json(`status visions/${name}`)).visions[0]!.status
    for (const status of ['ready', 'blocked', 'done']) {
      expect((await json(`list --${status}`)).tasks.length, status).toBe(counts[status])
    }
    const next = await json('next --limit 999')
    expect(next.tasks.map(({ id }) => id).sort()).toEqual((await json('list --ready')).tasks.map(({ id }) => id).sort())
  })

  test('what the plan adds is asked for by --why', async () => {
    const [first] = (await json('list')).tasks
    const why = await json(`show ${first!.id} --why`)
    expect(why).toMatchObject({
      id: first!.id,
      status: first!.status,
      plan: { origin: { file: expect.stringMatching(/\.md$/) as string } },
    })
  })
})

describe('what git knows', () => {
  let repo: Repository
  const tasks = 'specs/001-export/tasks.md'
  const head = (): string => repo.git('rev-parse', 'HEAD').text.trim()
  beforeEach(() => void (repo = makeRepository('')))
  afterEach(() => repo.remove())

  test('is told with commit and author, oldest first, also through a new name', async () => {
    const line = (mark: string, words = 'Write `src/csv.ts`'): string =>
      `# Tasks\n\n- [ ] T001 Other\n- [${mark}] T002 ${words}\n`
    repo.write(tasks, '# Tasks\n\n- [ ] T001 Other\n')
    repo.commit('Plan')
    repo.write(tasks, line(' '))
    repo.commit('Think of rows')
    const added = head()
    repo.write(tasks, line('x'))
    repo.commit('Write rows')
    const done = head()
    repo.write(tasks, line(' '))
    repo.commit('Not yet')
    repo.write(tasks, line(' ', 'Write `src/rows.ts`'))
    repo.commit('Say it better')
    repo.write(tasks, line('x', 'Write `src/rows.ts`'))
    const { history } = await json('show T002 --in 001', repo.folder)
    expect(history!.entries.map(({ what }) => what)).toEqual(['added', 'done', 'reopened', 'reworded', 'done'])
    expect(history!.entries[0]!.commit).toBe(added)
    expect(history!.entries[1]!.commit).toBe(done)
    expect(history!.entries.at(-1)!.commit).toBe('')
    const { stdout } = await run('show T002 --in 001', repo.folder)
    expect(stdout).toMatch(/History\n {2}added {2}\d{4}-\d\d-\d\d {2}[\da-f]{8} .*: Think of rows\n/)
    expect(stdout).toContain('  done, not committed yet\n')
    expect((await json('show T002 --in 001 --no-history', repo.folder)).history).toBeNull()
  })

  test('a task that nobody committed is new, and one that only moved has no event', async () => {
    repo.write(tasks, '- [ ] T001 Other\n- [ ] T002 Rows\n')
    repo.commit('Plan')
    repo.write(tasks, '- [ ] T002 Rows\n- [ ] T001 Other\n- [ ] T003 New\n')
    repo.commit('Order')
    repo.write(tasks, '- [ ] T002 Rows\n- [ ] T001 Other\n- [ ] T003 New\n- [ ] T004 Newest\n')
    const what = async (id: string): Promise<readonly string[]> =>
      (await json(`show ${id} --in 001`, repo.folder)).history!.entries.map((entry) => entry.what)
    expect(await what('T002')).toEqual(['added'])
    expect(await what('T004')).toEqual(['added'])
  })

  test('who has a task and how it was checked is told', async () => {
    repo.write(tasks, '- [ ] T001 Rows\n- [ ] T002 Other\n  - Verify: `node --version`\n')
    await run('start T001 --as ann --in 001', repo.folder)
    expect(await json('show T001 --in 001', repo.folder)).toMatchObject({ status: 'started', claim: { as: 'ann' } })
    expect((await run('show T001 --in 001', repo.folder)).stdout).toMatch(
      /ann has it until \d{4}-\d\d-\d\dT\d\d:\d\dZ\n/,
    )
    await run('done T002 --in 001 --no-verify', repo.folder)
    expect(await json('show T002 --in 001', repo.folder)).toMatchObject({
      status: 'done',
      check: { result: 'unverified' },
    })
  })
})
