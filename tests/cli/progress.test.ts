import { cpSync, mkdirSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { schemaErrors } from './schema-check.ts'
import { makeFolder, removeFolder, runHere } from './support.ts'

/* What `status`, `next` and `list` say about the worked examples and about documents of other tools. */

const project = join(import.meta.dirname, '../..')
const fixtures = join(project, 'tests/fixtures/progress')
const visions = readdirSync(join(project, 'visions'), { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
)

/** Where each document lies in a repository, by the name of its golden. */
const places: Readonly<Record<string, readonly [from: string, at: string]>> = {
  ...Object.fromEntries(visions.map((name) => [name, [`visions/${name}`, `visions/${name}`]])),
  'spec-kit': ['tests/fixtures/progress/spec-kit/tasks.md', 'specs/001-reading-list/tasks.md'],
  openspec: ['tests/fixtures/progress/openspec/tasks.md', 'openspec/changes/add-tokens/tasks.md'],
  kiro: ['tests/fixtures/progress/kiro/tasks.md', '.kiro/specs/import/tasks.md'],
}

let folder = ''
beforeEach(() => void (folder = makeFolder({})))
afterEach(() => removeFolder(folder))

test.each(Object.keys(places))('%s', { timeout: 60_000 }, async (name) => {
  const [from, at] = places[name]!
  mkdirSync(dirname(join(folder, at)), { recursive: true })
  cpSync(join(project, from), join(folder, at), { recursive: true })
  const shown: string[] = []
  const lines = [`status ${at}`, 'status', `next ${at}`, `next ${at} --parallel 3`, `list ${at}`]
  for (const line of lines) {
    const { code, stdout, stderr } = await runHere(folder, line.split(' '))
    const wide = await runHere(folder, [...line.split(' '), '--no-color'], { tty: 100 })
    shown.push(`$ intentk ${line}`, `exit ${code}`, stdout, stderr, `$ intentk ${line}   # on a terminal`, wide.stdout)
    const json = await runHere(folder, [...line.split(' '), '--json'])
    const value = JSON.parse(json.stdout) as object
    expect(schemaErrors(line.split(' ')[0]!, value), line).toBe('')
    if (!line.startsWith('list')) shown.push(`$ intentk ${line} --json`, JSON.stringify(value, null, 2))
  }
  await expect(`${shown.map((text) => text.trimEnd()).join('\n')}\n`).toMatchFileSnapshot(join(fixtures, `${name}.txt`))
})
