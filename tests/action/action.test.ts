import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'

const root = join(import.meta.dirname, '../..')
const script = join(root, 'scripts/action.mjs')

interface Change {
  readonly name: string
  readonly added: number
  readonly dropped: number
  readonly questions: number
}
interface Script {
  readonly inert: (text: string) => string
  readonly logOf: (ran: { readonly stdout: string; readonly stderr: string }) => string
  readonly nameOf: (files: readonly string[]) => string | undefined
  readonly compare: (name: string, base: object, head: object) => Change
  readonly sentence: (changes: readonly Change[]) => string
  readonly commentBody: (changes: readonly Change[], found: object) => string
}
const { inert, logOf, nameOf, compare, sentence, commentBody } = (await import(pathToFileURL(script).href)) as Script

/** Lines that the runner would obey, with what lies between stop and resume left out. */
function obeyed(log: string): readonly string[] {
  const commands: string[] = []
  let token: string | null = null
  for (const line of log.split(/\r\n|\r|\n/)) {
    if (token !== null) {
      if (line.trim() === `::${token}::`) token = null
      continue
    }
    token = /^::stop-commands::(.+)$/.exec(line.trim())?.[1] ?? null
    if (token === null && (line.trim().startsWith('::') || line.includes('##['))) commands.push(line)
  }
  return commands
}

describe('the log', () => {
  test('has annotations and nothing else that the runner would obey', () => {
    const stdout =
      '::error file=a.md,line=1::x\n::set-output name=a::b\n  ::add-mask::c\n##[add-mask]d\n::warning ::y\n'
    const stderr = '::error::from a file name\r::warning::after a carriage return\n'
    expect(obeyed(logOf({ stdout, stderr }))).toEqual(['::error file=a.md,line=1::x', '::warning ::y'])
  })

  test('cannot be switched on again from inside', () => {
    const first = inert('x')
    const token = /::stop-commands::(\S+)/.exec(first)![1]!
    expect(obeyed(inert(`::${token}::\n::error::x`))).toEqual([])
    expect(inert(' \n')).toBe('')
  })
})

test.each([
  [['docs/plan.md'], 'docs/plan.md'],
  [['memory/constitution.md', 'specs/1/spec.md', 'specs/1/tasks.md'], 'specs/1'],
  [[], undefined],
])('%j is asked for as %j', (files, name) => {
  expect(nameOf(files)).toBe(name)
})

const state = (ids: readonly string[], blocking = 0): object => ({
  list: {
    data: { tasks: ids.map((id) => ({ id: id.replace('-', ''), status: id.startsWith('-') ? 'dropped' : 'open' })) },
  },
  gaps: { data: { blocking } },
})
const nothing = { list: { data: null }, gaps: null }

test.each<[string, object, object, string]>([
  ['the same', state(['T1']), state(['T1']), '0 tasks added, 0 dropped, 0 questions open'],
  [
    'more and less',
    state(['T1', 'T2']),
    state(['T2', 'T3', 'T4', 'T5'], 2),
    '3 tasks added, 1 dropped, 2 questions open',
  ],
  ['marked as dropped', state(['T1', 'T2']), state(['T1', '-T2'], 1), '0 tasks added, 1 dropped, 1 question open'],
  ['a new document', nothing, state(['T1']), '1 task added, 0 dropped, 0 questions open'],
  ['a document that is gone', state(['T1']), nothing, '0 tasks added, 1 dropped, 0 questions open'],
])('%s', (_, base, head, said) => {
  expect(sentence([compare('a', base, head)])).toBe(said)
})

test('a name cannot break out of its cell', () => {
  const body = commentBody([{ name: 'a`|<img>\n@x\\', added: 1, dropped: 0, questions: 0 }], { errors: 1, warnings: 2 })
  expect(body).toContain('| `a??<img>?@x?` | 1 | 0 | 0 |\n')
  expect(body).toContain('found 1 error and 2 warnings.')
})

interface Comment {
  readonly id: number
  body: string
  readonly user: { readonly type: string }
  readonly author_association: string
}

let folder = ''
let server: Server
let comments: Comment[] = []
let requests: string[] = []
let status = 200

