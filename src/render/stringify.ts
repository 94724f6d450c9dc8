import { gfmToMarkdown } from 'mdast-util-gfm'
import { toMarkdown, type Options, type Unsafe } from 'mdast-util-to-markdown'
import type { Nodes, Root } from 'mdast'
import type { Plugin } from 'unified'

const SETTINGS: Options = {
  bullet: '-',
  emphasis: '_',
  strong: '*',
  fence: '`',
  fences: true,
  listItemIndent: 'one',
  rule: '-',
  incrementListMarker: true,
}

/** Tags such as `[P]` and `[M1]` are no links; the general printer would write `\[P]`. */
const TAG = /\\\[(P|M\d{1,4}|US\d{1,4}(?:[/,] ?(?:US)?\d{1,4})*|[ xX~-])\]/g

/** Tags of tasks as they are read, where a printer of Markdown took them for the start of a link. */
export const plainTags = (markdown: string): string => markdown.replaceAll(TAG, '[$1]')

/**
 * Prints mdast nodes in intentk's own form (`-` bullets, `_emphasis_`, tags without backslashes). For nodes that are
 * built or changed by a program; text that stands in a document already is kept as a slice of its source instead.
 */
export function printNodes(tree: Nodes): string {
  const extension = gfmToMarkdown()
  const unsafe: Unsafe[] = []
  return plainTags(toMarkdown(tree, { ...SETTINGS, unsafe, extensions: [extension] }))
}

/** A unified compiler with {@link printNodes}: `unified().use(intentkParser).use(intentkStringify)`. */
export const intentkStringify: Plugin<[], Root, string> = function () {
  this.compiler = (tree) => printNodes(tree as Root)
}
