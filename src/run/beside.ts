import { lstatSync, readdirSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'

/** What stands beside a repository, each name with what tells that it was written. */
export type Beside = ReadonlyMap<string, string>

const nothing: Beside = new Map()

/** More names than this are no folder of projects, and looking at all of them takes too long. */
const MOST = 2000

/**
 * Looks at the folder around a repository, without the repository. No agent has to stay inside of it, and nothing that
 * it writes elsewhere is taken back: the least is to see where that happens most, in a folder next to it. A folder that
 * everybody writes to says nothing.
 */
export function lookBeside(root: string): Beside {
  const around = dirname(root)
  try {
    if (around === root || around === realpathSync(tmpdir())) return nothing
    const names = readdirSync(around).filter((name) => name !== basename(root))
    if (names.length > MOST) return nothing
    return new Map(
      names.map((name) => {
        const { mtimeMs, size, ino } = lstatSync(join(around, name))
        return [name, `${mtimeMs} ${size} ${ino}`]
      }),
    )
  } catch {
    return nothing
  }
}

/** What was made, changed or removed beside the repository since, as paths from it. */
export function changedBeside(before: Beside, root: string): readonly string[] {
  if (before === nothing) return []
  const now = lookBeside(root)
  if (now === nothing) return []
  const names = new Set([...before.keys(), ...now.keys()])
  return [...names]
    .filter((name) => before.get(name) !== now.get(name))
    .toSorted()
    .map((name) => `../${name}`)
}
