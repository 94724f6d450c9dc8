import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { safeLine, safeLines, safeTitle } from '../../src/exchange/issue-text.ts'
import { repositoryIn } from '../../src/workspace/git-remote.ts'
import { makeFolder, removeFolder, runHere, type Ran } from '../cli/support.ts'
import { fakeGitHub, type FakeGitHub } from './github-server.ts'

const PLAN = `# Store

## Milestone 1: Rows

**Goal**: Rows leave the store, thanks @octocat

- [x] T001 Write \`src/csv.ts\` for @acme/team, see #7
- [ ] T002 Write \`src/tsv.ts\` with \`@types/node\` (depends on T003)
  - closes #12 and GH-3, <!-- intentk:end -->
- [~] T003 Read both (depends on T001)

## Milestone 2: Files

- [-] T004 Pack \`pack/zip.ts\`
- [ ] T005 Sign \`pack/sign.ts\` (depends on T002)
`

let folder = ''
let github: FakeGitHub

beforeEach(async () => {
  github = await fakeGitHub()
  folder = makeFolder({ 'visions/001-store/plan.md': PLAN })
})
afterEach(async () => {
  await github.close()
  removeFolder(folder)
})

const TOKEN = 'ghp_secret0123456789'

async function sync(options: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const argv = ['export', '001', '--to', 'github-issues', '--repo', 'acme/store', ...options]
  const ran = await runHere(folder, argv, { env: { GITHUB_API_URL: github.url, GITHUB_TOKEN: TOKEN, ...env } })
  expect(ran.stdout + ran.stderr).not.toContain(TOKEN)
  return ran
}

const writes = (): readonly string[] => github.requests.filter((line) => !line.startsWith('GET'))
const issueOf = (id: string) => github.issues.find(({ title }) => title.startsWith(`${id}:`))!

