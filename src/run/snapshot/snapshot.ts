import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { ignoredIn, isBelow, isOfTools, type Ignored } from './ignored.ts'
import { hashOfFile, openStore, type ContentStore } from './store.ts'
import { lookAt, TooLarge, type Kept, type Seen } from './tree.ts'

/** One path that is not as it was; null where there is nothing. */
export interface TreeChange {
  readonly path: string
  readonly before: Kept | null
  readonly after: Seen | null
}

/** The tree of a repository as it was, on the disk, so that a crash of the machine does not lose it. */
export interface Snapshot {
  readonly root: string
  readonly tree: ReadonlyMap<string, Kept>
  /** The tree as it was when the snapshot was first taken. */
  readonly base: ReadonlyMap<string, Kept>
  readonly store: ContentStore
  /** What changed since the tree was taken. Looks at the whole repository. */
  readonly changes: () => readonly TreeChange[]
  /** Takes changes into the tree; they count after a crash only if `step` is known to have ended well. */
  readonly take: (changes: readonly TreeChange[], step: string) => void
  readonly close: () => void
  /** Removes all copies. */
  readonly remove: () => void
}

/** Where and of what a snapshot is taken. */
export interface SnapshotHow {
  readonly root: string
  /** The folder for copies and for the list of the tree, which is never part of the tree. */
  readonly folder: string
  /** Relative paths that are not part of the tree, nor what is below them. */
  readonly hidden: readonly string[]
  /** Relative paths that are part of it although git ignores them. */
  readonly named: readonly string[]
  /** Whether a step of an earlier list ended well. */
  readonly counts: (step: string) => boolean
}

/** A tree larger than this is not copied, in bytes. */
const mostBytes = 4 * 1024 * 1024 * 1024
/** Clocks of file systems stand still for some milliseconds; a change in the same tick would not be seen. */
const tickMs = 50

const BASE = 'base'

/** Opens the snapshot of a repository, or takes it where there is none yet. Throws {@link TooLarge}. */
export function openSnapshot(how: SnapshotHow): Snapshot {
  mkdirSync(how.folder, { recursive: true })
  const store = openStore(join(how.folder, 'store'))
  const list = join(how.folder, 'tree.jsonl')
  const { tree, base, length } = readList(list, how.counts)
  const file = openSync(list, 'a', 0o600)
  ftruncateSync(file, length)
  const look = looking(how, tree)
  const write = (changed: ReadonlyMap<string, Kept | null>, step: string, durable: boolean): void => {
    const lines = [...changed].map((line) => `${JSON.stringify(line)}\n`)
    const bytes = Buffer.from(`${lines.join('')}${JSON.stringify([step])}\n`)
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
    if (durable) fsyncSync(file)
  }
  const take = (changes: readonly TreeChange[], step: string, durable = true): void => {
    if (changes.length === 0) return
    const changed = new Map<string, Kept | null>()
    for (const { path, after } of changes) {
      if (after === null) tree.delete(path)
      else tree.set(path, keptOf(how.root, path, after, store, durable))
      changed.set(path, tree.get(path) ?? null)
    }
    write(changed, step, durable)
  }
  const snapshot: Snapshot = {
    root: how.root,
    tree,
    base,
    store,
    changes: look,
    take,
    close: () => closeSync(file),
    remove: () => store.remove(),
  }
  if (length === 0) {
    const first = look()
    const size = first.reduce((sum, { after }) => sum + (after?.size ?? 0), 0)
    if (size > mostBytes) throw new TooLarge(`its files have ${Math.round(size / 1024 ** 3)} GB`)
    take(first, BASE, false)
    if (first.length === 0) write(new Map(), BASE, false)
    for (const [path, kept] of tree) base.set(path, kept)
    fsyncSync(file)
  }
  return snapshot
}

function keptOf(root: string, path: string, seen: Seen, store: ContentStore, durable: boolean): Kept {
  if (seen.kind !== 'file') return { ...seen, hash: '', settled: true }
  const settled = seen.changed < Date.now() - tickMs
  // What is verified must not be lost in a power cut because its writer did not wait for the disk.
  if (durable) syncFile(join(root, path))
  return { ...seen, hash: store.keep(join(root, path), seen.size, durable), settled }
}

