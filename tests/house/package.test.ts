import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

interface Manifest {
  version: string
  type: string
  engines: { node: string }
  bin: Record<string, string>
  exports: Record<'.' | './remark', { types: string; default: string }>
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const manifest = JSON.parse(read('package.json')) as Manifest

test('every version is pinned', () => {
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+$/)
  }
})

test('the lock file names no place to download from', () => {
  expect(read('package-lock.json')).not.toContain('"resolved"')
})

test('the lock file lists every platform of each package with binaries', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>
  }
  for (const [path, { optionalDependencies = {} }] of Object.entries(packages)) {
    for (const name of Object.keys(optionalDependencies)) {
      const places = [`node_modules/${name}`, `${path}/node_modules/${name}`]
      expect(
        places.some((place) => place in packages),
        `${name} of ${path}`,
      ).toBe(true)
    }
  }
})

test('what package.json points at is built', () => {
  const exported = [manifest.exports['.'], manifest.exports['./remark']].flatMap((one) => [one.types, one.default])
  for (const path of [...exported, ...Object.values(manifest.bin)]) {
    expect(existsSync(join(root, path)), `${path} (run npm run build)`).toBe(true)
  }
})

test('--version prints the version alone', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'dist/bin.cjs'), '--version'], {
    encoding: 'utf8',
  })
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: `${manifest.version}\n`, stderr: '' })
})

/** What `file` imports at once, itself included, by relative paths, and the other specifiers it meets on the way. */
function loads(file: string, files = new Set<string>(), others = new Set<string>()) {
  if (files.has(file)) return { files, others }
  files.add(file)
  const specifiers = /\b(?:from|import)\s*["']([^"'`\n]+)["']|import\(["']([^"']+)["']\)\.\w/g
  for (const [, first, second] of read(file).matchAll(specifiers)) {
    const specifier = (first ?? second)!
    if (!specifier.startsWith('.')) others.add(specifier)
    else
      loads(join(dirname(file), file.endsWith('.d.ts') ? specifier.replace(/js$/, 'd.ts') : specifier), files, others)
  }
  return { files, others }
}

test('the command loads nothing but itself before it knows what to do', () => {
  const asked = [...read('dist/bin.cjs').matchAll(/\b(?:require|import)\(["'`]([^"'`]+)["'`]\)/g)].map(
    ([, name]) => name!,
  )
  expect(asked).toContain('node:fs')
  expect(asked.filter((name) => !name.startsWith('node:'))).toEqual([])
})

test('Graphviz is a file of its own, which only pictures load', () => {
  expect(read('dist/command/viz.cjs')).toContain('graphvizVersion')
  expect(read('dist/command/command.cjs')).not.toContain('graphvizVersion')
})

test('importing the library does not run the command', () => {
  for (const file of ['dist/index.js', 'dist/remark.js']) expect([...loads(file).files]).not.toContain('dist/bin.cjs')
})

test('the public declarations ask only for packages that are installed with this one', () => {
  const { others } = loads('dist/index.d.ts')
  for (const name of loads('dist/remark.d.ts', new Set(), others).others) {
    if (name.startsWith('node:')) continue
    expect(name in manifest.dependencies || `@types/${name}` in manifest.dependencies, name).toBe(true)
  }
})
