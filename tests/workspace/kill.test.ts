import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { diskFileSystem } from '../../src/workspace/file-system.ts'
import { recoverPair } from '../../src/workspace/recover.ts'

// `npm run test:long` asks for more: the moments of a kill are random.
const runs = Number(process.env['INTENTK_KILLS'] ?? 120)
let folder = ''
let child = ''

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-kill-')))
  child = join(folder, 'child.mjs')
  const bundle = await rolldown({ input: join(import.meta.dirname, 'kill-child.ts'), platform: 'node' })
  await bundle.write({ file: child, format: 'esm' })
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function freshPair(name: string): { document: string; lock: string; at: string } {
  const at = mkdtempSync(join(folder, name))
  const [document, lock] = [join(at, 'execute.md'), join(at, 'execute.lock.json')]
  writeFileSync(document, '0 \n')
  writeFileSync(lock, 'lock of\n0 \n')
  return { document, lock, at }
}

test.skipIf(process.platform === 'win32')(
  `a writer killed ${runs} times at random moments always leaves one consistent pair`,
  async () => {
    const { document, lock, at } = freshPair('pair-')
    const seen = new Map<string, number>()
    for (let run = 0; run < runs; run++) {
      const writer = spawn(process.execPath, [child, at, 'forever'], { stdio: ['ignore', 'pipe', 'inherit'] })
      const gone = new Promise((resolve) => writer.once('exit', resolve))
      await new Promise((resolve) => writer.stdout.once('data', resolve))
      await setTimeout(Math.random() * 25)
      writer.kill('SIGKILL')
      await gone
      const before = readFileSync(document, 'utf8')
      const { state } = recoverPair(diskFileSystem, at, document, lock)
      seen.set(state, (seen.get(state) ?? 0) + 1)
      expect(readFileSync(document, 'utf8')).toBe(before)
      expect(readFileSync(lock, 'utf8'), `run ${run}, ${state}`).toBe(`lock of\n${before}`)
      expect(readdirSync(at).toSorted(), `run ${run}, ${state}`).toEqual(['execute.lock.json', 'execute.md'])
    }
    // Kills that hit nothing would prove nothing.
    expect((seen.get('discarded') ?? 0) + (seen.get('finished') ?? 0), JSON.stringify([...seen])).toBeGreaterThan(
      runs / 10,
    )
    // How often it got through depends on the load of the machine; that it did at all shows that the writer writes.
    expect(Number(readFileSync(document, 'utf8').split(' ')[0])).toBeGreaterThan(0)
  },
  Math.max(120_000, runs * 1000),
)

test('two writers in turn, a hundred times each, lose nothing', async () => {
  const { document, lock, at } = freshPair('turns-')
  // `turn` waits until the other one has written its line: both write all the time, and never the same one twice.
  const writers = [0, 1].map((turn) =>
    spawn(process.execPath, [child, at, 'turns', '100', String(turn)], { stdio: ['ignore', 'ignore', 'inherit'] }),
  )
  const codes = await Promise.all(
    writers.map((writer) => new Promise<number | null>((resolve) => writer.once('exit', resolve))),
  )
  expect(codes).toEqual([0, 0])
  const text = readFileSync(document, 'utf8')
  const lines = text.trimEnd().split('\n').slice(1)
  expect(lines).toEqual(Array.from({ length: 200 }, (_, line) => `${line % 2} ${Math.floor(line / 2)}`))
  expect(readFileSync(lock, 'utf8')).toBe(`lock of\n${text}`)
  expect(readdirSync(at).toSorted()).toEqual(['execute.lock.json', 'execute.md'])
}, 120_000)

test("four writers at once lose none of each other's lines", async () => {
  const { document, lock, at } = freshPair('count-')
  const codes = await Promise.all(
    Array.from(
      { length: 4 },
      () =>
        new Promise<number | null>((resolve) =>
          spawn(process.execPath, [child, at, 'count', '25'], { stdio: ['ignore', 'ignore', 'inherit'] }).once(
            'exit',
            resolve,
          ),
        ),
    ),
  )
  expect(codes).toEqual([0, 0, 0, 0])
  const text = readFileSync(document, 'utf8')
  expect(new Set(text.trimEnd().split('\n')).size).toBe(101)
  expect(readFileSync(lock, 'utf8')).toBe(`lock of\n${text}`)
}, 60_000)
