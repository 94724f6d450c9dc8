import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, relative, sep } from 'node:path'
import { compile } from '../../src/compile.ts'
import { defaultSharedPaths } from '../../src/graph/index.ts'
import type { CompileInput, CompileOptions, CompileResult, InputDocument, InputRole } from '../../src/model/compile.ts'
import type { SourceFile } from '../../src/model/source.ts'
import { loadParser } from '../../src/parse/markdown.ts'
import { readDocument, type ReadDocument } from '../../src/parse/document.ts'
import { corpus, hasCorpus } from './facts.ts'

export type Compiled = Extract<CompileResult, { readonly status: 'compiled' }>

export const options: CompileOptions = {
  date: '',
  full: false,
  tests: 'auto',
  choice: null,
  hoursPerDay: 8,
  daysPerWeek: 5,
  sharedPaths: defaultSharedPaths,
  conventions: {},
}

export const source = (text: string, path = 'plan.md'): SourceFile => ({
  path,
  text: text.replace(/^\ufeff/, ''),
  bom: text.startsWith('\ufeff'),
  eol: text.includes('\r\n') ? '\r\n' : '\n',
})

export const document = (role: InputRole, text: string, path = `${role}.md`): InputDocument => ({
  role,
  source: source(text, path),
  link: path,
})

export type Given = Omit<Partial<CompileInput>, 'options'> & { readonly options?: Partial<CompileOptions> }

/** What the compiler is given, with the defaults of a repository without settings and without files. */
export function inputOf(documents: readonly InputDocument[], given: Given = {}): CompileInput {
  return {
    id: '001-example',
    documents,
    existing: new Set(),
    lock: null,
    overrides: {},
    parser: 'auto',
    eol: '\n',
    ...given,
    options: { ...options, ...given.options },
  }
}

export const compileDocuments = (documents: readonly InputDocument[], given: Given = {}): Promise<CompileResult> =>
  compile(inputOf(documents, given))

export const compileText = (text: string, given: Given = {}): Promise<CompileResult> =>
  compileDocuments([document('plan', text)], given)

/** As the compiler answered, where a test cannot go on without a result. */
export function compiled(result: CompileResult): Compiled {
  if (result.status === 'compiled') return result
  throw new Error(`${result.status}: ${result.diagnostics.map(({ message }) => message).join(' | ')}`)
}

const ROLES: Readonly<Record<string, InputRole>> = {
  'vision.md': 'vision',
  'goal.md': 'goal',
  'strategy.md': 'strategy',
  'strategies.md': 'strategy',
  'plan.md': 'plan',
  'milestones.md': 'milestones',
  'research.md': 'research',
  'validation.md': 'validation',
  'spec.md': 'spec',
  'data-model.md': 'data-model',
  'quickstart.md': 'quickstart',
  'tasks.md': 'tasks',
  'design.md': 'design',
  'requirements.md': 'requirements',
  'proposal.md': 'proposal',
  'constitution.md': 'constitution',
}

/** One case: documents that belong together, by a name for messages. */
export interface Case {
  readonly name: string
  readonly documents: readonly InputDocument[]
}

/** The documents of a folder, their roles by file name; other files are left out. */
export function folderCase(folder: string, name = basename(folder)): Case {
  const documents = readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const role = ROLES[file.toLowerCase()]
      return role === undefined ? [] : [document(role, readFileSync(join(folder, file), 'utf8'), file)]
    })
  return { name, documents }
}

export const seeds = join(import.meta.dirname, '../../../shared/seeds')
export const hasSeeds = existsSync(seeds)
export const seed = (name: string): string => readFileSync(join(seeds, name), 'utf8')

const DOCUMENT_ROLES: ReadonlySet<string> = new Set(['vision', 'goal', 'strategy', 'spec', 'requirements', 'tasks'])

/** A file by itself: compiled as a plan, or as what its name says. */
function fileCase(root: string, path: string): Case {
  const name = relative(root, path).split(sep).join('/')
  const role = ROLES[basename(path).toLowerCase()] ?? 'plan'
  return { name, documents: [document(DOCUMENT_ROLES.has(role) ? role : 'plan', readFileSync(path, 'utf8'), name)] }
}

function markdownFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

/** Every document of the corpus and of the seeds, each by itself; empty where they are absent. */
export function realCases(): readonly Case[] {
  const roots = [hasCorpus ? corpus : '', hasSeeds ? seeds : ''].filter((root) => root !== '')
  return roots.flatMap((root) => markdownFiles(root).map((path) => fileCase(root, path)))
}

/** Folders of the corpus with two or more documents of known roles: features of other tools, visions. */
export function realFolders(): readonly Case[] {
  if (!hasCorpus) return []
  const folders = new Set(markdownFiles(corpus).map((path) => join(path, '..')))
  return [...folders]
    .map((folder) => folderCase(folder, relative(corpus, folder).split(sep).join('/')))
    .filter(({ documents }) => documents.length > 1)
}

/** The line to print where the documents are not at hand. */
export const WITHOUT_DOCUMENTS = '(skipped where the real documents are not at hand)'
export const hasReal = hasCorpus || hasSeeds

/** The result of a case; of several plans in one document the first is taken. */
export async function compileCase({ documents }: Case, given: Given = {}): Promise<CompileResult> {
  const result = await compileDocuments(documents, given)
  if (result.status !== 'several-plans') return result
  return compileDocuments(documents, { ...given, options: { ...given.options, choice: 1 } })
}

/** Documents as the readers give them, for tests that compare what was read with what became of it. */
export async function readCase(
  { documents }: Case,
  parser: CompileInput['parser'] = 'auto',
): Promise<readonly (ReadDocument & { readonly role: InputRole; readonly source: SourceFile })[]> {
  const parse = await loadParser(parser)
  return documents.map(({ role, source: file }) => {
    const first = readDocument(role, file, parse, null)
    const read = first.choices.length > 1 ? readDocument(role, file, parse, 1) : first
    return { ...read, role, source: file }
  })
}
