import { basename, dirname, join, relative, sep } from 'node:path'
import { updateChecklist, type Checklist, type ChecklistItem } from '../check/checklist.ts'
import { compilerRules } from '../check/compiler-rules.ts'
import { GROUP_TITLES } from '../check/page.ts'
import { rules } from '../check/rules/index.ts'
import { activeRules } from '../check/settings.ts'
import { escapeVisible } from '../model/escape.ts'
import type { SourceFile } from '../model/source.ts'
import type { ShownDiagnostic } from '../query/places.ts'
import { loadConfig } from '../workspace/config.ts'
import type { FileSystem } from '../workspace/file-system.ts'
import type { Located } from '../workspace/locate.ts'
import { displayPath, foundInside } from '../workspace/paths.ts'
import { readSourceIfThere, sourceContent } from '../workspace/source-file.ts'
import { writePair } from '../workspace/write.ts'
import type { Call } from './arguments.ts'
import { selectionOf, type CheckedTarget } from './check-run.ts'
import type { Outcome } from './outcome.ts'
import { oneLine, type Line } from './terminal.ts'

const FOLDER = 'checklists'
const NAME = 'implementation.md'

/** Targets whose checklist is one file, with what was found in them. */
interface Listed {
  /** Null for standard input. */
  readonly path: string | null
  readonly targets: readonly Located[]
  readonly findings: readonly ShownDiagnostic[]
}

interface Written extends Checklist {
  readonly shown: string
  readonly status: 'written' | 'would-write' | 'unchanged' | 'printed'
}

/** Writes the checklist of every vision, feature or file that was checked, and says so beside what was found. */
export async function withChecklists(
  outcome: Outcome,
  fs: FileSystem,
  targets: readonly Located[],
  checked: readonly CheckedTarget[],
  call: Call,
): Promise<Outcome> {
  const written: Written[] = []
  for (const listed of groups(targets, checked)) written.push(await writeChecklist(fs, listed, call))
  const printed = written.find(({ status }) => status === 'printed')
  const checklists = written.map(({ shown, status, items, ticked }) => ({ output: shown, status, items, ticked }))
  return {
    ...outcome,
    data: { ...(outcome.data as object), checklists },
    out: printed === undefined ? [] : { document: printed.text },
    notes: [...written.filter(({ status }) => status !== 'printed').map(noteOf), ...outcome.notes],
  }
}

const SAID = { written: 'Wrote', 'would-write': 'Would write', unchanged: 'Unchanged', printed: '' } as const

const noteOf = ({ status, shown, items, ticked }: Written): Line =>
  `${SAID[status]} ${oneLine(shown)}: ${ticked} of ${items} ticked`

/** By checklist; a file in a folder of checklists has none. */
function groups(targets: readonly Located[], checked: readonly CheckedTarget[]): readonly Listed[] {
  const byPath = new Map<string | null, Listed>()
  targets.forEach((target, at) => {
    const folder = target.folder ?? (target.documents[0] === undefined ? null : dirname(target.documents[0].path))
    if (folder !== null && basename(folder) === FOLDER) return
    const path = folder === null ? null : join(folder, FOLDER, NAME)
    const known = byPath.get(path) ?? { path, targets: [], findings: [] }
    const findings = [...known.findings, ...(checked[at]?.findings ?? [])]
    byPath.set(path, { path, targets: [...known.targets, target], findings })
  })
  return [...byPath.values()]
}

async function writeChecklist(fs: FileSystem, { path, targets, findings }: Listed, call: Call): Promise<Written> {
  const [first] = targets as readonly [Located, ...Located[]]
  const shown = path === null ? '' : displayPath(first.root, path)
  const existing = path === null ? null : readSourceIfThere(fs, path, shown)
  const items = await itemsOf(fs, first, findings, call)
  const title = escapeVisible(
    oneLine(first.folder === null && path !== null ? basename(dirname(dirname(path))) : first.id),
  )
  const checklist = updateChecklist(existing, items, { title, documents: path === null ? [] : links(path, targets) })
  const before = existing === null ? null : sourceContent(existing)
  const after = sourceContent({ ...(existing ?? fresh), text: checklist.text })
  if (path === null) return { ...checklist, shown, status: 'printed' }
  if (before === after) return { ...checklist, shown, status: 'unchanged' }
  if (call.switches.has('dry-run')) return { ...checklist, shown, status: 'would-write' }
  const root = first.folder === null ? null : first.root
  // What leads out of the repository is refused by the write, and nothing is made there before.
  if (root === null || foundInside(fs, root, path).inside) fs.makeFolder(dirname(path))
  writePair(fs, { root, document: { path, before, after }, lock: null })
  return { ...checklist, shown, status: 'written' }
}

const fresh: Omit<SourceFile, 'text'> = { path: '', bom: false, eol: '\n' }

function links(path: string, targets: readonly Located[]): readonly { readonly name: string; readonly link: string }[] {
  return targets
    .flatMap(({ documents }) => documents)
    .map((document) => {
      const to = relative(dirname(path), document.path).split(sep).map(encodeURIComponent).join('/')
      return { name: escapeVisible(basename(document.path)).replace(/[[\]\\`*_<>]/g, '\\$&'), link: to }
    })
}

/** One item for every rule that ran, and for what the compiler reported beside them. */
async function itemsOf(
  fs: FileSystem,
  { root }: Located,
  findings: readonly ShownDiagnostic[],
  call: Call,
): Promise<readonly ChecklistItem[]> {
  const { config } = await loadConfig(fs, root)
  const of = (rule: string): Pick<ChecklistItem, 'found' | 'first'> => {
    const own = findings.filter(({ ruleId }) => ruleId === rule)
    const [{ file, line } = { file: null, line: null }] = own
    const first = file === null ? '' : `${escapeVisible(file)}${line === null ? '' : `:${line}`}`
    return { found: own.length, first: oneLine(first) }
  }
  const ran = activeRules(rules, config, selectionOf(call)).map(({ rule: { id, group, checks } }) => ({
    rule: id,
    section: GROUP_TITLES[group],
    words: checks.replace(/\.$/, ''),
    ...of(id),
  }))
  const reported = Object.entries(compilerRules).map(([id, says]) => ({
    rule: id,
    section: 'Reading: what the compiler reports',
    words: `Settled: ${says.replace(/\.$/, '')}`,
    rare: true,
    ...of(id),
  }))
  return [...ran, ...(selectionOf(call).only === undefined ? reported : [])]
}
