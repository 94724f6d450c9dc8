import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildSmallCommand } from './small-command.ts'
import { makeFolder, removeFolder } from './support.ts'

const tasks = Array.from(
  { length: 4000 },
  (_, at) => `- [ ] T${at + 1001} Write \`src/file-${at}.ts\` with all that belongs to it\n`,
)
const env = { PATH: process.env['PATH'] ?? '' }

let bin = ''
let folder = ''
beforeAll(async () => {
  bin = await buildSmallCommand()
  folder = makeFolder({ 'visions/001-export/plan.md': `# Export\n${tasks.join('')}` })
}, 60_000)
afterAll(() => [dirname(bin), folder].forEach(removeFolder))

test.each([['list'], ['list', '--json'], ['execute', '--stdout']])(
  'a reader that closes the pipe early ends `%s %s` in silence',
  async (...argv) => {
    const child = spawn(process.execPath, [bin, ...argv], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    child.stdout.once('data', () => child.stdout.destroy())
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
    expect({ code, signal }).toEqual({ code: 0, signal: null })
    expect(stderr).not.toContain('EPIPE')
    expect(stderr).not.toMatch(/\n\s+at /)
  },
)

test.skipIf(process.platform === 'win32')('so does one that closes both', () => {
  const { stdout } = spawnSync('sh', ['-c', `"$0" "$1" list 2>&1 | head -1`, process.execPath, bin], {
    cwd: folder,
    env,
    encoding: 'utf8',
  })
  expect(stdout).toBe('T1001\tready\t[P]\t\tWrite `src/file-0.ts` with all that belongs to it\n')
})

test('all of a long answer arrives in a pipe', () => {
  const { stdout, status } = spawnSync(process.execPath, [bin, 'list'], {
    cwd: folder,
    env,
    encoding: 'utf8',
    maxBuffer: 1e8,
  })
  expect(status).toBe(0)
  expect(stdout.split('\n')).toHaveLength(tasks.length + 1)
})

test('no colour code reaches a pipe or a file, unless it is asked for', () => {
  const run = (more: object) =>
    spawnSync(process.execPath, [bin, 'why', 'T1001'], { cwd: folder, env: { ...env, ...more }, encoding: 'utf8' })
      .stdout
  expect(run({})).not.toContain('\u001b')
  expect(run({ FORCE_COLOR: '1' })).toContain('\u001b[1mT1001\u001b[22m')
})

test('standard input that is not UTF-8', () => {
  const { status, stderr } = spawnSync(process.execPath, [bin, 'execute', '-'], {
    cwd: folder,
    env,
    input: Buffer.from([0x61, 0x0a, 0xff]),
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: 'error <stdin>:2: byte 2 (0xFF) is not valid UTF-8.\nSave it as UTF-8.\n',
  })
})

test.skipIf(process.platform === 'win32')('a killed run leaves the pair as it was, or as it becomes', async () => {
  const at = join(folder, 'visions/001-export')
  const states = new Set<string>()
  for (let run = 0; run < 12; run++) {
    writeFileSync(join(at, 'plan.md'), `# Export ${run}\n${tasks.join('')}`)
    const child = spawn(process.execPath, [bin, 'execute'], { cwd: folder, env, stdio: 'ignore' })
    const ended = once(child, 'exit')
    setTimeout(() => child.kill('SIGKILL'), 60 + run * 30)
    await ended
    // Nobody edited anything, so no state it can be left in may be taken for an edit.
    const { status, stderr } = spawnSync(process.execPath, [bin, 'execute'], { cwd: folder, env, encoding: 'utf8' })
    expect({ status, stderr }).toMatchObject({ status: 0 })
    states.add(/up to date|Wrote/.exec(stderr)?.[0] ?? stderr)
  }
  expect([...states].every((state) => ['up to date', 'Wrote'].includes(state))).toBe(true)
})
