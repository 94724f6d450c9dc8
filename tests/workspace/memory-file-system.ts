import { dirname, posix } from 'node:path'
import type { FileKind, FileStat, FileSystem } from '../../src/workspace/file-system.ts'

/** One file: what a reader sees, and what a power cut leaves. */
interface Inode {
  kind: FileKind
  bytes: Uint8Array
  /** Null until synced: a power cut may leave anything; here it leaves nothing. */
  synced: Uint8Array | null
  mode: number
  target: string
  changedAt: number
}

/** A change of a folder that a power cut may undo until the folder is synced. */
type NameChange =
  | { readonly type: 'create'; readonly path: string; readonly inode: Inode }
  | { readonly type: 'rename'; readonly from: string; readonly to: string }
  | { readonly type: 'remove'; readonly path: string }

/** Thrown instead of an operation: the process is gone. */
export class Crash extends Error {}

export interface Faults {
  /** Number of the step (1 is the first) at which the process stops; steps are finer than calls. */
  crashAt?: number
  /** Number of the step that fails with `code`; with `onwards` all later ones fail too. */
  failAt?: number
  code?: string
  onwards?: boolean
}

export interface MemoryFileSystem extends FileSystem {
  readonly steps: () => number
  readonly arm: (faults: Faults) => void
  readonly text: (path: string) => string | null
  readonly paths: () => readonly string[]
  readonly put: (path: string, content: string | Uint8Array, mode?: number) => void
  readonly link: (path: string, target: string) => void
  readonly special: (path: string, kind: FileKind) => void
  /** The disks a power cut now may leave: one for each subset of the name changes since the folders were synced. */
  readonly afterPowerCut: () => readonly MemoryFileSystem[]
  readonly tick: (milliseconds: number) => void
}

const systemError = (code: string, path: string): Error => Object.assign(new Error(`${code}: ${path}`), { code })

