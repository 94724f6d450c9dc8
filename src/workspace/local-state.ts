import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { hashText } from '../model/hash.ts'
import { describeFailure, systemCode, WorkspaceError } from './errors.ts'
import type { FileSystem } from './file-system.ts'
import { displayPath, foundInside } from './paths.ts'

/** What is one machine's own and stays out of git, in `.intentk/`. */
const ownNames = ['allowed.json', 'checks/', 'claims/', 'runs/']

/** No file of local state is near this size. */
const maximumBytes = 1024 * 1024

/** Where state of one machine is kept. */
export interface LocalState {
  /** Absolute. */
  readonly folder: string
  /** The folder that links may not lead out of. */
  readonly root: string
  /** The folder is in a work tree, so that a `.gitignore` in it has to keep what is local out of git. */
  readonly ignored: boolean
}

/** The state of a repository, in `.intentk/`. */
export const localState = (root: string): LocalState => ({ folder: join(root, '.intentk'), root, ignored: true })

/** The absolute path of a file of local state; throws where a link leads it out of its root. */
export function localPath(fs: FileSystem, { folder, root }: LocalState, name: string): string {
  const path = join(folder, name)
  const verdict = foundInside(fs, root, path)
  if (verdict.inside) return path
  throw new WorkspaceError('outside-repository', `${displayPath(root, path)} is not used: ${verdict.reason}.`, {
    path: folder,
    hint: 'Replace the link by a folder.',
  })
}

/** The JSON of a file of local state; null where there is none or it cannot be read as JSON. */
export function readLocal(fs: FileSystem, state: LocalState, name: string): unknown {
  const path = localPath(fs, state, name)
  try {
    if (fs.stat(path)?.kind !== 'file') return null
    return JSON.parse(new TextDecoder().decode(fs.read(path, maximumBytes))) as unknown
  } catch (error) {
    if (error instanceof SyntaxError || systemCode(error) === 'ENOENT') return null
    throw describeFailure(error, `Cannot read ${displayPath(state.root, path)}`, path)
  }
}

/**
 * Writes a file of local state, and what keeps it out of git before it. `fresh` makes a new file and answers false
 * where one is already, so that of several processes one alone succeeds.
 */
export function writeLocal(fs: FileSystem, state: LocalState, name: string, value: unknown, fresh = false): boolean {
  const path = localPath(fs, state, name)
  const bytes = new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`)
  try {
    if (state.ignored) ignoreOwn(fs, state)
    fs.makeFolder(dirname(path))
    const next = `${path}.${fs.holder.replace(/[^\w.-]/g, '-')}`
    fs.remove(next)
    fs.create(next, bytes, null)
    if (fresh) return tryLink(fs, next, path, bytes)
    fs.rename(next, path)
    return true
  } catch (error) {
    throw describeFailure(error, `Cannot write ${displayPath(state.root, path)}`, path)
  }
}

export function removeLocal(fs: FileSystem, state: LocalState, name: string): void {
  const path = localPath(fs, state, name)
  try {
    if (fs.stat(path) !== null) fs.remove(path)
  } catch (error) {
    throw describeFailure(error, `Cannot remove ${displayPath(state.root, path)}`, path)
  }
}

/** Puts a finished file in its place unless one is there: nobody ever reads half of it. */
function tryLink(fs: FileSystem, next: string, path: string, bytes: Uint8Array): boolean {
  try {
    fs.addName(next, path)
    return true
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    if (!['ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EPERM', 'EACCES', 'EISDIR'].includes(systemCode(error))) throw error
    // A disk without second names (exFAT, some network disks).
    return tryCreate(fs, path, bytes)
  } finally {
    fs.remove(next)
  }
}

function tryCreate(fs: FileSystem, path: string, bytes: Uint8Array): boolean {
  try {
    fs.create(path, bytes, null)
    return true
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw error
  }
}

/** Sees to it that `.intentk/.gitignore` names all that is local; lines of others stay. */
function ignoreOwn(fs: FileSystem, state: LocalState): void {
  const path = localPath(fs, state, '.gitignore')
  const there = fs.stat(path) === null ? '' : new TextDecoder().decode(fs.read(path, maximumBytes))
  const known = new Set(there.split(/\r?\n/).map((line) => line.trim()))
  const missing = ownNames.filter((name) => !known.has(name) && !known.has(`/${name}`))
  if (missing.length === 0) return
  const text = `${there}${there === '' || there.endsWith('\n') ? '' : '\n'}${missing.join('\n')}\n`
  fs.makeFolder(dirname(path))
  if (there === '' && tryCreate(fs, path, new TextEncoder().encode(text))) return
  const next = `${path}.${fs.holder.replace(/[^\w.-]/g, '-')}`
  fs.remove(next)
  fs.create(next, new TextEncoder().encode(text), fs.stat(path))
  fs.rename(next, path)
}

/** A file name for anything: readable, one for each, and short enough for every disk. */
export function fileNameFor(name: string): string {
  const encoded = encodeURIComponent((name as string & { toWellFormed: () => string }).toWellFormed())
    .replaceAll('*', '%2A')
    .replace(/^\./, '%2E')
  return encoded.length <= 120 ? encoded : `${encoded.slice(0, 80)}-${hashText(name)}`
}

/**
 * Names this machine, this user and this checkout: what was allowed here is allowed nowhere else, also where the file
 * that says so comes along with a repository.
 */
export const checkoutName = (fs: FileSystem, root: string): string =>
  hashText([fs.holder.replace(/:\d+$/, ''), homedir(), fs.realpath(root)].join('\n'))
