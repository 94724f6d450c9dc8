import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** Lints one file in an empty project that has our configuration. */
function lint(path: string, text: string) {
  const project = mkdtempSync(join(tmpdir(), 'intentk-lint-'))
  try {
    for (const name of ['.oxlintrc.json', 'tsconfig.json', 'package.json']) {
      copyFileSync(join(root, name), join(project, name))
    }
    symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'))
    mkdirSync(dirname(join(project, path)), { recursive: true })
    writeFileSync(join(project, path), text)
    const oxlint = join(root, 'node_modules/oxlint/bin/oxlint')
    const { status, stdout } = spawnSync(process.execPath, [oxlint, '--type-aware', 'src'], {
      cwd: project,
      encoding: 'utf8',
    })
    return { status, stdout }
  } finally {
    rmSync(project, { recursive: true, force: true })
  }
}

test('console is refused outside cli/', () => {
  const { status, stdout } = lint('src/parse/a.ts', `console.log('x')\n`)
  expect(stdout).toContain('no-console')
  expect(status).toBe(1)
})

test('console is allowed in cli/', () => {
  expect(lint('src/cli/a.ts', `console.log('x')\n`).status).toBe(0)
})

test('a rule that needs types is at work', () => {
  const { status, stdout } = lint('src/parse/a.ts', `export async function a() {}\nexport function b() {\n  a()\n}\n`)
  expect(stdout).toContain('no-floating-promises')
  expect(status).toBe(1)
})
