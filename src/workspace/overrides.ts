import { join } from 'node:path'
import { fileNames } from './documents.ts'
import { WorkspaceError } from './errors.ts'
import type { FileSystem } from './file-system.ts'
import { insideRepository } from './paths.ts'
import { readSource } from './source-file.ts'

/** Where a repository keeps templates of its own, relative to its root. */
export const overridesFolder = '.intentk/templates'

const maximumTemplateBytes = 64 * 1024

/**
 * The templates of `.intentk/templates/`, by block (`task` for `task.md`), as text with `\n` line ends: what they may
 * hold is judged where they are rendered. Empty where there are none. The record has no prototype, so that a block
 * called `constructor` is not one.
 */
export function readOverrides(fs: FileSystem, root: string): Readonly<Record<string, string>> {
  const templates = Object.create(null) as Record<string, string>
  for (const name of fileNames(fs, join(root, overridesFolder))) {
    if (!/^[a-z][a-z0-9-]{0,60}\.md$/.test(name)) continue
    const shown = `${overridesFolder}/${name}`
    const verdict = insideRepository(fs, root, shown)
    if (!verdict.inside)
      throw new WorkspaceError('outside-repository', `${shown} is not read: ${verdict.reason}.`, { path: shown })
    templates[name.slice(0, -3)] = readSource(fs, verdict.path, shown, maximumTemplateBytes).text.replaceAll(
      '\r\n',
      '\n',
    )
  }
  return templates
}
