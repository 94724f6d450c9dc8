import { digest, readAnswerNote, writeAnswerNote } from '../workspace/answer-note.ts'
import { existingPaths } from '../workspace/existing.ts'
import { diskFileSystem, type FileSystem } from '../workspace/file-system.ts'
import { pairPaths } from '../workspace/journal.ts'
import { locate, ownPaths, type Located } from '../workspace/locate.ts'
import { readOverrides } from '../workspace/overrides.ts'
import { displayPath } from '../workspace/paths.ts'
import { readSettings } from '../workspace/settings-file.ts'
import { maximumBytes, sourceContent } from '../workspace/source-file.ts'
import type { Call } from './arguments.ts'
import type { Io } from './io.ts'
import type { Outcome } from './outcome.ts'
import type { Session } from './session.ts'
import { isLine } from './terminal.ts'

/*
 * A run that changes nothing gives the same answer as the one before, as long as nothing changed that either depends on.
 * So a run leaves a note of what the next would answer, and of the state of everything that goes into that; where the
 * state is still the same, the next run answers from the note and compiles nothing. Whatever is unusual compiles.
 */

/** How an answer is printed, which is no part of it. */
const PRINTING: ReadonlySet<string> = new Set(['json', 'no-color', 'format'])

/** All that a call may be given for its answer to be noted; each is part of the state. */
const NOTED: ReadonlySet<string> = new Set([
  ...PRINTING,
  'full',
  'strict',
  'yes',
  'in',
  'plan',
  'parser',
  'date',
  'tests',
])

/** What the answer of a call depends on. */
interface Inputs {
  readonly located: Located
  /** Of the documents that are read, in their order. */
  readonly documents: readonly (Uint8Array | string)[]
  readonly written: Uint8Array | string
  readonly lock: Uint8Array | string
  readonly settings: string | null
  /** The templates of the repository, by their names. */
  readonly overrides: Readonly<Record<string, string>>
  /** Null where the answer does not hang on them. */
  readonly existing: ReadonlySet<string> | null
}

function stateOf(build: string, call: Call, inputs: Inputs): string {
  const given = [...call.switches, ...Object.entries(call.values).map(([name, value]) => `${name}=${value}`)]
  return digest(
    JSON.stringify([
      build,
      call.doc,
      given.filter((option) => !PRINTING.has(option.split('=')[0]!)).toSorted(),
      inputs.located,
      inputs.documents.map(digest),
      digest(inputs.written),
      digest(inputs.lock),
      inputs.settings,
      Object.entries(inputs.overrides),
      inputs.existing === null ? null : digest([...inputs.existing].join('\0')),
    ]),
  )
}

/** The build whose notes this run trusts; '' where it shall compile in any case. */
function buildFor(call: Call, io: Io): string {
  const build = io.build ?? (typeof __INTENTK_BUILD__ === 'undefined' ? '' : __INTENTK_BUILD__)
  const isUsual = [...call.switches, ...Object.keys(call.values)].every((name) => NOTED.has(name))
  return isUsual && io.compile === undefined ? build : ''
}

/** What the last run has shown that this one would answer; null where it has to be compiled to know. */
export function knownAnswer(call: Call, io: Io): Outcome | null {
  const build = buildFor(call, io)
  if (build === '' || call.doc === '-') return null
  const fs = io.fs ?? diskFileSystem
  try {
    const located = locate(fs, { argument: call.doc, cwd: io.cwd })
    const { root, output } = located
    const note = output === null ? null : readAnswerNote(fs, root, output)
    if (output === null || note === null) return null
    const inputs = inputsOnDisk(fs, located, note.onPaths)
    if (inputs === null || stateOf(build, call, inputs) !== note.state) return null
    return outcomeIn(note.answer, displayPath(root, output))
  } catch {
    // Whatever is wrong is told by the run that compiles.
    return null
  }
}

/** All that a run would read; null where it would do more than read. */
function inputsOnDisk(fs: FileSystem, located: Located, onPaths: boolean): Inputs | null {
  const { root, output, lock } = located
  if (output === null || lock === null) return null
  const documents = located.documents.map(({ path }) => path).filter((path) => path !== output)
  if ([output, lock, ...documents].some((path) => fs.lstat(path)?.kind !== 'file')) return null
  // A write that was stopped is set right first.
  if (fs.lstat(pairPaths(output, lock).journal) !== null) return null
  const read = (path: string): Uint8Array => fs.read(path, maximumBytes + 1)
  const settings = readSettings(fs, root)
  return {
    located,
    documents: documents.map(read),
    written: read(output),
    lock: read(lock),
    settings: settings === null ? null : sourceContent(settings),
    overrides: readOverrides(fs, root),
    existing: onPaths ? existingPaths(fs, root, ownPaths(located)) : null,
  }
}

/** Notes what a run over the pair as it stands now would answer, for the next to find. */
export function noteAnswer(
  call: Call,
  io: Io,
  session: Session,
  pair: Pair,
  { code, data, diagnostics, notes }: Outcome,
): void {
  const build = buildFor(call, io)
  const { fs, located, input, settings, existing } = session
  if (build === '' || located.output === null || existing === null) return
  const onPaths = existing.wasAsked()
  const state = stateOf(build, call, {
    located,
    documents: input.documents.map(({ source }) => sourceContent(source)),
    written: pair.written,
    lock: pair.lock,
    settings: settings === null ? null : sourceContent(settings),
    overrides: Object.fromEntries(Object.entries(input.overrides).map(([name, { source }]) => [name, source])),
    existing: onPaths ? existing : null,
  })
  const answer = JSON.stringify({ code, data, diagnostics, notes })
  writeAnswerNote(fs, located.root, located.output, { state, onPaths, answer })
}

/** Both files byte for byte. */
interface Pair {
  readonly written: string
  readonly lock: string
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Deeper values are nobody's answer, and printing them as JSON could exhaust the stack. */
const isFlat = (value: unknown, levels = 12): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (levels > 0 && Object.values(value).every((each) => isFlat(each, levels - 1)))

/** The answer in a note; null where it is none about this file. */
function outcomeIn(text: string, output: string): Outcome | null {
  const value: unknown = JSON.parse(text)
  if (!isRecord(value) || !isFlat(value)) return null
  const { code, data, diagnostics, notes } = value
  if ((code !== 0 && code !== 1) || !isRecord(data) || data['status'] !== 'unchanged' || data['output'] !== output)
    return null
  if (!Array.isArray(diagnostics) || !diagnostics.every(isRecord)) return null
  if (!Array.isArray(notes) || !notes.every(isLine)) return null
  return { code, data, diagnostics: diagnostics as unknown as Outcome['diagnostics'], out: [], notes }
}
