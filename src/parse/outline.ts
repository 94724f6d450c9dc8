import type { Block } from '../model/blocks.ts'
import type { Span } from '../model/source.ts'
import { LABEL_RANK, readLabel, type ReadLabel } from './label.ts'
import { classifySection } from './section.ts'
import { plain } from './text/inline.ts'
import type { SectionKind } from './vocabulary/index.ts'

/** A labelled value on its own line: `**Priority**: High`. */
export interface Field extends Span {
  /** The key as words, without marks and colon. */
  readonly key: string
  readonly section: SectionKind | null
  readonly value: string
  /** Offset of the value's first character. */
  readonly valueStart: number
}

/**
 * A heading, or a label that acts as one (a bold line, `Tasks:` before a list), with all that stands below it.
 * The root stands for the document.
 */
export interface OutlineNode extends Span {
  readonly kind: 'root' | 'heading' | 'label'
  /** 0 root, 1 to 6 heading; a label has the depth of its heading. */
  readonly depth: number
  /** Source slice of the heading or label, without `#`, bold marks of a whole label and closing colon. */
  readonly head: string
  readonly headStart: number
  /** The head as plain words. */
  readonly title: string
  readonly label: ReadLabel | null
  readonly section: SectionKind | null
  /** Text after a label on its own line (`**Tasks** (in order):` has none). */
  readonly value: string
  readonly fields: readonly Field[]
  readonly blocks: readonly Block[]
  readonly children: readonly OutlineNode[]
  readonly parent: OutlineNode | null
}

type Open = { -readonly [Key in keyof OutlineNode]: OutlineNode[Key] } & {
  fields: Field[]
  blocks: Block[]
  children: OutlineNode[]
}

