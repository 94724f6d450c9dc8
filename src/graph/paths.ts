/**
 * Files that many tasks touch without being about them: manifests and lock files. A task that writes one never
 * carries `[P]`. The default of the setting `shared_paths`. A name without `/` stands for that file in any folder,
 * one with `/` for that path, one that ends with `/` for all below it; `*` stands for anything inside a name.
 */
export const defaultSharedPaths: readonly string[] = [
  'package.json',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'yarn.lock',
  'bun.lock',
  'bun.lockb',
  'deno.json',
  'deno.lock',
  'go.mod',
  'go.sum',
  'go.work',
  'Cargo.toml',
  'Cargo.lock',
  'pyproject.toml',
  'requirements.txt',
  'poetry.lock',
  'uv.lock',
  'Pipfile',
  'Pipfile.lock',
  'Gemfile',
  'Gemfile.lock',
  'composer.json',
  'composer.lock',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'settings.gradle',
  'settings.gradle.kts',
  'mix.exs',
  'mix.lock',
  'pubspec.yaml',
  'pubspec.lock',
  'Package.swift',
  'Package.resolved',
  'Directory.Packages.props',
  'packages.lock.json',
  'flake.lock',
]

// As nearly every path is printed: nothing to fold, nothing to resolve.
const PLAIN = /^[a-z0-9_-][a-z0-9_.-]*(?:\/[a-z0-9_-][a-z0-9_.-]*)*$/

/** The parts of a path as compared: `/` or `\` as separator, `.` and `..` resolved, case folded. */
export function segmentsOf(path: string): string[] {
  if (PLAIN.test(path)) return path.split('/')
  const parts: string[] = []
  for (const part of path.normalize('NFC').toLowerCase().split(/[/\\]/)) {
    if (part === '' || part === '.') continue
    if (part === '..' && parts.length > 0 && parts[parts.length - 1] !== '..') parts.pop()
    else parts.push(part)
  }
  return parts
}

export function comparedPath(path: string): string {
  return PLAIN.test(path) ? path : segmentsOf(path).join('/')
}

/** A test whether a path is one of the shared ones. */
export function sharedPathTest(sharedPaths: readonly string[]): (path: string) => boolean {
  const isShared = sharedComparedTest(sharedPaths)
  return (path) => isShared(comparedPath(path))
}

const tests = new WeakMap<readonly string[], (compared: string) => boolean>()

/** As {@link sharedPathTest}, for a path as {@link comparedPath} gives it. Plans of one run mostly share their list. */
export function sharedComparedTest(sharedPaths: readonly string[]): (compared: string) => boolean {
  let test = tests.get(sharedPaths)
  if (test === undefined) tests.set(sharedPaths, (test = testOf(sharedPaths)))
  return test
}

function testOf(sharedPaths: readonly string[]): (compared: string) => boolean {
  const names = new Set<string>()
  const paths = new Set<string>()
  const folders: string[] = []
  const patterns: string[] = []
  for (const entry of sharedPaths) {
    const compared = comparedPath(entry)
    if (compared === '') continue
    if (compared.includes('*')) patterns.push(compared)
    else if (/[/\\]$/.test(entry)) folders.push(`${compared}/`)
    else if (compared.includes('/')) paths.add(compared)
    else names.add(compared)
  }
  const simple = folders.length + patterns.length === 0
  return (compared) => {
    const name = compared.slice(compared.lastIndexOf('/') + 1)
    if (names.has(name) || paths.has(compared)) return true
    if (simple) return false
    if (folders.some((folder) => compared.startsWith(folder))) return true
    return patterns.some((pattern) => matches(pattern, pattern.includes('/') ? compared : name))
  }
}

// Each piece is taken at its first occurrence, so that a hostile pattern costs no more than its length.
function matches(pattern: string, text: string): boolean {
  const pieces = pattern.split('*')
  const last = pieces.pop() as string
  const first = pieces.shift() ?? ''
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const piece of pieces) {
    const found = text.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return text.length - last.length >= at && text.endsWith(last)
}
