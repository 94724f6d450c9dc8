import { join } from 'node:path'
import type { FileSystem } from './file-system.ts'
import { commonGitFolder } from './git.ts'
import { fileNameFor, localState, readLocal, removeLocal, writeLocal, type LocalState } from './local-state.ts'

/** A task of a document, as local state names it. */
export interface TaskKey {
  /** As people see it, relative to the root. */
  readonly document: string
  /** Its id, or its words where it has none. */
  readonly task: string
}

/** Who works on a task, and until when nobody else may. Times are ISO 8601 in UTC. */
export interface Claim {
  readonly as: string
  readonly since: string
  readonly until: string
}

/** How long a claim holds unless it is renewed, in minutes. */
export const LEASE = 240

/*
 * Claims are seen by every worktree of a repository: they live in its common git folder, outside git in `.intentk/`.
 * Each taking of a task is a new file `<task>.<n>.json`, which one process alone can make, and the highest number
 * counts; giving back replaces the content of that file. So two processes never hold one task, whenever they look.
 */

interface Record extends TaskKey, Partial<Claim> {
  /** What ended the claim: `free` again, or `done`, which other worktrees do not see in their documents yet. */
  readonly ended?: 'free' | 'done'
}

interface Found {
  /** 0 where nobody ever took the task. */
  readonly number: number
  readonly record: Record | null
}

function stateOf(fs: FileSystem, root: string): LocalState {
  const common = commonGitFolder(fs, root)
  return common === null ? localState(root) : { folder: join(common, 'intentk'), root: common, ignored: false }
}

const folderOf = ({ document }: Pick<TaskKey, 'document'>): string => `claims/${fileNameFor(document)}`

const FILE = /^(.+)\.(\d{1,9})\.json$/

/** The highest number of each task, by its file name. */
function numbersIn(fs: FileSystem, state: LocalState, folder: string): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>()
  for (const { name } of listOrNothing(fs, join(state.folder, folder))) {
    const [, stem, number] = FILE.exec(name) ?? []
    if (stem !== undefined) numbers.set(stem, Math.max(numbers.get(stem) ?? 0, Number(number)))
  }
  return numbers
}

function listOrNothing(fs: FileSystem, folder: string): ReturnType<FileSystem['list']> {
  try {
    return fs.list(folder)
  } catch {
    return []
  }
}

function find(fs: FileSystem, state: LocalState, key: TaskKey): Found {
  const stem = fileNameFor(key.task)
  const number = numbersIn(fs, state, folderOf(key)).get(stem) ?? 0
  if (number === 0) return { number, record: null }
  return { number, record: readLocal(fs, state, `${folderOf(key)}/${stem}.${number}.json`) as Record | null }
}

/** The claim that a record is; null where it ended, ran out, or cannot be read. */
function claimIn(record: Record | null, now: number): Claim | null {
  if (record === null || record.ended !== undefined) return null
  const { as, since, until } = record
  if (typeof as !== 'string' || typeof since !== 'string' || typeof until !== 'string') return null
  return Date.parse(until) > now ? { as, since, until } : null
}

/** Who works on a task; null for nobody. */
export function claimant(fs: FileSystem, root: string, key: TaskKey): string | null {
  return claimOf(fs, root, key)?.as ?? null
}

/** The claims on tasks of a document, by the task as it was claimed. */
export function claimsOn(fs: FileSystem, root: string, document: string): ReadonlyMap<string, Claim> {
  const state = stateOf(fs, root)
  const folder = folderOf({ document })
  const claims = new Map<string, Claim>()
  for (const [stem, number] of numbersIn(fs, state, folder)) {
    const record = readLocal(fs, state, `${folder}/${stem}.${number}.json`) as Record | null
    const claim = claimIn(record, Date.now())
    if (claim !== null && typeof record?.task === 'string') claims.set(record.task, claim)
  }
  return claims
}

export interface Taken {
  /** Who has the task now. */
  readonly as: string
  /** It was done in another worktree, whose document has not come here yet; it is not claimed. */
  readonly done: boolean
}

/**
 * Claims a task for some minutes, or renews the claim. Of several who try at once one succeeds; the answer is who has
 * it. A claim that ran out is free.
 */
