import { code, tokensOf } from './brief-text.ts'

/** The headings of a block, in their order. The first five always stand there. */
export const PARTS = [
  'SINGLE FOCUS',
  'EXECUTION PLAN',
  'SUCCESS CRITERIA',
  'NO PLACEHOLDERS',
  'INCREMENTAL PROGRESS',
  'CONSTRAINTS AND PRINCIPLES',
] as const
export type Part = (typeof PARTS)[number]

/** Pieces of context of one kind. The most relevant group stands first in a list of them, so does a group's best item. */
export interface Group {
  readonly part: Part
  /** What the pieces are, for the note about those that were left out: `principles`. */
  readonly what: string
  /** The line above them; '' for none. */
  readonly lead: string
  /** Where all of them can be read: `execute.md:31`. */
  readonly where: string
  /** Printed lines, quoted. */
  readonly items: readonly string[]
}

/** Pieces that were left out to meet a budget, and where they stand. */
export interface Omitted {
  readonly what: string
  readonly left: number
  readonly of: number
  readonly where: string
}

/** What always stands in a block. */
export interface Frame {
  readonly head: string
  /** The text of each part that has one of its own. */
  readonly own: Readonly<Partial<Record<Part, string>>>
  /** Where to read on when nothing else can be said. */
  readonly where: string
}

export type Fitted =
  | { readonly ok: true; readonly prompt: string; readonly tokens: number; readonly omitted: readonly Omitted[] }
  | { readonly ok: false; readonly least: number }

const leadLength = ({ lead }: Group): number => (lead === '' ? 1 : lead.length + 3)
/** Items stand on lines of one quote. */
const itemLength = (item: string): number => item.length + 1

function noteLine(omitted: Omitted): string {
  const number = omitted.left === omitted.of ? `${omitted.of}` : `${omitted.left} of ${omitted.of}`
  return `- ${omitted.what} (${number}): ${code(omitted.where)}`
}

const NOTE_HEAD = '\n## LEFT OUT\n\nThere was no room for this; read it where it matters:\n\n'

function noteOf(omitted: readonly Omitted[], short: boolean, where: string): string {
  if (omitted.length === 0) return ''
  if (!short) return `${NOTE_HEAD}${omitted.map((each) => `${noteLine(each)}\n`).join('')}`
  const pieces = omitted.reduce((sum, { left }) => sum + left, 0)
  return `\nLeft out for want of room: ${pieces} pieces of context, see ${code(where)}.\n`
}

/** How many items of each group stay when those at the end go first. */
type Kept = readonly number[]

function omittedOf(groups: readonly Group[], kept: Kept): readonly Omitted[] {
  return groups.flatMap(({ what, where, items }, at) =>
    kept[at] === items.length ? [] : [{ what, left: items.length - kept[at]!, of: items.length, where }],
  )
}

function printed(frame: Frame, groups: readonly Group[], kept: Kept, short: boolean): string {
  let text = frame.head
  for (const part of PARTS) {
    const own = frame.own[part] ?? ''
    const blocks = groups.flatMap(({ lead, items, part: of }, at) =>
      of !== part || kept[at] === 0
        ? []
        : [`${lead === '' ? '' : `${lead}\n\n`}${items.slice(0, kept[at]).join('\n')}\n`],
    )
    const content = [...(own === '' ? [] : [`${own}\n`]), ...blocks]
    if (content.length > 0) text += `\n## ${part}\n\n${content.join('\n')}`
  }
  return text + noteOf(omittedOf(groups, kept), short, frame.where)
}

/**
 * How much stays so that a block is no longer than `most` characters: as many pieces as fit, the least relevant left out
 * first. Linear. Null where not even the frame fits.
 */
function keep(frame: Frame, groups: readonly Group[], most: number, short: boolean): Kept | null {
  const kept = groups.map(({ items }) => items.length)
  let size = printed(frame, groups, kept, short).length
  // Numbers in a note shrink no more than they grow: every group is counted with its longest line.
  const notes = groups.map(({ what, where, items }) =>
    short ? 0 : noteLine({ what, where, left: items.length - 1, of: items.length }).length + 1,
  )
  let noted = false
  for (let at = groups.length - 1; at >= 0 && size > most; at--) {
    const group = groups[at]!
    if (group.items.length > 0 && !noted) {
      size += short ? noteOf([{ what: '', left: 1e9, of: 1e9, where: '' }], true, frame.where).length : NOTE_HEAD.length
      noted = true
    }
    size += notes[at]!
    while (kept[at]! > 0 && size > most) {
      kept[at]!--
      size -= itemLength(group.items[kept[at]!]!)
      if (kept[at] === 0) size -= leadLength(group)
    }
  }
  return printed(frame, groups, kept, short).length <= most ? kept : null
}

/** The block with as much of the context as a budget of tokens has room for. Never longer than the budget. */
export function fitBlock(frame: Frame, groups: readonly Group[], maxTokens: number): Fitted {
  const filled = groups.filter(({ items }) => items.length > 0)
  const whole = printed(
    frame,
    filled,
    filled.map(({ items }) => items.length),
    false,
  )
  if (tokensOf(whole) <= maxTokens) return { ok: true, prompt: whole, tokens: tokensOf(whole), omitted: [] }
  const notes = omittedOf(
    filled,
    filled.map(() => 0),
  ).reduce((sum, each) => sum + noteLine(each).length + 1, 0)
  // A note must not take the room of what it tells of.
  for (const short of notes * 6 > maxTokens * 4 ? [true] : [false, true]) {
    const kept = keep(frame, filled, maxTokens * 4, short)
    if (kept === null) continue
    const prompt = printed(frame, filled, kept, short)
    return { ok: true, prompt, tokens: tokensOf(prompt), omitted: omittedOf(filled, kept) }
  }
  const none = filled.map(() => 0)
  return { ok: false, least: tokensOf(printed(frame, filled, none, true)) }
}
