import type { TreeEntry } from '../../model/plan.ts'
import type { PathMention } from '../../model/values.ts'

/** File names of a plan's tree with the paths that end in them. */
export interface TreeIndex {
  readonly byName: ReadonlyMap<string, readonly string[]>
}

export interface ResolveContext {
  readonly tree: readonly TreeEntry[] | TreeIndex
  /** Names that stand at the root of a repository: `README.md`, `package.json`. */
  readonly rootFiles: Pick<ReadonlySet<string>, 'has'>
  /** Configured folders: a file name or a pattern with one `*` to a folder (`*.ps1` to `patterns/lib/`) or a path. */
  readonly conventions: Readonly<Record<string, string>>
}

export interface Resolved {
  readonly paths: readonly PathMention[]
  /** Bare names with several places in the tree; they stay unresolved. */
  readonly ambiguous: readonly { readonly raw: string; readonly candidates: readonly string[] }[]
}

const NONE: readonly never[] = []
const NOTHING: Resolved = { paths: NONE, ambiguous: NONE }

/** Indexes a tree by file name, once per document. */
export function indexTree(tree: readonly TreeEntry[]): TreeIndex {
  const byName = new Map<string, string[]>()
  for (const entry of tree) {
    if (entry.directory) continue
    const path = entry.path.replace(/^\.?\//, '')
    const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
    const known = byName.get(name)
    if (known === undefined) byName.set(name, [path])
    else if (!known.includes(path)) known.push(path)
  }
  return { byName }
}

function matches(pattern: string, name: string): boolean {
  const star = pattern.indexOf('*')
  if (star < 0) return pattern === name
  const head = pattern.slice(0, star)
  const tail = pattern.slice(star + 1)
  return name.length >= head.length + tail.length && name.startsWith(head) && name.endsWith(tail)
}

function byConvention(name: string, conventions: Readonly<Record<string, string>>): string | null {
  // The most specific pattern wins, whatever the order of the configuration.
  const keys = Object.keys(conventions)
    .filter((key) => matches(key, name))
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
  const target = keys[0] === undefined ? undefined : conventions[keys[0]]
  if (target === undefined) return null
  const folder = target.replace(/^\.?\//, '')
  if (folder === '') return name
  return folder.endsWith('/') || !/\.[\w-]+$/.test(folder) ? `${folder.replace(/\/+$/, '')}/${name}` : folder
}

function place(mention: PathMention, index: TreeIndex, context: ResolveContext): readonly string[] {
  const name = mention.path.slice(mention.path.lastIndexOf('/') + 1)
  const wanted = mention.path.toLowerCase()
  const inTree = (index.byName.get(name.toLowerCase()) ?? []).filter((path) =>
    `/${path.toLowerCase()}`.endsWith(`/${wanted}`),
  )
  if (inTree.length === 1) return inTree
  const isRoot = context.rootFiles.has(mention.path)
  // `README.md` means the one at the root even where folders have their own.
  if (inTree.length > 1) return isRoot && inTree.includes(mention.path) ? [mention.path] : inTree
  if (isRoot) return [mention.path]
  const path = mention.path.includes('/') ? null : byConvention(mention.path, context.conventions)
  return path === null ? [] : [path]
}

/**
 * Gives bare names their folder: by the plan's tree where it is unique there, else by known root files, else by
 * conventions. What finds no place stays unresolved.
 */
export function resolvePaths(mentions: readonly PathMention[], context: ResolveContext): Resolved {
  if (mentions.length === 0) return NOTHING
  if (mentions.length === 1 && !mentions[0]!.unresolved) return { paths: [mentions[0]!], ambiguous: NONE }
  const index = 'byName' in context.tree ? context.tree : indexTree(context.tree)
  const paths = new Map<string, PathMention>()
  const ambiguous: { raw: string; candidates: readonly string[] }[] = []
  for (const mention of mentions) {
    const places = mention.unresolved ? place(mention, index, context) : []
    if (places.length > 1) ambiguous.push({ raw: mention.raw, candidates: places })
    const resolved = places.length === 1 ? { ...mention, path: places[0]!, unresolved: false } : mention
    const before = paths.get(resolved.path)
    if (before === undefined) paths.set(resolved.path, resolved)
    else if (before.role === 'read' && resolved.role === 'write') paths.set(resolved.path, { ...before, role: 'write' })
  }
  return { paths: [...paths.values()], ambiguous }
}