function syncFile(path: string): void {
  try {
    const file = openSync(path, 'r')
    fsyncSync(file)
    closeSync(file)
  } catch {
    // Not readable, or gone since.
  }
}

/** The tree that a list describes: its first part, and each later one whose step ended well. */
function readList(
  path: string,
  counts: (step: string) => boolean,
): { readonly tree: Map<string, Kept>; readonly base: Map<string, Kept>; readonly length: number } {
  const tree = new Map<string, Kept>()
  const base = new Map<string, Kept>()
  if (!existsSync(path)) return { tree, base, length: 0 }
  const bytes = readFileSync(path)
  let part: [string, Kept | null][] = []
  let length = 0
  let from = 0
  for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, from)) {
    const line = lineIn(bytes.toString('utf8', from, end))
    if (line === null) break
    from = end + 1
    if (line.length === 2) {
      part.push(line)
      continue
    }
    const [step] = line
    if (step === BASE || counts(step))
      for (const [name, kept] of part) {
        if (kept === null) tree.delete(name)
        else tree.set(name, kept)
      }
    if (length === 0) for (const [name, kept] of tree) base.set(name, kept)
    part = []
    length = from
  }
  return { tree, base, length }
}

function lineIn(line: string): [string, Kept | null] | [string] | null {
  try {
    const value = JSON.parse(line) as unknown
    return Array.isArray(value) && typeof value[0] === 'string' ? (value as [string, Kept | null] | [string]) : null
  } catch {
    return null
  }
}

/** Answers a function that says what differs from the tree as it then is. */
function looking({ root, folder, hidden, named }: SnapshotHow, tree: Map<string, Kept>): () => readonly TreeChange[] {
  const hide = new Set([...hidden, relative(root, folder).split(sep).join('/')])
  const wanted = new Set(named)
  const above = new Set(named.flatMap(foldersOf))
  const isNamed = (path: string): boolean => isBelow(path, wanted)
  const skipped = new Set<string>()
  let ignored: Ignored | null = null
  return () => {
    const rules = (ignored ??= ignoredIn(root))
    const isHidden = (path: string): boolean =>
      hide.has(path) || skipped.has(path) || (rules.has(path) && !isNamed(path) && !above.has(path))
    const known = (path: string): boolean => tree.has(path) || isNamed(path) || above.has(path)
    const first = lookAt(root, { isHidden, isSuspect: isOfTools }, known)
    const { suspects } = first
    const asked = rules.among(suspects)
    for (const path of asked) skipped.add(path)
    const { seen } = suspects.length > asked.size ? lookAt(root, { isHidden, isSuspect: () => false }, known) : first
    const fresh = [...seen.keys()].filter((path) => !known(path))
    const unwanted = rules.among(fresh)
    for (const path of unwanted) skipped.add(path)
    const changes: TreeChange[] = []
    for (const [path, after] of seen) {
      const before = tree.get(path)
      if (before !== undefined && isSame(root, path, before, after, tree)) continue
      if (before === undefined && isBelow(path, unwanted) && !isNamed(path)) continue
      changes.push({ path, before: before ?? null, after })
    }
    for (const [path, before] of tree) if (!seen.has(path)) changes.push({ path, before, after: null })
    return changes
  }
}

const foldersOf = (path: string): readonly string[] =>
  path
    .split('/')
    .map((_, at, parts) => parts.slice(0, at + 1).join('/'))
    .slice(0, -1)

/** Whether a path is as it was: as its times tell, or where they tell nothing, its content. */
function isSame(root: string, path: string, before: Kept, seen: Seen, tree: Map<string, Kept>): boolean {
  if (before.kind !== seen.kind || before.mode !== seen.mode || before.target !== seen.target) return false
  if (seen.kind !== 'file') return true
  if (before.size !== seen.size) return false
  if (before.changed === seen.changed && before.inode === seen.inode && before.settled) return true
  if (before.hash === '' || hashOfFile(join(root, path)) !== before.hash) return false
  tree.set(path, { ...seen, hash: before.hash, settled: seen.changed < Date.now() - tickMs })
  return true
}
