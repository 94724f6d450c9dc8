import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTerminal, type Terminal } from './tmux.ts'

/* A vision is begun and its questions are answered with real keys: words of any script, back, Ctrl-C. */

const bin = join(import.meta.dirname, '../../dist/bin.cjs')
let folder = ''
let terminal: Terminal
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-e2e-')))
  execFileSync('git', ['init', '-q', '-b', 'main', folder])
  terminal = openTerminal(folder, { columns: 110, lines: 50 })
})
afterEach(() => {
  terminal.close()
  rmSync(folder, { recursive: true, force: true })
})

const start = (words: string): void =>
  terminal.type(`clear; "${process.execPath}" "${bin}" ${words}; echo "ended $?"`, 'Enter')
const vision = (): string => {
  const [name] = readdirSync(join(folder, 'visions'))
  return readFileSync(join(folder, 'visions', name!, 'vision.md'), 'utf8')
}
/** Types an answer, and waits until what comes next is on the screen. */
async function answer(words: string, next: string | RegExp): Promise<string> {
  if (words !== '') terminal.type('-l', words)
  terminal.type('Enter')
  return terminal.shows(next)
}

test('a vision is begun and its questions are answered, taken back and left', async () => {
  start(`new vision '注文を書き出す' --branch`)
  expect(await terminal.shows('ended 0')).toContain('On the new branch 001-注文を書き出す')
  start('gaps --answer')
  await terminal.shows(/Why is this worth doing[^]*Answer \(empty skips, b goes back, q ends\)/)
  await answer('誰も待たない。', /Wrote visions[^]*How would somebody/)
  expect(vision()).toContain('**Why this priority**: 誰も待たない。\n')
  await answer('b', /Took the answer out of[^]*Why is this worth doing/)
  expect(vision()).toContain('**Why this priority**: [NEEDS CLARIFICATION:')
  await answer('Nobody waits.', /Wrote visions[^]*Took[^]*Wrote visions[^]*How would somebody/)
  await answer('', 'What happens in the most common case?')
  await answer('[To be defined]', 'Not written: That leaves the question open.')
  terminal.type('q', 'Enter')
  const screen = await terminal.shows('ended 0')
  expect(screen).toContain('Answered 1 question in visions/001-注文を書き出す/vision.md, 7 open')
  expect(vision()).toContain('**Why this priority**: Nobody waits.\n')
})

test('Ctrl-C ends with 130 and keeps what was answered; a change meanwhile is read', async () => {
  start(`new vision 'Export orders'`)
  await terminal.shows('ended 0')
  start('gaps --answer')
  await terminal.shows(/Why is this worth[^]*q ends\)/)
  const path = join(folder, 'visions/001-export-orders/vision.md')
  writeFileSync(path, vision().replace('# Vision Document: Export orders', '# Vision Document: Ours'))
  await answer('Nobody waits.', /Wrote visions[^]*How would somebody/)
  terminal.type('C-c')
  const screen = await terminal.shows('ended 130')
  expect(screen).toContain('Interrupted.')
  expect(screen).toContain('Answered 1 question in visions/001-export-orders/vision.md')
  expect(vision()).toMatch(/^# Vision Document: Ours\n[^]*\*\*Why this priority\*\*: Nobody waits\.\n/)
})
