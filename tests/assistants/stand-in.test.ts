import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

/*
 * A stand-in for an assistant: it knows nothing but the commands that `init` installed, runs the lines that they say in
 * the order in which they say them, edits the plan where a gap says, and writes the files that a task names.
 */

const bin = join(import.meta.dirname, '../../dist/bin.cjs')

let folder = ''
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-stand-in-')))
  execFileSync('git', ['init', '-q', '-b', 'main', folder])
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

function intentk(args: readonly string[]): Ran {
  const ran = spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: 'utf8', timeout: 60_000 })
  return { code: ran.status, stdout: ran.stdout, stderr: ran.stderr }
}

const read = (path: string): string => readFileSync(join(folder, path), 'utf8')

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

/** The first line of an installed command that begins so, with the words in capitals filled in. */
function lineOf(command: string, beginning: string, words: Readonly<Record<string, string>>): readonly string[] {
  const body = read(`.claude/commands/intentk.${command}.md`)
  const line = [...body.matchAll(/`(intentk [^`]+)`/g)]
    .map(([, found]) => found!)
    .find((one) => one.startsWith(beginning))
  expect(line, `${command} says \`${beginning}\``).toBeDefined()
  const parts = line!.match(/"[^"]*"|\S+/g)!.slice(1)
  return parts.map((part) => words[part] ?? words[part.replaceAll('"', '')] ?? part.replaceAll('"', ''))
}

interface Gap {
  readonly kind: string
  readonly file: string
  readonly line: number
}

/** What it proposes for a milestone that says nothing of its work, or of how it is checked. */
const proposals: Readonly<Record<string, readonly string[]>> = {
  'no-work': [
    '',
    '**Tasks**:',
    '',
    '- [ ] Create `src/rows.mjs` with `rowsOf`',
    '  - Verify: `node --check src/rows.mjs`',
    '- [ ] Create `src/csv.mjs` with `csvOf` (depends on `src/rows.mjs`)',
    '  - Verify: `node --check src/csv.mjs`',
    '- [ ] Create `src/main.mjs`, which prints the CSV',
    '  - Verify: `node --check src/main.mjs`',
  ],
  'no-check': ['', '**Success Criteria**:', '', '- `node --check src/main.mjs` passes'],
}

/** Answers what the plan leaves open, at its place; decisions are the user's, who is not there. */
function answer(gaps: readonly Gap[]): boolean {
  const known = gaps.filter(({ kind, file }) => proposals[kind] !== undefined && file.endsWith('plan.md'))
  for (const { kind, file, line } of known.toSorted((a, b) => b.line - a.line)) {
    const lines = read(file).split('\n')
    write(file, lines.toSpliced(line, 0, ...proposals[kind]!).join('\n'))
  }
  return known.length > 0
}

/** `/intentk.execute`: compiles, closes gaps in the plan, at most three rounds, then checks. */
function compileWith(words: Readonly<Record<string, string>>): void {
  for (let round = 0; round < 3; round++) {
    const { code, stdout, stderr } = intentk(lineOf('execute', 'intentk execute VISION --json', words))
    expect(code, stderr).toBe(0)
    if (JSON.parse(stdout).data.gaps.total === 0) break
    const { gaps } = JSON.parse(intentk(lineOf('execute', 'intentk gaps VISION --json', words)).stdout).data
    if (!answer(gaps)) break
  }
  const { code, stdout, stderr } = intentk(lineOf('execute', 'intentk check VISION', words))
  expect(code, stdout + stderr).toBe(0)
}

/** Writes the files that the block of a task names. */
function work(block: string): void {
  const files = /Files to write:\n\n((?:> .*\n)+)/.exec(block)?.[1] ?? ''
  for (const [, path] of files.matchAll(/`([^`]+)`/g)) write(path!, `export const made = '${path}'\n`)
}

/** `/intentk.implement`: one task after the other until nothing is ready; answers their ids. */
function implement(words: Readonly<Record<string, string>>): readonly string[] {
  const ids: string[] = []
  while (ids.length < 30) {
    const started = intentk(lineOf('implement', 'intentk start', words))
    expect(started.code, started.stderr).toBe(0)
    const id: string | undefined = JSON.parse(started.stdout).data.tasks[0]?.id
    if (id === undefined) break
    const own = { ...words, T001: id }
    const block = intentk(lineOf('implement', 'intentk show', own))
    expect(block.code, block.stderr).toBe(0)
    work(block.stdout)
    const line = lineOf('implement', 'intentk done', own)
    const first = intentk(line)
    // The command was not allowed to run: the user says yes.
    if (first.code !== 0) expect(intentk([...line, '--yes'])).toMatchObject({ code: 0 })
    ids.push(id)
  }
  return ids
}

test('from one sentence to the last tick by doing what the commands say', { timeout: 180_000 }, () => {
  expect(intentk(['init', '--assistant', 'claude', '--yes']).code).toBe(0)
  const words = { VISION: '001', WHO: 'agent-7', 'ONE SENTENCE': 'Orders leave the shop as CSV' }
  for (const [command, beginning] of [
    ['vision', 'intentk new vision'],
    ['goal', 'intentk new goal'],
    ['strategies', 'intentk new strategy'],
    ['milestones', 'intentk new plan'],
  ] as const) {
    const { code, stderr } = intentk(lineOf(command, beginning, words))
    expect(code, stderr).toBe(0)
  }
  compileWith(words)
  const ids = implement(words)
  expect(ids.length).toBeGreaterThan(3)
  const status = intentk(lineOf('implement', 'intentk status VISION', words))
  expect(status.stdout + status.stderr).toContain(`${ids.length} of ${ids.length} tasks, 100 %`)
  const document = read('visions/001-orders-leave-the-shop-as-csv/execute.md')
  expect(document).not.toMatch(/^- \[ \]/m)
  expect(document.match(/^- \[x\]/gm)?.length).toBe(ids.length)
})
