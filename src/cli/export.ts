import { dirname, join, resolve } from 'node:path'
import { exportFiles, type FileFormat } from '../exchange/exports.ts'
import { exchangeOf } from '../exchange/from-execution.ts'
import type { ExchangePlan } from '../exchange/plan.ts'
import type { FileSystem } from '../workspace/file-system.ts'
import { displayPath } from '../workspace/paths.ts'
import { readSourceIfThere, sourceContent } from '../workspace/source-file.ts'
import { writePair } from '../workspace/write.ts'
import type { Call } from './arguments.ts'
import { compiledOf, count } from './compiled.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Outcome } from './outcome.ts'
import { openSession, type Session } from './session.ts'
import type { Line } from './terminal.ts'
import { viewNotes } from './view-notes.ts'

/** Gives the tasks of a document to another tool: as files, on standard output, or as issues of GitHub. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const format = call.values['to'] ?? 'json'
  refuseMixed(call, format)
  const { out, ...values } = call.values
  const inner: Call = { ...call, values }
  const session = await openSession(inner, io)
  const compiled = compiledOf(session, inner)
  if ('outcome' in compiled) return { ...compiled.outcome, data: { status: 'refused', format } }
  const plan = exchangeOf(compiled.execution)
  if (format === 'github-issues') {
    const { exportIssues } = await import('./export-issues.ts')
    return exportIssues(call, io, session, plan)
  }
  return exportAsFiles(inner, io, session, format as FileFormat, plan, out ?? null)
}

function refuseMixed({ values, switches }: Call, format: string): void {
  if (format === 'github-issues' && values['out'] !== undefined)
    throw new Misuse(
      'Issues are not written to a file; `--out` has no meaning.',
      'Use `--dry-run` to see what would change.',
    )
  if (format !== 'github-issues' && values['repo'] !== undefined)
    throw new Misuse('`--repo` belongs to `--to github-issues`.', 'Add `--to github-issues`, or leave it out.')
  if (values['out'] === undefined && switches.has('force'))
    throw new Misuse('`--force` needs a file to replace.', 'Name it with `--out`.')
}

type Files = readonly (readonly [name: string, text: string])[]

function exportAsFiles(
  call: Call,
  io: Io,
  session: Session,
  format: FileFormat,
  plan: ExchangePlan,
  out: string | null,
): Outcome {
  const files = exportFiles(format, plan)
  const tasks = plan.tasks.length
  if (out === null) {
    const [[, text] = ['', '']] = files
    const more = files.slice(1).map(([name]) => name)
    return {
      code: 0,
      data: {
        status: 'printed',
        format,
        tasks,
        files: files.map(([path, each]) => ({ path, status: 'printed', text: each })),
      },
      diagnostics: session.diagnostics,
      out: { document: text },
      notes: [
        ...viewNotes(session, call),
        ...(more.length === 0 ? [] : [`${more.join(', ')} is written with \`--out FOLDER\`.`]),
      ],
    }
  }
  const { fs } = session
  const targets = targetsOf(fs, io.cwd, out, files)
  const written = targets.map((target) => ({ ...target, before: refuseLoss(session, target.path) }))
  const dry = call.switches.has('dry-run')
  const changed = written.filter(({ before, text }) => before !== text)
  refuseReplacing(call, session, changed)
  if (!dry) for (const file of changed) writeFile(fs, file)
  const shown = (path: string): string => displayPath(session.located.root, path)
  const status = changed.length === 0 ? 'unchanged' : dry ? 'would-write' : 'written'
  return {
    code: 0,
    data: {
      status,
      format,
      tasks,
      files: written.map(({ path, text, before }) => ({
        path: shown(path),
        status: before === text ? 'unchanged' : dry ? 'would-write' : 'written',
        text,
      })),
    },
    diagnostics: session.diagnostics,
    out: [],
    notes: [
      ...viewNotes(session, call),
      ...written.map(({ path }): Line => `${verbs[status]} ${shown(path)}: ${count(tasks, 'task')}`),
    ],
  }
}

const verbs = { written: 'Wrote', unchanged: 'Nothing has changed in', 'would-write': 'Would write' } as const

interface Target {
  readonly path: string
  readonly text: string
}

/** One file goes to the path itself, unless that is a folder; several always into one. */
function targetsOf(fs: FileSystem, cwd: string, out: string, files: Files): readonly Target[] {
  const path = resolve(cwd, out)
  const kind = fs.stat(path)?.kind
  const folder = kind === 'directory' || /[\\/]$/.test(out) || files.length > 1
  if (folder && kind !== undefined && kind !== 'directory')
    throw new Misuse(`${out} is a file; ${files.map(([name]) => name).join(' and ')} need a folder.`, 'Name a folder.')
  return files.map(([name, text]) => ({ path: folder ? join(path, name) : path, text }))
}

/** The content that is there; a document that is read is never written. */
function refuseLoss({ fs, located }: Session, path: string): string | null {
  const shown = displayPath(located.root, path)
  if (fs.stat(path) === null) return null
  const real = fs.realpath(path)
  const own = [...located.documents.map((document) => document.path), located.output, located.lock]
  if (own.some((each) => each !== null && fs.stat(each) !== null && fs.realpath(each) === real))
    throw new Misuse(`${shown} is a document that is read, and would be lost.`, 'Name another file with `--out`.')
  const source = readSourceIfThere(fs, path, shown)
  return source === null ? null : sourceContent(source)
}

function refuseReplacing(
  { switches }: Call,
  { located }: Session,
  changed: readonly { readonly path: string; readonly before: string | null }[],
): void {
  const there = changed.find(({ before }) => before !== null)
  if (there === undefined || switches.has('force') || switches.has('dry-run')) return
  throw new Misuse(
    `${displayPath(located.root, there.path)} is there already and says something else.`,
    'Replace it with `--force`, or name another file.',
  )
}

function writeFile(fs: FileSystem, { path, text, before }: Target & { readonly before: string | null }): void {
  fs.makeFolder(dirname(path))
  writePair(fs, { root: null, document: { path, before, after: text }, lock: null })
}
