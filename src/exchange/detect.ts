import type { FrontMatterReader } from '../parse/front-matter.ts'
import { compose } from './compose.ts'
import { formatNames, type ExchangeFile, type ImportFormat, type Imported } from './imported.ts'
import { readJson } from './json-values.ts'
import { backlogData, readBacklog } from './read-backlog.ts'
import { genesisBlocks, readGenesis } from './read-genesis.ts'
import { isIntentkExport, readIntentk } from './read-intentk.ts'
import { readMarkdown, withTasks, type ReadFile } from './read-markdown.ts'
import { isTaskFile, readTaskFiles } from './read-task-files.ts'
import { readTaskMaster, taskMasterContexts } from './read-task-master.ts'

/** What can be imported of the files: one thing, with its reader. */
export interface Candidate {
  readonly format: ImportFormat
  /** The file or folder that it is, relative to what was named; '' for all of it. */
  readonly path: string
  readonly read: () => Imported
}

/** The things that can be imported, and why files that look like one cannot. */
export interface Detected {
  readonly candidates: readonly Candidate[]
  readonly unread: readonly string[]
}

export interface DetectInput {
  readonly files: readonly ExchangeFile[]
  /** What is imported, as people see it. */
  readonly from: string
  /** What to call the plan where nothing in the files says so. */
  readonly name: string
  readonly frontMatter: FrontMatterReader
}

/** One file that was named is read whatever it is called. */
const isMarkdown = ({ path }: ExchangeFile, files: readonly ExchangeFile[]): boolean =>
  /\.(?:md|markdown|mdx)$/i.test(path) || (files.length === 1 && !/\.json$/i.test(path))

const isJson = ({ path, text }: ExchangeFile, files: readonly ExchangeFile[]): boolean =>
  /\.json$/i.test(path) || (files.length === 1 && !/\.(?:md|markdown|mdx)$/i.test(path) && /^\s*[[{]/.test(text))

/** Tells by the contents of files, not by their names, what can be imported. */
export function detect(input: DetectInput): Detected {
  const unread: string[] = []
  const data = dataCandidates(input, unread)
  const taken = new Set(data.flatMap(({ files }) => files))
  const backlog = input.files.filter(
    (file) => isMarkdown(file, input.files) && backlogData(file, input.frontMatter) !== null,
  )
  for (const file of backlog) taken.add(file)
  const rest = input.files.filter((file) => isMarkdown(file, input.files) && !taken.has(file))
  const logs = rest.filter(({ text }) => genesisBlocks(text).length > 0)
  const documents = backlog.length > 0 ? [] : rest.filter((file) => !logs.includes(file))
  return {
    candidates: [
      ...data,
      ...(backlog.length === 0 ? [] : [backlogCandidate(input, backlog)]),
      ...logs.map((file): Candidate => ({
        format: 'genesis',
        path: file.path,
        read: () => compose('genesis', from(input, file.path, 'genesis'), readGenesis(file, input.name)),
      })),
      // The words around a log or a list of data are not another piece of work.
      ...(data.length + logs.length > 0 ? [] : markdownCandidates(input, documents)),
    ],
    unread,
  }
}

const from = ({ from: shown, files }: DetectInput, path: string, format: ImportFormat): string => {
  const place = path === '' || files.length === 1 ? shown : `${shown}/${path}`
  return `\`${place.replace(/[`\s\p{Cc}]+/gu, ' ')}\` (${formatNames[format]})`
}

type DataCandidate = Candidate & { readonly files: readonly ExchangeFile[] }

function dataCandidates(input: DetectInput, unread: string[]): readonly DataCandidate[] {
  const found = input.files.flatMap((file): readonly DataCandidate[] => {
    if (!isJson(file, input.files)) return []
    const json = readJson(file.text)
    if ('wrong' in json) {
      unread.push(`${file.path} is not read: ${json.wrong}.`)
      return []
    }
    const { value } = json
    const common = { path: file.path, files: [file] }
    if (isIntentkExport(value)) {
      const read = (): Imported =>
        compose('intentk', from(input, file.path, 'intentk'), readIntentk(file.path, value, input.name))
      return [{ ...common, format: 'intentk', read }]
    }
    if (taskMasterContexts(value).length === 0) return []
    const read = (): Imported =>
      compose('task-master', from(input, file.path, 'task-master'), readTaskMaster(file.path, value, input.name))
    return [{ ...common, format: 'task-master', read }]
  })
  const texts = input.files.filter(({ text }) => isTaskFile(text))
  if (texts.length === 0) return found
  // Its text files are made from the list, which says more.
  if (found.length > 0) return found.map((each) => ({ ...each, files: [...each.files, ...texts] }))
  const read = (): Imported => compose('task-master', from(input, '', 'task-master'), readTaskFiles(texts, input.name))
  return [{ format: 'task-master', path: '', files: texts, read }]
}

