import { join } from 'node:path'
import { importAgain, type Again } from '../exchange/again.ts'
import { detect, type Candidate } from '../exchange/detect.ts'
import { formatNames, type Imported } from '../exchange/imported.ts'
import { reportItems } from '../exchange/report.ts'
import { loadFrontMatter } from '../parse/front-matter.ts'
import { readImportSource, type ImportSource } from '../workspace/exchange-files.ts'
import { diskFileSystem, type FileSystem } from '../workspace/file-system.ts'
import { repositoryRoot } from '../workspace/git.ts'
import { printRecord, recordName, visionFor, type ImportedVision } from '../workspace/imported-vision.ts'
import { displayPath, foundInside } from '../workspace/paths.ts'
import { readSourceIfThere, sourceContent } from '../workspace/source-file.ts'
import { withFile } from '../workspace/with-file.ts'
import { writePair } from '../workspace/write.ts'
import type { Call } from './arguments.ts'
import { compiledOf, count, type Product } from './compiled.ts'
import type { Io } from './io.ts'
import { keptLine } from './merge-lines.ts'
import { Misuse } from './misuse.ts'
import { bareDiagnostic, type Outcome } from './outcome.ts'
import { withRetry } from './retry.ts'
import { openSession, type Session } from './session.ts'
import type { Line } from './terminal.ts'

/** Brings a plan of another tool into a vision and compiles it; again, it brings what has changed. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  if (call.doc === null)
    throw new Misuse('`intentk import` needs a path.', 'For example `intentk import specs/001-photo-albums`.')
  if (call.values['out'] !== undefined)
    throw new Misuse('`intentk import` writes a vision; `--out` has no meaning.', 'Name it with `--as NAME`.')
  return withRetry(() => once(call, io, call.doc!))
}

async function once(call: Call, io: Io, argument: string): Promise<Outcome> {
  const fs = io.fs ?? diskFileSystem
  const root = repositoryRoot(fs, io.cwd)
  const source = readImportSource(fs, root, io.cwd, argument)
  const { imported, left } = await read(source)
  const vision = visionFor(fs, root, source.shown, source.name, call.values['as'] ?? null)
  const planPath = join(vision.folder, 'plan.md')
  const shown = displayPath(root, planPath)
  const inside = foundInside(fs, root, planPath)
  if (!inside.inside)
    throw new Misuse(`${shown} is not written: ${inside.reason}.`, 'Name another vision with `--as NAME`.')
  const plan = readSourceIfThere(fs, planPath, shown)
  const again = importAgain(vision.record?.plan ?? null, plan?.text ?? null, imported.plan)
  if (again.kind === 'conflict') return conflict(source, shown, again.lines)
  const bom = plan?.bom === true ? '\ufeff' : ''
  const overlay = withFile(fs, planPath, bom + again.text)
  const inner: Call = { ...call, doc: vision.folder, docs: [vision.folder] }
  const session = await openSession(inner, { ...io, fs: overlay })
  const compiled = compiledOf(session, call)
  if ('outcome' in compiled) return refused(compiled.outcome, call, left)
  const done: Done = { call, root, source, vision, imported, again, session, product: compiled, left }
  const before = plan === null ? null : sourceContent(plan)
  const changed = changes(done, before, bom + again.text)
  if (changed && !call.switches.has('dry-run')) write(fs, done, before, bom + again.text)
  return answer(done, changed ? (call.switches.has('dry-run') ? 'would-write' : 'written') : 'unchanged')
}

/** The one thing that the source holds. */
async function read(source: ImportSource): Promise<{ readonly imported: Imported; readonly left: readonly string[] }> {
  const frontMatter = await loadFrontMatter(source.files.map(({ text }) => text))
  const { candidates, unread } = detect({
    files: source.files,
    from: source.shown,
    name: titled(source.name),
    frontMatter,
  })
  const [only] = candidates
  const left = [...source.left, ...unread]
  if (only !== undefined && candidates.length === 1) return { imported: only.read(), left }
  throw only === undefined ? unknown(source, left) : several(source, candidates)
}

const titled = (name: string): string => {
  const words = name.replace(/[-_.\s]+/g, ' ').trim()
  return words === '' ? 'Imported plan' : words.charAt(0).toUpperCase() + words.slice(1)
}

function unknown({ shown, files }: ImportSource, left: readonly string[]): Misuse {
  const saw = files.length === 0 ? 'it holds no text files' : `none of its ${count(files.length, 'file')} lists tasks`
  const reason = left.length === 0 ? '' : ` ${left.slice(0, 3).join(' ')}`
  return new Misuse(
    `${shown} is nothing that can be imported: ${saw}.${reason}`,
    'Name a feature of Spec Kit, a change of OpenSpec, a spec of Kiro, a tasks.json, a Backlog.md folder, a Genesis log or a plan.',
  )
}

function several({ shown }: ImportSource, candidates: readonly Candidate[]): Misuse {
  const names = candidates.map(({ path, format }) => `${placed(shown, path)} (${formatNames[format]})`)
  const more = names.length > 10 ? ` and ${names.length - 10} more` : ''
  return new Misuse(
    `${shown} holds ${names.length} plans: ${names.slice(0, 10).join(', ')}${more}.`,
    'Name one of them.',
  )
}

