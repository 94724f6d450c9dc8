import { join, sep } from 'node:path'
import type { FileKind, FileSystem } from './file-system.ts'

/**
 * A disk that is asked once about each path, for a command that looks at many documents and writes none: what it sees
 * is what was there when it first looked, and a folder that was listed tells what is not in it. What files hold is read
 * each time. Changes through it are seen.
 */
export function rememberingFileSystem(fs: FileSystem): FileSystem {
  const memories: Map<string, unknown>[] = []
  const remembered = <T>(ask: (path: string) => T): ((path: string) => T) => {
    const memory = new Map<string, T>()
    memories.push(memory)
    return (path) => {
      const known = memory.get(path)
      if (known !== undefined) return known
      const answer = ask(path)
      memory.set(path, answer)
      return answer
    }
  }
  const changing =
    <T extends readonly unknown[]>(change: (...given: T) => void): ((...given: T) => void) =>
    (...given) => {
      for (const memory of memories) memory.clear()
      change(...given)
    }
  const listed = new Map<string, Listed>()
  memories.push(listed)
  const list = remembered((folder) => {
    const entries = fs.list(folder)
    const spelled = entries.map(({ name, kind }) => [inOneSpelling(name), kind] as const)
    listed.set(folder, { kinds: new Map(entries.map(({ name, kind }) => [name, kind])), spelled: new Map(spelled) })
    return entries
  })
  const isAbsent = (path: string): boolean => {
    const names = listed.get(folderOf(path))
    const name = path.slice(path.lastIndexOf(sep) + 1)
    return names !== undefined && !names.spelled.has(inOneSpelling(name)) && !hasOtherNames(name)
  }
  const realpath = remembered((path): string => {
    const name = path.slice(path.lastIndexOf(sep) + 1)
    const kind = listed.get(folderOf(path))?.kinds.get(name)
    return kind === 'file' || kind === 'directory' ? join(realpath(folderOf(path)), name) : fs.realpath(path)
  })
  return {
    ...fs,
    stat: remembered((path) => (isAbsent(path) ? null : fs.stat(path))),
    lstat: remembered((path) => (isAbsent(path) ? null : fs.lstat(path))),
    realpath,
    list,
    create: changing(fs.create),
    rename: changing(fs.rename),
    addName: changing(fs.addName),
    remove: changing(fs.remove),
    makeFolder: changing(fs.makeFolder),
    removeFolder: changing(fs.removeFolder),
  }
}

/** What is in a folder, by the names there and by one spelling of each. */
interface Listed {
  readonly kinds: ReadonlyMap<string, FileKind>
  readonly spelled: ReadonlyMap<string, FileKind>
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf(sep)))

/** Disks of Windows and macOS find a file by a name in other case, and by another form of an accent. */
const inOneSpelling = (name: string): string => name.normalize('NFC').toLowerCase()

/** Windows also has a short name for each file, streams in it, and drops what ends a name without meaning. */
const hasOtherNames = (name: string): boolean => name === '' || /[~:]|[. ]$/.test(name)
