import { basename, join } from 'node:path'
import { checkLimits } from '../parse/limits.ts'
import { readDocument, type ReadDocument } from '../parse/document.ts'
import { loadParser } from '../parse/markdown.ts'
import {
  goalView,
  milestonesView,
  planView,
  strategyView,
  type DocumentKind,
  type DocumentView,
  type Known,
} from '../render/author/views.ts'
import { partsOf } from '../render/author/print.ts'
import type { SourceFile } from '../model/source.ts'
import { writeNew } from '../workspace/authored.ts'
import { describeFailure, WorkspaceError } from '../workspace/errors.ts'
import type { FileSystem } from '../workspace/file-system.ts'
import { locate, type Located } from '../workspace/locate.ts'
import { displayPath } from '../workspace/paths.ts'
import { readSource } from '../workspace/source-file.ts'
import type { Call } from './arguments.ts'
import { quoted } from './call-of.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import { printedDocument, questionsIn, refusedOutcome, writtenOutcome, type NewData } from './new.ts'
import type { Outcome } from './outcome.ts'

type Kind = Exclude<DocumentKind, 'vision' | 'constitution'>

const VIEWS: Readonly<Record<Kind, (known: Known) => DocumentView>> = {
  goal: goalView,
  strategy: (known) => strategyView(known),
  plan: planView,
  milestones: milestonesView,
}

const PARTS: Readonly<Record<Kind, string>> = {
  goal: 'objective',
  strategy: 'option',
  plan: 'milestone',
  milestones: 'milestone',
}

/** Writes the next document of a vision from those that are there. */
export async function newDocument(kind: Kind, call: Call, io: Io, fs: FileSystem): Promise<Outcome> {
  const located = visionNamed(call, io, fs)
  const { root, id } = located
  const folder = displayPath(root, located.folder!)
  const there = located.documents.find(({ role }) => role === kind)
  if (there !== undefined) throw isThere(root, there.path, id)
  const sources = readVision(fs, located)
  const parse = await loadParser('auto')
  const known = knownOf(located, sources, call.values['date'] ?? '', (role, source) =>
    readDocument(role, source, parse, null),
  )
  const printed = await printedDocument(fs, root, kind, VIEWS[kind](known))
  if ('refused' in printed) return refusedOutcome(printed.refused)
  const path = `${folder}/${kind}.md`
  const isWindows = [...sources.values()][0]?.eol === '\r\n'
  const text = isWindows ? printed.text.replaceAll('\n', '\r\n') : printed.text
  const isDry = call.switches.has('dry-run')
  if (!isDry) write(fs, root, path, text)
  const questions = questionsIn(printed.text)
  const data: NewData = {
    status: isDry ? 'would-write' : 'written',
    kind,
    vision: id,
    path,
    branch: null,
    parts: partsOf(kind, printed.text, parse).length,
    questions,
    next: nextLines(kind, quoted(id), located, questions),
  }
  return writtenOutcome(data, PARTS[kind])
}

/** The vision that a call of `new` names as its second word or with `--in`. */
export function visionNamed({ ids, doc, command }: Call, { cwd }: Io, fs: FileSystem): Located {
  const [kind, named, extra] = ids
  if (extra !== undefined)
    throw new Misuse(
      `Unexpected \`${extra}\`: \`intentk new ${kind}\` takes one vision.`,
      `For example \`${command.examples[1]![0]}\`.`,
    )
  if (named !== undefined && doc !== null && named !== doc)
    throw new Misuse(`Two visions are named: \`${named}\` and \`${doc}\`.`, 'Name one of them.')
  const located = locate(fs, { argument: named ?? doc, cwd, withoutPlan: true })
  if (located.kind !== 'vision' || located.folder === null)
    throw new Misuse(
      `\`intentk new ${kind}\` writes into a vision, and ${named ?? doc ?? located.id} is none.`,
      "Begin one with `intentk new vision 'one sentence'`, or compile what is there with `intentk execute`.",
    )
  return located
}

function isThere(root: string, path: string, id: string): Misuse {
  const shown = displayPath(root, path)
  return new Misuse(
    `${shown} is there already, and is not overwritten.`,
    `Edit it, or answer its questions: \`intentk gaps ${quoted(id)} --answer\`.`,
    'exists',
  )
}

/** The documents of a vision by role, as text. */
export function readVision(fs: FileSystem, { root, documents }: Located): ReadonlyMap<DocumentKind, SourceFile> {
  const sources = new Map<DocumentKind, SourceFile>()
  for (const { role, path } of documents) {
    if (role !== 'vision' && role !== 'goal' && role !== 'strategy' && role !== 'plan' && role !== 'milestones')
      continue
    const source = readSource(fs, path, displayPath(root, path))
    const limit = checkLimits(source.path, source.text)
    if (limit !== null) throw new WorkspaceError('too-large', limit.message, { path })
    sources.set(role, source)
  }
  return sources
}

function knownOf(
  { id, documents }: Located,
  sources: ReadonlyMap<DocumentKind, SourceFile>,
  date: string,
  read: (role: DocumentKind, source: SourceFile) => ReadDocument,
): Known {
  const of = (role: DocumentKind): ReadDocument | null => {
    const source = sources.get(role)
    return source === undefined ? null : read(role, source)
  }
  const files = Object.fromEntries(documents.map(({ role, path }) => [role, basename(path)]))
  return {
    id,
    date,
    files,
    vision: of('vision')?.vision ?? null,
    goal: of('goal')?.goal ?? null,
    strategy: of('strategy')?.strategy ?? null,
    plan: (of('milestones') ?? of('plan'))?.plan ?? null,
  }
}

function write(fs: FileSystem, root: string, path: string, text: string): void {
  try {
    writeNew(fs, root, path, text)
  } catch (error) {
    throw describeFailure(error, `Cannot write ${path}`, join(root, path))
  }
}

function nextLines(kind: Kind, id: string, { documents }: Located, questions: number): readonly string[] {
  const has = (role: string): boolean => documents.some((document) => document.role === role)
  const after: Readonly<Record<Kind, string>> = {
    goal: has('strategy') ? 'plan' : 'strategy',
    strategy: 'plan',
    plan: '',
    milestones: '',
  }
  const next = after[kind] === '' || has(after[kind]) ? `intentk execute ${id}` : `intentk new ${after[kind]} ${id}`
  const isPlan = kind === 'plan' || kind === 'milestones'
  // What a plan leaves open is more than what it asks.
  const ask = questions > 0 || isPlan ? [`intentk gaps ${id} --answer`] : []
  return [...ask, ...(kind === 'strategy' ? [`intentk new strategy ${id} --compare`] : []), next]
}
