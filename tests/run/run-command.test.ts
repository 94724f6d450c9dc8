import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runCommand, type CommandRun } from '../../src/run/run-command.ts'

let cwd = ''
beforeEach(() => void (cwd = mkdtempSync(join(tmpdir(), 'intentk-run-'))))
afterEach(() => rmSync(cwd, { recursive: true, force: true }))

const env = { PATH: process.env['PATH'] }
const node = (code: string, more: Partial<CommandRun> = {}) =>
  runCommand({ argv: [process.execPath, '-e', code], cwd, env, deadlineMs: 10_000, ...more })

test('passes and fails by the exit code, with what both streams printed', async () => {
  expect(await node(`console.log('out')`)).toEqual({ end: 'passed', code: 0, output: 'out\n', cut: false })
  const failed = await node(`console.error('err'); process.exitCode = 3`)
  expect(failed).toEqual({ end: 'failed', code: 3, output: 'err\n', cut: false })
})

test('runs in its folder, with its environment, and without input', async () => {
  const code = `console.log(process.cwd(), process.env.X, require('fs').readFileSync(0).length)`
  const { output } = await node(code, { env: { ...env, X: '1' } })
  expect(output).toMatch(/intentk-run-\w+ 1 0\n$/)
})

test('keeps the end of a long output', async () => {
  const { output, cut } = await node(`for (let i = 0; i < 50000; i++) console.log('line ' + i)`)
  expect(cut).toBe(true)
  expect(output.length).toBeLessThanOrEqual(64 * 1024)
  expect(output.endsWith('line 49999\n')).toBe(true)
})

test('a program that is not there, and one that kills itself', async () => {
  expect(await runCommand({ argv: ['no-such-program-here'], cwd, env, deadlineMs: 1000 })).toMatchObject({
    end: 'not-started',
    code: null,
  })
  expect(await node(`process.kill(process.pid, 'SIGKILL')`)).toMatchObject({ end: 'failed', code: null })
})

test.skipIf(process.platform === 'win32')('at the deadline it ends with everything it started', async () => {
  const child = `setInterval(() => require('fs').writeFileSync('alive', String(Date.now())), 20)`
  const code = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' }); setInterval(() => {}, 1000)`
  const { end } = await node(code, { deadlineMs: 1500 })
  expect(end).toBe('timeout')
  expect(existsSync(join(cwd, 'alive'))).toBe(true)
  const before = readFileSync(join(cwd, 'alive'), 'utf8')
  await new Promise((done) => setTimeout(done, 200))
  expect(readFileSync(join(cwd, 'alive'), 'utf8')).toBe(before)
})

test.skipIf(process.platform === 'win32')('one that ignores the request to end is killed', async () => {
  const { end } = await node(`process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)`, { deadlineMs: 500 })
  expect(end).toBe('timeout')
})

test.skipIf(process.platform === 'win32')('what it leaves behind is ended, and nobody waits for it', async () => {
  const code = `require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' }).unref(); process.exit(0)`
  const start = Date.now()
  expect(await node(code)).toMatchObject({ end: 'passed' })
  expect(Date.now() - start).toBeLessThan(5000)
})
