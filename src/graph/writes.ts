import type { Task } from '../model/task.ts'
import type { PathMention } from '../model/values.ts'
import { comparedPath } from './paths.ts'
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
  /** Whether nothing that is written has two writers, so that nobody waits for another because of a file. */
  readonly alone: boolean
}

export function writesOf(tasks: readonly Task[]): Writes {
  const start = new Int32Array(tasks.length + 1)
  const mentions: PathMention[] = []
  const numbers: number[] = []
  const paths: string[] = []
  const numberOf = new Map<string, number>()
  const first: number[] = []
  for (let at = 0; at < tasks.length; at++) {
    const { paths: named } = tasks[at]!
    for (let spot = 0; spot < named.length; spot++) {
      const mention = named[spot]!
      if (mention.role !== 'write') continue
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
  const nested = isNested(paths, numberOf)
  return {
    start,
    mentions,
    files,
    paths,
    numberOf,
    first,
    writers,
    nested,
    alone: !nested && files.length === paths.length,
  }
}

function isNested(paths: readonly string[], numberOf: ReadonlyMap<string, number>): boolean {
  // The root is a folder of everything.
  if (numberOf.has('') && paths.length > 1) return true
  const folders = new Set<string>()
  let last = ''
  for (let index = 0; index < paths.length; index++) {
    const path = paths[index]!
    const end = path.lastIndexOf('/')
    // Neighbours mostly stand in one folder.
    if (end <= 0 || (end === last.length && path.startsWith(last))) continue
    last = path.slice(0, end)
    for (let folder = last; !folders.has(folder); folder = folder.slice(0, folder.lastIndexOf('/'))) {
      folders.add(folder)
      if (numberOf.has(folder)) return true
      if (folder.lastIndexOf('/') <= 0) break
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
