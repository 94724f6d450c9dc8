import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse as parseToml } from 'smol-toml'
import { splitCommand } from '../split-command.ts'

type ProjectKind = 'tests' | 'lint' | 'typecheck'

/** A command by which a project checks itself. */
export interface ProjectCheck {
  readonly kind: ProjectKind
  /** As a person would type it. */
  readonly name: string
  /** Null for a command that only a shell could run; `name` is it, and `problem` says why. */
  readonly argv: readonly [string, ...string[]] | null
  readonly problem: string
  /** Folders or files in which it leaves JUnit reports, relative to the project. */
  readonly reports: readonly string[]
}

/** What is wanted: `true` for what is found in the project, `false` for none, a text for that command. */
export type Wanted = Readonly<Record<ProjectKind, boolean | string>>

const kinds = ['tests', 'lint', 'typecheck'] as const

/** Where the common test programs leave their JUnit reports. */
const usualReports = ['junit.xml', 'test-results/junit.xml', 'reports/junit.xml', 'build/test-results/test']

/** The commands by which the project in a folder checks itself, as configured or as its manifests tell. */
export function projectChecks(cwd: string, wanted: Wanted): readonly ProjectCheck[] {
  const found = kinds.some((kind) => wanted[kind] === true) ? foundIn(cwd) : []
  return kinds.flatMap((kind) => {
    const asked = wanted[kind]
    if (asked === false || asked === '') return []
    if (asked === true) return found.filter((check) => check.kind === kind)
    const split = splitCommand(asked)
    const check = { kind, name: asked, reports: kind === 'tests' ? usualReports : [] }
    return [split.ok ? { ...check, argv: split.argv, problem: '' } : { ...check, argv: null, problem: split.reason }]
  })
}

const check = (
  kind: ProjectKind,
  argv: readonly [string, ...string[]],
  reports: readonly string[] = [],
): ProjectCheck => ({ kind, name: argv.join(' '), argv, problem: '', reports })

const foundIn = (cwd: string): readonly ProjectCheck[] => [
  ...ofNode(cwd),
  ...ofPython(cwd),
  ...ofGo(cwd),
  ...ofRust(cwd),
  ...ofMaven(cwd),
]

type Values = Readonly<Record<string, unknown>>

function ofNode(cwd: string): readonly ProjectCheck[] {
  const manifest = packageOf(cwd)
  if (manifest === null) return []
  const scripts = valuesOf(manifest['scripts'])
  const run = runner(cwd, manifest)
  const has = (name: string): boolean => typeof scripts[name] === 'string' && scripts[name].trim() !== ''
  const first = (names: readonly string[]): string | undefined => names.find(has)
  const checks: ProjectCheck[] = []
  // What `npm init` writes is no test.
  if (has('test') && !String(scripts['test']).includes('no test specified'))
    checks.push(check('tests', [run, 'run', 'test'], usualReports))
  const lint = first(['lint', 'check:lint', 'lint:check'])
  if (lint !== undefined) checks.push(check('lint', [run, 'run', lint]))
  const types = first(['typecheck', 'type-check', 'check-types', 'check:types', 'types:check', 'tsc'])
  if (types !== undefined) checks.push(check('typecheck', [run, 'run', types]))
  else if (dependsOn(manifest, 'typescript') && existsSync(join(cwd, 'tsconfig.json')))
    checks.push(check('typecheck', ['npx', '--no-install', 'tsc', '--noEmit']))
  return checks
}

/** The package manager of a project, by its lock file or by what the manifest says. */
function runner(cwd: string, manifest: Values): 'npm' | 'pnpm' | 'yarn' | 'bun' {
  const { packageManager } = manifest
  const said = typeof packageManager === 'string' ? /^(npm|pnpm|yarn|bun)@/.exec(packageManager)?.[1] : undefined
  if (said !== undefined) return said as 'npm'
  const has = (name: string): boolean => existsSync(join(cwd, name))
  if (has('pnpm-lock.yaml')) return 'pnpm'
  if (has('yarn.lock')) return 'yarn'
  return has('bun.lock') || has('bun.lockb') ? 'bun' : 'npm'
}

