import { join } from 'node:path'
import { WorkspaceError } from './errors.ts'
import { folderNames } from './documents.ts'
import { withoutNumber } from './features.ts'
import type { FileSystem } from './file-system.ts'
import { nextNumber } from './numbers.ts'
import { displayPath, foundInside } from './paths.ts'
import { runGit } from './run-git.ts'
import { readSourceIfThere, sourceContent } from './source-file.ts'

/** What an import left beside its plan, to tell later what people changed in it. */
export interface ImportRecord {
  /** What was imported, as people see it. */
  readonly source: string
  readonly format: string
  /** The plan as it was imported. */
  readonly plan: string
}

/** The vision that an import goes to. */
export interface ImportedVision {
  readonly folder: string
  /** `004-photo-albums` */
  readonly id: string
  readonly isNew: boolean
  /** What a former import left; null for a new one. */
  readonly record: ImportRecord | null
  /** The record's file as it is, byte order mark included; null where there is none. */
  readonly recordText: string | null
}

export const recordName = 'import.lock.json'

/** A name for a folder: letters and digits of any script, in small letters, with dashes between. */
export function slugOf(name: string): string {
  const words = name
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
  let slug = ''
  for (const word of words) {
    if (word === '' || (slug !== '' && slug.length + word.length > 50)) continue
    slug += slug === '' ? Array.from(word).slice(0, 50).join('') : `-${word}`
  }
  return slug
}

/** The vision that was made of a source before, the one that `--as` names, or the next number. */
export function visionFor(
  fs: FileSystem,
  root: string,
  source: string,
  name: string,
  as: string | null,
): ImportedVision {
  const home = join(root, 'visions')
  const names = fs.stat(home) === null ? [] : folderNames(fs, home)
  const visions = names.map((id) => ({ id, folder: join(home, id), ...recordOf(fs, root, join(home, id)) }))
  const slug = slugOf(as ?? name) || 'imported'
  const named =
    as === null ? undefined : visions.find(({ id }) => id === as || withoutNumber(id) === slug || id === slug)
  const before = visions.find(({ record }) => record !== null && record.source === source)
  const found = as === null ? before : named
  if (found === undefined) return newVision(fs, root, home, slug)
  if (found.record === null || found.record.source !== source) {
    const shown = displayPath(root, found.folder)
    throw new WorkspaceError('exists', `${shown} is there already and was not imported from ${source}.`, {
      path: found.folder,
      hint: 'Name another vision with `--as NAME`.',
    })
  }
  return { ...found, isNew: false }
}

function newVision(fs: FileSystem, root: string, home: string, slug: string): ImportedVision {
  const id = `${nextNumber(fs, root, 'visions', runGit)}-${slug}`
  const folder = join(home, id)
  const verdict = foundInside(fs, root, folder)
  if (!verdict.inside) {
    throw new WorkspaceError('outside-repository', `${displayPath(root, folder)} is not written: ${verdict.reason}.`, {
      path: folder,
    })
  }
  return { folder, id, isNew: true, record: null, recordText: null }
}

function recordOf(fs: FileSystem, root: string, folder: string): Pick<ImportedVision, 'record' | 'recordText'> {
  const path = join(folder, recordName)
  if (!foundInside(fs, root, path).inside) return { record: null, recordText: null }
  const file = readSourceIfThere(fs, path, displayPath(root, path))
  if (file === null) return { record: null, recordText: null }
  const recordText = sourceContent(file)
  try {
    const value: unknown = JSON.parse(file.text)
    const { source, format, plan } = Object(value) as Partial<Record<keyof ImportRecord, unknown>>
    if (typeof source === 'string' && typeof format === 'string' && typeof plan === 'string')
      return { record: { source, format, plan }, recordText }
  } catch {
    // Whatever it is, it is no record of an import.
  }
  return { record: null, recordText }
}

export const printRecord = ({ source, format, plan }: ImportRecord): string =>
  `${JSON.stringify({ version: 1, source, format, plan }, null, 2)}\n`
