import runtime from 'nunjucks/src/runtime.js'
import { compiled } from './templates.generated.ts'
import type { TemplateName } from './templates.ts'

/** What a template is given: plain values by the names of {@link TEMPLATE_VARIABLES}. */
export type View = Readonly<Record<string, unknown>>

// Compiled templates ask their environment for nothing else; the shipped ones use no filter.
const env = { opts: { autoescape: false } }

/** Text of a template without the line ends around it. */
export function trimLines(text: string): string {
  return text.replace(/^\n+/, '').replace(/[ \t]*\n+$/, '')
}

/**
 * Prints a block with the template that intentk ships, by its compiled form: the same bytes as Nunjucks gives for the
 * source in templates/, without loading its compiler.
 */
export function printBuiltIn(name: TemplateName, view: View): string {
  const context = {
    lookup: (key: string): unknown => view[key],
    getVariables: () => view,
    setVariable: () => {},
    addExport: () => {},
  }
  const frame = new runtime.Frame()
  frame.topLevel = true
  let printed = ''
  compiled[name]!(env, context, frame, runtime, (error: unknown, text: string) => {
    if (error !== null && error !== undefined)
      throw error instanceof Error ? error : new Error('The template could not be printed.')
    printed = text
  })
  return trimLines(printed)
}