const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'commit.gpgsign=false', ...args], {
    cwd: folder,
    encoding: 'utf8',
  }).trim()

function commit(files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  git('add', '-A')
  git('commit', '-qm', 'x')
  return git('rev-parse', 'HEAD')
}

beforeEach(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-action-')))
  git('init', '-q')
  comments = []
  requests = []
  status = 200
  server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      requests.push(`${request.method} ${request.url} ${request.headers.authorization}`)
      const { body = '' } = (text === '' ? {} : JSON.parse(text)) as { body?: string }
      const id = Number(/comments\/(\d+)$/.exec(request.url!)?.[1])
      if (request.method === 'PATCH') comments.find((each) => each.id === id)!.body = body
      if (request.method === 'POST')
        comments.push({ id: comments.length + 1, body, user: { type: 'Bot' }, author_association: 'NONE' })
      const page = Number(/[?&]page=(\d+)/.exec(request.url!)?.[1] ?? 1)
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(comments.slice((page - 1) * 100, page * 100)))
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
})
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  await new Promise((done) => server.close(done))
})

const program = join(root, 'dist/bin.cjs')

/** Runs the action as the workflow would, over a pull request from `base`. */
function act(base: string | null, env: Readonly<Record<string, string>> = {}): Promise<{ code: number; log: string }> {
  const event = join(folder, '.git/event.json')
  writeFileSync(event, JSON.stringify(base === null ? {} : { pull_request: { number: 7, base: { sha: base } } }))
  const { port } = server.address() as AddressInfo
  const given = {
    PATH: process.env['PATH'],
    HOME: folder,
    GITHUB_EVENT_PATH: event,
    GITHUB_REPOSITORY: 'octo/plans',
    GITHUB_API_URL: `http://127.0.0.1:${port}`,
    GITHUB_TOKEN: 'secret',
    GITHUB_STEP_SUMMARY: join(folder, '.git/summary.md'),
    ...env,
  }
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [script, program],
      { cwd: folder, env: given, encoding: 'utf8' },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), log: stdout + stderr }),
    )
  })
}

