import type { Block } from '../../model/blocks.ts'
import type { Span } from '../../model/source.ts'
import { LABEL_RANK, readLabel, type ReadLabel } from '../label.ts'
import { classifySection } from '../section.ts'
import { plain } from '../text/inline.ts'
import { labelWords, type SectionKind } from '../vocabulary/index.ts'
import type { ReadContext } from './context.ts'
import { cellsOf, isTaskTable } from './task-table.ts'
import type { OutlineNode } from '../outline.ts'
import { type Item, itemsOf, labelsOf } from './item-head.ts'

/** Where a milestone label stands: a heading or label, a list item, a table row. */
export type MentionSource =
  | { readonly type: 'node'; readonly node: OutlineNode }
  | { readonly type: 'item'; readonly block: Block; readonly item: Item }
  | { readonly type: 'row'; readonly block: Block; readonly header: Block }

/** One place that names a milestone. */
export interface Mention extends Span {
  readonly label: ReadLabel
  readonly source: MentionSource
  /** The node the mention is, or stands in. */
  readonly node: OutlineNode
  /** How much work and goal of its own stands here; 0 is a mere name. */
  readonly weight: number
  /** Inside a section that repeats milestones (timeline, overview, metrics, checklist). */
  readonly weak: boolean
  /** Nesting: headings and labels above, one more for items and rows. */
  readonly nesting: number
}

const WEAK: ReadonlySet<SectionKind> = new Set<SectionKind>([
  'timeline',
  'overview',
  'metrics',
  'checklist',
  'criteria',
  'resources',
  'goal',
  'notes',
  'priority',
  'validation',
  'dependencies',
  'status',
  'quality',
  'duration',
  'requirements',
])
const EXCLUDED: ReadonlySet<SectionKind> = new Set<SectionKind>(['out', 'next-steps', 'risks', 'appendix', 'example'])
const SELF_EXCLUDED: ReadonlySet<SectionKind> = new Set<SectionKind>(['out', 'process', 'next-steps'])

interface Surroundings {
  readonly weak: boolean
  readonly nesting: number
}

/** Inside a node that stands inside others; null where nothing is a mention. */
function inside(around: Surroundings, { kind, section }: OutlineNode): Surroundings | null {
  if (kind === 'root') return around
  if (section !== null && EXCLUDED.has(section)) return null
  return { weak: around.weak || (section !== null && WEAK.has(section)), nesting: around.nesting + 1 }
}

/** Work listed below blocks. */
function listWeight(ctx: ReadContext, blocks: readonly Block[]): number {
  let weight = 0
  for (const block of blocks) {
    if (block.type === 'list') {
      weight += labelsOf(ctx, block).weight
    } else if (block.type === 'table')
      weight += Math.max(0, block.children.length - 1) * (isTaskTable(ctx, block) ? 1.5 : 0.4)
    else if (block.type === 'paragraph') weight += 0.5
  }
  return weight
}

const weights = new WeakMap<OutlineNode, number>()

function nodeWeight(ctx: ReadContext, node: OutlineNode): number {
  const known = weights.get(node)
  if (known !== undefined) return known
  let weight = listWeight(ctx, node.blocks) + node.fields.length * 0.5
  for (const child of node.children) {
    const counted = nodeWeight(ctx, child)
    weight +=
      child.section !== null && (EXCLUDED.has(child.section) || WEAK.has(child.section)) ? counted * 0.2 : counted + 0.5
  }
  weights.set(node, weight)
  return weight
}

/** The title among the words after a label: up to a closing bold mark, a sentence's end or a dash. */
function titlePart(rest: string): string {
  const end = rest.search(/\*\*|[.。](?:\s|$)|\s[–—-]\s/u)
  return end < 0 ? rest : rest.slice(0, end)
}

/** A label whose own words say that it is no milestone: a template's process phase, future work. */
export function isExcludedTitle(label: ReadLabel): boolean {
  const section = classifySection(titlePart(label.rest))
  return section !== null && SELF_EXCLUDED.has(section)
}

const CONTINUATION =
  /^(?:\s*(?:gate|success|results?|report|summary|complete|checklist|status|tasks? for|deliverables?|risks?|metrics?|criteria)\b)/iu

function nodeMention(ctx: ReadContext, node: OutlineNode, label: ReadLabel, around: Surroundings): Mention | null {
  if (node.kind === 'root' || isExcludedTitle(label)) return null
  const weight = nodeWeight(ctx, node) * (CONTINUATION.test(label.rest) ? 0.3 : 1)
  return {
    label,
    source: { type: 'node', node },
    node,
    weight,
    weak: around.weak,
    nesting: around.nesting,
    start: node.start,
    end: node.end,
  }
}

