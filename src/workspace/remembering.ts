import type { FileSystem } from './file-system.ts'

/**
 * A disk that is asked once about each path, for a command that looks at many documents and writes none: what it sees
 * is what was there when it first looked. What files hold is read each time. Changes through it are seen.
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
  return {
    ...fs,
    stat: remembered(fs.stat),
    lstat: remembered(fs.lstat),
    realpath: remembered(fs.realpath),
    list: remembered(fs.list),
    create: changing(fs.create),
    rename: changing(fs.rename),
    addName: changing(fs.addName),
    remove: changing(fs.remove),
    makeFolder: changing(fs.makeFolder),
  }
}
