import type { Task } from '../model/task.ts'
import type { PathMention } from '../model/values.ts'
import { comparedPath, writtenPaths } from './paths.ts'
import { createTrie, recordWriter } from './trie.ts'

/**
 * What every task writes, with each path compared once: files are numbers from here on, so that the questions who
 * writes the same file, who writes it first and whether it is shared cost a look into an array.
 */
export interface Writes {
  /** The written paths of task `n` stand in `mentions` and `files` from `start[n]` to before `start[n + 1]`. */
  readonly start: Int32Array
  readonly mentions: readonly PathMention[]
  readonly files: Int32Array
  /** The compared path of each file. */
  readonly paths: readonly string[]
  /** The file of a compared path. */
  readonly numberOf: ReadonlyMap<string, number>
  /** For each file the task that writes it first. */
  readonly first: readonly number[]
  /** For each file how often it is written. */
  readonly writers: Int32Array
  /** Whether a written path is a folder of another one: only then do writers of different paths meet. */
  readonly nested: boolean
}

export function writesOf(tasks: readonly Task[]): Writes {
  const start = new Int32Array(tasks.length + 1)
  const mentions: PathMention[] = []
  const numbers: number[] = []
  const paths: string[] = []
  const numberOf = new Map<string, number>()
  const first: number[] = []
  for (let at = 0; at < tasks.length; at++) {
    for (const mention of writtenPaths(tasks[at]!)) {
      const path = comparedPath(mention.path)
      let file = numberOf.get(path)
      if (file === undefined) {
        file = paths.push(path) - 1
        first.push(at)
        numberOf.set(path, file)
      }
      mentions.push(mention)
      numbers.push(file)
    }
    start[at + 1] = numbers.length
  }
  const files = Int32Array.from(numbers)
  const writers = new Int32Array(paths.length)
  for (let at = 0; at < files.length; at++) writers[files[at]!]!++
  return { start, mentions, files, paths, numberOf, first, writers, nested: isNested(paths, numberOf) }
}

function isNested(paths: readonly string[], numberOf: ReadonlyMap<string, number>): boolean {
  // The root is a folder of everything.
  if (numberOf.has('') && paths.length > 1) return true
  const folders = new Set<string>()
  for (const path of paths) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at)
      if (folders.has(folder)) break
      folders.add(folder)
      if (numberOf.has(folder)) return true
    }
  }
  return false
}

const nobody: readonly number[] = []

/**
 * Takes down writer after writer, by numbers that never fall, and answers which earlier ones each has to wait for. A
 * file that is written once is not even looked up; folders above files need a {@link createTrie trie}.
 */
export function writerRecord(writes: Writes): (file: number, writer: number) => readonly number[] {
  if (writes.nested) {
    const root = createTrie()
    return (file, writer) => {
      const path = writes.paths[file]!
      return recordWriter(root, path === '' ? [] : path.split('/'), writer)
    }
  }
  const last = new Map<number, number>()
  return (file, writer) => {
    if (writes.writers[file] === 1) return nobody
    const earlier = last.get(file)
    last.set(file, writer)
    return earlier === undefined || earlier === writer ? nobody : [earlier]
  }
}
