import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { basename, join, relative, sep } from 'node:path'
import type { InputDocument, InputRole } from '../src/model/compile.ts'

/** A folder of real documents with a tasks.md and at least one other document. */
export interface RealFeature {
  readonly at: string
  /** Names of its documents. */
  readonly files: readonly string[]
}

const roles: Readonly<Record<string, InputRole>> = {
  'spec.md': 'spec',
  'plan.md': 'plan',
  'research.md': 'research',
  'data-model.md': 'data-model',
  'quickstart.md': 'quickstart',
  'tasks.md': 'tasks',
  'requirements.md': 'requirements',
  'design.md': 'design',
  'proposal.md': 'proposal',
}

function within(folder: string): RealFeature[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  const files = entries.filter((entry) => entry.isFile() && Object.hasOwn(roles, entry.name)).map(({ name }) => name)
  const here = files.includes('tasks.md') && files.length > 1 ? [{ at: folder, files }] : []
  const below = entries.filter((entry) => entry.isDirectory() && entry.name !== '_template')
  return [...here, ...below.flatMap((entry) => within(join(folder, entry.name)))]
}

/** The features below a folder of real documents, by tool and then by path; none where it is absent. */
export function realFeatures(corpus: string): RealFeature[] {
  const tools = ['spec-kit', 'kiro', 'openspec'].map((tool) => join(corpus, tool))
  return tools.filter((folder) => existsSync(folder)).flatMap(within)
}

/** The documents of a feature as the compiler takes them. */
export function documentsOf({ at, files }: RealFeature): InputDocument[] {
  const contracts = join(at, 'contracts')
  const named = files.map((name) => ({ role: roles[name] as InputRole, path: join(at, name) }))
  const inner = existsSync(contracts) ? readdirSync(contracts).sort() : []
  const home = at.includes('.kiro') ? '.kiro/specs' : 'specs'
  const all = [...named, ...inner.map((name) => ({ role: 'contract' as const, path: join(contracts, name) }))]
  return all.map(({ role, path }) => {
    const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
    const link = relative(at, path).split(sep).join('/')
    const eol = text.includes('\r\n') ? '\r\n' : '\n'
    return { role, link, source: { path: `${home}/${basename(at)}/${link}`, text, bom: false, eol } }
  })
}
