import type { Span } from './source.ts'

/** The block kinds of CommonMark and GFM that the readers distinguish. */
export type BlockType =
  | 'heading'
  | 'paragraph'
  | 'list'
  | 'listItem'
  | 'code'
  | 'html'
  | 'table'
  | 'tableRow'
  | 'tableCell'
  | 'blockquote'
  | 'thematicBreak'
  | 'definition'
  | 'footnoteDefinition'
  | 'frontMatter'

/**
 * One Markdown block with its span in the source. Inline content is not parsed: readers slice the source.
 * `start` is the first character of the block itself (for a list item its bullet, for a nested block its first
 * character after the indent); `end` is after its last character, without the line end.
 */
export interface Block extends Span {
  readonly type: BlockType
  /** Block children only; empty for leaves. Rows of a table, cells of a row. */
  readonly children: readonly Block[]
  /** Heading level 1 to 6, else 0. */
  readonly depth: number
  /** An ordered list. */
  readonly ordered: boolean
  /** The number an ordered list starts with, else 0. */
  readonly first: number
  /** Info string of a code block (its first word), else ''. */
  readonly lang: string
  /** A code block opened by a fence (not by indent). */
  readonly fenced: boolean
  /** For a fenced code block: its closing fence is there. True for everything else. */
  readonly closed: boolean
}

/** The blocks of one document, in order. */
export interface BlockTree {
  readonly blocks: readonly Block[]
  /** Which parser made it, `plain` where none was needed; only for information, all give the same blocks. */
  readonly parser: 'plain' | 'satteri' | 'remark'
}
