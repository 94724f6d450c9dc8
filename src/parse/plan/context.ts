import type { PlanNodeBase } from '../../model/plan.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import type { Span } from '../../model/source.ts'
import { positionOf, type LineIndex } from '../lines.ts'

/** What every reader of one document needs: its text, its name, and where findings go. */
export interface ReadContext {
  readonly file: string
  readonly text: string
  readonly lines: LineIndex
  readonly diagnostics: Diagnostic[]
  /** Box marks of this dialect: `-` means started in Kiro files. */
  readonly dialect: 'kiro' | ''
  /** Boxes without exception are criteria, as in the files of Backlog.md. */
  readonly criteriaOnly?: boolean
}

/** Position and place of a node read from this document. */
export function located(ctx: ReadContext, span: Span): Pick<PlanNodeBase, 'position' | 'place'> {
  return { position: positionOf(ctx.lines, span), place: { file: ctx.file, start: span.start, end: span.end } }
}
