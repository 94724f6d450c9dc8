import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readArguments } from '../../src/cli/arguments.ts'
import { makeFolder, removeFolder } from '../cli/support.ts'
import { fakeGitHub } from '../exchange/github-server.ts'

const project = join(import.meta.dirname, '../..')
const bin = join(project, 'dist/bin.cjs')
const read = (name: string): string => readFileSync(join(project, 'docs', name), 'utf8')

/** The `sh` blocks below each heading of level 2. */
function recipes(text: string): ReadonlyMap<string, string> {
  const parts = text.split(/^## /m).slice(1)
  return new Map(
    parts.map((part) => [
      part.slice(0, part.indexOf('\n')),
      [...part.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1]!).join('\n'),
    ]),
  )
}

const PLAN = `# Store

## Milestone 1: Rows

**Success Criteria**:

- 10,000 rows in < 2 s

${[1, 2, 3, 4, 5].map((n) => `- [ ] T00${n} Write \`src/part-${n}.ts\``).join('\n')}
`

/** A repository with a vision, and `intentk` on the path. */
function workshop(): { readonly root: string; readonly store: string; readonly path: string } {
  const root = makeFolder({})
  const store = join(root, 'store')
  mkdirSync(join(store, 'visions/001-store'), { recursive: true })
  mkdirSync(join(root, 'bin'))
  writeFileSync(join(store, 'visions/001-store/plan.md'), PLAN)
  writeFileSync(join(root, 'bin/intentk'), `#!/bin/sh\nexec '${process.execPath}' '${realpathSync(bin)}' "$@"\n`)
  chmodSync(join(root, 'bin/intentk'), 0o755)
  return { root, store, path: `${join(root, 'bin')}:${process.env['PATH'] ?? ''}` }
}

const IDENTITY = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
}

async function play(script: string, cwd: string, env: Readonly<Record<string, string>>): Promise<string> {
  const child = spawn('bash', ['-e', '-c', script], { cwd, env: { ...IDENTITY, HOME: cwd, ...env } })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const code = await new Promise<number | null>((done) => child.on('close', done))
  expect(`${code}\n${said}`).toMatch(/^0\n/)
  return said
}

const skipped = process.platform === 'win32' || !existsSync(bin)

test.skipIf(skipped)(
  'the recipes do what they say (skipped without a build, and on Windows)',
  async () => {
    const scripts = recipes(read('recipes.md'))
    expect([...scripts.keys()]).toEqual(['One assistant', 'CI', 'Five agents'])
    const { root, store, path } = workshop()
    const github = await fakeGitHub()
    try {
      const env = { PATH: path, GITHUB_API_URL: github.url }
      await play('git init -q -b main && git add -A && git commit -qm plan', store, env)
      expect(await play(scripts.get('One assistant')!, store, env)).toContain('T001')
      expect(readFileSync(join(store, 'visions/001-store/execute.md'), 'utf8')).toContain('- [x] T001')
      expect(await play(scripts.get('CI')!, store, env)).toContain('acme/store: Would make')
      expect(existsSync(join(store, 'tasks.csv'))).toBe(true)
      await play('intentk reopen T001 --in 001 && git add -A && git commit -qm compiled', store, env)
      await play(scripts.get('Five agents')!, store, env)
      const text = readFileSync(join(store, 'visions/001-store/execute.md'), 'utf8')
      expect([...text.matchAll(/^- \[x\] (T00[1-5])/gm)].map(([, id]) => id)).toEqual([
        'T001',
        'T002',
        'T003',
        'T004',
        'T005',
      ])
      expect(spawnSync('git', ['status', '--porcelain', '-uno'], { cwd: store, encoding: 'utf8' }).status).toBe(0)
    } finally {
      await github.close()
      removeFolder(root)
    }
  },
  120_000,
)

test('every command of the pages about exchange and recipes is understood', () => {
  const lines = ['exchange.md', 'recipes.md'].flatMap((name) =>
    [...read(name).matchAll(/^\s*(?:- run: npx )?intentk (.*)$/gm)].map((match) => match[1]!),
  )
  expect(lines.length).toBeGreaterThan(20)
  for (const line of lines) {
    const words = line.replace(/\$n/g, '1').replace('"$GITHUB_REPOSITORY"', 'acme/store').split(' ')
    expect(readArguments(words).kind, line).toBe('call')
  }
})
