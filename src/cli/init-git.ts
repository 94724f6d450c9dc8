import { join } from 'node:path'
import { diskFileSystem, type FileSystem } from '../workspace/file-system.ts'
import { mergedFiles, withMergeDriver, withoutMergeDriver } from '../workspace/git-attributes.ts'
import { repositoryRoot } from '../workspace/git.ts'
import type { runGit } from '../workspace/run-git.ts'
import { readSourceIfThere, sourceContent } from '../workspace/source-file.ts'
import { writePair } from '../workspace/write.ts'
import { WorkspaceError } from '../workspace/errors.ts'
import type { Call } from './arguments.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Line } from './terminal.ts'

const ATTRIBUTES = '.gitattributes'

/** What `--git` changed, or would change. */
export interface GitSetUp {
  readonly attributes: 'changed' | 'unchanged'
  readonly config: 'changed' | 'unchanged'
  readonly removed: boolean
}

/** Tells git how to merge execute.md: the attributes for everybody, the driver for this clone. Repeatable. */
export async function setUpGit({ switches }: Call, io: Io): Promise<{ data: GitSetUp; notes: readonly Line[] }> {
  const fs = io.fs ?? diskFileSystem
  const root = repositoryRoot(fs, io.cwd)
  if (fs.stat(join(root, '.git')) === null)
    throw new Misuse('There is no git repository here.', 'Run it inside of one, or `git init` first.', 'no-repository')
  const remove = switches.has('remove')
  const isDry = switches.has('dry-run')
  const attributes = changeAttributes(fs, root, remove, isDry)
  // Loaded here alone: starting processes costs every other command some milliseconds.
  const git = (await import('../workspace/run-git.ts')).runGit
  const config = changeConfig(git, root, remove ? null : settings(fs, root), isDry)
  const data: GitSetUp = {
    attributes: attributes ? 'changed' : 'unchanged',
    config: config ? 'changed' : 'unchanged',
    removed: remove,
  }
  return { data, notes: notesOf(attributes, config, remove, isDry) }
}

function changeAttributes(fs: FileSystem, root: string, remove: boolean, isDry: boolean): boolean {
  const path = join(root, ATTRIBUTES)
  const source = readSourceIfThere(fs, path, ATTRIBUTES)
  const text = source?.text ?? ''
  const after = remove ? withoutMergeDriver(text) : withMergeDriver(text)
  if (after === text) return false
  if (isDry) return true
  const before = source === null ? null : sourceContent(source)
  const document = { path, before, after: source?.bom === true ? `\ufeff${after}` : after }
  writePair(fs, { root, document, lock: null, lockPath: `${path}.lock.json` })
  // What intentk alone has written goes as a whole.
  if (remove && after === '') fs.remove(path)
  return true
}

type Settings = Readonly<Record<string, string>>

/**
 * The driver for `git config`. Git runs it with its shell in the root of the worktree. Where intentk is not found or
 * fails, the file is merged by lines with the usual markers: no version may get lost without a sign.
 */
function settings(fs: FileSystem, root: string): Settings {
  const local = 'node_modules/.bin/intentk'
  const command = fs.stat(join(root, local)) === null ? 'intentk' : local
  const byLines = 'git merge-file -L ours -L base -L theirs %A %O %B'
  return {
    'merge.intentk.name': 'merge execute.md task by task',
    'merge.intentk.driver': `${command} merge-driver %O %A %B %P; s=$?; case $s in 0|3) exit $s;; esac; ${byLines}`,
  }
}

type Git = typeof runGit

function changeConfig(git: Git, root: string, wanted: Settings | null, isDry: boolean): boolean {
  const now = (name: string): string | null => {
    const { code, stdout } = git(root, ['config', '--local', '--get', name])
    return code === 0 ? stdout.replace(/\r?\n$/, '') : null
  }
  if (wanted === null) {
    const isThere = git(root, ['config', '--local', '--get-regexp', '^merge\\.intentk\\.']).code === 0
    if (isThere && !isDry) checked(git, root, ['config', '--local', '--remove-section', 'merge.intentk'])
    return isThere
  }
  const changed = Object.entries(wanted).filter(([name, value]) => now(name) !== value)
  if (!isDry)
    for (const [name, value] of changed) checked(git, root, ['config', '--local', '--replace-all', name, value])
  return changed.length > 0
}

function checked(git: Git, root: string, args: readonly string[]): void {
  const { code } = git(root, args)
  if (code === 0) return
  throw new WorkspaceError('io', `\`git ${args.slice(0, 3).join(' ')}\` failed with code ${code}.`, {
    path: root,
    hint: 'Is the configuration of this clone writable?',
  })
}

function notesOf(attributes: boolean, config: boolean, remove: boolean, isDry: boolean): readonly Line[] {
  const would = isDry ? 'Would ' : ''
  const verb = (word: string): string => (isDry ? word.toLowerCase() : word)
  if (remove) {
    const lines = [
      ...(attributes ? [`${would}${verb(isDry ? 'take' : 'Took')} the block of intentk out of ${ATTRIBUTES}`] : []),
      ...(config
        ? [`${would}${verb(isDry ? 'remove' : 'Removed')} merge.intentk from the configuration of this clone`]
        : []),
    ]
    return lines.length === 0 ? ['Nothing was set up.'] : lines
  }
  return [
    attributes
      ? `${would}${verb(isDry ? 'write' : 'Wrote')} ${ATTRIBUTES}: ${mergedFiles.join(', ')} merge=intentk`
      : `${ATTRIBUTES} is up to date`,
    config
      ? `${would}${verb(isDry ? 'configure' : 'Configured')} the merge driver of this clone`
      : 'The merge driver of this clone is up to date',
    'Each clone runs this once. Without it, and in merges on a web page, `intentk execute` makes the conflicts good.',
    ...(attributes && !isDry ? [`Next git add ${ATTRIBUTES}`] : []),
  ]
}
