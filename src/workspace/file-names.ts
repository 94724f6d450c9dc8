/** Endings that stand for each other: what a plan calls `a.js` is made as `a.ts`. */
const FAMILIES: readonly (readonly string[])[] = [
  ['js', 'jsx', 'ts', 'tsx', 'mjs', 'cjs', 'mts', 'cts'],
  ['yml', 'yaml'],
  ['md', 'mdx'],
  ['json', 'jsonc', 'json5'],
  ['sass', 'scss'],
]

const FAMILY = new Map(FAMILIES.flatMap((family) => family.map((ending) => [ending, family[0]!] as const)))

/** More files of one name than this are not compared one by one. */
const MOST = 200

const baseOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1)

/** A path without what plans and disks write in different ways: capitals, and endings of one family. */
function keyOf(path: string): string {
  const key = path.toLowerCase()
  const dot = key.lastIndexOf('.')
  const family = dot < 0 ? undefined : FAMILY.get(key.slice(dot + 1))
  return family === undefined ? key : `${key.slice(0, dot)}.${family}`
}

const stemOf = (key: string): string => key.slice(0, key.indexOf('.', key.lastIndexOf('/') + 1) + 1).replace(/\.$/, '')

/** A name that hardly two files have: `user_service.py`, `exportDialog.ts`, and no `index.ts`, `models.py`. */
const isTelling = (path: string): boolean => {
  const stem = baseOf(path).replace(/\..*$/, '')
  return stem.length >= 8 && /[a-z0-9][A-Z]|[\w]-\w|\w_\w/.test(stem)
}

/** Answers whether a list of files holds what a plan means by a path. */
export interface FileNames {
  /**
   * At the path, in a folder of a monorepo (`packages/api` + path), with the repository's own name before it, or
   * somewhere else with a name that tells enough.
   */
  readonly has: (path: string) => boolean
}

export function fileNames(paths: Iterable<string>): FileNames {
  const exact = new Set<string>()
  const folders = new Set<string>()
  const byBase = new Map<string, string[]>()
  for (const path of paths) {
    const key = keyOf(path)
    if (exact.has(key)) continue
    exact.add(key)
    const base = baseOf(key)
    const same = byBase.get(base)
    if (same === undefined) byBase.set(base, [key])
    else same.push(key)
    const lower = path.toLowerCase()
    for (let slash = lower.lastIndexOf('/'); slash > 0; slash = lower.lastIndexOf('/', slash - 1)) {
      const folder = lower.slice(0, slash)
      if (folders.has(folder)) break
      folders.add(folder)
    }
  }
  return {
    has: (path) => {
      const key = keyOf(path)
      // A module that grew into a folder: `auth.ts` is `auth/index.ts` now.
      if (exact.has(key) || folders.has(stemOf(key))) return true
      const same = byBase.get(baseOf(key)) ?? []
      if (same.length > MOST || (same.length > 0 && isTelling(path))) return true
      return same.some((other) => other.endsWith(`/${key}`) || key.endsWith(`/${other}`))
    },
  }
}
