import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keptCodePath, start } from '../../src/start.ts'

const root = join(import.meta.dirname, '../..')
let folder: string
let file: string
let cache: string

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-start-')))
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true })
  cpSync(join(root, 'package.json'), join(folder, 'package.json'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  file = join(folder, 'dist/command/command.cjs')
  cache = keptCodePath(file)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Compiles a worked example in a new folder; answers all that is printed and written. */
function compiled(...flags: string[]) {
  const cwd = join(folder, 'run')
  rmSync(cwd, { recursive: true, force: true })
  const vision = join(cwd, 'visions/002-plugin-reports')
  mkdirSync(vision, { recursive: true })
  cpSync(join(root, 'visions/002-plugin-reports/plan.md'), join(vision, 'plan.md'))
  const bin = join(folder, 'dist/bin.cjs')
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [...flags, bin, 'execute', vision], {
    cwd,
    encoding: 'utf8',
  })
  const written = readdirSync(vision).map((name) => [name, readFileSync(join(vision, name), 'utf8')])
  return { status, signal, stdout, stderr, written }
}

const sound = () => readFileSync(keptCodePath(join(root, 'dist/command/command.cjs')))

function flipped(at: number) {
  const code = sound()
  code[at] = code[at]! ^ 0x55
  return code
}

test('the build keeps code that V8 takes', () => {
  const run = (kept: Buffer) => start(file, (path) => (path === file ? kept : undefined)).kept
  const own = start(file, (path) => (path === file ? null : undefined)).keep()
  expect(run(own)).toBe(true)
  expect(run(flipped(5000))).toBe(false)
  expect(compiled()).toMatchObject({ status: 0, signal: null })
})

test.each<[string, () => Buffer | null]>([
  ['is absent', () => null],
  ['is empty', () => Buffer.alloc(0)],
  ['is cut short', () => sound().subarray(0, 400_000)],
  ['is damaged at its start', () => flipped(3)],
  ['is damaged in its middle', () => flipped(300_000)],
  ['is damaged at its end', () => flipped(sound().length - 1)],
  ['is something else', () => Buffer.alloc(500_000, 'x')],
])('where the kept code %s, the command does the same without', (_, content) => {
  writeFileSync(cache, sound())
  const expected = compiled()
  expect(expected.status).toBe(0)
  expect(expected.written.map(([name]) => name)).toContain('execute.md')
  const kept = content()
  if (kept === null) rmSync(cache)
  else writeFileSync(cache, kept)
  expect(compiled()).toEqual(expected)
})

test('code kept for another source is ignored', () => {
  const other = join(folder, 'dist/command/other.cjs')
  writeFileSync(other, readFileSync(file, 'utf8').replace('shared', 'sharee'))
  expect(start(other, (path) => (path === other ? sound() : undefined)).kept).toBe(false)
})

test('where V8 runs with other flags, the command does the same without', () => {
  writeFileSync(cache, sound())
  expect(compiled('--no-opt')).toEqual(compiled())
})
