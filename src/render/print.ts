import { compiled } from './templates.generated.ts'
import type { TemplateName } from './templates.ts'

/** What a template is given: plain values by the names of {@link TEMPLATE_VARIABLES}. */
export type View = Readonly<Record<string, unknown>>

/** Text of a template without the line ends around it, nor the blanks before the last ones. */
export function trimLines(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && text.charCodeAt(start) === 10) start++
  while (end > start && text.charCodeAt(end - 1) === 10) end--
  if (end < text.length) {
    let last = text.charCodeAt(end - 1)
    while (end > start && (last === 32 || last === 9)) last = text.charCodeAt(--end - 1)
  }
  return text.slice(start, end)
}

/**
 * Prints a block with the template that intentk ships, by its compiled form: the same bytes as Nunjucks gives for the
 * source in templates/, without loading it.
 */
export function printBuiltIn(name: TemplateName, view: View): string {
  return trimLines(compiled[name]!(view))
}
