import { findPaths } from '../parse/text/paths.ts'
import { identifiers } from '../parse/text/identifiers.ts'
import type { Board } from '../tasks/board.ts'

/** Files and names that a task writes or brings into being, and those it only names. */
export interface Touches {
  readonly writes: readonly string[]
  readonly reads: readonly string[]
  readonly introduces: readonly string[]
  readonly mentions: readonly string[]
}

export function touchesOf({ tasks }: Board, task: number): Touches {
  const { text, body } = tasks[task]!
  const whole = [text, ...body].join('\n')
  const { paths } = findPaths(whole)
  const of = (role: 'write' | 'read'): readonly string[] => [
    ...new Set(paths.filter((path) => path.role === role).map(({ path }) => path.toLowerCase())),
  ]
  return { writes: of('write'), reads: of('read'), ...identifiers(whole) }
}

const withoutSlash = (path: string): string => (path.endsWith('/') ? path.slice(0, -1) : path)

/** One of the paths is the other, or a folder above it. */
const overlaps = (a: string, b: string): boolean =>
  a === b || a.startsWith(`${withoutSlash(b)}/`) || b.startsWith(`${withoutSlash(a)}/`)

/** Why two ready tasks cannot run together; null where they can. */
export function clash(a: Touches, b: Touches): string | null {
  const both = [
    ...a.writes.flatMap((one) => [...b.writes, ...b.reads].filter((other) => overlaps(one, other)).map(() => one)),
    ...a.reads.flatMap((one) => b.writes.filter((other) => overlaps(one, other)).map(() => one)),
  ]
  if (both[0] !== undefined) return `both touch ${both[0]}`
  const names = new Set([...b.introduces, ...b.mentions])
  const own = new Set(a.introduces)
  const shared =
    a.introduces.find((name) => names.has(name)) ??
    [...b.introduces].find((name) => own.has(name) || a.mentions.includes(name))
  return shared === undefined ? null : `both name \`${shared}\``
}

/** Which of the tasks taken so far touches a path or a name first. Numbers are given in ascending order. */
interface Register {
  readonly add: (words: readonly string[], number: number) => void
  readonly first: (words: readonly string[]) => number
}

function nameRegister(): Register {
  const known = new Map<string, number>()
  return {
    add: (words, number) => {
      for (const word of words) if (!known.has(word)) known.set(word, number)
    },
    first: (words) => words.reduce((least, word) => Math.min(least, known.get(word) ?? Infinity), Infinity),
  }
}

/** Paths overlap with themselves, with the folders above them and with what lies in them. */
function pathRegister(): Register {
  const own = nameRegister()
  const inside = nameRegister()
  return {
    add: (paths, number) => {
      const plain = paths.map(withoutSlash)
      own.add(plain, number)
      inside.add(plain.flatMap(foldersAbove), number)
    },
    first: (paths) => {
      const plain = paths.map(withoutSlash)
      return Math.min(own.first([...plain, ...plain.flatMap(foldersAbove)]), inside.first(plain))
    },
  }
}

function foldersAbove(path: string): readonly string[] {
  const folders: string[] = []
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) folders.push(path.slice(0, at))
  return folders
}

/** Tasks that can run together. */
interface Fitting {
  readonly chosen: readonly number[]
  readonly leftOut: readonly { readonly task: number; readonly because: string }[]
}

/** Tasks are taken in order, each that shares no file and no name with those taken before. Near linear. */
export function together(board: Board, ready: readonly number[], most: number): Fitting {
  const chosen: number[] = []
  const touched: Touches[] = []
  const leftOut: { task: number; because: string }[] = []
  const [written, touching] = [pathRegister(), pathRegister()]
  const [introduced, named] = [nameRegister(), nameRegister()]
  for (const task of ready) {
    if (chosen.length === most) break
    const own = touchesOf(board, task)
    const { writes, reads, introduces, mentions } = own
    const at = Math.min(
      touching.first(writes),
      written.first(reads),
      named.first(introduces),
      introduced.first(mentions),
    )
    if (at !== Infinity) {
      const { id, text } = board.tasks[chosen[at]!]!
      leftOut.push({ task, because: `${clash(own, touched[at]!)} (${id === '' ? text : id})` })
      continue
    }
    const number = chosen.push(task) - 1
    touched.push(own)
    written.add(writes, number)
    touching.add([...writes, ...reads], number)
    introduced.add(introduces, number)
    named.add([...introduces, ...mentions], number)
  }
  return { chosen, leftOut }
}
