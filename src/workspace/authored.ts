import { join } from 'node:path'
import { constitutions } from './layouts.ts'
import { fileNames } from './documents.ts'
import { WorkspaceError } from './errors.ts'
import type { FileSystem } from './file-system.ts'
import { overridesFolder } from './overrides.ts'
import { insideRepository } from './paths.ts'
import { readSource } from './source-file.ts'

const maximumTemplateBytes = 64 * 1024

/** A repository's own template of a document (`.intentk/templates/documents/goal.md`); null where it has none. */
export function documentTemplate(
  fs: FileSystem,
  root: string,
  kind: string,
): { readonly source: string; readonly origin: string } | null {
  const folder = `${overridesFolder}/documents`
  if (!fileNames(fs, join(root, folder)).includes(`${kind}.md`)) return null
  const origin = `${folder}/${kind}.md`
  const verdict = insideRepository(fs, root, origin)
  if (!verdict.inside)
    throw new WorkspaceError('outside-repository', `${origin} is not read: ${verdict.reason}.`, { path: origin })
  const { text } = readSource(fs, verdict.path, origin, maximumTemplateBytes)
  return { source: text.replaceAll('\r\n', '\n'), origin }
}

/** Where a new constitution goes, relative to the root: where the tool that is there already would look for it. */
export function constitutionHome(fs: FileSystem, root: string): string {
  const has = (folder: string): boolean => fs.stat(join(root, folder))?.kind === 'directory'
  const [own, specify, memory] = constitutions
  if (has('.specify')) return specify
  return has('memory') ? memory : own
}

/**
 * Writes a document that must not be there yet, and the folders above it. Of two processes one alone succeeds; the other
 * is told (`exists`). Its folder may not be led out of the repository.
 */
export function writeNew(fs: FileSystem, root: string, path: string, text: string): void {
  const verdict = insideRepository(fs, root, path)
  if (!verdict.inside)
    throw new WorkspaceError('outside-repository', `${path} is not written: ${verdict.reason}.`, { path })
  const target = join(root, path)
  const folder = join(target, '..')
  fs.makeFolder(folder)
  fs.create(target, new TextEncoder().encode(text), null)
  fs.syncFolder(folder)
}
