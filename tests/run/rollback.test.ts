import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { openSnapshot, type Snapshot } from '../../src/run/snapshot/snapshot.ts'
import { rollBack } from '../../src/run/snapshot/rollback.ts'
import { treeHash } from '../../src/run/snapshot/tree.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function makeRoot(git: boolean): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-rollback-')))
  folders.push(root)
  if (git) execFileSync('git', ['init', '-q', root])
  return root
}

/** All below a folder, told apart from the code under test: kind, mode, bytes or target. */
function hashOfTree(root: string, except: readonly string[] = []): string {
  const lines: string[] = []
  const walk = (folder: string): void => {
    for (const name of readdirSync(join(root, folder)).toSorted()) {
      const path = folder === '' ? name : `${folder}/${name}`
      if (name === '.git' || except.includes(path)) continue
      const stats = lstatSync(join(root, path))
      const mode = (stats.mode & 0o7777).toString(8)
      if (stats.isSymbolicLink()) lines.push(`${path} -> ${readlinkSync(join(root, path))}`)
      else if (stats.isDirectory()) {
        lines.push(`${path}/ ${mode}`)
        walk(path)
      } else
        lines.push(
          `${path} ${mode} ${createHash('sha256')
            .update(readFileSync(join(root, path)))
            .digest('hex')}`,
        )
    }
  }
  walk('')
  return lines.join('\n')
}

const open = (root: string, named: readonly string[] = []): Snapshot =>
  openSnapshot({ root, folder: join(root, '.intentk/runs/r'), hidden: ['.intentk'], named, counts: () => true })

const write = (root: string, path: string, content: string | Uint8Array, mode = 0o644): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), content)
  chmodSync(join(root, path), mode)
}

type Op =
  | { readonly op: 'write'; readonly path: string; readonly content: Uint8Array; readonly mode: number }
  | { readonly op: 'remove' | 'empty' | 'lock'; readonly path: string }
  | { readonly op: 'link'; readonly path: string; readonly to: string }
  | { readonly op: 'move'; readonly path: string; readonly to: string }

const names = fc.constantFrom('a', 'b', 'c', 'ü', 'sp ace', '-rf', 'x.log')
const paths = fc.array(names, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))
const ops: fc.Arbitrary<Op> = fc.oneof(
  fc.record({
    op: fc.constant('write' as const),
    path: paths,
    content: fc.uint8Array({ maxLength: 40 }),
    mode: fc.constantFrom(0o644, 0o600, 0o755, 0o444),
  }),
  fc.record({ op: fc.constantFrom('remove' as const, 'empty' as const, 'lock' as const), path: paths }),
  fc.record({
    op: fc.constant('link' as const),
    path: paths,
    to: fc.oneof(paths, fc.constantFrom('/etc', '..', 'nowhere')),
  }),
  fc.record({ op: fc.constant('move' as const), path: paths, to: paths }),
)

/** Does what an agent could do; what cannot be done is left out. */
function play(root: string, all: readonly Op[]): void {
  for (const one of all) {
    const at = join(root, one.path)
    try {
      if (one.op === 'write') write(root, one.path, one.content, one.mode)
      else if (one.op === 'remove') rmSync(at, { recursive: true, force: true })
      else if (one.op === 'empty') mkdirSync(at, { recursive: true })
      else if (one.op === 'lock') chmodSync(at, 0o500)
      else if (one.op === 'link') symlinkSync(one.to, at)
      else if (one.op === 'move' && !/^[./]/.test(one.to)) renameSync(at, join(root, one.to))
    } catch {
      // A file stands where a folder was meant, or nothing is there.
    }
  }
}