/** Whether a package.json names a package among its dependencies. */
export const dependsOn = (manifest: Values, name: string): boolean =>
  ['dependencies', 'devDependencies'].some((key) => Object.hasOwn(valuesOf(manifest[key]), name))

function ofPython(cwd: string): readonly ProjectCheck[] {
  const manifest = read(join(cwd, 'pyproject.toml'), (text) => parseToml(text))
  if (manifest === null) return []
  const tools = valuesOf(manifest['tool'])
  const run = pythonTool(cwd)
  const checks: ProjectCheck[] = []
  const tests = Object.hasOwn(tools, 'pytest') || existsSync(join(cwd, 'tests')) || existsSync(join(cwd, 'test'))
  if (tests) checks.push(check('tests', run('pytest', []), usualReports))
  if (Object.hasOwn(tools, 'ruff')) checks.push(check('lint', run('ruff', ['check', '.'])))
  if (Object.hasOwn(tools, 'mypy')) checks.push(check('typecheck', run('mypy', ['.'])))
  else if (Object.hasOwn(tools, 'pyright')) checks.push(check('typecheck', run('pyright', [])))
  return checks
}

/** How a Python tool is run: by uv or poetry where their lock is, else from `.venv`, else as a module of python3. */
export function pythonTool(cwd: string): (tool: string, args: readonly string[]) => [string, ...string[]] {
  const has = (name: string): boolean => existsSync(join(cwd, name))
  if (has('uv.lock')) return (tool, args) => ['uv', 'run', tool, ...args]
  if (has('poetry.lock')) return (tool, args) => ['poetry', 'run', tool, ...args]
  const own = process.platform === 'win32' ? '.venv/Scripts/python.exe' : '.venv/bin/python'
  const python = has(own) ? join(cwd, own) : process.platform === 'win32' ? 'python' : 'python3'
  return (tool, args) => [python, '-m', tool, ...args]
}

function ofGo(cwd: string): readonly ProjectCheck[] {
  if (!existsSync(join(cwd, 'go.mod'))) return []
  const linted = ['.golangci.yml', '.golangci.yaml', '.golangci.toml', '.golangci.json'].some((name) =>
    existsSync(join(cwd, name)),
  )
  return [
    check('tests', ['go', 'test', '-json', './...']),
    ...(linted ? [check('lint', ['golangci-lint', 'run'])] : []),
    check('typecheck', ['go', 'vet', './...']),
  ]
}

function ofRust(cwd: string): readonly ProjectCheck[] {
  const manifest = read(join(cwd, 'Cargo.toml'), (text) => parseToml(text))
  if (manifest === null) return []
  const linted =
    Object.hasOwn(manifest, 'lints') || ['clippy.toml', '.clippy.toml'].some((name) => existsSync(join(cwd, name)))
  return [
    check('tests', ['cargo', 'test']),
    ...(linted ? [check('lint', ['cargo', 'clippy', '--all-targets'])] : []),
    check('typecheck', ['cargo', 'check', '--all-targets']),
  ]
}

function ofMaven(cwd: string): readonly ProjectCheck[] {
  if (!existsSync(join(cwd, 'pom.xml'))) return []
  const wrapper = process.platform === 'win32' ? 'mvnw.cmd' : 'mvnw'
  const maven = existsSync(join(cwd, wrapper)) ? join(cwd, wrapper) : 'mvn'
  return [check('tests', [maven, '-B', 'test'], ['target/surefire-reports'])]
}

/** A manifest; null where there is none or nobody can read it, which its own tools will say better. */
function read(path: string, parse: (text: string) => unknown): Values | null {
  try {
    const value = parse(readFileSync(path, 'utf8').replace(/^\ufeff/, ''))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : null
  } catch {
    return null
  }
}

const valuesOf = (value: unknown): Values => (typeof value === 'object' && value !== null ? (value as Values) : {})

/** The package.json of a folder; null where there is none. */
export const packageOf = (cwd: string): Values | null =>
  read(join(cwd, 'package.json'), (text) => JSON.parse(text) as unknown)
