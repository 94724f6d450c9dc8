import type { TemplateName } from '../templates.ts'
import type { View } from '../print.ts'

/** A block before it is text: its key, the template that prints it, and what the template is given. */
export interface BlockView {
  readonly key: string
  readonly template: TemplateName
  readonly view: View
  /** Follows the block before it without a blank line (an item of the same list). */
  readonly tight: boolean
}

export function block(key: string, template: TemplateName, view: View, tight = false): BlockView {
  return { key, template, view, tight }
}