describe('issues of GitHub', () => {
  test('one a task, with milestone, labels, state and what it waits for; a second run writes nothing', async () => {
    const first = await sync()
    expect(first.code).toBe(0)
    expect(github.tokens).toEqual(new Set([`token ${TOKEN}`]))
    const states = Object.fromEntries(
      github.issues.map(({ title, state, state_reason }) => [title.slice(0, 4), `${state} ${state_reason}`]),
    )
    expect(states).toMatchObject({
      T001: 'closed completed',
      T002: 'open null',
      T003: 'open null',
      T004: 'closed not_planned',
    })
    expect(issueOf('T002').body).toContain(`Depends on #${issueOf('T003').number}`)
    expect(issueOf('T003').labels.map(({ name }) => name)).toEqual(['intentk', 'intentk:started'])
    const [one, two] = github.milestones
    expect([one!.title, two!.title]).toEqual(['M1: Rows', 'M2: Files'])
    expect(issueOf('T005').milestone).toEqual({ number: two!.number })
    github.requests.length = 0
    const second = await sync()
    expect(second.code).toBe(0)
    expect(writes()).toEqual([])
    expect(second.stderr).toContain('Made 0, changed 0')
  })

  test('what changed in the document changes in its issue, and nothing else', async () => {
    await sync()
    github.requests.length = 0
    const number = issueOf('T005').number
    writeFileSync(
      join(folder, 'visions/001-store/plan.md'),
      PLAN.replace('- [ ] T005 Sign `pack/sign.ts`', '- [x] T005 Sign `pack/seal.ts`'),
    )
    expect((await sync()).code).toBe(0)
    expect(writes()).toEqual([`PATCH /repos/acme/store/issues/${number}`])
    expect(issueOf('T005')).toMatchObject({ state: 'closed', title: 'T005: Sign `pack/seal.ts`' })
  })

  test('what people write around it, their labels, a title and a state of theirs stay', async () => {
    await sync()
    const [one, two] = [issueOf('T002'), issueOf('T003')]
    one.body = `Before\r\n\r\n${one.body.replaceAll('\n', '\r\n')}\r\n\r\nBehind <!-- mine -->`
    one.labels.push({ name: 'help wanted' })
    two.title = 'T003: Read both, in their words'
    two.state = 'closed'
    github.requests.length = 0
    const ran = await sync()
    expect(writes()).toEqual([])
    expect(ran.stderr).toContain(`#${two.number} was closed on GitHub; T003 is started in the document.`)
    writeFileSync(join(folder, 'visions/001-store/plan.md'), PLAN.replace('src/tsv.ts', 'src/tab.ts'))
    await sync()
    expect(one.body.startsWith('Before\n\n<!-- intentk:task')).toBe(true)
    expect(one.body.endsWith('<!-- intentk:end -->\n\nBehind <!-- mine -->')).toBe(true)
    expect(one.body).toContain('src/tab.ts')
    expect(one.labels.map(({ name }) => name)).toEqual(['intentk', 'help wanted'])
  })

  test('an issue that was deleted is made again', async () => {
    await sync()
    const gone = issueOf('T003').number
    github.issues.splice(
      github.issues.findIndex(({ number }) => number === gone),
      1,
    )
    expect((await sync()).code).toBe(0)
    expect(issueOf('T003').number).toBeGreaterThan(gone)
    expect(issueOf('T002').body).toContain(`Depends on #${issueOf('T003').number}`)
  })

  test('an issue that is deleted while it is changed is made again', async () => {
    await sync()
    const number = issueOf('T005').number
    writeFileSync(join(folder, 'visions/001-store/plan.md'), PLAN.replace('Sign `pack', 'Seal `pack'))
    github.trouble.push({ when: (line) => line === `PATCH /repos/acme/store/issues/${number}`, status: 410 })
    expect((await sync()).code).toBe(0)
    expect(github.issues.filter(({ title }) => title.startsWith('T005: Seal'))).toHaveLength(1)
  })

  test('words of the document ping nobody, refer to nothing and end no mark', async () => {
    await sync()
    const { body, title } = issueOf('T001')
    expect(`${title}\n${body}`).not.toMatch(/@acme|#7/)
    const inner = issueOf('T002').body
    expect(inner).toContain('`@types/node`')
    expect(inner).not.toMatch(/#12|GH-3/)
    expect(inner.split('<!-- intentk:end -->')).toHaveLength(2)
    expect(github.milestones[0]!.description).not.toContain('@octocat')
  })

  test('dry run: everything is said, nothing is written, no token is needed', async () => {
    const ran = await sync(['--dry-run', '--json'], { GITHUB_TOKEN: '' })
    const { data } = JSON.parse(ran.stdout) as { data: { status: string; created: number } }
    expect([ran.code, data.status, data.created]).toEqual([0, 'would-write', github.issues.length + 9])
    expect(writes()).toEqual([])
    expect(github.tokens).toEqual(new Set(['']))
  })

  test('a limit is waited for as long as it says', async () => {
    github.trouble.push(
      {
        when: (line) => line.startsWith('POST') && line.endsWith('/issues'),
        status: 403,
        headers: { 'retry-after': '0' },
        body: { message: 'You have exceeded a secondary rate limit' },
      },
      { when: (line) => line.startsWith('GET'), status: 429, headers: { 'retry-after': '0' } },
    )
    expect((await sync()).code).toBe(0)
    expect(new Set(github.issues.map(({ title }) => title)).size).toBe(github.issues.length)
  })

  test('a limit that lasts too long stops, and the next run goes on', async () => {
    const reset = String(Math.floor(Date.now() / 1000) + 3600)
    let posts = 0
    github.trouble.push({
      when: (line) => line.startsWith('POST') && line.endsWith('/issues') && ++posts === 3,
      status: 403,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset },
      body: { message: 'API rate limit exceeded' },
    })
    const ran = await sync()
    expect(ran.code).toBe(2)
    expect(ran.stderr).toMatch(/takes no more requests until .*\n.*run it again/)
    expect(github.issues).toHaveLength(2)
    expect((await sync()).code).toBe(0)
    expect(new Set(github.issues.map(({ title }) => title)).size).toBe(github.issues.length)
  })

  test('an error of the server is tried again, and what was made in spite of it is not made twice', async () => {
    github.trouble.push({
      when: (line) => line.startsWith('POST') && line.endsWith('/issues'),
      status: 502,
      after: true,
    })
    expect((await sync()).code).toBe(0)
    expect(new Set(github.issues.map(({ title }) => title)).size).toBe(github.issues.length)
  })

  test('stopped between making and closing, the next run closes', async () => {
    github.trouble.push({ when: (line) => line.startsWith('PATCH'), status: 422, body: { message: 'no' } })
    const ran = await sync()
    expect(ran.code).toBe(1)
    expect(issueOf('T001').state).toBe('open')
    expect((await sync()).code).toBe(0)
    expect(issueOf('T001').state).toBe('closed')
  })

  test('pull requests and issues of others are left alone', async () => {
    const other = { state: 'open', state_reason: null, labels: [], milestone: null }
    github.issues.push(
      { ...other, number: 900, title: 'Theirs', body: 'no mark' },
      { ...other, number: 901, title: 'A pull request', body: '', pull_request: {} },
    )
    const before = JSON.stringify(github.issues)
    await sync()
    expect(JSON.stringify(github.issues.slice(0, 2))).toBe(before)
  })
})

describe('misuse', () => {
  const ask = (argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
    runHere(folder, ['export', '001', '--to', 'github-issues', ...argv], { env })

  test.each([
    [['--repo', 'acme/store'], {}, 'no token'],
    [[], { GITHUB_TOKEN: TOKEN }, '--repo owner/name'],
    [['--repo', 'acme/store'], { GITHUB_TOKEN: TOKEN, GITHUB_API_URL: 'http://example.com' }, 'https'],
    [['--repo', 'acme/store'], { GITHUB_TOKEN: TOKEN, GITHUB_API_URL: 'https://a:b@example.com' }, 'password'],
    [['--repo', 'nothing'], {}, 'owner/name'],
    [['--repo', 'acme/store', '--out', 'x'], {}, '--out'],
  ] as const)('%j %j', async (argv, env, words) => {
    const ran = await ask(argv, env)
    expect(ran.code).toBe(2)
    expect(ran.stderr).toContain(words)
    expect(ran.stderr).not.toContain(TOKEN)
  })

  test('a token that is not known, a repository that is not there', async () => {
    github.trouble.push({ when: () => true, status: 401, body: { message: `Bad credentials ${TOKEN}` } })
    expect((await sync()).stderr).toContain('does not know the token')
    const argv = ['export', '001', '--to', 'github-issues', '--repo', 'acme/other']
    const ran = await runHere(folder, argv, { env: { GITHUB_API_URL: github.url, GITHUB_TOKEN: TOKEN } })
    expect([ran.code, ran.stderr.includes('404')]).toEqual([2, true])
  })
})

test.each([
  ['git@github.com:acme/store.git', 'acme/store'],
  ['https://github.com/acme/store', 'acme/store'],
  ['https://x-access-token:abc@github.com/acme/store.git\n', 'acme/store'],
  ['ssh://git@github.example.com:2222/acme/store.git/', 'acme/store'],
  ['/srv/git/store.git', null],
  ['../store', null],
  ['C:\\store', null],
])('the repository of %j', (address, repository) => expect(repositoryIn(address)).toBe(repository))

describe('words in an issue', () => {
  const seen = (text: string): string => text.replaceAll('\u200b', '|')
  test.each([
    ['ask @ann and a@b.c', 'ask @|ann and a@|b.c'],
    ['see #12, GH-9, acme/store#4', 'see #|12, GH-|9, acme/store#|4'],
    ['`@ann #1` stays', '`@ann #1` stays'],
    ['https://github.com/acme/store/pull/3', 'https://github.com/acme/store/pull/|3'],
    ['<!-- x', '<|!-- x'],
    ['deadbeef1', 'deadbe|ef1'],
  ])('%j', (text, wanted) => expect(seen(safeLine(text))).toBe(wanted))

  test('a tick without a partner leaves no mention', () => {
    expect(seen(safeLines(['- a ` b', '- c ` @ann ` d']).join('\n'))).not.toContain('@ann')
  })

  test('a title is one line of at most 256 characters', () => {
    const title = safeTitle('T001', `${'word '.repeat(100)}\n@ann`)
    expect(title.length).toBeLessThanOrEqual(256)
    expect(title).not.toContain('\n')
  })
})
