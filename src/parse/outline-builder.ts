import type { Span } from '../model/source.ts'
import type { Block } from '../model/blocks.ts'
import { LABEL_RANK, readLabel } from './label.ts'
import { classifySection } from './section.ts'
import { plain } from './text/inline.ts'
import type { Field, OutlineNode } from './outline.ts'

type Open = { -readonly [Key in keyof OutlineNode]: OutlineNode[Key] } & {
  fields: Field[]
  blocks: Block[]
  children: OutlineNode[]
}

export function node(
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
export class Builder {
  readonly root: Open
  readonly text: string
  /** The innermost open node. */
  top: Open
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
    this.top = this.root
  }

  private close(end: number): void {
    this.stack.pop()
    this.top.end = end
    this.top = this.stack[this.stack.length - 1]!
  }

  private closeUntil(keep: (open: Open) => boolean, end: number): void {
    while (this.top !== this.root && !keep(this.top)) this.close(end)
  }

  private push(opened: Open): void {
    opened.parent = this.top
    this.top.children.push(opened)
    this.stack.push(opened)
    this.top = opened
  }

  heading(opened: Open): void {
    while (this.top !== this.root && (this.top.kind === 'label' || this.top.depth >= opened.depth))
      this.close(opened.start)
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