const placed = (shown: string, path: string): string =>
  path === '' ? shown : shown === '.' ? path : `${shown}/${path}`

function conflict({ shown: source }: ImportSource, shown: string, lines: readonly string[]): Outcome {
  const message = `${shown} and ${source} changed the same since the last import. Nothing is written.`
  const listed = lines.slice(0, 10).map((line): Line => `  ${line}`)
  return {
    code: 3,
    data: { status: 'conflict', lines },
    diagnostics: [bareDiagnostic('import-conflict', message, shown)],
    out: [],
    notes: [message, ...listed, 'Make the change in one of them, or import it `--as` another vision.'],
  }
}

function refused(outcome: Outcome, call: Call, left: readonly string[]): Outcome {
  // Several plans in one document: the outcome says how to choose one.
  if (outcome.code === 2) return { ...outcome, notes: [...left, ...outcome.notes] }
  const notes = outcome.notes.filter((line) => line !== 'Nothing is written.')
  const hint = `Nothing is imported. \`intentk execute ${call.doc}\` shows what it compiles to where it stands.`
  return { ...outcome, data: { status: 'refused' }, notes: [...left, ...notes, hint] }
}

interface Done {
  readonly call: Call
  readonly root: string
  readonly source: ImportSource
  readonly vision: ImportedVision
  readonly imported: Imported
  readonly again: Exclude<Again, { kind: 'conflict' }>
  readonly session: Session
  readonly product: Product
  readonly left: readonly string[]
}

const record = ({ source, imported }: Done): string =>
  printRecord({ source: source.shown, format: imported.format, plan: imported.plan })

function changes(done: Done, before: string | null, after: string): boolean {
  const { session, product, vision } = done
  const same = (a: string | null, b: string): boolean =>
    a !== null && a.replaceAll('\r\n', '\n') === b.replaceAll('\r\n', '\n')
  if (before !== after || !same(vision.recordText, record(done))) return true
  return session.written?.text !== product.text || session.lock === null
}

function write(fs: FileSystem, done: Done, before: string | null, after: string): void {
  const { root, vision, session, product } = done
  fs.makeFolder(vision.folder)
  const planPath = join(vision.folder, 'plan.md')
  const recordPath = join(vision.folder, recordName)
  writePair(fs, {
    root,
    document: { path: planPath, before, after },
    lock: { path: recordPath, before: vision.recordText, after: record(done) },
  })
  const { output, lock } = session.located
  const { written } = session
  if (written?.text === product.text && session.lock !== null) return
  writePair(fs, {
    root,
    document: {
      path: output!,
      before: written === null ? null : sourceContent(written),
      after: (written?.bom === true ? '\ufeff' : '') + product.text,
    },
    lock: { path: lock!, before: session.lock === null ? null : sourceContent(session.lock), after: product.lock },
  })
}

function answer(done: Done, status: 'written' | 'unchanged' | 'would-write'): Outcome {
  const { root, source, vision, imported, session, product, left } = done
  const path = session.input.documents.find(({ role }) => role === 'plan')?.source.path ?? ''
  const items = reportItems(imported, { path, text: done.again.text }, product.execution)
  const numbers = {
    found: items.length,
    tasks: items.filter(({ to }) => to === 'task').length,
    plan: items.filter(({ to }) => to === 'plan').length,
    appendix: items.filter(({ to }) => to === 'appendix').length,
  }
  const folder = displayPath(root, vision.folder)
  const warnings = [...left, ...imported.warnings]
  const { conflicts, kept } = product.merged
  return {
    code: conflicts.length > 0 ? 3 : 0,
    data: {
      status,
      format: imported.format,
      source: source.shown,
      vision: folder,
      title: imported.title,
      ...numbers,
      items,
      warnings,
      kept,
      conflicts: conflicts.length,
    },
    diagnostics: session.diagnostics,
    out: [],
    notes: [
      `${verbs[status]} ${folder}: ${formatNames[imported.format]}, ${count(numbers.found, 'item')}, ${parts(numbers)}`,
      ...warnings.slice(0, 10).map((warning): Line => `warning ${warning}`),
      ...(warnings.length > 10 ? [`  and ${warnings.length - 10} more (--json lists all)`] : []),
      ...(kept.length > 0 && status !== 'unchanged' ? [`= kept from you: ${keptLine(kept)}`] : []),
      ...(conflicts.length > 0
        ? [`${count(conflicts.length, 'conflict')}: \`intentk execute ${folder} --diff\` shows them.`]
        : []),
      `Next intentk gaps ${folder}`,
    ],
  }
}

const verbs = {
  written: 'Imported into',
  unchanged: 'Nothing has changed in',
  'would-write': 'Would import into',
} as const

function parts({
  tasks,
  plan,
  appendix,
}: {
  readonly tasks: number
  readonly plan: number
  readonly appendix: number
}): string {
  const others = [plan === 0 ? '' : `${plan} in the plan`, appendix === 0 ? '' : `${appendix} in its appendix`]
  return [count(tasks, 'task'), ...others.filter((part) => part !== '')].join(', ')
}
