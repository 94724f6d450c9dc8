import { basename, join, relative, sep } from 'node:path'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { LocatedDocument } from './documents.ts'
import { fileNames, folderDocuments, folderNames } from './documents.ts'
import type { FileSystem } from './file-system.ts'
import type { InputRole } from '../model/compile.ts'
import type { Layout, LocatedKind } from './layouts.ts'
import { isStory, layouts, storyHomes } from './layouts.ts'
import { foundInside } from './paths.ts'

/** One piece of work with documents of its own: a vision, a feature of another tool, a story. */
export interface Feature {
  readonly kind: LocatedKind
  /** Absolute; for a story the folder its file is in. */
  readonly folder: string
  readonly id: string
  readonly documents: readonly LocatedDocument[]
  readonly diagnostics: readonly Diagnostic[]
  /** It has a document that can be compiled. */
  readonly hasPlan: boolean
}

/** All features in the known places below the root that hold a document, in the order of the layouts and of names. */
export function listFeatures(fs: FileSystem, root: string): readonly Feature[] {
  return layouts.flatMap((layout) =>
    layout.homes.flatMap((home) => {
      const folder = join(root, home)
      // A home that is itself a link out of the repository is somebody else's list.
      if (!foundInside(fs, root, folder).inside) return []
      return folderNames(fs, folder)
        .filter((name) => !/^[._]/.test(name) && name !== 'archive')
        .flatMap((name) => featureAt(fs, root, join(folder, name)) ?? [])
    }),
  )
}

/** How many features there are at most, by the known places alone: none of them is looked into. */
export function countFeatures(fs: FileSystem, root: string): number {
  const homes = layouts.flatMap((layout) => layout.homes).map((home) => join(root, home))
  return homes.reduce((sum, home) => sum + (fs.stat(home)?.kind === 'directory' ? fs.list(home).length : 0), 0)
}

/** The stories in the known places, one file each. They are found by name, never by being the only one. */
export function listStories(fs: FileSystem, root: string): readonly Feature[] {
  return storyHomes.flatMap((home) =>
    fileNames(fs, join(root, home))
      .filter(isStory)
      .map((name) => storyAt(join(root, home), name)),
  )
}

/** The feature whose documents are in `folder`; null where it holds none. */
export function featureAt(fs: FileSystem, root: string, folder: string): Feature | null {
  const found = folderDocuments(fs, root, folder, homeOf(root, folder))
  if (found === null) return null
  return {
    kind: found.layout.kind,
    folder,
    id: basename(folder),
    documents: found.documents,
    diagnostics: found.diagnostics,
    hasPlan: hasRole(found.documents, found.layout.plans),
  }
}

export function storyAt(folder: string, name: string): Feature {
  const documents = [{ role: 'plan' as const, path: join(folder, name) }]
  return { kind: 'bmad', folder, id: stem(name), documents, diagnostics: [], hasPlan: true }
}

/** The layout whose home, or the archive in it, holds the folder directly; null at any other place. */
export function homeOf(root: string, folder: string): Layout | null {
  const place = relative(root, folder)
    .split(sep)
    .slice(0, -1)
    .join('/')
    .replace(/\/archive$/, '')
  return layouts.find((layout) => layout.homes.includes(place)) ?? null
}

/** Whether a folder is one that holds the files of stories. */
export const isStoryHome = (root: string, folder: string): boolean =>
  storyHomes.includes(relative(root, folder).split(sep).join('/'))

/** A file name without `.md`. */
export const stem = (name: string): string => name.replace(/\.(?:md|markdown|mdx)$/i, '')

/** The number a name starts with (`001-export`, `12_export`), null without one. */
export function leadingNumber(name: string): number | null {
  const digits = /^(\d{1,9})(?=$|[-_. ])/.exec(name)?.[1]
  return digits === undefined ? null : Number(digits)
}

/** A name without its leading number: `001-lossless-export` is `lossless-export`. */
export const withoutNumber = (name: string): string => name.replace(/^\d{1,9}[-_. ]+(?=.)/, '')

const hasRole = (documents: readonly LocatedDocument[], roles: readonly InputRole[]): boolean =>
  documents.some((document) => roles.includes(document.role))
