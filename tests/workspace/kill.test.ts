import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { diskFileSystem } from '../../src/workspace/file-system.ts'
import { recoverPair } from '../../src/workspace/recover.ts'
import { compiled, compileText, source } from '../support/compiling.ts'

// `npm run test:long` asks for more: the moments of a kill are random.
const runs = Number(process.env['INTENTK_KILLS'] ?? 60)
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

/** Lets a writer work and ends it at a moment that nobody can foresee. */
async function killed(at: string, mode: 'forever' | 'swap'): Promise<void> {
  const writer = spawn(process.execPath, [child, at, mode], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = new Promise((resolve) => writer.once('exit', resolve))
  await new Promise((resolve) => writer.stdout.once('data', resolve))
  await setTimeout(Math.random() * 25)
  writer.kill('SIGKILL')
  await gone
}

test.skipIf(process.platform === 'win32')(
  `a writer killed ${runs} times at random moments always leaves one consistent pair`,
  async () => {
    const { document, lock, at } = freshPair('pair-')
    const seen = new Map<string, number>()
    for (let run = 0; run < runs; run++) {
      await killed(at, 'forever')
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

test.skipIf(process.platform === 'win32')(
  `after each of ${runs} kills the next run compiles, without a conflict that is none`,
  async () => {
    const { document, lock, at } = freshPair('swap-')
    const plans = ['for rows', 'for rows of tables'].map(
      (words) => `# Export\n\n## Milestone 1: Rows\n\n- [ ] Write \`a.ts\` ${words}\n- [ ] Write \`b.ts\`\n`,
    )
    const first = compiled(await compileText(plans[0]!))
    const ticked = first.text.replace('- [ ] T002', '- [x] T002')
    const pairs = [{ text: ticked, lock: first.lock }]
    const second = compiled(await compileText(plans[1]!, { written: source(ticked, 'execute.md'), lock: first.lock }))
    pairs.push({ text: second.text, lock: second.lock })
    expect(second.text).not.toBe(ticked)
    pairs.forEach(({ text, lock: json }, index) => {
      writeFileSync(join(at, `${'ab'[index]}.md`), text)
      writeFileSync(join(at, `${'ab'[index]}.json`), json)
    })
    writeFileSync(document, ticked)
    writeFileSync(lock, first.lock)
    const left = new Set<string>()
    for (let run = 0; run < runs; run++) {
      await killed(at, 'swap')
      recoverPair(diskFileSystem, at, document, lock)
      const [text, json] = [readFileSync(document, 'utf8'), readFileSync(lock, 'utf8')]
      expect(pairs, `run ${run}`).toContainEqual({ text, lock: json })
      left.add(text)
      const next = compiled(await compileText(plans[1]!, { written: source(text, 'execute.md'), lock: json }))
      expect(next.text).toBe(second.text)
      expect(next.merged.conflicts).toEqual([])
    }
    expect(left.size).toBe(2)
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
