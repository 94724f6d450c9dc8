import type { Diagnostic } from '../model/diagnostic.ts'
import type { Execution, RenderedBlock } from '../model/execution.ts'
import type { Printer } from '../merge/merge-task.ts'
import { documentViews } from './document.ts'
import { printBuiltIn } from './print.ts'
import type { TemplateSet } from './templates.ts'

export interface RenderOptions {
  /** Every heading of the template, with each gap in its place. */
  readonly full: boolean
  /** `builtInTemplates()`, or that with single templates replaced. */
  readonly templates: TemplateSet
  readonly eol: '\n' | '\r\n'
  /** What `renderOverrides` printed, by block key: needed where a template is not built in. */
  readonly printed?: Readonly<Record<string, string>>
  /** Prints tasks; given where they are printed elsewhere too. */
  readonly print?: Printer
}

export interface Rendered {
  /** In the order of the document. */
  readonly blocks: readonly RenderedBlock[]
  /** The whole document with a final line end. */
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Prints an execution as execute.md. Pure and deterministic; never throws on content. Blocks whose template is an
 * override take their text from `printed`; without it the built-in template prints them and an error says so.
 */
export function render(execution: Execution, options: RenderOptions): Rendered {
  const { full, templates, eol, printed = {} } = options
  const diagnostics: Diagnostic[] = []
  const overridden = new Set(Object.keys(templates).filter((name) => templates[name]!.origin !== 'built-in'))
  const missed = new Set<string>()
  const blocks: RenderedBlock[] = []
  const apart = eol + eol
  let text = ''
  const views = documentViews(execution, full, options.print)
  for (let at = 0; at < views.length; at++) {
    const { key, template, view, tight } = views[at]!
    const isOverride = overridden.size > 0 && overridden.has(template)
    const given = isOverride && Object.hasOwn(printed, key) ? printed[key] : undefined
    if (given === undefined && isOverride) missed.add(template)
    const lines = given ?? printBuiltIn(template, view)
    const own = eol === '\n' ? lines : lines.replaceAll('\n', eol)
    // A block that an override leaves empty leaves no gap behind either.
    if (own !== '') {
      if (text !== '') text += tight ? eol : apart
      text += own
    }
    blocks.push({ key, text: own })
  }
  for (const name of missed) {
    diagnostics.push({
      ruleId: 'template-refused',
      severity: 'error',
      message: `The template ${templates[name]!.origin} was not used: what it prints for each "${name}" block is missing.`,
    })
  }
  return { blocks, text: `${text}${eol}`, diagnostics }
}
