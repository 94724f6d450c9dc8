import type { PlanMilestone } from '../../model/plan.ts'
import { readLabel, type ReadLabel } from '../label.ts'
import { findEstimate } from '../text/estimate.ts'
import { plain, stripDecorations } from '../text/inline.ts'
import { findPriority } from '../text/priority.ts'
import { readTaskLine } from '../text/task-line.ts'
import type { ReadContext } from './context.ts'
import type { Mention } from './mentions.ts'
import { cutFromTitle, dependenciesBehind, titleDependencies } from './heading-dependencies.ts'
import { cellsOf } from './task-table.ts'
import { oneLine, squeeze } from './items.ts'
import type { Item } from './item-head.ts'

const FLAG = /(?:\s|🎯|\u26A0|\uFE0F)+$/u

/** Takes `🎯 MVP` and warning signs off the end of a title. */
function withoutFlags(title: string): string {
  const bare = title.slice(0, title.length - (FLAG.exec(title.slice(-60))?.[0].length ?? 0))
  const named = bare.endsWith('MVP') ? bare.slice(0, -3) : bare
  return named.slice(0, named.length - (FLAG.exec(named.slice(-60))?.[0].length ?? 0))
}

export interface Heading {
  readonly label: ReadLabel
  readonly title: string
  readonly done: boolean
  readonly priority: PlanMilestone['priority']
  readonly estimate: PlanMilestone['estimate']
  /** What the heading itself says that comes first. */
  readonly stated: PlanMilestone['stated']
}

const BOLD_TITLE = /^(?:\*\*|__)(.{2,200}?)(?:\*\*|__)/su

/** The words after the label inside an item's bold title: what follows the title is its work or its goal. */
function boldRest({ text, line }: Item): string | null {
  const bold = BOLD_TITLE.exec(text.slice(line?.box?.end ?? 0, 300).trimStart())
  return bold === null ? null : readLabel(bold[1]!)?.rest.replace(/[.。]$/u, '') || null
}

/** The words of an item's first line behind its bold title; '' where it has none. */
function behindBold({ text, line }: Item): string {
  const first = text
    .slice(line?.box?.end ?? 0, 600)
    .trimStart()
    .split('\n', 1)[0]!
  const bold = BOLD_TITLE.exec(first)
  return bold === null ? '' : first.slice(bold[0].length)
}

/** `Sprint 1 (6 to 17 January)` has no title but its label. */
const named = (label: ReadLabel, title: string): string =>
  /^[(（][^()（）]*[)）]$/u.test(title) ? `${label.printed} ${title}` : title

/** Takes a label's rest apart: title, priority, estimate, status; an inner label (`Phase 3: User Story 1 - ...`) wins. */
export function readHeading(ctx: ReadContext, mention: Mention): Heading {
  const outer = mention.label
  const rest = mention.source.type === 'item' ? (boldRest(mention.source.item) ?? outer.rest) : outer.rest
  const inner = readLabel(rest)
  const label = inner !== null && (inner.kind === 'story' || inner.kind === 'milestone') ? inner : { ...outer, rest }
  const decorated = stripDecorations(squeeze(label.rest))
  let title = mention.source.type === 'row' && decorated.text === '' ? rowTitle(ctx, mention) : decorated.text
  const waits = titleDependencies(ctx, title, mention)
  const behind = mention.source.type === 'item' ? behindBold(mention.source.item) : ''
  title = waits.title
  const priority = findPriority(title)
  if (priority !== null) title = cutFromTitle(title, priority)
  const estimate = findEstimate(title)
  if (estimate !== null) title = cutFromTitle(title, estimate)
  title = stripDecorations(title).text
  const source = mention.source.type === 'node' ? mention.source.node.head : itemOrRowHead(ctx, mention)
  const line = mention.source.type === 'item' ? readTaskLine(source) : null
  return {
    label,
    title: named(label, oneLine(withoutFlags(title.replace(/^\*\*|\*\*$/g, ''))).replace(/\s*[–—-]+\s*$/u, '')),
    done: decorated.done || stripDecorations(source).done || line?.state === 'done',
    priority: priority?.priority ?? null,
    estimate: estimate?.estimate ?? null,
    stated: behind === '' ? waits.stated : [...waits.stated, ...dependenciesBehind(ctx, behind, mention)],
  }
}

function itemOrRowHead(ctx: ReadContext, mention: Mention): string {
  if (mention.source.type === 'item') return mention.source.item.text
  return ctx.text.slice(mention.start, mention.end)
}

function rowTitle(ctx: ReadContext, mention: Mention): string {
  if (mention.source.type !== 'row') return ''
  const cells = cellsOf(ctx, mention.source.block)
  const labelled = cells.findIndex((cell) => readLabel(cell.text) !== null)
  return plain(cells[labelled + 1]?.text ?? '')
}
