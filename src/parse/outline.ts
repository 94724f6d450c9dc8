import type { Block } from '../model/blocks.ts'
import type { Span } from '../model/source.ts'
import { LABEL_RANK, readLabel, type ReadLabel } from './label.ts'
import { classifySection } from './section.ts'
import { plain } from './text/inline.ts'
import type { SectionKind } from './vocabulary/index.ts'
import { INTRODUCES, type LabelLine, type Line, PLAIN_FIELD, labelLine, linesOf, openLabel } from './label-lines.ts'
import { splitAtLabels } from './lazy-labels.ts'
import { Builder, node } from './outline-builder.ts'

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
  let start = block.start
  while (text.charCodeAt(start) === 0x23) start += 1
  if (start === block.start)
    return {
      head: text
        .slice(start, block.end)
        .replace(/\n[^\n]*$/, '')
        .trim(),
      start,
    }
  while (start < block.end && (text.charCodeAt(start) === 0x20 || text.charCodeAt(start) === 0x09)) start += 1
  return { head: withoutClosing(text.slice(start, block.end).trim()), start }
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
  builder.top.fields.push(fieldOf(found, section, first))
  if (lines.length > 1) fieldsOf(builder, lines.slice(1, last === null ? lines.length : -1), block)
  if (last !== null)
    builder.label(
      node('label', 0, last.key, last.keyStart, { start: lines[lines.length - 1]!.start, end: block.end }, last.value),
    )
}

/** `Phase 1: Collect` above its list, without any mark. */
function isPlainLabel(words: string): boolean {
  const label = words.length <= 120 ? readLabel(words) : null
  return label !== null && LABEL_RANK[label.kind] <= 6
}

const statesField = ({ text }: Line): boolean => {
  const key = PLAIN_FIELD.exec(text)?.[1]
  return key !== undefined && classifySection(key) !== null
}

/** `Task 1: Write the parser` with nothing below it but labelled lines (`File: src/parser.ts`). */
function isPlainTask([first, ...rest]: readonly Line[]): boolean {
  const kind = rest.length > 0 && rest.every(statesField) ? readLabel(first!.text)?.kind : undefined
  return kind === 'task' || kind === 'step'
}

function plainParagraph(builder: Builder, block: Block, lines: readonly Line[], next: Block | undefined): void {
  if (isPlainTask(lines)) {
    const { text, start } = lines[0]!
    builder.label(node('label', 0, text, start, block, ''))
    return fieldsOf(builder, lines.slice(1), block)
  }
  const last = lines[lines.length - 1]!
  const words = last.text.replace(/^([*_])(?=[^*_\s])(.{1,160})\1$/su, '$2')
  const isAlone = lines.length === 1 && isListAhead(next)
  const introduces = isAlone && (INTRODUCES.test(words) || isPlainLabel(words))
  if (introduces)
    return builder.label(
      node('label', 0, words.replace(/[:：]\s*$/u, ''), last.start + last.text.indexOf(words), block, ''),
    )
  if (lines.some(statesField)) fieldsOf(builder, lines, block)
  else builder.top.blocks.push(block)
}

function fieldOf({ key, value, valueStart }: LabelLine, section: SectionKind | null, { text, start }: Line): Field {
  return { key: plain(key), section, value, valueStart, start, end: start + text.length }
}

function fieldsOf(builder: Builder, lines: readonly Line[], block: Block): void {
  let loose = false
  for (const line of lines) {
    const bold = labelLine(line.text, line.start)
    const plainMatch = bold === null ? PLAIN_FIELD.exec(line.text) : null
    const key = bold?.key ?? plainMatch?.[1]
    if (key !== undefined && bold !== null) {
      builder.top.fields.push(fieldOf(bold, classifySection(key), line))
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
    value: last.value === '' ? line.text : `${last.value} ${line.text}`,
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
  const flat = splitAtLabels(text, flatten(blocks))
  for (let index = 0; index < flat.length; index += 1) {
    const block = flat[index]!
    if (block.type === 'heading') {
      const { head, start } = headingText(block, text)
      builder.heading(node('heading', block.depth, head, start, block, ''))
    } else if (block.type === 'paragraph') paragraph(builder, block, flat[index + 1])
    else if (block.type === 'thematicBreak') builder.endLabels(block.start, true)
    else if (block.type === 'html') html(builder, block)
    else builder.top.blocks.push(block)
  }
  return builder.finish()
}

/** Block quotes are read through: what they hold stands where they stand. */
function flatten(blocks: readonly Block[]): readonly Block[] {
  if (!blocks.some((block) => block.type === 'blockquote')) return blocks
  return blocks.flatMap((block) => (block.type === 'blockquote' ? flatten(block.children) : [block]))
}

/** All nodes of the outline in document order, the root first. */
export function walk(root: OutlineNode): OutlineNode[] {
  const nodes: OutlineNode[] = []
  const visit = (node: OutlineNode): void => {
    nodes.push(node)
    for (const child of node.children) visit(child)
  }
  visit(root)
  return nodes
}
