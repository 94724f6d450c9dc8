import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Failure } from '../contract.ts'
import { dependsOn, packageOf, pythonTool } from '../verify/project.ts'
import type { FixRule } from './rules.ts'

const script = ['.js', '.jsx', '.cjs', '.mjs', '.ts', '.tsx', '.cts', '.mts', '.vue', '.svelte']
const text = [...script, '.json', '.css', '.scss', '.md', '.mdx', '.html', '.yaml', '.yml']

/**
 * The fix rules that fit the tools of a project: a formatter and a linter that mend files themselves, and one that adds
 * imports. Each runs only on files in which something failed. Nothing is installed.
 */
export function builtInRules(cwd: string): readonly FixRule[] {
  return [...ofNode(cwd), ...ofPython(cwd), ...ofGo(cwd), ...ofRust(cwd)]
}

const formats: readonly Failure['kind'][] = ['format']
const lints: readonly Failure['kind'][] = ['lint', 'format']

const rule = (
  id: string,
  kinds: readonly Failure['kind'][],
  files: readonly string[],
  argv: readonly [string, ...string[]],
): FixRule => ({ id, when: { checks: [], kinds, files, contains: '' }, run: [argv], ask: '' })

function ofNode(cwd: string): readonly FixRule[] {
  const manifest = packageOf(cwd)
  if (manifest === null) return []
  const has = (name: string): boolean => dependsOn(manifest, name)
  const npx = ['npx', '--no-install'] as const
  return [
    ...(has('prettier') ? [rule('prettier', formats, text, [...npx, 'prettier', '--write', '--', '{files}'])] : []),
    ...(has('@biomejs/biome') ? [rule('biome', lints, text, [...npx, 'biome', 'check', '--write', '{files}'])] : []),
    ...(has('eslint') ? [rule('eslint', lints, script, [...npx, 'eslint', '--fix', '--', '{files}'])] : []),
    ...(has('oxlint') ? [rule('oxlint', lints, script, [...npx, 'oxlint', '--fix', '{files}'])] : []),
  ]
}

function ofPython(cwd: string): readonly FixRule[] {
  if (!existsSync(join(cwd, 'pyproject.toml'))) return []
  const run = pythonTool(cwd)
  const files = ['.py', '.pyi']
  // Without ruff the command fails, and the next step is the agent.
  return [
    rule('ruff-format', formats, files, run('ruff', ['format', '--', '{files}'])),
    rule('ruff', lints, files, run('ruff', ['check', '--fix', '--', '{files}'])),
  ]
}

function ofGo(cwd: string): readonly FixRule[] {
  if (!existsSync(join(cwd, 'go.mod'))) return []
  return [
    rule('goimports', ['missing-import', 'format'], ['.go'], ['goimports', '-w', '{files}']),
    rule('gofmt', formats, ['.go'], ['gofmt', '-w', '{files}']),
  ]
}

function ofRust(cwd: string): readonly FixRule[] {
  if (!existsSync(join(cwd, 'Cargo.toml'))) return []
  const fix = ['cargo', 'clippy', '--fix', '--allow-dirty', '--allow-staged'] as const
  return [rule('cargo-fmt', formats, ['.rs'], ['cargo', 'fmt']), rule('clippy', ['lint'], ['.rs'], [...fix])]
}
