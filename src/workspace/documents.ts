import { join } from 'node:path'
import type { Diagnostic } from '../model/diagnostic.ts'
import { compareNatural } from '../model/order.ts'
import { WorkspaceError } from './errors.ts'
import type { FileSystem } from './file-system.ts'
import type { InputRole } from '../model/compile.ts'
import type { Layout } from './layouts.ts'
import { constitutions, layouts } from './layouts.ts'
import { displayPath, foundInside } from './paths.ts'

/** One document of what was located, by its absolute path. */
export interface LocatedDocument {
  readonly role: InputRole
  readonly path: string
}

/** The documents of one folder, in reading order. */
export interface FolderDocuments {
  readonly layout: Layout
  readonly documents: readonly LocatedDocument[]
  readonly diagnostics: readonly Diagnostic[]
}

/** More entries than this are of no feature; reading on would only be slow. */
const maximumEntries = 500

/** The documents of a folder by the layout of its place (`home`), else by the layout its files tell; null for none. */
export function folderDocuments(
  fs: FileSystem,
  root: string,
  folder: string,
  home: Layout | null,
): FolderDocuments | null {
  const names = fileNames(fs, folder)
  const layout = home !== null && holdsAny(home, names) ? home : layoutByFiles(names)
  if (layout === null) return null
  const diagnostics: Diagnostic[] = []
  const documents: LocatedDocument[] = []
  for (const [wanted, role] of Object.entries(layout.names)) {
    const same = names.filter((name) => name.toLowerCase() === wanted)
    const chosen = same.find((name) => name === wanted) ?? same[0]
    if (chosen === undefined) continue
    documents.push({ role, path: join(folder, chosen) })
    if (same.length > 1) diagnostics.push(oneOfSeveral(displayPath(root, folder), chosen, same))
  }
  for (const [end, role] of Object.entries(layout.ends)) {
    const matching = names.filter((name) => name.toLowerCase().endsWith(end))
    documents.push(...matching.map((name) => ({ role, path: join(folder, name) })))
  }
  for (const [name, inner] of Object.entries(layout.folders)) {
    documents.push(...innerDocuments(fs, join(folder, name), inner))
  }
  return { layout, documents, diagnostics }
}

/** Refuses documents that links lead out of the repository; their folder came from the repository, not from the user. */
export function refuseOutside(fs: FileSystem, root: string, paths: readonly string[]): void {
  for (const path of paths) {
    const verdict = foundInside(fs, root, path)
    if (verdict.inside) continue
    throw new WorkspaceError('outside-repository', `${displayPath(root, path)} is not read: ${verdict.reason}.`, {
      path,
      hint: 'Copy the file into the repository, or name it on the command line.',
    })
  }
}

/** The principles of the project, if it has any. */
export function constitutionOf(fs: FileSystem, root: string): readonly LocatedDocument[] {
  const found = constitutions.map((name) => join(root, name)).find((path) => fs.stat(path)?.kind === 'file')
  return found === undefined ? [] : [{ role: 'constitution', path: found }]
}

/** Names of the files in a folder, links to files included, in natural order; empty where it cannot be read. */
export function fileNames(fs: FileSystem, folder: string): readonly string[] {
  return listOf(fs, folder, 'file')
}

/** As {@link fileNames}, for folders. */
export function folderNames(fs: FileSystem, folder: string): readonly string[] {
  return listOf(fs, folder, 'directory')
}

function listOf(fs: FileSystem, folder: string, kind: 'file' | 'directory'): readonly string[] {
  if (fs.stat(folder)?.kind !== 'directory') return []
  return fs
    .list(folder)
    .filter(
      (entry) => entry.kind === kind || (entry.kind === 'link' && fs.stat(join(folder, entry.name))?.kind === kind),
    )
    .map((entry) => entry.name)
    .toSorted(compareNatural)
}

function holdsAny(layout: Layout, names: readonly string[]): boolean {
  return names.some((name) => {
    const lower = name.toLowerCase()
    return Object.hasOwn(layout.names, lower) || Object.keys(layout.ends).some((end) => lower.endsWith(end))
  })
}

/** Signs first: `plan.md` and `tasks.md` alone are in the folders of several tools. */
function layoutByFiles(names: readonly string[]): Layout | null {
  const lower = new Set(names.map((name) => name.toLowerCase()))
  const byNumber = [...lower].some((name) => /^\d{1,4}-(?:\d{1,4}-)?plan\.md$/.test(name))
  return (
    layouts.find((layout) => layout.signs.some((sign) => lower.has(sign))) ??
    layouts.find((layout) => Object.keys(layout.names).some((name) => lower.has(name))) ??
    (byNumber ? layouts.find((layout) => layout.kind === 'gsd') : undefined) ??
    null
  )
}

function innerDocuments(
  fs: FileSystem,
  folder: string,
  inner: { readonly role: InputRole; readonly file?: string },
): readonly LocatedDocument[] {
  const paths: string[] = []
  if (inner.file === undefined) paths.push(...fileNames(fs, folder).map((name) => join(folder, name)))
  for (const sub of folderNames(fs, folder).slice(0, maximumEntries)) {
    const names = fileNames(fs, join(folder, sub)).filter(
      (name) => inner.file === undefined || name.toLowerCase() === inner.file,
    )
    paths.push(...names.map((name) => join(folder, sub, name)))
  }
  const visible = paths.filter((path) => !/[\\/]\.[^\\/]*$/.test(path))
  return visible.slice(0, maximumEntries).map((path) => ({ role: inner.role, path }))
}

const oneOfSeveral = (folder: string, chosen: string, same: readonly string[]): Diagnostic => ({
  ruleId: 'duplicate-document',
  severity: 'warning',
  message: `Unexpected ${same.filter((name) => name !== chosen).join(', ')} beside ${chosen}: the names differ in case alone. Only ${chosen} is read; keep one of them.`,
  place: { file: `${folder}/${chosen}`, start: 0, end: 0 },
})
