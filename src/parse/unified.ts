import type { Root } from 'mdast'
import { markdownToMdast } from 'satteri'
import type { Plugin } from 'unified'

/**
 * A unified plugin that parses with satteri, the engine intentk itself uses, and gives the same mdast tree as
 * remark-parse with remark-gfm and remark-frontmatter does, so that remark plugins run on it:
 * `unified().use(intentkParser)`.
 * The text is parsed as it is: apply `checkLimits` first where it is not trusted.
 */
export const intentkParser: Plugin<[], string, Root> = function () {
  this.parser = (text) => markdownToMdast(text, { features: { gfm: true, frontmatter: true } })
}
