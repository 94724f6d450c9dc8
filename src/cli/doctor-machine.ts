import { dirname, join } from 'node:path'
import { expiredClaims, type ExpiredClaim } from '../workspace/claims.ts'
import { WorkspaceError } from '../workspace/errors.ts'
import { existingPaths } from '../workspace/existing.ts'
import type { FileSystem } from '../workspace/file-system.ts'
import { withMergeDriver } from '../workspace/git-attributes.ts'
import { onDisk } from '../workspace/on-disk.ts'
import { displayPath } from '../workspace/paths.ts'
import { programsOnPath } from '../workspace/programs.ts'
import { locateTasks, readTarget } from '../workspace/task-target.ts'
import { finding, type Finding } from './doctor-finding.ts'
import { keyOf, readAll } from './document-tasks.ts'
import type { Io } from './io.ts'

/** The oldest release of Node.js that the package runs on, as in its package.json. */
export const OLDEST_NODE = [20, 19, 0] as const

/** Whether this Node.js is one that intentk is tested with. */
export function nodeFindings(version: string): readonly Finding[] {
  const now = version.split('.').map(Number)
  const at = OLDEST_NODE.findIndex((number, index) => (now[index] ?? 0) !== number)
  if (at === -1 || (now[at] ?? 0) > OLDEST_NODE[at]!) return []
  const oldest = OLDEST_NODE.join('.')
  return [
    finding(
      'node-version',
      null,
      `Node.js ${version} is older than ${oldest}.`,
      `Install Node.js ${oldest} or newer.`,
      'error',
    ),
  ]
}

/** Whether git is there, and merges execute.md as the repository asks for. */
export async function gitFindings(fs: FileSystem, root: string, env: Io['env']): Promise<readonly Finding[]> {
  if (fs.stat(join(root, '.git')) === null) return []
  if (!programsOnPath(fs, env, ['git']).has('git'))
    return [finding('missing-program', null, 'This is a git repository, and git is not on the PATH.', 'Install git.')]
  const attributes = onDisk(fs, root, '.gitattributes')
  const text = attributes !== null && 'text' in attributes ? attributes.text : ''
  const hasBlock = /^# intentk: begin\b/m.test(text)
  const hasDriver = (await driverOf(root)) !== ''
  const mend = 'Run `intentk init --git` in this clone.'
  if (hasBlock && !hasDriver)
    return [
      finding(
        'git-driver',
        '.gitattributes',
        'Names the merge driver of intentk, which this clone does not have.',
        mend,
      ),
    ]
  if (hasBlock && withMergeDriver(text) !== text)
    return [finding('git-driver', '.gitattributes', 'Its block of intentk is not as this release writes it.', mend)]
  if (hasBlock || !(hasDriver || hasLock(fs, root))) return []
  const message = hasDriver
    ? 'This clone has the merge driver of intentk, and nothing names it.'
    : 'Git merges execute.md and its lock by lines: no merge driver is set up.'
  return [finding('git-driver', '.gitattributes', message, mend)]
}

async function driverOf(root: string): Promise<string> {
  const { runGit } = await import('../workspace/run-git.ts')
  try {
    const { code, stdout } = runGit(root, ['config', '--get', 'merge.intentk.driver'], { onlyLooks: true })
    return code === 0 ? stdout.trim() : ''
  } catch (error) {
    if (error instanceof WorkspaceError) return ''
    throw error
  }
}

const isLock = (path: string): boolean => /(?:^|\/)execute\.lock\.json$/.test(path)

const hasLock = (fs: FileSystem, root: string): boolean => [...existingPaths(fs, root)].some(isLock)

/** What writers and workers have left behind. */
export function stateFindings(fs: FileSystem, root: string): readonly Finding[] {
  return [...unfinishedWrites(fs, root), ...expiredClaims(fs, root).flatMap((claim) => staleClaim(fs, root, claim))]
}

/** The note of a pair, see `workspace/journal.ts`; a writer that is at work needs some milliseconds. */
function unfinishedWrites(fs: FileSystem, root: string): readonly Finding[] {
  return [...existingPaths(fs, root)]
    .filter((path) => /(?:^|\/)execute\.lock\.next$|\.lock\.next$/.test(path) && (fs.age(join(root, path)) ?? 0) > 1000)
    .map((path) =>
      finding(
        'unfinished-write',
        path,
        'A run was stopped while it wrote.',
        `Run \`intentk execute ${dirname(path)}\`, which finishes or discards it.`,
      ),
    )
}

function staleClaim(fs: FileSystem, root: string, claim: ExpiredClaim): readonly Finding[] {
  const { document, task, as, until, path } = claim
  const since = until.slice(0, 16).replace('T', ' ')
  const found = (mend: string): readonly Finding[] => [
    finding('stale-claim', document, `The claim of ${as} on ${task} ran out at ${since} UTC.`, mend),
  ]
  if (onDisk(fs, root, document) === null) return found(`The document is gone: remove ${displayPath(root, path)}.`)
  try {
    const target = locateTasks(fs, join(root, document), root, undefined)
    const tasks = readAll(target, readTarget(fs, target).source).tasks
    // A claim that ran out is free; only a box that still says that somebody works on it misleads.
    const isStarted = tasks.some((each) => each.state === 'started' && keyOf(target, each).task === task)
    return isStarted ? found(`Run \`intentk release ${task} --in ${document}\`, or \`intentk start\` it again.`) : []
  } catch (error) {
    if (error instanceof WorkspaceError) return []
    throw error
  }
}
