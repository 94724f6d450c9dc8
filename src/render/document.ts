import type { Execution } from '../model/execution.ts'
import type { Printer } from '../merge/merge-task.ts'
import { printer } from './printer.ts'
import { block, type BlockView } from './views/block.ts'
import { gapView, phaseViews } from './views/phases.ts'
import { headerViews } from './views/header.ts'
import { orderViews } from './views/order.ts'
import { outlineOf } from './views/outline.ts'
import { parallelViews } from './views/parallel.ts'
import { sectionViews } from './views/sections.ts'
import { strategyViews } from './views/strategy.ts'

/** The blocks of execute.md in their order, before they are text. */
export function documentViews(execution: Execution, full: boolean, print: Printer = printer()): BlockView[] {
  const outline = outlineOf(execution)
  const loose = outline.gaps.filter((gap) => full && gap.kind !== 'section-missing')
  return headerViews(outline, full).concat(
    loose.map((gap) => block(`gap:${gap.key}`, 'gap', gapView(gap))),
    phaseViews(outline, full, print),
    orderViews(outline, full),
    parallelViews(outline, full),
    strategyViews(outline, full),
    sectionViews(outline, full),
    full ? [block('notes', 'notes', {})] : [],
  )
}
