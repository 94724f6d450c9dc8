import type { Block } from '../model/blocks.ts'
import type { Span } from '../model/source.ts'
import { labelLine, PLAIN_FIELD } from './label-lines.ts'
import { classifySection } from './section.ts'
import type { SectionKind } from './vocabulary/index.ts'

/** Sections that a milestone has, not a task: their label ends a list of tasks however close it stands. */
const OPENING: ReadonlySet<SectionKind> = new Set<SectionKind>([
  'tasks',
  'deliverables',
  'steps',
  'criteria',
  'checklist',
  'scenarios',
  'metrics',
  'scope',
  'milestones',
  'out',
  'risks',
  'next-steps',
  'duration',
  'goal',
])

const PLAIN_LABEL = /^(\p{L}[\p{L}\d /&'-]{1,40}?)\s*[:：]\s*$/u
const TASK = /^(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[.\][ \t]|\*{0,2}T-?\d{2})/u

/** Whether a line opens a section, or states a value that is none of the item it stands below. */
function opens(line: string, isTask: boolean): boolean {
  const bold = line.startsWith('**') ? labelLine(line, 0) : null
  const key = bold?.key ?? (PLAIN_LABEL.exec(line) ?? (isTask ? null : PLAIN_FIELD.exec(line)))?.[1]
  const section = key === undefined ? null : classifySection(key)
  return section !== null && (!isTask || OPENING.has(section))
}

/** Where the first line that opens a section stands below the first line of a paragraph; -1 where none does. */
function openingLine(text: string, paragraph: Span, isTask: boolean): number {
  for (let at = text.indexOf('\n', paragraph.start); at >= 0 && at < paragraph.end; at = text.indexOf('\n', at + 1)) {
    const end = text.indexOf('\n', at + 1)
    const line = text.slice(at + 1, end < 0 || end > paragraph.end ? paragraph.end : end).trimEnd()
    if (opens(line, isTask)) return at + 1
  }
  return -1
}

interface Cut {
  readonly kept: Block
  /** What stood at its end. */
  readonly label: Span
}

/** An item without the lines at its end that open a section; null where there are none. */
function cutItem(text: string, item: Block, isTask: boolean): Cut | null {
  const last = item.children[item.children.length - 1]
  if (last === undefined) return null
  if (last.type === 'list' || last.type === 'listItem') {
    const inner = cutItem(text, last, isTask)
    return inner === null ? null : withLast(item, inner.kept, inner.label)
  }
  const at = last.type === 'paragraph' && item.type === 'listItem' ? openingLine(text, last, isTask) : -1
  if (at < 0) return null
  const end = last.start + text.slice(last.start, at).trimEnd().length
  return withLast(item, { ...last, end }, { start: at, end: last.end })
}

function withLast(item: Block, last: Block, label: Span): Cut {
  return { kept: { ...item, end: last.end, children: [...item.children.slice(0, -1), last] }, label }
}

/**
 * Takes labels out of the blocks that they continue for Markdown. Without a blank line before it, a line such as
 * `**Tasks:**` below a list belongs to the last item's paragraph, and the bullets below it go on with the same list; a
 * reader sees a label and two lists. So it is with `Tasks:` as the last line of a paragraph above a list.
 */
export function splitAtLabels(text: string, blocks: readonly Block[]): readonly Block[] {
  let result: Block[] | null = null
  blocks.forEach((block, index) => {
    const parts =
      block.type === 'list'
        ? splitList(text, block)
        : block.type === 'paragraph' && blocks[index + 1]?.type === 'list'
          ? splitParagraph(text, block)
          : null
    if (parts !== null) result ??= blocks.slice(0, index)
    if (result !== null) result.push(...(parts ?? [block]))
  })
  return result ?? blocks
}

function splitParagraph(text: string, paragraph: Block): readonly Block[] | null {
  const at = text.lastIndexOf('\n', paragraph.end - 1) + 1
  if (at <= paragraph.start) return null
  const key = PLAIN_LABEL.exec(text.slice(at, paragraph.end))?.[1]
  if (key === undefined || classifySection(key) === null) return null
  const before = paragraph.start + text.slice(paragraph.start, at).trimEnd().length
  return [
    { ...paragraph, end: before },
    { ...paragraph, start: at },
  ]
}

/** Nearly all items of a large plan are one line, which nothing can stand below. */
function isOneLine(text: string, { children, end }: Block): boolean {
  if (children.length !== 1 || children[0]!.type !== 'paragraph') return false
  const next = text.indexOf('\n', children[0]!.start)
  return next < 0 || next >= end
}

function splitList(text: string, list: Block): readonly Block[] | null {
  const parts: Block[] = []
  let from = 0
  const part = (to: number, last: Block | null): Block => {
    const children = [...list.children.slice(from, last === null ? to : to - 1), ...(last === null ? [] : [last])]
    return { ...list, start: children[0]!.start, end: children[children.length - 1]!.end, children }
  }
  for (let index = 0; index < list.children.length; index += 1) {
    const item = list.children[index]!
    if (isOneLine(text, item)) continue
    const cut = cutItem(text, item, TASK.test(text.slice(item.start, item.start + 24)))
    if (cut === null) continue
    const { label } = cut
    parts.push(part(index + 1, cut.kept), { ...item, ...label, type: 'paragraph', children: [] })
    from = index + 1
  }
  if (parts.length === 0) return null
  if (from < list.children.length) parts.push(part(list.children.length, null))
  return parts
}