export function claim(fs: FileSystem, root: string, key: TaskKey, as: string, minutes = LEASE): Taken {
  const state = stateOf(fs, root)
  const stem = `${folderOf(key)}/${fileNameFor(key.task)}`
  for (;;) {
    const now = Date.now()
    const { number, record } = find(fs, state, key)
    if (record?.ended === 'done') return { as: record.as ?? '', done: true }
    const held = claimIn(record, now)
    if (held !== null && held.as !== as) return { as: held.as, done: false }
    const since = held?.since ?? new Date(now).toISOString()
    const value: Record = { ...key, as, since, until: new Date(now + minutes * 60_000).toISOString() }
    if (held !== null) {
      writeLocal(fs, state, `${stem}.${number}.json`, value)
      return { as, done: false }
    }
    if (!writeLocal(fs, state, `${stem}.${number + 1}.json`, value, true)) continue
    if (number > 0) removeLocal(fs, state, `${stem}.${number}.json`)
    return { as, done: false }
  }
}

/** Ends the claim on a task, whoever has it; `done` keeps other worktrees from taking it before they see the tick. */
export function unclaim(fs: FileSystem, root: string, key: TaskKey, ended: 'free' | 'done' = 'free'): void {
  const state = stateOf(fs, root)
  const { number, record } = find(fs, state, key)
  if (number === 0) return
  const value: Record = { ...key, ...(record?.as === undefined ? {} : { as: record.as }), ended }
  writeLocal(fs, state, `${folderOf(key)}/${fileNameFor(key.task)}.${number}.json`, value)
}

const checkOf = ({ document, task }: TaskKey): string => `checks/${fileNameFor(document)}/${fileNameFor(task)}.json`

/** How a finished task was checked: `passed`, or `unverified` where somebody left its check out. */
export interface CheckRecord extends TaskKey {
  readonly result: 'passed' | 'unverified'
  readonly commands: readonly string[]
}

/** Keeps how a task was checked when it was ticked; null forgets it, for a task that is open again. */
export function recordCheck(fs: FileSystem, root: string, key: TaskKey, record: CheckRecord | null): void {
  const state = localState(root)
  if (record === null) removeLocal(fs, state, checkOf(key))
  else writeLocal(fs, state, checkOf(key), { ...record, at: new Date().toISOString() })
}

/** How and when a task was checked when it was ticked here. */
export interface LastCheck extends Pick<CheckRecord, 'result' | 'commands'> {
  /** ISO 8601 in UTC; '' where it was not kept. */
  readonly at: string
}

/** How a task was checked when it was ticked here; null where nothing is known. */
export function lastCheck(fs: FileSystem, root: string, key: TaskKey): LastCheck | null {
  const value = readLocal(fs, localState(root), checkOf(key)) as Partial<Readonly<{ [K in keyof LastCheck]: unknown }>>
  const { result, commands, at } = value ?? {}
  if (result !== 'passed' && result !== 'unverified') return null
  const words = Array.isArray(commands) ? commands.filter((each): each is string => typeof each === 'string') : []
  return { result, commands: words, at: typeof at === 'string' ? at : '' }
}

/** What is kept of {@link lastCheck} that counts as evidence. */
export const resultOf = (fs: FileSystem, root: string, key: TaskKey): CheckRecord['result'] | null =>
  lastCheck(fs, root, key)?.result ?? null

/** Who works on a task and until when; null for nobody. */
export const claimOf = (fs: FileSystem, root: string, key: TaskKey): Claim | null =>
  claimIn(find(fs, stateOf(fs, root), key).record, Date.now())

/** Whether a task of the document was checked when it was ticked here. */
export function hasChecks(fs: FileSystem, root: string, document: string): boolean {
  const folder = join(localState(root).folder, 'checks', fileNameFor(document))
  return listOrNothing(fs, folder).some(({ name }) => name.endsWith('.json'))
}

/** A claim that ran out and that nobody gave back. */
export interface ExpiredClaim extends TaskKey, Claim {
  /** The file that holds it. */
  readonly path: string
}

/** The claims of all documents that ran out and were neither given back nor followed by another. */
export function expiredClaims(fs: FileSystem, root: string): readonly ExpiredClaim[] {
  const state = stateOf(fs, root)
  const now = Date.now()
  return listOrNothing(fs, join(state.folder, 'claims')).flatMap(({ name: folder }) =>
    [...numbersIn(fs, state, `claims/${folder}`)].flatMap(([stem, number]): ExpiredClaim[] => {
      const file = `claims/${folder}/${stem}.${number}.json`
      const record = readLocal(fs, state, file) as Record | null
      if (record === null || claimIn(record, 0) === null || claimIn(record, now) !== null) return []
      const { document, task, as, since, until } = record
      if (typeof document !== 'string' || typeof task !== 'string') return []
      return [{ document, task, as: as!, since: since!, until: until!, path: join(state.folder, file) }]
    }),
  )
}
