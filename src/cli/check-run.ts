import { join } from 'node:path'
import { check } from '../check/engine.ts'
import { applyFixes } from '../check/fix.ts'
import { rules } from '../check/rules/index.ts'
import { activeRules, settingProblems, type ActiveRule, type Selection } from '../check/settings.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Place, SourceFile } from '../model/source.ts'
import { openPlaces, shownDiagnostic, type ShownDiagnostic } from '../query/places.ts'
import { loadConfig, type LoadedConfig } from '../workspace/config.ts'
import { openEvidence } from '../workspace/evidence.ts'
import { configPath } from '../workspace/settings-file.ts'
import type { FileSystem } from '../workspace/file-system.ts'
import { repositoryRoot } from '../workspace/git.ts'
import type { Located } from '../workspace/locate.ts'
import { displayPath } from '../workspace/paths.ts'
import { readSourceIfThere, sourceContent } from '../workspace/source-file.ts'
import { closest } from '../workspace/suggest.ts'
import { writePair } from '../workspace/write.ts'
import type { Call } from './arguments.ts'
import { compilerIds, openSubject } from './check-open.ts'
import type { Io } from './io.ts'
import { readSession, type ReadSession } from './session.ts'

/** What was found in one vision, feature or file. */
export interface CheckedTarget {
  readonly id: string
  /** Of its documents, as shown. */
  readonly files: readonly string[]
  readonly findings: readonly ShownDiagnostic[]
  readonly silenced: number
  /** How many findings were mended, or would be. */
  readonly mended: number
  /** The documents that findings stand in, by their shown paths. */
  readonly sources: readonly SourceFile[]
  /** How many rules ran. */
  readonly rules: number
}

/** Which rules the command line asks for. */
export const selectionOf = ({ switches, values }: Call): Selection => ({
  all: switches.has('all'),
  ...(values['rule'] === undefined ? {} : { only: values['rule'].split(',') }),
})

/** More rounds than this mean that two rules undo each other. */
const ROUNDS = 10

/** What is known of a repository beyond its documents, looked up once for all its targets. */
export interface Around {
  /** Its paths without what intentk wrote. */
  readonly existing: ReadonlySet<string>
  readonly evidence: Evidence
  readonly settings: LoadedConfig
  /** The rules that run. */
  readonly active: readonly ActiveRule[]
}

/** Looks around in the repository at `root`, of which these paths are known. */
export async function lookAround(
  fs: FileSystem,
  root: string,
  existing: Around['existing'],
  call: Call,
): Promise<Around> {
  const settings = await loadConfig(fs, root)
  const active = activeRules(rules, settings.config, selectionOf(call))
  return { existing, evidence: openEvidence(fs, root), settings, active }
}

/** Checks one target, and mends it where that is asked for. */
export async function checkTarget(
  fs: FileSystem,
  located: Located,
  { existing, evidence, settings, active }: Around,
  call: Call,
  io: Io,
): Promise<CheckedTarget> {
  const session = await readSession(fs, located, call, io, { existing, settings })
  const { config, own } = session
  const options = { config, others: selectionOf(call).only === undefined }
  const texts = new Map<string, string>()
  const look = async (): Promise<ReturnType<typeof check>> =>
    check(await openSubject(session, texts, active, evidence, io), active, rules, options)
  let checked = await look()
  let mended = 0
  for (let round = 0; call.switches.has('fix') && round < ROUNDS; round++) {
    const count = mendAll(session.sources, texts, checked.findings)
    if (count === 0) break
    mended += count
    checked = await look()
  }
  if (!call.switches.has('dry-run')) writeMended(session, texts)
  const sources = session.sources.map((source) => ({ ...source, text: texts.get(source.path) ?? source.text }))
  const set = settingFindings(fs, session)
  const from = repositoryRoot(fs, fs.realpath(io.cwd))
  const name = (file: string): string => (located.root === from ? file : displayPath(from, join(located.root, file)))
  const shown = [...sources, ...set.sources].map((source) => ({ ...source, path: name(source.path) }))
  const places = openPlaces(shown)
  const all = [...own, ...set.findings, ...checked.findings].map((each) => renamed(each, name))
  return {
    id: session.input.id,
    files: documentsOf(session).map(({ path }) => name(path)),
    findings: all.map((each) => shownDiagnostic(each, places)),
    silenced: checked.silenced,
    mended,
    sources: shown.filter(({ path }) => all.some(({ place }) => place?.file === path)),
    rules: active.length,
  }
}

/** A finding in a document of another repository, by a path that can be opened from here. */
function renamed(finding: Diagnostic, name: (file: string) => string): Diagnostic {
  const { place, related } = finding
  const move = (at: Place): Place => ({ ...at, file: name(at.file) })
  return {
    ...finding,
    ...(place === undefined ? {} : { place: move(place) }),
    ...(related === undefined
      ? {}
      : { related: related.map((one) => (one.place === undefined ? one : { ...one, place: move(one.place) })) }),
  }
}

/** Applies what can be mended now to `texts`; answers how much that was. */
function mendAll(sources: readonly SourceFile[], texts: Map<string, string>, findings: readonly Diagnostic[]): number {
  let count = 0
  for (const { path, text } of sources) {
    const fixes = findings.flatMap(({ place, fix }) => (place?.file === path && fix !== undefined ? [fix] : []))
    if (fixes.length === 0) continue
    const mended = applyFixes(texts.get(path) ?? text, fixes)
    texts.set(path, mended.text)
    count += mended.count
  }
  return count
}

const documentsOf = ({ input, written }: Pick<ReadSession, 'input' | 'written'>): readonly SourceFile[] => [
  ...input.documents.map(({ source }) => source),
  ...(written === null ? [] : [written]),
]

function writeMended({ fs, located, input, written }: ReadSession, texts: ReadonlyMap<string, string>): void {
  for (const source of documentsOf({ input, written })) {
    const text = texts.get(source.path)
    if (text === undefined || text === source.text || located.kind === 'stdin') continue
    const path = pathOf(located, source)
    const isOwn = path === located.output
    writePair(fs, {
      root: located.folder === null ? null : located.root,
      document: { path, before: sourceContent(source), after: sourceContent({ ...source, text }) },
      lock: null,
      ...(isOwn && located.lock !== null ? { lockPath: located.lock } : {}),
    })
  }
}

function pathOf({ root, documents, output }: Located, { path }: SourceFile): string {
  const found = documents.find((each) => displayPath(root, each.path) === path)
  return found?.path ?? output!
}

/** What is wrong with the names in the configuration, at their place. */
function settingFindings(
  fs: FileSystem,
  { config, located }: ReadSession,
): { readonly findings: readonly Diagnostic[]; readonly sources: readonly SourceFile[] } {
  const problems = settingProblems(rules, config, compilerIds)
  const source = problems.length === 0 ? null : readSourceIfThere(fs, `${located.root}/${configPath}`, configPath)
  if (source === null) return { findings: [], sources: [] }
  const findings = problems.map(({ message, id, names }): Diagnostic => {
    const near = closest(id, names)
    const start = Math.max(0, source.text.indexOf(id))
    return {
      ruleId: 'config-key',
      severity: 'warning',
      message: near === null ? message : `${message} Did you mean \`${near}\`?`,
      place: { file: source.path, start, end: start + id.length },
    }
  })
  return { findings, sources: [source] }
}
