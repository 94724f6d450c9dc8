import { join } from 'node:path'
import { isShared, type Assistant } from '../assistants/assistant.ts'
import type { Command } from '../assistants/command.ts'
import { configText } from '../assistants/config-text.ts'
import { emptyManifest, parseManifest, printManifest, type Manifest } from '../assistants/manifest.ts'
import { planInstall, type Wish } from '../assistants/plan-install.ts'
import type { Action } from '../assistants/step.ts'
import { wantedFiles, wantedSections, type WantedFile, type WantedSection } from '../assistants/wanted.ts'
import { bareFolders, missingFolders, type Batch, type BatchChange } from '../workspace/batch.ts'
import { configPath } from '../workspace/settings-file.ts'
import { WorkspaceError } from '../workspace/errors.ts'
import type { FileSystem } from '../workspace/file-system.ts'
import { onDisk, realPath } from '../workspace/on-disk.ts'

/** A folder in which init keeps files: the repository, or the user's home. */
export interface Place {
  readonly root: string
  /** Relative to the root. */
  readonly manifest: string
  readonly journal: string
  readonly home: boolean
}

export const repositoryPlace = (root: string): Place => ({
  root,
  manifest: '.intentk/manifest.json',
  journal: '.intentk/init.next',
  home: false,
})

/** Not in `.intentk`, which would make the home folder look like a project. */
export const homePlace = (home: string): Place => ({
  root: home,
  manifest: '.config/intentk/manifest.json',
  journal: '.config/intentk/init.next',
  home: true,
})

/** The manifest of a place; an empty one where there is none. Throws where it cannot be used. */
export function readManifest(fs: FileSystem, { root, manifest }: Place): Manifest {
  const found = onDisk(fs, root, manifest)
  if (found === null) return emptyManifest
  const read = 'refused' in found ? found.refused : parseManifest(found.text)
  if (typeof read !== 'string') return read
  throw new WorkspaceError('io', `${manifest} cannot be used: ${read}.`, {
    path: join(root, manifest),
    hint: 'Restore it from git, or remove it and run `intentk init` again: files that are as intentk writes them are found.',
  })
}

/** What shall be in a place: the assistants, and in which words. */
export interface Target {
  readonly assistants: readonly Assistant[]
  readonly commands: readonly Command[]
  readonly version: string
  readonly commandsDir: string
}

/** All that init would do in one place. */
export interface Planned {
  readonly place: Place
  readonly actions: readonly Action[]
  readonly batch: Batch
}

/** Plans what becomes of a place; nothing is written. Throws where something must be written and cannot. */
export function planPlace(fs: FileSystem, place: Place, before: Manifest, target: Target): Planned {
  const { root } = place
  const removing = target.assistants.length === 0
  const plan = planInstall(wishOf(fs, place, target), before, (path) => onDisk(fs, root, path))
  const refused = plan.actions.find((action) => action.refused)
  if (refused !== undefined && !removing) throw notWritable(root, refused)
  const left = Object.keys(plan.files).length + Object.keys(plan.sections).length
  const gone = removing && left === 0
  const paths = [...plan.changes.filter(({ after }) => after !== null).map(({ path }) => path), place.manifest]
  const kept = [...Object.keys(plan.files), ...Object.keys(plan.sections), place.manifest]
  const folders = [
    ...before.folders.filter((folder) => fs.stat(join(root, folder)) !== null),
    ...bareFolders(fs, root, place.manifest),
    ...missingFolders(fs, root, paths),
  ].filter((folder) => kept.some((path) => path.startsWith(`${folder}/`)))
  const text = printManifest({
    version: target.version,
    assistants: target.assistants.map(({ key }) => key),
    commandsDir: target.commandsDir,
    files: plan.files,
    sections: plan.sections,
    folders,
  })
  const there = onDisk(fs, root, place.manifest)
  const now = there !== null && 'text' in there ? there.text : null
  const changes: BatchChange[] = [...plan.changes]
  if (gone ? now !== null : now?.replaceAll('\r\n', '\n') !== text)
    changes.push({ path: place.manifest, before: now, after: gone ? null : text })
  return {
    place,
    actions: plan.actions,
    batch: {
      root,
      journal: place.journal,
      changes,
      emptied: plan.changes.some(({ after }) => after === null) ? before.folders : [],
    },
  }
}

function wishOf(fs: FileSystem, { root, home }: Place, { assistants, commands }: Target): Wish {
  if (assistants.length === 0) return { files: [], sections: [], once: {} }
  const own = assistants.filter((assistant) => assistant.home === home)
  const files = new Map<string, WantedFile>()
  for (const file of wantedFiles(own, commands)) {
    // A folder that is a link to another makes one file of two; what serves several assistants goes first.
    const path = realPath(fs, root, file.path)
    const before = files.get(path)
    if (before === undefined || isShared(file.path)) files.set(path, { ...file, path })
  }
  if (home) return { files: [...files.values()], sections: [], once: {} }
  const sections = new Map<string, WantedSection>()
  for (const section of wantedSections(assistants, commands)) {
    const path = realPath(fs, root, section.path)
    if (!sections.has(path)) sections.set(path, { ...section, path })
  }
  return { files: [...files.values()], sections: [...sections.values()], once: { [configPath]: configText } }
}

function notWritable(root: string, { path, because }: Action): WorkspaceError {
  const link = because.includes('link')
  return new WorkspaceError(link ? 'outside-repository' : 'not-a-file', `Cannot write ${path}: ${because}.`, {
    path: join(root, path),
    hint: link
      ? 'Replace the link by a folder, or leave that assistant out.'
      : 'Move it away, or leave that assistant out.',
  })
}