/** A disk in memory with POSIX paths; `files` maps absolute paths to contents, a content of null makes a folder. */
export function memoryFileSystem(
  files: Readonly<Record<string, string | Uint8Array | null>> = {},
  options: { holder?: string; alive?: (holder: string) => boolean } = {},
): MemoryFileSystem {
  const live = new Map<string, Inode>()
  const durable = new Map<string, Inode>()
  const pending: NameChange[] = []
  let faults: Faults = {}
  let steps = 0
  let now = 1_000_000
  const make = (kind: FileKind, bytes: Uint8Array = new Uint8Array(), mode = 0o644, target = ''): Inode => ({
    kind,
    bytes,
    synced: bytes,
    mode,
    target,
    changedAt: now,
  })

  function step(path: string): void {
    steps++
    if (faults.crashAt !== undefined && steps >= faults.crashAt) throw new Crash()
    const fails =
      faults.failAt !== undefined && (steps === faults.failAt || (faults.onwards === true && steps > faults.failAt))
    if (fails) throw systemError(faults.code ?? 'EIO', path)
  }
  /** Resolves links in all parts, the last one where `last` says so. */
  function resolve(path: string, last = true, depth = 0): string {
    if (depth > 20) throw systemError('ELOOP', path)
    let at = '/'
    const parts = posix.normalize(path).split('/').filter(Boolean)
    for (const [index, part] of parts.entries()) {
      const next = posix.join(at, part)
      const node = live.get(next)
      const final = index === parts.length - 1
      at = node?.kind === 'link' && (!final || last) ? resolve(posix.resolve(at, node.target), true, depth + 1) : next
      if (!final && live.get(at)?.kind === 'file') throw systemError('ENOTDIR', path)
    }
    return at
  }
  function mustHave(path: string): Inode {
    const inode = live.get(path)
    if (inode === undefined) throw systemError('ENOENT', path)
    return inode
  }
  function statAt(path: string, follow: boolean): FileStat | null {
    let inode: Inode | undefined
    try {
      inode = live.get(resolve(path, follow))
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOTDIR') return null
      throw error
    }
    return inode === undefined
      ? null
      : { kind: inode.kind, size: inode.bytes.length, mode: inode.mode, user: 0, group: 0 }
  }
  function addFolders(path: string): void {
    for (let at = path; ; at = dirname(at)) {
      if (!live.has(at)) {
        const folder = make('directory', undefined, 0o755)
        live.set(at, folder)
        durable.set(at, folder)
      }
      if (at === '/') return
    }
  }
  function add(path: string, inode: Inode): void {
    addFolders(dirname(path))
    live.set(path, inode)
    durable.set(path, inode)
  }
  function replay(target: Map<string, Inode>, change: NameChange): void {
    if (change.type === 'create') target.set(change.path, change.inode)
    else if (change.type === 'remove') target.delete(change.path)
    else {
      const inode = target.get(change.from)
      if (inode === undefined) return
      target.set(change.to, inode)
      target.delete(change.from)
    }
  }
  function change(entry: NameChange): void {
    replay(live, entry)
    pending.push(entry)
  }

  addFolders('/')
  for (const [path, content] of Object.entries(files)) {
    if (content === null) addFolders(path)
    else add(path, make('file', typeof content === 'string' ? new TextEncoder().encode(content) : content))
  }

  const fs: MemoryFileSystem = {
    stat: (path) => statAt(path, true),
    lstat: (path) => statAt(path, false),
    realpath: (path) => {
      const real = resolve(path)
      mustHave(real)
      return real
    },
    list: (folder) => {
      const at = resolve(folder)
      if (mustHave(at).kind !== 'directory') throw systemError('ENOTDIR', folder)
      return [...live]
        .filter(([path]) => path !== '/' && dirname(path) === at)
        .map(([path, { kind }]) => ({ name: posix.basename(path), kind }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    },
    read: (path, limit) => {
      const inode = mustHave(resolve(path))
      if (inode.kind !== 'file') throw systemError('EINVAL', path)
      return inode.bytes.slice(0, limit)
    },
    create: (path, bytes, like) => {
      step(path)
      const at = resolve(path)
      if (live.has(at)) throw systemError('EEXIST', path)
      if (!live.has(dirname(at))) throw systemError('ENOENT', path)
      const inode: Inode = { ...make('file', undefined, like?.mode ?? 0o644), synced: null }
      change({ type: 'create', path: at, inode })
      try {
        step(path)
        inode.bytes = bytes.slice(0, bytes.length >> 1)
        step(path)
        inode.bytes = bytes.slice()
        step(path)
        inode.synced = inode.bytes
      } catch (error) {
        if (!(error instanceof Crash)) change({ type: 'remove', path: at })
        throw error
      }
    },
    keep: (path, bytes) => {
      step(path)
      const at = resolve(path)
      if (!live.has(dirname(at))) throw systemError('ENOENT', path)
      change({ type: 'create', path: at, inode: { ...make('file', bytes.slice()), synced: null } })
    },
    rename: (from, to) => {
      step(from)
      mustHave(from)
      change({ type: 'rename', from, to })
    },
    addName: (from, to) => {
      step(to)
      if (live.has(to)) throw systemError('EEXIST', to)
      change({ type: 'create', path: to, inode: mustHave(from) })
    },
    remove: (path) => {
      step(path)
      if (live.has(path)) change({ type: 'remove', path })
    },
    makeFolder: (path) => {
      step(path)
      addFolders(path)
    },
    removeFolder: (path) => {
      step(path)
      const at = resolve(path)
      if (live.get(at)?.kind !== 'directory' || [...live.keys()].some((other) => dirname(other) === at)) return
      live.delete(at)
      durable.delete(at)
    },
    syncFolder: (folder) => {
      step(folder)
      const own = (entry: NameChange): boolean => dirname('path' in entry ? entry.path : entry.to) === folder
      for (const entry of pending.filter(own)) replay(durable, entry)
      const rest = pending.filter((entry) => !own(entry))
      pending.splice(0, pending.length, ...rest)
    },
    age: (path) => {
      const inode = live.get(resolve(path))
      return inode === undefined ? null : now - inode.changedAt
    },
    holder: options.holder ?? 'here:1',
    isAlive: options.alive ?? (() => false),
    pause: (milliseconds) => void (now += milliseconds),

    steps: () => steps,
    arm: (next) => {
      faults = next
      steps = 0
    },
    text: (path) => {
      const inode = live.get(path)
      return inode?.kind === 'file' ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(inode.bytes) : null
    },
    paths: () =>
      [...live]
        .filter(([, { kind }]) => kind !== 'directory')
        .map(([path]) => path)
        .toSorted(),
    put: (path, content, mode = 0o644) =>
      add(path, make('file', typeof content === 'string' ? new TextEncoder().encode(content) : content, mode)),
    link: (path, target) => add(path, make('link', undefined, 0o777, target)),
    special: (path, kind) => add(path, make(kind)),
    tick: (milliseconds) => void (now += milliseconds),
    afterPowerCut: () =>
      Array.from({ length: 2 ** pending.length }, (_, subset) => {
        const names = new Map(durable)
        for (const [index, entry] of pending.entries()) if ((subset >> index) & 1) replay(names, entry)
        const disk = memoryFileSystem({}, options)
        for (const [path, inode] of names) {
          if (inode.kind === 'directory') disk.makeFolder(path)
          else if (inode.kind === 'link') disk.link(path, inode.target)
          else disk.put(path, inode.synced ?? new Uint8Array(), inode.mode)
        }
        disk.tick(60_000)
        return disk
      }),
  }
  return fs
}
