import { basename, dirname, relative, sep } from 'node:path'
import type { CompileHow } from '../compile.ts'
import type { CompileInput, CompileOptions, CompileResult, InputDocument } from '../model/compile.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Take } from '../model/merge.ts'
import type { SourceFile } from '../model/source.ts'
import { openPlaces, shownDiagnostic, type Places, type ShownDiagnostic } from '../query/places.ts'
import type { Config } from '../workspace/config-fields.ts'
import { loadConfig, type LoadedConfig } from '../workspace/config.ts'
import { existingPaths, type ExistingPaths } from '../workspace/existing.ts'
import { WorkspaceError } from '../workspace/errors.ts'
import { diskFileSystem, type FileSystem } from '../workspace/file-system.ts'
import { locate, ownPaths, withOutput, type Located } from '../workspace/locate.ts'
import { overridesFolder, readOverrides } from '../workspace/overrides.ts'
import { displayPath } from '../workspace/paths.ts'
import { recoverPair } from '../workspace/recover.ts'
import { readSource, readSourceIfThere } from '../workspace/source-file.ts'
import { readStandardInput } from '../workspace/stdin.ts'
import type { Call } from './arguments.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import { whileWaiting } from './progress.ts'

/** What a command works on: the documents as read, and what they compile to. Nothing is written yet. */
export interface Session {
  readonly fs: FileSystem
  readonly located: Located
  readonly input: CompileInput
  readonly places: Places
  /** The execute.md that is there; null where there is none or the result goes to standard output. */
  readonly written: SourceFile | null
  /** The lock beside it as it is on the disk. */
  readonly lock: SourceFile | null
  /** The configuration as it was read; null where there is none. */
  readonly settings: SourceFile | null
  /** The paths of the repository; null where the caller knew them. */
  readonly existing: ExistingPaths | null
  readonly result: CompileResult
  /** Of the workspace and of the compiler. */
  readonly diagnostics: readonly ShownDiagnostic[]
}

/** How much there is to read and to merge with, in characters. */
const lengthOf = ({ input, written }: ReadSession): number =>
  input.documents.reduce((sum, { source }) => sum + source.text.length, written?.text.length ?? 0)

/** Documents of fewer characters than this are compiled in less time than it takes to prepare for it. */
const LITTLE = 16_384

/** Locates, reads and compiles what a call names. Throws on misuse and I/O; content is in `result`. */
export async function openSession(call: Call, io: Io, take: Take | null = null): Promise<Session> {
  const fs = io.fs ?? diskFileSystem
  const { located: found, missing } = locateVision(fs, call.doc, io.cwd)
  const located = call.values['out'] === undefined ? found : withOutput(fs, found, io.cwd, call.values['out'])
  refuseOverwriting(fs, located)
  const read = await readSession(fs, located, call, io, { take })
  if (lengthOf(read) < LITTLE) io.hasLittle?.()
  const session = await compileSession(read, io)
  // A vision of prose alone has nothing that a milestone could be made of.
  if (missing !== null && session.result.diagnostics.some(({ ruleId }) => ruleId === 'no-milestone')) throw missing
  return session
}

/** A vision without a plan compiles to what it wants, so that its questions are found; other tools' features do not. */
function locateVision(
  fs: FileSystem,
  argument: string | null,
  cwd: string,
): { readonly located: Located; readonly missing: WorkspaceError | null } {
  try {
    return { located: locate(fs, { argument, cwd }), missing: null }
  } catch (error) {
    if (!(error instanceof WorkspaceError) || error.code !== 'no-plan') throw error
    const located = locateAny(fs, argument, cwd, error)
    if (located.kind !== 'vision') throw error
    return { located, missing: error }
  }
}

function locateAny(fs: FileSystem, argument: string | null, cwd: string, missing: WorkspaceError): Located {
  try {
    return locate(fs, { argument, cwd, withoutPlan: true })
  } catch {
    throw missing
  }
}

/** What was read of one vision, before anything is compiled. */
export interface ReadSession extends Omit<Session, 'result' | 'places' | 'diagnostics'> {
  readonly config: Config
  /** Of the workspace. */
  readonly own: readonly Diagnostic[]
  /** All that diagnostics may speak of. */
  readonly sources: readonly SourceFile[]
}

export interface ReadOptions {
  readonly take?: Take | null
  /** The paths of the repository without results of intentk, where they are known already. */
  readonly existing?: ReadonlySet<string>
  /** The settings of the repository, where they are read already. */
  readonly settings?: LoadedConfig
}

