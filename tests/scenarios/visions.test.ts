import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { diskFileSystem } from '../../src/workspace/file-system.ts'
import { existingPaths } from '../../src/workspace/existing.ts'
import { compileDocuments, compiled, folderCase, type Case } from '../support/compiling.ts'

/*
 * The worked examples beside what they compile to; `UPDATE=1` writes that again. They are compiled as in a repository
 * that holds nothing else, and beside the real source tree too: an example must not hang on which files exist today.
 */

const root = join(import.meta.dirname, '../..')
const names = readdirSync(join(root, 'visions')).sort()
const update = process.env['UPDATE'] === '1'

/** As the command line names them: by their path from the root, and by their name for links. */
function documentsOf(name: string): Case['documents'] {
  const { documents } = folderCase(join(root, 'visions', name))
  return documents.map((one) => ({ ...one, source: { ...one.source, path: `visions/${name}/${one.source.path}` } }))
}

describe.each(names)('visions/%s', (name) => {
  const [text, lock] = ['execute.md', 'execute.lock.json'].map((file) => join(root, 'visions', name, file)) as [
    string,
    string,
  ]
  const committed = (): string | null => (existsSync(lock) ? readFileSync(lock, 'utf8') : null)

  test.skipIf(!update && !existsSync(text))('compiles to what is committed (skipped until it is)', async () => {
    const result = compiled(await compileDocuments(documentsOf(name), { id: name, lock: committed() }))
    if (update) {
      writeFileSync(text, result.text)
      writeFileSync(lock, result.lock)
    }
    expect(result.text).toBe(readFileSync(text, 'utf8'))
    expect(result.lock).toBe(readFileSync(lock, 'utf8'))
  })

  test('gives the same beside the files of this repository', async () => {
    const alone = compiled(await compileDocuments(documentsOf(name), { id: name }))
    const own = new Set(['execute.md', 'execute.lock.json'].map((file) => `visions/${name}/${file}`))
    const existing = existingPaths(diskFileSystem, root, own)
    expect(existing.size).toBeGreaterThan(100)
    const beside = compiled(await compileDocuments(documentsOf(name), { id: name, existing }))
    expect(beside.text).toBe(alone.text)
    expect(beside.lock).toBe(alone.lock)
  })

  test('has no warning and asks nothing that blocks', async () => {
    const { diagnostics, execution } = compiled(await compileDocuments(documentsOf(name), { id: name }))
    expect(diagnostics.filter(({ severity }) => severity !== 'info').map(({ message }) => message)).toEqual([])
    expect(execution.tasks.length).toBeGreaterThan(3)
  })
})
