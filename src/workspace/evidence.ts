import { dirname, isAbsolute, join } from 'node:path'
import type { Evidence, FileState } from '../model/evidence.ts'
import { once } from '../model/once.ts'
import { hasChecks, resultOf } from './claims.ts'
import { existingPaths, maximumEntries } from './existing.ts'
import { fileNames } from './file-names.ts'
import type { FileSystem } from './file-system.ts'
import { ancestors, gitFacts, type Git, type GitFacts } from './git-facts.ts'
import { insideRepository } from './paths.ts'

/** A document that names fewer files than this is believed to be about this repository. */
const FEW = 4

/** Of many files that ticked tasks name, one in this many has to be known for the document to be about this repository. */
const ONE_IN = 5

/** What folder walks leave out: nothing is known of files in there unless they are looked at one by one. */
const UNWALKED = /(?:^|\/)(?:\.[^/]+|node_modules|bower_components|dist|build|out|coverage|target|venv|__pycache__)\//

type Answer = FileState | null

/**
 * The evidence of a repository, or of a folder outside of git. Reads nothing before it is asked. Git is called at most
 * four times for all documents together, and once or twice for each document that something speaks against.
 */
export function openEvidence(fs: FileSystem, root: string, git?: Git): Evidence {
  const facts = once(() => gitFacts(root, fs.stat(join(root, '.git')) !== null, git))
  const tracked = once(() => fileNames(facts().files?.files ?? []))
  const past = once(() => fileNames(facts().history?.files.keys() ?? []))
  const walked = once(() => existingPaths(fs, root))
  const names = once(() => fileNames(walked()))
  const isOnDisk = (document: string, path: string): boolean =>
    bases(document).some((folder) => {
      const verdict = insideRepository(fs, root, folder === '' ? path : `${folder}/${path}`)
      return verdict.inside && fs.stat(verdict.path) !== null
    })
  const withoutGit = (document: string, paths: readonly string[]): readonly Answer[] => {
    const there = paths.map((path) => isOnDisk(document, path) || names().has(path))
    // A document of which most is not true in this folder is about another one.
    const judged = paths.filter((path, at) => there[at] || !UNWALKED.test(path)).length
    const known = there.filter(Boolean).length
    const isKnown = known > 0 && known * 2 >= judged && walked().size < maximumEntries
    return paths.map((path, at) => (there[at] ? 'there' : isKnown && !UNWALKED.test(path) ? 'never' : null))
  }
  const withGit = (document: string, paths: readonly string[]): readonly Answer[] => {
    const there = paths.map((path) => tracked().has(path) || isOnDisk(document, path))
    const states = statesOf(
      facts(),
      paths.filter((_, at) => !there[at]),
      past,
    )
    const found = paths.map((path, at): Answer => (there[at] ? 'there' : (states.get(path) ?? null)))
    const never = isAbout(document, found) ? paths.filter((_, at) => found[at] === 'never') : []
    // What git is told to leave out is not there in a fresh clone.
    const ignored = never.length === 0 ? null : facts().ignored(never)
    return found.map((state, at) => (state === 'never' && ignored?.has(paths[at]!) !== false ? null : state))
  }
  return {
    files: (document, paths) => {
      if (paths.length === 0) return []
      const { state } = facts()
      if (state === 'unknown' || isAbsolute(document)) return paths.map(() => null)
      return state === 'none' ? withoutGit(document, paths) : withGit(document, paths)
    },
    changedSince: changedSince(facts),
    check: (document, task) => resultOf(fs, root, { document, task }),
    hasChecks: (document) => hasChecks(fs, root, document),
  }
}

/** Folders of documents that are examples and speak of repositories that do not exist. */
const OF_EXAMPLES =
  /(?:^|\/)(?:__)?(?:test|tests|fixtures?|test-?data|examples?|samples?|templates?|corpus|goldens?|snapshots?|mocks?)(?:__)?\//i

function isAbout(document: string, found: readonly Answer[]): boolean {
  const known = found.filter((state) => state === 'there' || state === 'gone').length
  if (found.length < FEW && !OF_EXAMPLES.test(document)) return true
  return known > 0 && known * ONE_IN >= found.length
}

/** The folder of a document and those above it, up to the root. */
function bases(document: string): readonly string[] {
  const folders = ['']
  for (let at = dirname(document); at !== '.' && at !== '/'; at = dirname(at)) folders.push(at)
  return folders
}

/** Of files that are not there: whether they once were. Nothing is known of those in repositories inside of this one. */
function statesOf(
  facts: GitFacts,
  missing: readonly string[],
  past: () => ReturnType<typeof fileNames>,
): ReadonlyMap<string, Answer> {
  if (missing.length === 0) return new Map()
  const { files, history } = facts
  if (files === null || history === null) return new Map()
  const ours = missing.filter((path) => !files.submodules.some((folder) => path.startsWith(`${folder}/`)))
  return new Map(ours.map((path) => [path, past().has(path) ? 'gone' : 'never']))
}

/**
 * Whether a file changed in or after the commit that added the document. Certain cases alone: the document came with no
 * task ticked and was not moved, and the file's last commit is neither behind it nor beside it.
 */
function changedSince(facts: () => GitFacts): Evidence['changedSince'] {
  const known = new Map<string, Added | null>()
  return (document, path) => {
    const { files, history } = facts()
    const own = history?.files.get(path)
    if (files === null || history === null || own === undefined) return null
    if (files.changed.has(path)) return true
    if (!known.has(document)) known.set(document, addedOpen(facts(), document))
    const added = known.get(document) ?? null
    if (added === null) return null
    return own.last <= added.age ? true : added.before().has(own.last) ? false : null
  }
}

interface Added {
  readonly age: number
  /** The commits before it, by age. */
  readonly before: () => ReadonlySet<number>
}

/** The commit that added a document as a plan for work to come. */
function addedOpen({ history, textAt }: GitFacts, document: string): Added | null {
  const age = history?.files.get(document)?.added ?? -1
  const commit = history?.commits[age]
  if (history === null || commit === undefined) return null
  const name = document.slice(document.lastIndexOf('/') + 1)
  // It came from elsewhere, and may be older than it looks.
  if (history.removed.get(age)?.has(name) === true) return null
  const first = textAt(commit.hash, document)
  return first === null || /\[[xX]\]/.test(first) ? null : { age, before: once(() => ancestors(history, age)) }
}