/** Reads the documents of what was located, the pair that is there, and the settings. */
export async function readSession(
  fs: FileSystem,
  located: Located,
  call: Call,
  io: Io,
  { take = null, existing, settings }: ReadOptions = {},
): Promise<ReadSession> {
  const pair = readPair(fs, located)
  const { config, diagnostics, source } = settings ?? (await loadConfig(fs, located.root))
  const walked = existing === undefined ? existingPaths(fs, located.root, ownPaths(located)) : null
  const documents = await readDocuments(fs, located, pair.lock !== null, io)
  const input: CompileInput = {
    id: located.id,
    documents,
    existing: walked ?? existing!,
    lock: pair.lockText,
    written: pair.written,
    ...(take === null ? {} : { take }),
    options: optionsOf(call, config),
    overrides: overridesOf(fs, located.root),
    parser: (call.values['parser'] ?? 'auto') as CompileInput['parser'],
    eol: pair.written?.eol ?? documents[0]?.source.eol ?? '\n',
  }
  const own = [...located.diagnostics, ...diagnostics]
  const sources = [
    ...documents.map(({ source }) => source),
    // Only where something is wrong with it do diagnostics speak of it.
    ...(source === null || diagnostics.length === 0 ? [] : [source]),
    ...(pair.lock ?? []),
    ...(pair.written === null ? [] : [pair.written]),
  ]
  const { written, lock } = pair
  return {
    fs,
    located,
    input,
    config,
    own,
    sources,
    written,
    lock: lock?.[0] ?? null,
    settings: source,
    existing: walked,
  }
}

/** Compiles what was read. */
export async function compileSession(read: ReadSession, io: Io): Promise<Session> {
  const { fs, located, input, own, sources, written, lock, settings, existing } = read
  const broken = own.filter(({ severity }) => severity === 'error')
  const result: CompileResult =
    broken.length > 0 ? { status: 'refused', diagnostics: [] } : await compileInput(input, io)
  const places = openPlaces(sources)
  const diagnostics = [...own, ...result.diagnostics].map((diagnostic) => shownDiagnostic(diagnostic, places))
  return { fs, located, input, places, written, lock, settings, existing, result, diagnostics }
}

/** Compiles; a long one says so. */
export async function compileInput(input: CompileInput, io: Io, how: CompileHow = {}): Promise<CompileResult> {
  const length = input.documents.reduce((sum, { source }) => sum + source.text.length, 0)
  const compile = io.compile ?? (await import('../compile.ts')).compile
  return whileWaiting(io.stderr, `Compiling ${input.id}`, length, () => compile(input, how))
}

interface Pair {
  readonly written: SourceFile | null
  /** As a list, the way {@link openPlaces} takes it; compile names it by its file name. */
  readonly lock: readonly [SourceFile, ...SourceFile[]] | null
  readonly lockText: string | null
}

function readPair(fs: FileSystem, { root, output, lock }: Located): Pair {
  if (output === null || lock === null) return { written: null, lock: null, lockText: null }
  const recovery = recoverPair(fs, root, output, lock)
  const written = readSourceIfThere(fs, output, displayPath(root, output))
  const source = readSourceIfThere(fs, lock, displayPath(root, lock))
  const named = source === null ? null : ([source, { ...source, path: basename(lock) }] as const)
  // Somebody edited execute.md between the steps of a write that was stopped: its new lock knows the newest ids.
  return { written, lock: named, lockText: recovery.state === 'edited' ? recovery.lock : (source?.text ?? null) }
}

async function readDocuments(
  fs: FileSystem,
  located: Located,
  isOwn: boolean,
  io: Io,
): Promise<readonly InputDocument[]> {
  const { kind, root, output } = located
  if (kind === 'stdin') return [{ role: 'plan', source: await readStandardInput(io.stdin), link: '' }]
  // A task file of another tool that intentk has made its own is a result and no longer a source.
  const sources = located.documents.filter(({ path }) => !(isOwn && path === output))
  const from = output === null ? dirname(located.documents[0]?.path ?? root) : dirname(output)
  return sources.map(({ role, path }) => ({
    role,
    source: readSource(fs, path, displayPath(root, path)),
    link: relative(from, path).split(sep).join('/'),
  }))
}

/** `--out` is never one of the documents that are read, except for the task file of another tool. */
function refuseOverwriting(fs: FileSystem, { root, output, documents }: Located): void {
  if (output === null || fs.stat(output) === null) return
  const real = fs.realpath(output)
  const same = documents.find(({ path, role }) => role !== 'tasks' && fs.realpath(path) === real)
  if (same === undefined) return
  throw new Misuse(
    `${displayPath(root, output)} is a document that is read, and would be lost.`,
    'Name another file with `--out`.',
  )
}

function optionsOf({ values, switches }: Call, config: Config): CompileOptions {
  return {
    date: values['date'] ?? '',
    full: switches.has('full'),
    tests: (values['tests'] ?? config.tests) as CompileOptions['tests'],
    choice: values['plan'] === undefined ? null : Number(values['plan']),
    hoursPerDay: config.hoursPerDay,
    daysPerWeek: config.daysPerWeek,
    sharedPaths: config.sharedPaths,
    conventions: config.conventions,
  }
}

function overridesOf(fs: FileSystem, root: string): CompileInput['overrides'] {
  const templates = readOverrides(fs, root)
  return Object.fromEntries(
    Object.entries(templates).map(([name, source]) => [name, { source, path: `${overridesFolder}/${name}.md` }]),
  )
}
