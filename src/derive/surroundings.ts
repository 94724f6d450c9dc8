import { hashText } from '../model/hash.ts'
import type { PlanExtra, TreeEntry } from '../model/plan.ts'
import type { Place } from '../model/source.ts'
import type { PlanItem } from '../model/task.ts'
import type { Statement } from '../model/documents.ts'
import { itemOf, type ItemContext } from './items.ts'
import { slug, uniqueKey, type UsedKeys } from './keys.ts'
import { isPlaceholder } from './placeholders.ts'
import { planItem } from './plan-item.ts'
import type { ParsedDocument } from './types.ts'

interface Plain {
  readonly key: string
  readonly phase: 'setup' | 'foundational' | 'polish'
  readonly kind: PlanItem['kind']
  readonly text: string
  readonly body?: readonly string[]
  readonly paths?: PlanItem['paths']
  readonly covers?: readonly string[]
  readonly heading: string
  readonly place: Place
}

/** An item that intentk words itself, from a place of a document. */
export function plainItem(from: Plain): PlanItem {
  const { key, phase, kind, text, body = [], paths = [], covers = [], heading, place } = from
  const origin = { file: place.file, heading, place }
  return planItem({ key, source: hashText([text, ...body].join('\n')), phase, kind, text, body, paths, covers, origin })
}

/** Folders of the tree that are new: nothing below them exists, neither marked nor on disk. The innermost are named. */
function newFolders(tree: readonly TreeEntry[], existing: ReadonlySet<string>): readonly TreeEntry[] {
  const there = new Set<string>()
  const mark = (path: string): void => {
    for (let at = path.lastIndexOf('/', path.length - 2); at > 0; at = path.lastIndexOf('/', at - 1))
      there.add(path.slice(0, at + 1))
  }
  for (const entry of tree) {
    const onDisk = existing.has(entry.path) || existing.has(entry.path.replace(/\/$/, ''))
    if (!entry.existing && !onDisk) continue
    if (entry.directory) there.add(entry.path)
    mark(entry.path)
  }
  const fresh = tree.filter(
    (entry) => entry.directory && !entry.existing && !there.has(entry.path) && !isPlaceholder(entry.path),
  )
  return fresh.filter((entry) => !fresh.some((other) => other !== entry && other.path.startsWith(entry.path)))
}

/** Setup: the folders that the plan's source trees draw and that are not there yet, as one task. */
export function structureItems(file: string, tree: readonly TreeEntry[], existing: ReadonlySet<string>): PlanItem[] {
  const folders = [...new Map(newFolders(tree, existing).map((entry) => [entry.path, entry])).values()]
  const first = folders[0]
  if (first === undefined) return []
  const names = folders.map((entry) => `\`${entry.path}\``)
  const place = { file, ...first.span }
  const text =
    names.length === 1
      ? `Create the folder ${names[0]!}`
      : names.length <= 4
        ? `Create the folders ${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`
        : 'Create the project structure'
  const paths = folders.map((entry) => ({
    raw: entry.path,
    path: entry.path,
    role: 'write' as const,
    kind: 'directory' as const,
    unresolved: false,
  }))
  return [
    plainItem({
      key: 'setup/structure',
      phase: 'setup',
      kind: 'setup',
      text,
      body: names.length <= 4 ? [] : names.map((name) => `- ${name}`),
      paths,
      heading: 'Project structure',
      place,
    }),
  ]
}

/** Work of the documents that belongs to no milestone, in its fixed phase. */
export function extraItems(ctx: ItemContext, extras: readonly PlanExtra[]): PlanItem[] {
  return extras
    .filter((extra) => !isPlaceholder(extra.task.text))
    .flatMap((extra) => {
      const item = itemOf(ctx, extra.task, extra.phase, extra.phase)
      const parts = extra.task.children.map((child) => itemOf(ctx, child, extra.phase, extra.phase))
      return [
        { ...item, kind: item.kind === 'work' && extra.phase !== 'foundational' ? extra.phase : item.kind },
        ...parts,
      ]
    })
}

/** Foundational: resources that several milestones share, and what has to come from outside. */
export function foundationItems(documents: readonly ParsedDocument[], keys: UsedKeys): PlanItem[] {
  const statements = documents
    .flatMap((document) => document.foundations)
    .filter(
      (statement) =>
        statement.text !== '' && !isPlaceholder(statement.text) && !/^(?:none|n\/a)\b/iu.test(statement.text),
    )
  return statements.map((statement: Statement) => {
    const what = statement.text.replace(/^(?:The|An?|All)\b/, (article) => article.toLowerCase())
    const text = statement.id.startsWith('ED') ? `Secure ${what}` : `Provide ${what}`
    return plainItem({
      key: uniqueKey(`foundational/${slug(statement.id || statement.text)}`, keys),
      phase: 'foundational',
      kind: 'work',
      text,
      heading: statement.heading,
      place: statement.place,
    })
  })
}

interface PolishSource {
  readonly key: string
  readonly text: string
  readonly lines: readonly { readonly text: string; readonly key?: string }[]
  readonly place: Place
}

/** Polish: what the whole result has to meet, one task a kind, its statements as the body. */
export function polishItems(sources: readonly PolishSource[]): PlanItem[] {
  return sources
    .filter((source) => source.lines.length > 0)
    .map((source) =>
      plainItem({
        key: `polish/${source.key}`,
        phase: 'polish',
        kind: 'polish',
        text: source.text,
        body: source.lines.map((line) => `- ${line.text}`),
        covers: source.lines.flatMap((line) => line.key ?? []),
        heading: 'Polish',
        place: source.place,
      }),
    )
}
