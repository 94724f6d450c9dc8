import { labelInteger, LABEL_RANK } from '../label.ts'
import { classifySection } from '../section.ts'
import type { LabelKind } from '../vocabulary/index.ts'
import { plain } from '../text/inline.ts'
import type { Mention } from './mentions.ts'

/** A milestone before it is read: its definition and the other places that name it. */
export interface MilestoneDraft {
  readonly definition: Mention
  readonly mentions: readonly Mention[]
}

/** Kinds that never give milestones: they are work inside one. */
const WORK_KINDS: ReadonlySet<LabelKind> = new Set<LabelKind>(['task', 'day'])

function numberKey(mention: Mention): string {
  const integer = labelInteger(mention.label.number)
  return `${mention.label.kind} ${integer ?? mention.label.number.toUpperCase()}`
}

const SOURCE_RANK = { node: 0, item: 1, row: 2 } as const

/** The richer of two places; a strong context before a weak one, a heading before an item before a row. */
function richer(a: Mention, b: Mention): Mention {
  const score = (mention: Mention): number =>
    mention.weight * (mention.weak ? 0.25 : 1) * (mention.source.type === 'node' ? 1 : 0.6)
  if (score(a) !== score(b)) return score(a) > score(b) ? a : b
  if (a.weak !== b.weak) return a.weak ? b : a
  return SOURCE_RANK[b.source.type] < SOURCE_RANK[a.source.type] ? b : a
}

interface Level {
  readonly kind: LabelKind
  readonly drafts: readonly MilestoneDraft[]
  /** Those with work or a goal of their own. */
  readonly rich: readonly MilestoneDraft[]
  readonly weight: number
}

function titleOf(mention: Mention): string {
  return plain(mention.label.rest)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** Two headings with the same number and other titles, both with work and not under one another. */
function isSecondDefinition(a: Mention, b: Mention): boolean {
  if (a.source.type !== 'node' || b.source.type !== 'node' || a.weak || b.weak) return false
  if (a.weight < 2 || b.weight < 2 || a.nesting !== b.nesting) return false
  const [one, two] = [titleOf(a), titleOf(b)]
  return one !== two && one !== '' && two !== '' && !one.includes(two) && !two.includes(one)
}

function groupByNumber(mentions: readonly Mention[]): Mention[][] {
  const groups = new Map<string, Mention[][]>()
  for (const mention of mentions) {
    const key = numberKey(mention)
    const known = groups.get(key) ?? []
    const group = known.find((members) => !members.slice(0, 8).some((member) => isSecondDefinition(member, mention)))
    // Beyond a few definitions of one number more are repetitions; without the bound this would be quadratic.
    if (group === undefined && known.length >= 8) known[known.length - 1]!.push(mention)
    else if (group === undefined) known.push([mention])
    else group.push(mention)
    groups.set(key, known)
  }
  return [...groups.values()].flat()
}

/** Tells whether a mention stands inside one of the holders, by binary search over their starts. */
function insideOf(holders: readonly Mention[]): (inner: Mention) => boolean {
  const sorted = [...holders].sort((a, b) => a.start - b.start)
  let reach = 0
  const ends = sorted.map((holder) => (reach = Math.max(reach, holder.end)))
  return (inner) => {
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (sorted[middle]!.start <= inner.start) low = middle + 1
      else high = middle
    }
    return low > 0 && ends[low - 1]! >= inner.end
  }
}

function levelOf(kind: LabelKind, mentions: readonly Mention[]): Level {
  const drafts = groupByNumber(mentions).map((group) => ({ definition: group.reduce(richer), mentions: group }))
  drafts.sort((a, b) => a.definition.start - b.definition.start)
  // Where a kind stands in weak places alone, they are no repetition of a better one.
  const factor = drafts.some((draft) => !draft.definition.weak && draft.definition.weight > 0) ? 0.25 : 0.6
  const weight = drafts.reduce((sum, draft) => sum + draft.definition.weight * (draft.definition.weak ? factor : 1), 0)
  return { kind, drafts, rich: drafts.filter((draft) => draft.definition.weight > 0), weight }
}

const weightOf = (drafts: readonly MilestoneDraft[]): number =>
  drafts.reduce((sum, draft) => sum + draft.definition.weight, 0)

/** A level whose definitions mostly stand inside definitions of another level with siblings is an inner one. */
function isInner(level: Level, others: readonly Level[]): boolean {
  return others.some((other) => {
    if (other === level || other.rich.length < 2) return false
    const holders = other.rich.map((draft) => draft.definition).filter((mention) => mention.source.type === 'node')
    const isInside = insideOf(holders)
    const inside = level.rich.filter((draft) => isInside(draft.definition))
    return weightOf(inside) * 2 > weightOf(level.rich)
  })
}

/** Drops what only weak places or mere names give, where the level has real definitions. */
function settle(level: Level): readonly MilestoneDraft[] {
  const real = level.drafts.filter((draft) => !draft.definition.weak)
  const kept = real.length >= 2 || (real.length > 0 && level.drafts.length === real.length) ? real : level.drafts
  const nodes = kept.filter((draft) => draft.definition.source.type === 'node')
  const anchored = nodes.length >= 2 ? kept.flatMap((draft) => byHeading(draft, nodes) ?? []) : kept
  if (anchored.length < 3) return anchored
  // One level of nesting carries the milestones; a number met deeper or in passing elsewhere is no sibling.
  const nesting = mode(anchored.map((draft) => draft.definition.nesting))
  return anchored.filter((draft) => draft.definition.nesting <= nesting + 1 || draft.definition.weight > 2)
}

