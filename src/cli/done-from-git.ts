import { findTasks } from '../edit/find-tasks.ts'
import { checkTargets } from '../workspace/check-targets.ts'
import { WorkspaceError } from '../workspace/errors.ts'
import { leadingNumber } from '../workspace/features.ts'
import { diskFileSystem, type FileSystem } from '../workspace/file-system.ts'
import { repositoryRoot } from '../workspace/git.ts'
import type { Located } from '../workspace/locate.ts'
import { displayPath } from '../workspace/paths.ts'
import { locateTasks, readTarget, taskTarget, type TaskTarget } from '../workspace/task-target.ts'
import { readTrailers, type TaskTrailer } from '../workspace/trailers.ts'
import type { Call } from './arguments.ts'
import { count } from './compiled.ts'
import { readAll, type Named } from './document-tasks.ts'
import { tickNamed, type Ticking } from './done.ts'
import type { Io } from './io.ts'
import { bareDiagnostic, type Outcome } from './outcome.ts'
import { oneLine, styled, type Line } from './terminal.ts'

/** A trailer that names no task, with the reason as a sentence. */
interface Unknown extends TaskTrailer {
  readonly why: string
}

/** What the trailers mean in one document. */
interface Work {
  readonly named: Named
  readonly trailers: readonly TaskTrailer[]
}

/** Ticks the tasks that trailers of commits name, each verified as any other. */
export async function doneFromGit(call: Call, io: Io): Promise<Outcome> {
  const fs = io.fs ?? diskFileSystem
  const root = repositoryRoot(fs, io.cwd)
  const { range, commits, trailers } = readTrailers(root, call.ids[0] ?? null)
  const { works, unknown } = plan(fs, trailers, call, io)
  const done: { readonly work: Work; readonly ticking: Ticking }[] = []
  for (const work of works) done.push({ work, ticking: await tickNamed(work.named, call, io) })
  const statuses = done.map(({ ticking }) => ticking.status)
  return {
    code: done.reduce<Outcome['code']>((worst, { ticking }) => (ticking.code > worst ? ticking.code : worst), 0),
    data: {
      status: statuses.find((status) => status !== 'unchanged') ?? 'unchanged',
      output: works.length === 1 ? works[0]!.named.target.shown : null,
      tasks: done.flatMap(({ work, ticking }) =>
        ticking.tasks.map((task) => ({ ...task, document: work.named.target.shown })),
      ),
      fromGit: { range, commits, unknown: unknown.map(({ commit, ...one }) => ({ commit, ...one })) },
    },
    diagnostics: [
      ...done.flatMap(({ ticking }) => ticking.diagnostics),
      ...unknown.map(({ commit, why }) => ({
        ...bareDiagnostic('unknown-trailer', `Commit ${commit}: ${why}`, ''),
        severity: 'warning' as const,
      })),
    ],
    out: [],
    notes: [
      ...done.flatMap(({ ticking }) => ticking.notes),
      ...unknown.map(({ commit, why }): Line => [styled('yellow', 'Unknown'), ` in ${commit}: ${oneLine(why)}`]),
      ...(trailers.length > 0 ? [] : [`No \`Task:\` trailer in ${count(commits, 'commit')} (${oneLine(range)}).`]),
    ],
  }
}

function plan(
  fs: FileSystem,
  trailers: readonly TaskTrailer[],
  call: Call,
  io: Io,
): { works: Work[]; unknown: Unknown[] } {
  const unknown: Unknown[] = []
  const byPath = new Map<string, { readonly target: TaskTarget; readonly trailers: TaskTrailer[] }>()
  const resolve = resolver(fs, call, io)
  for (const trailer of trailers) {
    const target = resolve(trailer.vision)
    if (target === null) continue
    if (typeof target === 'string') unknown.push({ ...trailer, why: target })
    else {
      const known = byPath.get(target.path) ?? { target, trailers: [] }
      byPath.set(target.path, known)
      known.trailers.push(trailer)
    }
  }
  const works = [...byPath.values()].map(({ target, trailers: own }): Work => {
    const first = readTarget(fs, target)
    const document = readAll(target, first.source)
    const tasks = new Set<Named['tasks'][number]>()
    for (const trailer of own) {
      // A line or words of a task are no name that a commit can keep.
      const isId =
        /\d/.test(trailer.task) &&
        (!/^L\d+$/i.test(trailer.task) || document.tasks.some(({ id }) => id === trailer.task))
      const found = findTasks(document, [trailer.task])
      if (!isId) unknown.push({ ...trailer, why: `\`${trailer.task}\` is no id of a task.` })
      else if (found.ok) for (const task of found.tasks) tasks.add(task)
      else unknown.push({ ...trailer, why: `${found.reason.replace(/\.$/, '')} in ${target.shown}.` })
    }
    return { named: { fs, target, first, document, tasks: [...tasks] }, trailers: own }
  })
  return { works, unknown }
}

/** Finds the document of a trailer: null for one that is not asked about, words where there is none. */
function resolver(fs: FileSystem, call: Call, io: Io): (vision: string | null) => TaskTarget | string | null {
  const known = new Map<string | null, TaskTarget | string | null>()
  const attempt = (find: () => TaskTarget): TaskTarget | string => {
    try {
      return find()
    } catch (error) {
      if (error instanceof WorkspaceError && ['ambiguous', 'not-found', 'no-plan'].includes(error.code))
        return error.message
      throw error
    }
  }
  const asked = call.doc === null ? null : locateTasks(fs, call.doc, io.cwd, call.values['out'])
  const find = (vision: string | null): TaskTarget | string | null => {
    if (vision === null) {
      if (asked !== null) return asked
      const found = attempt(() => locateTasks(fs, null, io.cwd, undefined))
      return typeof found === 'string' ? `${found} Name one in the trailer (\`Task: 001/T012\`) or by \`--in\`.` : found
    }
    const matches = visionsNamed(fs, vision, io)
    const [only] = matches
    if (only === undefined || matches.length > 1) {
      return `${matches.length === 0 ? 'There is no vision' : 'Several visions match'} \`${vision}\`.`
    }
    const found = attempt(() => taskTarget(fs, only))
    return asked !== null && typeof found !== 'string' && found.path !== asked.path ? null : found
  }
  return (vision) => {
    const before = known.get(vision)
    if (before !== undefined) return before
    const found = find(vision)
    known.set(vision, found)
    return found
  }
}

/** Visions and features by number, name or folder. What a message says is never taken for a path to look at. */
function visionsNamed(fs: FileSystem, vision: string, io: Io): readonly Located[] {
  const wanted = vision.toLowerCase()
  const all = checkTargets(fs, [], io.cwd).filter(({ folder }) => folder !== null)
  const byName = all.filter(
    ({ id, name, root, folder }) =>
      id.toLowerCase() === wanted ||
      name.toLowerCase() === wanted ||
      displayPath(root, folder!).toLowerCase() === wanted,
  )
  if (byName.length > 0) return byName
  return /^\d{1,9}$/.test(wanted) ? all.filter(({ id }) => leadingNumber(id) === Number(wanted)) : []
}
