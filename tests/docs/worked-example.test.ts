import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

/*
 * The page is a script: `sh` is run in a fresh repository, `text` is what it prints, and any other fence with a path
 * behind its language is that file. `UPDATE=1` writes what is printed into the page.
 */

const path = join(import.meta.dirname, '../../docs/worked-example.md')
const bin = join(import.meta.dirname, '../../dist/bin.cjs')
const FENCE = /^```(\w+)(?: (\S+))?\n([^]*?)^```$/gm

let folder = ''
let tools = ''
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-example-')))
  tools = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-tools-')))
  writeFileSync(join(tools, 'intentk'), `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`)
  chmodSync(join(tools, 'intentk'), 0o755)
  execFileSync('git', ['init', '-q', '-b', 'main', folder])
})
afterEach(() => {
  for (const each of [folder, tools]) rmSync(each, { recursive: true, force: true })
})

function sh(script: string): string {
  const env = { ...process.env, PATH: `${tools}${delimiter}${process.env['PATH'] ?? ''}` }
  const { stdout, status } = spawnSync('sh', ['-e', '-c', `exec 2>&1\n${script}`], {
    cwd: folder,
    encoding: 'utf8',
    env,
    timeout: 60_000,
  })
  expect(status, `${script}\n${stdout}`).toBe(0)
  return stdout
}

test('the page does what it says, from the idea to the last ticked task', { timeout: 120_000 }, () => {
  const page = readFileSync(path, 'utf8')
  let printed = ''
  let commands = 0
  const played = page.replace(FENCE, (whole, language: string, file: string | undefined, content: string) => {
    if (language === 'sh') {
      printed = sh(content)
      commands += content.trim().split('\n').length
    } else if (language === 'text') return `\`\`\`text\n${printed}\`\`\``
    else if (file !== undefined) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), content)
    }
    return whole
  })
  if (process.env['UPDATE']) writeFileSync(path, played)
  else expect(played).toBe(page)
  expect(commands).toBeGreaterThan(12)
  expect(printed).toContain('All tasks are done.')
  const execute = readFileSync(join(folder, 'visions/001-export-orders-as-csv/execute.md'), 'utf8')
  expect(execute).not.toContain('- [ ] T')
  expect(execute).toContain('- [x] T001')
})
