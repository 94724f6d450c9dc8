import { dirname, join, sep } from 'node:path'
import type { FileStat, FileSystem } from './file-system.ts'

/** A disk as it would be with one more file, or with another content in it; its folders need not be there yet. */
export function withFile(fs: FileSystem, path: string, text: string): FileSystem {
  const bytes = new TextEncoder().encode(text)
  const folder = dirname(path)
  const holds = (name: string): boolean => name === folder || folder.startsWith(name.endsWith(sep) ? name : name + sep)
  const made = (kind: FileStat['kind'], size = 0): FileStat => ({ kind, size, mode: 0o666, user: 0, group: 0 })
  const look = (ask: FileSystem['stat']): FileSystem['stat'] => {
    return (name) => {
      if (name === path) return ask(name) === null ? made('file', bytes.length) : { ...ask(name)!, size: bytes.length }
      return ask(name) ?? (holds(name) ? made('directory') : null)
    }
  }
  const real = (name: string): string =>
    fs.lstat(name) !== null || !(name === path || holds(name))
      ? fs.realpath(name)
      : join(real(dirname(name)), name.slice(dirname(name).length))
  return {
    ...fs,
    stat: look(fs.stat),
    lstat: look(fs.lstat),
    realpath: real,
    list: (name) => {
      const there = fs.stat(name) === null ? [] : fs.list(name)
      if (!holds(name)) return there.length > 0 ? there : fs.list(name)
      const [child = ''] = path.slice(name.endsWith(sep) ? name.length : name.length + 1).split(sep)
      if (there.some((entry) => entry.name === child)) return there
      const entry = { name: child, kind: name === folder ? ('file' as const) : ('directory' as const) }
      return [...there, entry].toSorted((a, b) => (a.name < b.name ? -1 : 1))
    },
    read: (name, limit) => (name === path ? bytes.subarray(0, limit) : fs.read(name, limit)),
  }
}
