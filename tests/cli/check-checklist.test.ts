import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { filesOf, makeFolder, removeFolder, runHere, type Ran } from './support.ts'

const twice = '# Tasks\n\n## Phase 1\n\n- [ ] T001 Write `a.ts`\n- [ ] T001 Write `b.ts`\n'
const clean = twice.replace('T001 Write `b', 'T002 Write `b')

let folder = ''
beforeEach(() => {
  folder = makeFolder({
    'specs/001-a/tasks.md': twice,
    'specs/001-a/spec.md': '# Spec\n',
    'my notes/list #1.md': clean,
    'my notes/other.md': twice,
  })
})
afterEach(() => removeFolder(folder))

const run = (...argv: readonly string[]): Promise<Ran> => runHere(folder, ['check', '--format', 'checklist', ...argv])
const path = 'specs/001-a/checklists/implementation.md'
const read = (file = path): string => readFileSync(join(folder, file), 'utf8')

test('is written beside the documents of a feature, follows them, and is quiet when nothing changed', async () => {
  const { code, stdout, stderr } = await run('001')
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(/^Wrote specs\/001-a\/checklists\/implementation\.md: \d+ of \d+ ticked\n/)
  expect(read()).toContain('# Implementation Checklist: 001-a\n')
  expect(read()).toContain('[tasks.md](../tasks.md)')
  expect(read()).toMatch(
    /^- \[ \] CHK\d{3} Every task has an id of its own \(`duplicate-id`\) 1 found, first in `specs\/001-a\/tasks\.md:6`$/m,
  )
  const before = filesOf(folder)
  expect((await run('001')).stderr).toMatch(/^Unchanged specs/)
  expect(filesOf(folder)).toEqual(before)
  writeFileSync(join(folder, 'specs/001-a/tasks.md'), clean)
  writeFileSync(join(folder, path), `${read()}- mine\n`)
  expect((await run('001')).code).toBe(0)
  expect(read()).toMatch(/^- \[x\] CHK\d{3} Every task has an id of its own \(`duplicate-id`\)$/m)
  expect(read()).toContain('\n- mine\n')
})

test('with --dry-run nothing is written', async () => {
  const before = filesOf(folder)
  expect((await run('001', '--dry-run')).stderr).toMatch(/^Would write specs/)
  expect(filesOf(folder)).toEqual(before)
})

test('files of one folder share a checklist, and a checklist has none', async () => {
  expect((await run('my notes')).code).toBe(1)
  const text = read('my notes/checklists/implementation.md')
  expect(text).toContain('# Implementation Checklist: my notes\n')
  expect(text).toContain('**Feature**: [list #1.md](../list%20%231.md), [other.md](../other.md)\n')
  expect(text).toContain('1 found, first in `my notes/other.md:6`')
  await run('my notes')
  expect(existsSync(join(folder, 'my notes/checklists/checklists'))).toBe(false)
  expect(read('my notes/checklists/implementation.md')).toBe(text)
})

test('of one file it is beside it, of standard input it is printed', async () => {
  await run('my notes/list #1.md', '--rule', 'duplicate-id')
  expect(read('my notes/checklists/implementation.md').match(/CHK/g)).toHaveLength(1)
  const { stdout } = await runHere(folder, ['check', '-', '--format', 'checklist'], { input: twice })
  expect(stdout).toContain('# Implementation Checklist: ')
  expect(stdout).toContain('(`duplicate-id`) 1 found')
})

test('as JSON it says where', async () => {
  const { data } = JSON.parse((await run('001', '--json')).stdout) as { readonly data: { readonly checklists: object } }
  expect(data.checklists).toMatchObject([{ output: path, status: 'written' }])
})

test('a folder that leads out of the repository is refused', async () => {
  const other = makeFolder({})
  try {
    mkdirSync(join(other, 'out'))
    symlinkSync(join(other, 'out'), join(folder, 'specs/001-a/checklists'))
    const { code, stderr } = await run('001')
    expect(code).toBe(2)
    expect(stderr).toContain('link out of the repository')
    expect(existsSync(join(other, 'out/implementation.md'))).toBe(false)
  } finally {
    removeFolder(other)
  }
})
