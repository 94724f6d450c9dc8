import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildSmallCommand } from './small-command.ts'
import { smallCompile } from './small-compiler.ts'
import { filesOf, removeFolder, runHere, type Ran } from './support.ts'

/*
 * One table for both ways to run: a case is a folder of tests/fixtures/cli with `repo/`, the lines of `run.txt`, and the
 * transcript they give. A line is `intentk ...` (`< FILE` pipes a file in), `append FILE TEXT`, `remove FILE`, or `cat FILE`.
 * UPDATE=1 writes the transcripts again.
 */
const fixtures = join(import.meta.dirname, '../fixtures/cli')
const cases = readdirSync(fixtures).sort()
type Run = (folder: string, argv: readonly string[], input: string) => Promise<Ran> | Ran

let bin = ''
beforeAll(async () => void (bin = await buildSmallCommand()), 60_000)
afterAll(() => removeFolder(dirname(bin)))

const { PATH = '' } = process.env
const spawned: Run = (cwd, argv, input) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...argv], {
    cwd,
    input,
    encoding: 'utf8',
    env: { PATH },
  })
  return { code: status ?? -1, stdout, stderr }
}
const here: Run = (cwd, argv, input) => runHere(cwd, argv, { input, compile: smallCompile, env: { PATH } })

async function transcript(name: string, run: Run): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-case-')))
  try {
    mkdirSync(join(folder, '.git'))
    cpSync(join(fixtures, name, 'repo'), folder, { recursive: true })
    let text = ''
    for (const line of readFileSync(join(fixtures, name, 'run.txt'), 'utf8')
      .trim()
      .split('\n'))
      text += await play(line, folder, run)
    return text
  } finally {
    removeFolder(folder)
  }
}

async function play(line: string, folder: string, run: Run): Promise<string> {
  const [first, ...rest] = [...line.matchAll(/'([^']*)'|[^\s']+/g)].map(([word, quoted]) => quoted ?? word)
  if (first === 'append') appendFileSync(join(folder, rest[0]!), `${rest.slice(1).join(' ')}\n`)
  if (first === 'remove') rmSync(join(folder, rest[0]!))
  if (first === 'cat') return `$ ${line}\n${readFileSync(join(folder, rest[0]!), 'utf8').replace(/^(?=.)/gm, '| ')}\n`
  if (first !== 'intentk') return `$ ${line}\n\n`
  const pipe = rest.indexOf('<')
  const input = pipe === -1 ? '' : readFileSync(join(folder, rest[pipe + 1]!), 'utf8')
  const before = filesOf(folder)
  const { code, stdout, stderr } = await run(folder, pipe === -1 ? rest : rest.slice(0, pipe), input)
  const after = filesOf(folder)
  const changed = Object.keys({ ...before, ...after }).filter((path) => before[path] !== after[path])
  const marked = (mark: string, text: string): string => text.replaceAll(folder, '<folder>').replace(/^(?=.)/gm, mark)
  const files = changed.sort().map((path) => `${path in after ? (path in before ? '~' : '+') : '-'} ${path}\n`)
  return `$ ${line}\n${marked('1 ', stdout)}${marked('2 ', stderr)}${files.join('')}= ${code}\n\n`
}

describe.each(cases)('%s', (name) => {
  const file = join(fixtures, name, 'expected.txt')
  test('inside this process', async () => {
    const text = await transcript(name, here)
    if (process.env['UPDATE']) writeFileSync(file, text)
    expect(text).toBe(readFileSync(file, 'utf8'))
  })
  test('as a process', async () => {
    expect(await transcript(name, spawned)).toBe(readFileSync(file, 'utf8'))
  })
})