const tasks = (...ids: readonly string[]): string =>
  `# Tasks\n\n## Phase 1\n\n${ids.map((id) => `- [ ] ${id} Write \`src/${id.toLowerCase()}.ts\`\n`).join('')}`

describe('a pull request', () => {
  test('gets annotations and one comment, which is kept up to date', { timeout: 60_000 }, async () => {
    const base = commit({ 'specs/001-a/tasks.md': tasks('T001', 'T002'), 'specs/002-b/tasks.md': tasks('T001') })
    commit({ 'specs/001-a/tasks.md': tasks('T001', 'T003', 'T004', 'T004') })
    const first = await act(base)
    expect(first.code).toBe(1)
    expect(obeyed(first.log)).toEqual([
      expect.stringMatching(
        /^::error file=specs\/001-a\/tasks\.md,line=8,endLine=8,col=7,endColumn=11,title=intentk duplicate-id::/,
      ),
    ])
    expect(comments.map(({ body }) => body)).toEqual([
      expect.stringMatching(/^<!-- intentk check -->\n\*\*\d tasks? added, 1 dropped, \d+ questions? open\*\*\n/),
    ])
    expect(comments[0]!.body).toContain('| `specs/001-a/tasks.md` |')
    expect(comments[0]!.body).not.toContain('002-b')
    expect(comments[0]!.body).toContain('found 1 error and 0 warnings')
    expect(readFileSync(join(folder, '.git/summary.md'), 'utf8')).toBe(comments[0]!.body)
    expect((await act(base)).log).toContain('Comment: unchanged')
    commit({ 'specs/001-a/tasks.md': tasks('T001', 'T002', 'T003') })
    const second = await act(base)
    expect(second.code).toBe(0)
    expect(comments).toHaveLength(1)
    expect(comments[0]!.body).toContain('**1 task added, 0 dropped,')
    expect(requests.every((request) => request.endsWith(' Bearer secret'))).toBe(true)
    expect(git('worktree', 'list').split('\n')).toHaveLength(1)
  })

  test(
    "never writes into somebody else's comment, and looks behind the first hundred",
    { timeout: 60_000 },
    async () => {
      const fake = (id: number): Comment => ({
        id,
        body: '<!-- intentk check -->\nmine',
        user: { type: 'User' },
        author_association: 'NONE',
      })
      comments = Array.from({ length: 120 }, (_, index) => fake(index + 1))
      const base = commit({ 'specs/001-a/tasks.md': tasks('T001') })
      commit({ 'specs/001-a/tasks.md': tasks('T001', 'T002') })
      await act(base)
      expect(comments).toHaveLength(121)
      await act(base)
      expect(comments).toHaveLength(121)
      expect(comments.slice(0, 120).every(({ body }) => body.endsWith('mine'))).toBe(true)
    },
  )

  test('from a fork is checked all the same', { timeout: 60_000 }, async () => {
    status = 403
    const base = commit({ 'specs/001-a/tasks.md': tasks('T001') })
    commit({ 'specs/001-a/tasks.md': tasks('T001', 'T001') })
    const { code, log } = await act(base)
    expect(code).toBe(1)
    expect(log).toContain('No comment: GET issues/7/comments?per_page=100&page=1 was answered with 403')
  })

  test('with nothing to say stays without a comment', { timeout: 60_000 }, async () => {
    const base = commit({ 'specs/001-a/tasks.md': tasks('T001') })
    commit({ 'other.txt': 'x' })
    expect((await act(base)).log).toContain('Comment: nothing to say')
    expect(comments).toEqual([])
  })
})

test(
  'a push is checked, with the paths and options that are given, and nobody is asked',
  { timeout: 60_000 },
  async () => {
    commit({
      'my plans/#1.md': tasks('T001', 'T001'),
      'b.md': tasks('T001'),
      'specs/001-a/tasks.md': tasks('T001', 'T001'),
    })
    const { code, log } = await act(null, {
      INTENTK_PATHS: 'my plans/#1.md\nb.md\n',
      INTENTK_ARGS: '--rule  duplicate-id',
    })
    expect(code).toBe(1)
    expect(obeyed(log)).toEqual([expect.stringContaining('file=my plans/#1.md,')])
    expect(requests).toEqual([])
    const injected = await act(null, { INTENTK_ARGS: '; touch pwned', INTENTK_PATHS: '$(touch pwned)' })
    expect(injected.code).toBe(2)
    expect(git('status', '--porcelain')).toBe('')
  },
)

interface Action {
  readonly inputs: Readonly<Record<string, object>>
  readonly runs: { readonly using: string; readonly steps: readonly { readonly run: string; readonly shell: string }[] }
}

test('no step of the action puts a value from outside into a shell', () => {
  const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action
  expect(Object.keys(action.inputs)).toEqual(['paths', 'args', 'version', 'comment', 'token'])
  expect(action.runs.using).toBe('composite')
  for (const { run, shell } of action.runs.steps) {
    expect(run).not.toContain('${{')
    expect(shell).toBe('bash')
    // Every variable stands in quotes.
    expect(run.replace(/"[^"]*"|'[^']*'/g, '')).not.toMatch(/\$(?!\()/)
  }
})

interface Hook {
  readonly id: string
  readonly entry: string
  readonly language: string
  readonly types: readonly string[]
  readonly files: string
}

test('the hooks of pre-commit run the command over documents with tasks', () => {
  const hooks = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as readonly Hook[]
  expect(hooks.map(({ id, entry }) => [id, entry])).toEqual([
    ['intentk-check', 'intentk check'],
    ['intentk-check-fix', 'intentk check --fix'],
  ])
  for (const { language, types, files } of hooks) {
    expect([language, types]).toEqual(['node', ['markdown']])
    for (const path of ['tasks.md', 'specs/001-a/spec.md', 'visions/001/plan.md', '.kiro/specs/a/design.md'])
      expect(path).toMatch(new RegExp(files))
    for (const path of ['README.md', 'my-tasks.md', 'tasks.mdx']) expect(path).not.toMatch(new RegExp(files))
  }
})