describe.each([true, false])('in git: %s', (git) => {
  test('whatever was done, the tree is again what it was', { timeout: 1_800_000 }, () => {
    fc.assert(
      fc.property(fc.array(ops, { maxLength: 20 }), fc.array(ops, { maxLength: 20 }), (before, after) => {
        const root = makeRoot(git)
        play(root, before)
        const wanted = hashOfTree(root, ['.intentk'])
        const snapshot = open(root)
        const own = treeHash(snapshot.tree)
        play(root, after)
        const { failed } = rollBack(snapshot, snapshot.changes(), join(root, '.intentk/undone'))
        expect(failed).toEqual([])
        expect(hashOfTree(root, ['.intentk'])).toBe(wanted)
        expect(snapshot.changes()).toEqual([])
        expect(treeHash(snapshot.tree)).toBe(own)
        snapshot.close()
        rmSync(root, { recursive: true, force: true })
      }),
      { numRuns: Number(process.env['INTENTK_TREES'] ?? 60) },
    )
  })
})

test('ignored files stay as they are, unless a task names them', () => {
  const root = makeRoot(true)
  write(root, '.gitignore', 'build/\n*.log\n')
  write(root, 'build/out.js', 'old')
  write(root, 'build/other.js', 'old')
  write(root, 'debug.log', 'old')
  const snapshot = open(root, ['build/out.js', 'build/new.js'])
  for (const path of ['build/out.js', 'build/other.js', 'build/new.js', 'debug.log', 'new.log', 'src/a.ts'])
    write(root, path, 'new')
  write(root, 'node_modules/x/index.js', 'new')
  write(root, 'build/sub/deep.js', 'new')
  const changed = snapshot.changes()
  expect(changed.map(({ path }) => path).toSorted()).toEqual([
    'build/new.js',
    'build/out.js',
    'node_modules',
    'node_modules/x',
    'node_modules/x/index.js',
    'src',
    'src/a.ts',
  ])
  rollBack(snapshot, changed, join(root, '.intentk/undone'))
  expect(readFileSync(join(root, 'build/out.js'), 'utf8')).toBe('old')
  expect(existsSync(join(root, 'build/new.js'))).toBe(false)
  expect(readFileSync(join(root, 'build/other.js'), 'utf8')).toBe('new')
  expect(readFileSync(join(root, 'debug.log'), 'utf8')).toBe('new')
  // What was undone is not lost.
  expect(readFileSync(join(root, '.intentk/undone/src/a.ts'), 'utf8')).toBe('new')
})

test('folders that git ignores are not gone into, also when they are new', () => {
  const root = makeRoot(true)
  write(root, '.gitignore', 'node_modules\n')
  const snapshot = open(root)
  write(root, 'node_modules/x/index.js', 'new')
  expect(snapshot.changes()).toEqual([])
})

test('a snapshot is found again after a crash, with the steps that ended well', () => {
  const root = makeRoot(false)
  write(root, 'a', '1')
  const first = open(root)
  for (const [step, text] of [
    ['T1', '2'],
    ['T2', '3'],
  ] as const) {
    write(root, 'a', text)
    write(root, step, step)
    first.take(first.changes(), step)
  }
  first.close()
  const folder = join(root, '.intentk/runs/r')
  // The last line of the list is torn.
  writeFileSync(join(folder, 'tree.jsonl'), '["a",{"kind"', { flag: 'a' })
  const again = openSnapshot({ root, folder, hidden: ['.intentk'], named: [], counts: (step) => step === 'T1' })
  rollBack(again, again.changes(), join(root, '.intentk/undone'))
  expect(readFileSync(join(root, 'a'), 'utf8')).toBe('2')
  expect([existsSync(join(root, 'T1')), existsSync(join(root, 'T2'))]).toEqual([true, false])
})

test('a change within the same moment is seen', () => {
  const root = makeRoot(false)
  for (let round = 0; round < 30; round++) {
    write(root, 'a', String(round % 10))
    const snapshot = openSnapshot({
      root,
      folder: join(root, `.intentk/runs/${round}`),
      hidden: ['.intentk'],
      named: [],
      counts: () => true,
    })
    writeFileSync(join(root, 'a'), 'x')
    expect(snapshot.changes().map(({ path }) => path)).toEqual(['a'])
    snapshot.close()
  }
})