function backlogCandidate(input: DetectInput, files: readonly ExchangeFile[]): Candidate {
  const config = input.files.find(({ path }) => /(?:^|\/)config\.ya?ml$/i.test(path))?.text ?? ''
  const project = /^project_name:[ \t]*["']?(.*?)["']?[ \t]*$/m.exec(config)?.[1] ?? ''
  const name = project === '' ? input.name : project
  const read = (): Imported =>
    compose('backlog-md', from(input, '', 'backlog-md'), readBacklog(files, input.frontMatter, name))
  return { format: 'backlog-md', path: '', read }
}

const folderOf = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '')

/** A folder with a list of tasks is one piece of work, with all that lies in it and below it. */
function markdownCandidates(input: DetectInput, documents: readonly ExchangeFile[]): readonly Candidate[] {
  const read = documents.map((file) => withTasks(file, 'plan'))
  const listing = read.filter(({ tasks }) => tasks.tasks.length > 0)
  const first = listing.length > 0 ? listing : mainByName(read)
  const folders = [...new Set(first.map(({ path }) => folderOf(path)))]
  const outer = folders.filter(
    (folder) => !folders.some((other) => other !== folder && (other === '' || folder.startsWith(`${other}/`))),
  )
  const below = (folder: string, path: string): boolean => folder === '' || path.startsWith(`${folder}/`)
  return outer.map((folder): Candidate => {
    const own = read.filter(({ path }) => below(folder, path))
    const format = formatOf(own)
    return { format, path: folder, read: () => importFolder(input, format, folder, own, first) }
  })
}

function importFolder(
  input: DetectInput,
  format: ImportFormat,
  folder: string,
  own: readonly ReadFile[],
  listing: readonly ReadFile[],
): Imported {
  const files = format === 'kiro' ? own.map((file) => withTasks(file, 'kiro')) : own
  const names = new Set(listing.map(({ path }) => path))
  const chosen = files
    .filter(({ path }) => names.has(path))
    .toSorted((a, b) => weight(b, folder) - weight(a, folder) || (a.path < b.path ? -1 : 1))[0]!
  const others = files.filter((file) => file !== chosen)
  const path = files.length === 1 ? chosen.path : folder
  return readMarkdown(format, from(input, path, format), chosen, others, input.name)
}

/** The list of a piece of work lies on top of its folder and numbers its tasks; a checklist or a contract does not. */
function weight({ path, tasks }: ReadFile, folder: string): number {
  const depth = path.split('/').length - (folder === '' ? 0 : folder.split('/').length)
  const numbered = tasks.tasks.filter(
    ({ id, box }) => id !== '' && box !== null && !/^(?:CHK|FR|SC|AC)/.test(id),
  ).length
  return (
    numbered * 3 + tasks.tasks.length + (/(?:^|\/)tasks\.md$/i.test(path) ? 1_000_000 : 0) - (depth > 1 ? 500_000 : 0)
  )
}

const NAMES = ['tasks.md', 'plan.md', 'milestones.md', 'spec.md', 'requirements.md', 'design.md', 'proposal.md']

/** Where nothing lists tasks with boxes, the document that a tool keeps its plan in; one document alone is it. */
function mainByName(files: readonly ReadFile[]): readonly ReadFile[] {
  if (files.length <= 1) return files
  const name = ({ path }: ReadFile): string => path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  for (const wanted of NAMES) {
    const found = files.filter((file) => name(file) === wanted)
    if (found.length > 0) return found
  }
  return []
}

const SIGNS: readonly (readonly [ImportFormat, readonly RegExp[]])[] = [
  [
    'spec-kit',
    [
      /^# Feature Specification\b/m,
      /^## User Scenarios/m,
      /^\*\*Feature Branch\*\*/m,
      /^\*\*Input\*\*: .*(?:specs|feature|design doc)/im,
      /^[ \t]*- \[.\] T\d{3}\b/m,
    ],
  ],
  [
    'openspec',
    [/^## Why\s*$/m, /^## What Changes\s*$/m, /^## (?:ADDED|MODIFIED|REMOVED|RENAMED) Requirements/m, /^## \d+\. /m],
  ],
  [
    'kiro',
    [
      /^\s*-? ?_Requirements: /m,
      /^#{3,4} Acceptance Criteria\s*$/m,
      /\bTHE [A-Za-z ]{2,40} SHALL\b/,
      /^[ \t]*- \[[ x-]\]\* /m,
    ],
  ],
]

/** Whose documents these are, by what only that tool writes. */
function formatOf(files: readonly ReadFile[]): ImportFormat {
  const scores = SIGNS.map(([format, signs]) => ({
    format,
    score: signs.filter((sign) => files.some(({ text }) => sign.test(text))).length,
  }))
  const best = scores.reduce((a, b) => (b.score > a.score ? b : a))
  return best.score === 0 ? 'plan' : best.format
}