function itemMentions(
  ctx: ReadContext,
  node: OutlineNode,
  list: Block,
  around: Surroundings,
  mentions: Mention[],
): void {
  const { labels } = labelsOf(ctx, list)
  if (labels.length === 0) return
  const items = itemsOf(ctx, list)
  for (let at = 0; at < labels.length; at += 1) {
    const item = items[at]!
    const { block } = item
    const label = labels[at]!
    if (label === null || isExcludedTitle(label)) continue
    // "P0: ~40 issues" counts; it is a milestone only where it lists its work.
    if (label.kind === 'priority' && block.children.every((child) => child.type === 'paragraph')) continue
    const nested = block.children.filter((child) => child.type !== 'paragraph')
    const weight = listWeight(ctx, nested) + (label.rest === '' ? 0 : 0.5)
    mentions.push({
      label,
      source: { type: 'item', block, item },
      node,
      weight,
      weak: around.weak,
      nesting: around.nesting + 1,
      start: block.start,
      end: block.end,
    })
  }
}

/** A column called by a milestone word: `Phase`, `Milestone`, `阶段`. */
function namesMilestones(ctx: ReadContext, header: Block): boolean {
  const { kinds } = labelWords()
  return cellsOf(ctx, header)
    .slice(0, 2)
    .some((cell) => {
      const kind = kinds.get(plain(cell.text).toLowerCase())
      return kind !== undefined && LABEL_RANK[kind] <= 6
    })
}

const PLANNING: ReadonlySet<SectionKind> = new Set<SectionKind>([
  'deliverables',
  'dependencies',
  'duration',
  'goal',
  'priority',
  'timeline',
  'tasks',
  'scope',
  'criteria',
])

/** A column that says what is done, why, when or after what. */
function plans(ctx: ReadContext, header: Block): boolean {
  return cellsOf(ctx, header).some((cell) => PLANNING.has(classifySection(plain(cell.text)) ?? 'notes'))
}

function rowMentions(
  ctx: ReadContext,
  node: OutlineNode,
  table: Block,
  around: Surroundings,
  mentions: Mention[],
): void {
  const [header, ...rows] = table.children
  if (header === undefined) return
  const named = namesMilestones(ctx, header)
  if (!named && isTaskTable(ctx, table)) return
  // `M1` in a table of test results names a module; short forms need a header that plans.
  const short = !named && !plans(ctx, header)
  const read = rows.map((row) => {
    const cells = cellsOf(ctx, row)
    return {
      row,
      cells,
      label:
        cells
          .slice(0, 2)
          .map((cell) => readLabel(cell.text))
          .find((found) => found !== null) ?? null,
    }
  })
  const counts = new Map<string, number>()
  for (const { label } of read) if (label !== null) counts.set(label.printed, (counts.get(label.printed) ?? 0) + 1)
  for (const { row, cells, label } of read) {
    // A label on several rows is a property of what the rows are about.
    if (
      label === null ||
      label.kind === 'priority' ||
      (short && /^[A-Z]{1,2}[ -]?\d/.test(label.printed)) ||
      counts.get(label.printed) !== 1 ||
      isExcludedTitle(label)
    )
      continue
    const filled = cells.filter((cell) => plain(cell.text) !== '').length - 1
    mentions.push({
      label,
      source: { type: 'row', block: row, header },
      node,
      weight: filled * 0.4,
      weak: around.weak,
      nesting: around.nesting + 1,
      start: row.start,
      end: row.end,
    })
  }
}

/** All places of a document that name a milestone, in document order. */
export function collectMentions(ctx: ReadContext, root: OutlineNode): Mention[] {
  const mentions: Mention[] = []
  mentionsBelow(ctx, root, { weak: false, nesting: 0 }, mentions)
  return mentions.sort((a, b) => a.start - b.start)
}

function mentionsBelow(ctx: ReadContext, node: OutlineNode, above: Surroundings, mentions: Mention[]): void {
  const around = inside(above, node)
  if (around === null) return
  const own = node.label === null ? null : nodeMention(ctx, node, node.label, around)
  if (own !== null) mentions.push(own)
  for (const block of node.blocks) {
    if (block.type === 'list') itemMentions(ctx, node, block, around, mentions)
    else if (block.type === 'table') rowMentions(ctx, node, block, around, mentions)
  }
  for (const child of node.children) mentionsBelow(ctx, child, around, mentions)
}