const LABEL_LINE = /^(?:[>\s]*)(?:\*\*|__)(?=\S)(.{1,160}?)(?:\*\*|__)(?!\*)[ \t]*(.*)$/su
const PLAIN_FIELD = /^[*_]?([\p{L}][\p{L}\d /&'-]{1,40}?)[ \t]*(?:：[ \t]*|:[ \t]+)(\S.*?)[*_]?$/su
const INTRODUCES = /^(?!.*[.!?。] ).{1,120}[:：]$/su

interface LabelLine {
  readonly key: string
  readonly keyStart: number
  readonly value: string
  readonly valueStart: number
}

/** A line that starts with a bold key: the key, and what follows the colon. */
export function labelLine(line: string, start: number): LabelLine | null {
  const match = LABEL_LINE.exec(line)
  if (match === null) return null
  const whole = match[2]!.trim() === '' ? boldField(match[1]!) : null
  if (whole !== null) {
    const keyStart = start + line.indexOf(match[1]!)
    return {
      key: whole.key,
      keyStart,
      value: whole.value,
      valueStart: keyStart + match[1]!.length - whole.value.length,
    }
  }
  const keyAt = line.indexOf(match[1]!)
  const inside = /[:：]\s*$/u.test(match[1]!)
  const colon = /^\s*[:：]\s*/u.exec(match[2]!)
  const key = match[1]!.replace(/[:：\s]+$/u, '')
  const value = colon === null ? match[2]! : match[2]!.slice(colon[0].length)
  if (!inside && colon === null && value !== '' && !/^[(（[–—\-*_⭐✅🔨❌]/u.test(value)) return null
  return { key, keyStart: start + keyAt, value: value.trimEnd(), valueStart: start + line.length - value.length }
}

/** `**Owner: Ana**`: key and value inside one pair of marks. */
function boldField(text: string): { key: string; value: string } | null {
  const match = /^([\p{L}][\p{L} ]{1,30}?)[:：]\s*(\S.*)$/su.exec(text)
  return match === null || classifySection(match[1]!) === null ? null : { key: match[1]!, value: match[2]! }
}

/** Sections whose label states one value; a list below a stated value is not theirs. */
const VALUED: ReadonlySet<SectionKind> = new Set<SectionKind>([
  'dependencies',
  'priority',
  'duration',
  'status',
  'goal',
  'overview',
  'notes',
  'timeline',
  'resources',
  'validation',
  'prerequisites',
  'requirements',
  'files',
  'risks',
  'technology',
])

interface Line {
  readonly text: string
  readonly start: number
}

function linesOf(text: string, start: number): Line[] {
  const lines: Line[] = []
  let at = 0
  for (;;) {
    const next = text.indexOf('\n', at)
    const raw = next < 0 ? text.slice(at) : text.slice(at, next)
    const lead = raw.length - raw.trimStart().length
    lines.push({ text: raw.trim(), start: start + at + lead })
    if (next < 0) return lines
    at = next + 1
  }
}

function node(
  kind: 'heading' | 'label',
  depth: number,
  head: string,
  headStart: number,
  span: Span,
  value: string,
): Open {
  const label = readLabel(value !== '' && kind === 'label' ? `${head} ${value}` : head)
  return {
    kind,
    depth,
    head,
    headStart,
    title: plain(head),
    label,
    section: label === null ? classifySection(head) : null,
    value,
    fields: [],
    blocks: [],
    children: [],
    parent: null,
    start: span.start,
    end: span.end,
  }
}

/** The outline while it grows: open headings by depth, and under the last of them the open labels. */
class Builder {
  readonly root: Open
  readonly text: string
  private readonly stack: Open[]

  private readonly end: number

  constructor(text: string, span: Span) {
    this.text = text
    this.end = span.end
    this.root = {
      kind: 'root',
      depth: 0,
      head: '',
      headStart: 0,
      title: '',
      label: null,
      section: null,
      value: '',
      fields: [],
      blocks: [],
      children: [],
      parent: null,
      start: span.start,
      end: span.end,
    }
    this.stack = [this.root]
  }

  get top(): Open {
    return this.stack[this.stack.length - 1]!
  }

  private closeUntil(keep: (open: Open) => boolean, end: number): void {
    while (this.stack.length > 1 && !keep(this.top)) this.stack.pop()!.end = end
  }

  private push(opened: Open): void {
    opened.parent = this.top
    this.top.children.push(opened)
    this.stack.push(opened)
  }

  heading(opened: Open): void {
    this.closeUntil((open) => open.kind !== 'label' && open.depth < opened.depth, opened.start)
    this.push(opened)
  }

  label(opened: Open): void {
    const rank = opened.label === null ? 99 : LABEL_RANK[opened.label.kind]
    this.closeUntil(
      (open) => open.kind !== 'label' || (open.label !== null && LABEL_RANK[open.label.kind] < rank),
      opened.start,
    )
    this.push({ ...opened, depth: this.top.depth })
  }

  /** A rule or a field at the heading's own level ends plain labels. */
  endLabels(at: number, all: boolean): void {
    this.closeUntil((open) => open.kind !== 'label' || (!all && open.label !== null), at)
  }

  /** Depth of the innermost open heading of the document's own, not of a summary. */
  headingDepth(): number {
    for (let at = this.stack.length - 1; at > 0; at -= 1) {
      const open = this.stack[at]!
      if (open.kind === 'heading' && Number.isInteger(open.depth)) return open.depth
    }
    return 0
  }

  endSummary(end: number): void {
    if (this.stack.some((open) => !Number.isInteger(open.depth)))
      this.closeUntil((open) => Number.isInteger(open.depth) && open.kind !== 'label', end)
  }

  finish(): OutlineNode {
    this.closeUntil(() => false, this.end)
    return this.root
  }
}

/**
 * A label on the line after a list's last item, without a blank line, belongs to the item for Markdown (`4. ...` then
 * `**Plans**:`) and to the next list for its reader.
 */
function listBefore(builder: Builder, list: Block): void {
  builder.top.blocks.push(list)
  const item = list.children[list.children.length - 1]
  const paragraph = item?.children[item.children.length - 1]
  const lazy = paragraph?.type === 'paragraph' ? lazyLabel(builder.text, paragraph) : null
  if (lazy !== null)
    builder.label(node('label', 0, lazy.key, lazy.keyStart, { start: lazy.start, end: list.end }, lazy.value))
}

/** The label that ends an item's paragraph at the start of a line; null where there is none. */
export function lazyLabel(text: string, paragraph: Span): (LabelLine & { readonly start: number }) | null {
  const at = text.lastIndexOf('\n', paragraph.end - 1)
  if (at < paragraph.start || !text.startsWith('**', at + 1)) return null
  const found = labelLine(text.slice(at + 1, paragraph.end).trimEnd(), at + 1)
  return found === null || found.value.length > 40 || classifySection(found.key) === null
    ? null
    : { ...found, start: at + 1 }
}

const SUMMARY = /<summary>\s*([^<]{1,300}?)\s*<\/summary>/iu

/** `<summary>` is the heading of its `<details>`; it stands between the headings of two levels. */
function html(builder: Builder, block: Block): void {
  const slice = builder.text.slice(block.start, Math.min(block.end, block.start + 2000))
  if (/<\/details>/iu.test(slice)) builder.endSummary(block.start)
  const summary = SUMMARY.exec(slice.replace(/<\/?(?:b|strong|em|i|code|h[1-6])>/giu, (tag) => ' '.repeat(tag.length)))
  if (summary === null) return void builder.top.blocks.push(block)
  const start = block.start + summary.index + summary[0].indexOf(summary[1]!)
  const line = block.start + summary.index
  builder.heading(
    node('heading', builder.headingDepth() + 0.5, summary[1]!, start, { start: line, end: block.end }, ''),
  )
}

function headingText(block: Block, text: string): { head: string; start: number } {
  const slice = text.slice(block.start, block.end)
  const atx = /^#{1,6}[ \t]*/.exec(slice)
  if (atx === null) return { head: slice.replace(/\n[^\n]*$/, '').trim(), start: block.start }
  return { head: withoutClosing(slice.slice(atx[0].length).trim()), start: block.start + atx[0].length }
}

/** A heading's text without the `#` that close it. */
function withoutClosing(head: string): string {
  let end = head.length
  while (head[end - 1] === '#') end -= 1
  return end < head.length && /[ \t]/.test(head[end - 1] ?? ' ') ? head.slice(0, end).trimEnd() : head
}

function isListAhead(next: Block | undefined): boolean {
  return next !== undefined && (next.type === 'list' || next.type === 'table')
}

/** Takes the fields of a paragraph; true where the paragraph was a label or fields and is done with. */
function paragraph(builder: Builder, block: Block, next: Block | undefined): void {
  const lines = linesOf(builder.text.slice(block.start, block.end), block.start)
  const first = lines[0]!
  const found = labelLine(first.text, first.start)
  if (found === null) return plainParagraph(builder, block, lines, next)
  const label = readLabel(first.text)
  const section = classifySection(found.key)
  const owns =
    lines.length === 1 &&
    isListAhead(next) &&
    section !== null &&
    (!VALUED.has(section) || found.value.startsWith('(') || found.value.endsWith(':'))
  if (found.value === '' || label !== null || owns) {
    const opened = node(
      'label',
      0,
      found.value !== '' && label !== null ? first.text.replace(/\*\*|__/g, '') : found.key,
      found.keyStart,
      block,
      label === null ? found.value : '',
    )
    builder.label(opened)
    if (lines.length > 1) fieldsOf(builder, lines.slice(1), block)
    return
  }
  builder.endLabels(block.start, false)
  const last = lines.length > 1 && isListAhead(next) ? openLabel(lines[lines.length - 1]!) : null
  fieldsOf(builder, last === null ? lines : lines.slice(0, -1), block)
  if (last !== null)
    builder.label(
      node('label', 0, last.key, last.keyStart, { start: lines[lines.length - 1]!.start, end: block.end }, last.value),
    )
}

/** The last of several labelled lines, where it has no value of its own: the list below is its value. */
function openLabel(line: Line): LabelLine | null {
  const found = labelLine(line.text, line.start)
  return found !== null &&
    (found.value === '' || /^\(.*\)[:：]?$/su.test(found.value)) &&
    classifySection(found.key) !== null
    ? found
    : null
}

function plainParagraph(builder: Builder, block: Block, lines: readonly Line[], next: Block | undefined): void {
  const last = lines[lines.length - 1]!
  const words = last.text.replace(/^([*_])(?=[^*_\s])(.{1,160})\1$/su, '$2')
  const introduces = lines.length === 1 && INTRODUCES.test(words) && isListAhead(next)
  if (introduces)
    return builder.label(
      node('label', 0, words.replace(/[:：]\s*$/u, ''), last.start + last.text.indexOf(words), block, ''),
    )
  if (lines.some((line) => PLAIN_FIELD.test(line.text) && classifySection(PLAIN_FIELD.exec(line.text)![1]!) !== null))
    fieldsOf(builder, lines, block)
  else builder.top.blocks.push(block)
}

function fieldsOf(builder: Builder, lines: readonly Line[], block: Block): void {
  let loose = false
  for (const line of lines) {
    const bold = labelLine(line.text, line.start)
    const plainMatch = bold === null ? PLAIN_FIELD.exec(line.text) : null
    const key = bold?.key ?? plainMatch?.[1]
    if (key !== undefined && bold !== null) {
      builder.top.fields.push({
        key: plain(key),
        section: classifySection(key),
        value: bold.value,
        valueStart: bold.valueStart,
        start: line.start,
        end: line.start + line.text.length,
      })
    } else if (key !== undefined && plainMatch !== null) {
      const value = plainMatch[2]!
      builder.top.fields.push({
        key: plain(key),
        section: classifySection(key),
        value,
        valueStart: line.start + line.text.length - value.length,
        start: line.start,
        end: line.start + line.text.length,
      })
    } else if (!appendToField(builder.top.fields, line)) loose = true
  }
  if (loose) builder.top.blocks.push(block)
}

function appendToField(fields: Field[], line: Line): boolean {
  const last = fields[fields.length - 1]
  if (last === undefined) return false
  fields[fields.length - 1] = {
    ...last,
    value: `${last.value} ${line.text}`.trim(),
    end: line.start + line.text.length,
  }
  return true
}

/**
 * Builds the outline of a document from its blocks: headings nest by depth, labels nest below their heading by rank
 * (a sprint holds its weeks, a step its tasks). Every block stands in exactly one node, labelled lines become fields.
 * `span` is the part of the text the blocks come from, where they are not the whole document.
 */
export function outline(
  text: string,
  blocks: readonly Block[],
  span: Span = { start: 0, end: text.length },
): OutlineNode {
  const builder = new Builder(text, span)
  const flat = flatten(blocks)
  flat.forEach((block, index) => {
    if (block.type === 'heading') {
      const { head, start } = headingText(block, text)
      builder.heading(node('heading', block.depth, head, start, block, ''))
    } else if (block.type === 'paragraph') paragraph(builder, block, flat[index + 1])
    else if (block.type === 'thematicBreak') builder.endLabels(block.start, true)
    else if (block.type === 'html') html(builder, block)
    else if (block.type === 'list' && flat[index + 1]?.type === 'list') listBefore(builder, block)
    else builder.top.blocks.push(block)
  })
  return builder.finish()
}

/** Block quotes are read through: what they hold stands where they stand. */
function flatten(blocks: readonly Block[]): readonly Block[] {
  if (!blocks.some((block) => block.type === 'blockquote')) return blocks
  return blocks.flatMap((block) => (block.type === 'blockquote' ? flatten(block.children) : [block]))
}

/** All nodes of the outline in document order, the root first. */
export function* walk(root: OutlineNode): Generator<OutlineNode> {
  yield root
  for (const child of root.children) yield* walk(child)
}
