import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const script = join(import.meta.dirname, '../../scripts/borders.mjs')

/** Writes one file into an empty project and answers what the script says about it. */
function judge(path: string, text: string) {
  const root = mkdtempSync(join(tmpdir(), 'intentk-borders-'))
  try {
    const file = join(root, 'src', path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    const { status, stderr } = spawnSync(process.execPath, [script, root], { encoding: 'utf8' })
    return { status, stderr }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

const refused: [path: string, text: string, because: string][] = [
  ['model/a.ts', `import { b } from '../parse/b.ts'`, 'model may not import parse'],
  ['parse/a.ts', `import { b } from '../derive/b.ts'`, 'parse may not import derive'],
  ['parse/a.ts', `import { b } from '../workspace/b.ts'`, 'parse may not import workspace'],
  ['derive/a.ts', `import type { B } from '../merge/b.ts'`, 'derive may not import merge'],
  ['merge/a.ts', `export { b } from '../graph/b.ts'`, 'merge may not import graph'],
  ['graph/a.ts', `export * from '../render/b.ts'`, 'graph may not import render'],
  ['render/a.ts', `const b = await import('../edit/b.ts')`, 'render may not import edit'],
  ['render/a.ts', `const path: string = '../edit/b.ts'\nawait import(path)`, 'not a plain string'],
  ['edit/a.ts', `let b: import('../workspace/b.ts').B`, 'edit may not import workspace'],
  ['edit/deep/er/a.ts', `import '../../../cli/b.ts'`, 'edit may not import cli'],
  ['edit/a.ts', `import '../compile.ts'`, 'edit may not import compile.ts'],
  ['check/rules/a.ts', `import '../../render/b.ts'`, 'check may not import render'],
  ['query/a.ts', `import '../workspace/b.ts'`, 'query may not import workspace'],
  ['assistants/a.ts', `import '../parse/b.ts'`, 'assistants may not import parse'],
  ['run/a.ts', `import '../assistants/b.ts'`, 'run may not import assistants'],
  ['run/a.ts', `import '../cli/b.ts'`, 'run may not import cli'],
  ['workspace/a.ts', `import '../cli/b.ts'`, 'workspace may not import cli'],
  ['index.ts', `export * from './cli/b.ts'`, 'index.ts may not import cli'],
  ['compile.ts', `import './workspace/b.ts'`, 'compile.ts may not import workspace'],
  ['util/a.ts', `export const a = 1`, 'src/util has no entry'],
  ['parse/a.ts', `import '../../tests/b.ts'`, 'leaves src/'],
  ['parse/a.ts', `import fs from 'node:fs'`, 'the disk and processes'],
  ['edit/a.ts', `import { readFile } from 'fs/promises'`, 'the disk and processes'],
  ['cli/a.ts', `const fs = await import('node:fs/promises')`, 'the disk and processes'],
  ['cli/a.ts', `const fs = process.getBuiltinModule('fs')`, 'the disk and processes'],
  ['check/a.ts', `import { spawn } from 'node:child_process'`, 'the disk and processes'],
  ['cli/a.ts', `import writeFileAtomic from 'write-file-atomic'`, 'the disk and processes'],
]

test.each(refused)('%s is refused: %s', (path, text, because) => {
  const { status, stderr } = judge(path, text)
  expect(stderr).toContain(because)
  expect(stderr).toContain(`src/${path}:`)
  expect(status).toBe(1)
})

const allowed: [path: string, text: string][] = [
  ['parse/plan/a.ts', `import '../../model/b.ts'\nimport '../b.ts'\nimport './c.ts'`],
  ['edit/a.ts', `import '../render/b.ts'\nimport '../graph/b.ts'`],
  ['compile.ts', `import './edit/b.ts'\nimport './parse/b.ts'`],
  ['check/rules/a.ts', `import '../../graph/b.ts'\nimport '../../edit/b.ts'`],
  ['assistants/a.ts', `import '../render/b.ts'`],
  ['run/a.ts', `import '../query/b.ts'\nimport { spawn } from 'node:child_process'`],
  ['workspace/a.ts', `import fs from 'node:fs/promises'\nimport '../model/b.ts'`],
  ['cli/a.ts', `import '../run/b.ts'\nimport '../assistants/b.ts'\nimport { join } from 'node:path'`],
  ['bin.ts', `await import('./cli/main.ts')`],
]

test.each(allowed)('%s is allowed: %s', (path, text) => {
  expect(judge(path, text)).toEqual({ status: 0, stderr: '' })
})

test('a crossing is reported with its line', () => {
  expect(judge('parse/a.ts', `// first\n\nimport '../cli/b.ts'\n`).stderr).toContain(`src/parse/a.ts:3: '../cli/b.ts'`)
})
