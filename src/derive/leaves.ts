import type { TreeEntry } from '../model/plan.ts'
import type { Place } from '../model/source.ts'
import { isPlaceholder } from './placeholders.ts'
import { isEnglish } from './language.ts'
import type { ParsedDocument } from './types.ts'

/** What a file of a source tree is for; decides which task creates it. */
export type LeafKind = 'source' | 'test' | 'marker' | 'config' | 'manifest' | 'document'

/** A file that a source tree draws and that is not there yet. */
export interface Leaf {
  readonly path: string
  readonly comment: string
  /** Requirements that the comment names. */
  readonly requirements: readonly string[]
  readonly kind: LeafKind
  /** The tree's document is English: its comments may follow an English verb. */
  readonly english: boolean
  readonly place: Place
}

const MARKERS = /^(?:__init__\.py|\.(?:git)?keep|py\.typed|mod\.rs|doc\.go|index\.d\.ts)$/u
const MANIFESTS =
  /^(?:package\.json|pyproject\.toml|setup\.(?:py|cfg)|requirements[\w-]*\.txt|go\.mod|cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|gemfile|composer\.json|mix\.exs|pubspec\.yaml|package\.swift|[\w.-]+\.(?:csproj|sln|gemspec|podspec)|foundry\.toml|deno\.json)$/iu
const CONFIGS =
  /^(?:tsconfig[\w.-]*\.json|[\w.-]+\.config\.[cm]?[jt]s|\.[\w.-]+rc(?:\.\w+)?|\.env[\w.-]*|\.gitignore|\.editorconfig|\.dockerignore|\.pre-commit-config\.ya?ml|\.python-version|\.nvmrc|dockerfile|docker-compose[\w.-]*\.ya?ml|compose\.ya?ml|makefile|justfile|tox\.ini|pytest\.ini|mypy\.ini|ruff\.toml|alembic\.ini|biome\.json|turbo\.json|components\.json|go\.sum|(?:package-lock|pnpm-lock|composer)\.(?:json|ya?ml)|yarn\.lock|uv\.lock|poetry\.lock|cargo\.lock)$/iu
const TESTS =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e|maestro)\/|[._-](?:test|spec|t)\.\w+$|(?:^|\/)test_\w+\.\w+$|_test\.\w+$/iu

// What tests share is no test.
const SUPPORT =
  /^(?:conftest|setup|fixtures?|helpers?|factories|factory|mocks?|utils?|test[_-]?(?:utils?|helpers?|setup|suite))\b/iu

function kindOf(path: string): LeafKind {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (MARKERS.test(name)) return 'marker'
  if (MANIFESTS.test(name)) return 'manifest'
  if (CONFIGS.test(name)) return 'config'
  if (/\.(?:md|mdx|rst|adoc|txt)$/iu.test(name)) return 'document'
  return TESTS.test(path) && !SUPPORT.test(name) ? 'test' : 'source'
}

/** Comments that name who writes a file, or that it is new, say nothing of the file. */
const withoutRemark = (comment: string): string =>
  /^[\s,;()[\]]*(?:(?:FR|NFR|REQ)-?\d{1,4}[a-z]?[\s,;()[\]]*)+$/u.test(comment)
    ? ''
    : comment
        .replace(
          /^[\s([]*(?:new|neu|nouveau|nuevo|novo|yeni|新規|新增)(?:\s+file)?[\s)\]]*[:,-]?\s*$|\s*[([](?:new|new file)[)\]]\s*$/iu,
          '',
        )
        .replace(/^[-–—:#\s]+/u, '')
        .trim()

const REQUIREMENT = /\b(?:FR|NFR|REQ)-?\d{1,4}[a-z]?\b/gu
const GLOB = /[*?{}<>]|\.\.\.|…/u

/** New files of the documents' trees, each once: neither marked existing nor on disk, and no blanks of a template. */
export function newLeaves(documents: readonly ParsedDocument[], existing: ReadonlySet<string>): Leaf[] {
  const leaves = new Map<string, Leaf>()
  for (const { plan, source } of documents) {
    const english = isEnglish(source.text)
    for (const entry of plan.tree) {
      const key = entry.path.toLowerCase()
      if (!isNewFile(entry, existing) || leaves.has(key)) continue
      leaves.set(key, {
        path: entry.path,
        comment: withoutRemark(entry.comment),
        requirements: entry.comment.match(REQUIREMENT) ?? [],
        kind: kindOf(entry.path),
        english,
        place: { file: source.path, ...entry.span },
      })
    }
  }
  return [...leaves.values()]
}

function isNewFile(entry: TreeEntry, existing: ReadonlySet<string>): boolean {
  return (
    !entry.directory &&
    !entry.existing &&
    !existing.has(entry.path) &&
    /\.|makefile|dockerfile|justfile/iu.test(entry.path) &&
    !GLOB.test(entry.path) &&
    !isPlaceholder(entry.path)
  )
}

/** The words a file name is made of: `RoundStateDisplay.test.js` gives `round state display`. */
export function stemWords(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/(?<=.)\..*$/u, '')
  return name
    .replace(/^test_|_test$/iu, '')
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])|[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase()
}

/** A name without what spelling adds: `Health Status`, `health-status` and `HealthStatuses` are one. */
export function folded(name: string): string {
  const bare = name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '')
  return bare.length > 4 ? bare.replace(/ies$/u, 'y').replace(/(?<=[^s])s$/u, '') : bare
}

const KINDS =
  'src lib app test tests docs doc scripts service services models components hooks types utils api unit integration contract public assets config internal pkg cmd main core common shared'

/** Folders that hold every file of the tree, or whose names tell only what kind of files they hold. */
export function commonFolders(leaves: readonly Leaf[]): Set<string> {
  const counts = new Map<string, number>()
  for (const leaf of leaves)
    for (const folder of new Set(leaf.path.split('/').slice(0, -1))) counts.set(folder, (counts.get(folder) ?? 0) + 1)
  return new Set([
    ...KINDS.split(' '),
    ...[...counts].filter(([, count]) => count === leaves.length).map(([folder]) => folder),
  ])
}
