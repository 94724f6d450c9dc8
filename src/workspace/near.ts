import { join } from 'node:path'
import { fileNames, folderNames } from './documents.ts'
import { withoutNumber } from './features.ts'
import type { Feature } from './features.ts'
import type { FileSystem } from './file-system.ts'
import { displayPath } from './paths.ts'
import { closest } from './suggest.ts'

/** How many folders below `docs/` are looked at, and how many files are shown. */
const maximumFolders = 50
const maximumShown = 5

/** Markdown files in the root, in `docs/` and in the folders of `docs/` whose names speak of a plan, likeliest first. */
export function nearPlans(fs: FileSystem, root: string): readonly string[] {
  const docs = ['docs', 'doc', 'Docs'].map((name) => join(root, name))
  const folders = [
    root,
    ...docs,
    ...docs.flatMap((folder) => folderNames(fs, folder).map((name) => join(folder, name))),
  ]
  const found = folders
    .slice(0, maximumFolders)
    .flatMap((folder) => fileNames(fs, folder).map((name) => ({ name, path: join(folder, name) })))
    .map(({ name, path }) => ({ path: displayPath(root, path), likely: likelihood(name) }))
    .filter(({ likely }) => likely > 0)
  // Disks that ignore case show one folder under several of the names asked for.
  const unique = [...new Map(found.map((entry) => [entry.path.toLowerCase(), entry])).values()]
  return unique
    .toSorted((a, b) => b.likely - a.likely)
    .slice(0, maximumShown)
    .map(({ path }) => path)
}

/** What a mistyped name or path probably meant: features by name, files of the same folder. */
export function nearNames(
  fs: FileSystem,
  root: string,
  wanted: string,
  features: readonly Feature[],
): readonly string[] {
  // A part of a name is enough to name a feature, so a mistyped part is enough to suggest it.
  const names = new Map(
    features.flatMap(({ id, folder }) =>
      [...id.split(/[-_. ]/), withoutNumber(id), id].map((name) => [name, folder] as const),
    ),
  )
  const slash = Math.max(wanted.lastIndexOf('/'), wanted.lastIndexOf('\\'))
  const folder = wanted.slice(0, slash + 1)
  const beside = fileNames(fs, join(root, folder)).filter((name) => /\.md$/i.test(name))
  const feature = closest(wanted, [...names.keys()])
  const file = closest(wanted.slice(slash + 1), beside)
  const shown = feature === null ? undefined : names.get(feature)
  return [...(shown === undefined ? [] : [displayPath(root, shown)]), ...(file === null ? [] : [`${folder}${file}`])]
}

function likelihood(name: string): number {
  if (!/\.(?:md|markdown)$/i.test(name)) return 0
  if (/^plan\.md$/i.test(name)) return 3
  if (/plan/i.test(name)) return 2
  return /road-?map|milestones/i.test(name) ? 1 : 0
}
