import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTerminal, type Terminal } from './tmux.ts'

/* A person sets up assistants: the list, the keys, the question about the home folder, an interrupt. */

const bin = join(import.meta.dirname, '../../dist/bin.cjs')
let folder = ''
let home = ''
let terminal: Terminal
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-e2e-')))
  home = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-e2e-home-')))
  mkdirSync(join(folder, '.git'))
  mkdirSync(join(folder, '.cursor'))
  terminal = openTerminal(folder, { columns: 100, lines: 40 })
})
afterEach(() => {
  terminal.close()
  for (const each of [folder, home]) rmSync(each, { recursive: true, force: true })
})

const has = (path: string): boolean => existsSync(join(folder, path))
const start = (...args: readonly string[]): void =>
  terminal.type(
    `clear; HOME="${home}" PATH=/nowhere "${process.execPath}" "${bin}" ${args.join(' ')}; echo "ended $?"`,
    'Enter',
  )

test('the found one is chosen; the space bar adds and takes away, the arrows move, return writes', async () => {
  start('init')
  const screen = await terminal.shows('Which assistants shall have the commands of intentk?')
  expect(screen).toContain('Cursor (found: .cursor)')
  expect(screen).toContain('Claude Code')
  // Down to the second, choose it, and on to the third and back.
  terminal.type('Down', 'Space', 'Down', 'Space', 'Space', 'Enter')
  const end = await terminal.shows(/ended \d/)
  expect(end).toContain('ended 0')
  expect(end).toContain('Then in Cursor: /intentk-vision')
  expect(has('.cursor/skills/intentk-execute/SKILL.md')).toBe(true)
  expect(has('.claude/commands/intentk.execute.md')).toBe(true)
  expect(has('.agents')).toBe(false)
  const { assistants } = JSON.parse(readFileSync(join(folder, '.intentk/manifest.json'), 'utf8')) as {
    assistants: object
  }
  expect(assistants).toEqual(['claude', 'cursor'])
})

test('taking the check away takes the commands out', async () => {
  start('init', '--assistant', 'cursor,goose')
  await terminal.shows('ended 0')
  start('init')
  const screen = await terminal.shows('Which assistants')
  expect(screen).toContain('Goose (set up)')
  terminal.type('Down', 'Space', 'Enter')
  const end = await terminal.shows(/ended \d/)
  expect(end).toContain('Removed Goose')
  expect(has('.goose')).toBe(false)
  expect(has('.cursor/commands/intentk.goal.md')).toBe(true)
})

test('files in the home folder need a yes', async () => {
  start('init', '--assistant', 'hermes')
  await terminal.shows('(y/N)')
  terminal.type('n', 'Enter')
  expect(await terminal.shows(/ended \d/)).toContain('ended 2')
  expect(existsSync(join(home, '.hermes'))).toBe(false)
  start('init', '--assistant', 'hermes')
  expect(await terminal.shows('(y/N)')).toContain(`in ${home}?`)
  terminal.type('y', 'Enter')
  await terminal.shows('ended 0')
  expect(existsSync(join(home, '.hermes/skills/intentk-execute/SKILL.md'))).toBe(true)
})

test('an interrupt at the list writes nothing', async () => {
  start('init')
  await terminal.shows('Which assistants')
  terminal.type('C-c')
  await terminal.shows('ended 130')
  expect(has('.intentk')).toBe(false)
})