/** Where headings define the milestones, a richer row or item about one is a mention of it. */
function byHeading(draft: MilestoneDraft, nodes: readonly MilestoneDraft[]): MilestoneDraft | null {
  if (draft.definition.source.type === 'node') return draft
  const nesting = nodes.map((node) => node.definition.nesting)
  const heading = draft.mentions.find(
    (mention) =>
      mention.source.type === 'node' && !mention.weak && mention.weight > 0 && nesting.includes(mention.nesting),
  )
  return heading === undefined ? null : { ...draft, definition: heading }
}

function mode(values: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? 0
}

/**
 * Chooses the milestones among all mentions: the outermost kind of label with two or more siblings that have work or
 * a goal of their own; where no kind has two, a single label with work. Steps count only where they list work.
 */
export function chooseLevel(mentions: readonly Mention[]): readonly MilestoneDraft[] {
  const byKind = new Map<LabelKind, Mention[]>()
  for (const mention of mentions) {
    const known = byKind.get(mention.label.kind)
    if (known === undefined) byKind.set(mention.label.kind, [mention])
    else known.push(mention)
  }
  const levels = [...byKind].filter(([kind]) => !WORK_KINDS.has(kind)).map(([kind, members]) => levelOf(kind, members))
  const eligible = levels.filter((level) => level.rich.length >= 2 && (level.kind !== 'step' || holdsWork(level)))
  const outer = eligible.filter((level) => !isInner(level, eligible))
  const best = outer.sort((a, b) => b.weight - a.weight || LABEL_RANK[a.kind] - LABEL_RANK[b.kind])[0]
  if (best !== undefined) return about(best) ?? withCalendar(settle(best), levels)
  return single(levels)
}

/** A document whose own title is a label (`# Story 8.1: ...`) is about that one; others of its kind are only named. */
function about(level: Level): readonly MilestoneDraft[] | null {
  const [first] = level.drafts
  const { label, source, start, end } = first!.definition
  if (source.type !== 'node' || source.node.depth !== 1) return null
  const others = level.drafts.slice(1)
  const named = others.every(
    ({ definition }) =>
      definition.start > start && definition.end <= end && !definition.label.number.startsWith(`${label.number}.`),
  )
  const minor = others.every(({ definition }) => definition.source.type !== 'node' || definition.weight < 2)
  return named && minor ? [first!] : null
}

const CALENDAR: ReadonlySet<LabelKind> = new Set<LabelKind>(['version', 'quarter', 'month'])

/** `# Q3 Roadmap`: a document's title that says when is no milestone. */
const isDated = ({ label, source }: Mention): boolean =>
  CALENDAR.has(label.kind) && source.type === 'node' && source.node.depth === 1

/** A roadmap goes on from releases to quarters and years: sibling headings of the other calendar words join. */
function withCalendar(drafts: readonly MilestoneDraft[], levels: readonly Level[]): readonly MilestoneDraft[] {
  const parents = new Set(drafts.flatMap((draft) => siblingKey(draft) ?? []))
  if (parents.size === 0) return drafts
  const kinds = new Set(drafts.map((draft) => draft.definition.label.kind))
  const joining = levels
    .filter((level) => CALENDAR.has(level.kind) && !kinds.has(level.kind))
    .flatMap((level) => level.drafts)
  const siblings = joining.filter((draft) => draft.definition.weight > 0 && parents.has(siblingKey(draft)!))
  return [...drafts, ...siblings].sort((a, b) => a.definition.start - b.definition.start)
}

/** Names the parent of a definition by a calendar heading; null for everything else. */
function siblingKey(draft: MilestoneDraft): string | null {
  const { label, source } = draft.definition
  if (source.type !== 'node' || !CALENDAR.has(label.kind)) return null
  return `${source.node.parent?.start ?? 0}/${source.node.depth}`
}

function single(levels: readonly Level[]): readonly MilestoneDraft[] {
  const named = levels.filter((level) => level.kind !== 'step' && level.rich.length === 1)
  const nodes = named
    .flatMap((level) => level.rich)
    .filter(({ definition }) => classifySection(definition.label.rest) !== 'checklist' && !isDated(definition))
    .filter(
      (draft) => draft.definition.source.type === 'node' && !draft.definition.weak && draft.definition.weight >= 3,
    )
  return nodes.length === 1 ? nodes : []
}

/** The one user story, or the one milestone that is called so, of a document that lists no work, however short it is. */
export function onlyOne(mentions: readonly Mention[]): readonly MilestoneDraft[] {
  const only = (['story', 'milestone'] as const).map((kind) => {
    const heads = mentions.filter(({ label, source }) => label.kind === kind && source.type === 'node')
    return levelOf(kind, heads).drafts
  })
  return only.find((drafts) => drafts.length === 1 && drafts[0]!.definition.weight > 0) ?? []
}

function holdsWork(level: Level): boolean {
  return (
    level.rich.filter((draft) => draft.definition.source.type === 'node' && draft.definition.weight >= 6).length >= 2
  )
}
