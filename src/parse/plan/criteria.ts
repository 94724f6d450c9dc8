import type { PlanCriterion, PlanScenario } from '../../model/plan.ts'
import type { Span } from '../../model/source.ts'
import { findGates } from '../text/gate.ts'
import { codeSpans, joinSoft } from '../text/inline.ts'
import { readTaskLine, type TaskLine } from '../text/task-line.ts'
import { located, type ReadContext } from './context.ts'
import { oneLine } from './items.ts'
import type { Item } from './item-head.ts'

const CRITERION_ID = /^(?:\*\*)?([A-Z]{1,4}-?\d{1,4}(?:\.\d{1,3})?)(?:\*\*)?\s*[:：.)]?\s*(?:\*\*)?\s*[:：]?\s*/u
const COMMAND =
  /^(?:npm|npx|pnpm|yarn|node|go|cargo|make|pytest|python3?|uv|dotnet|mvn|gradle|\.\/|bash|sh|curl|docker|kubectl|git|jest|vitest|tsc|deno|bun|ruff|mypy|eslint|intentk)\b/

/** A command in a code span of the text, '' where there is none. */
export function commandIn(text: string): string {
  return (
    codeSpans(text)
      .find((span) => COMMAND.test(span.content) && /\s/.test(span.content.trim()))
      ?.content.trim() ?? ''
  )
}

/** Reads a list item as a criterion: id, text, gate, command. */
export function readCriterion(ctx: ReadContext, item: Item): PlanCriterion {
  return criterionOf(ctx, item.text, item.line, item.block)
}

const DONE_WHEN =
  /^(?:[*_]{0,2})(?:(?:this |the )?(?:\p{L}+ )?(?:is |are )?(?:done|complete|completed|finished|accepted|ready) (?:when|once|if)|(?:fertig|erledigt|abgeschlossen),? (?:wenn|sobald)|terminé(?:e)? (?:quand|lorsque)|(?:terminado|listo|hecho|completo) cuando|(?:concluído|pronto|completo) quando|(?:completato|finito) quando|готово,? (?:когда|если))(?!\p{L})/iu

/** `Done when all screens pass ...`: a sentence that says by what the work is known to be done. */
export const saysWhenDone = (sentence: string): boolean => sentence.length < 400 && DONE_WHEN.test(sentence)

/** Reads a text as a criterion. */
export function criterionFrom(ctx: ReadContext, source: string, span: Span): PlanCriterion {
  return criterionOf(ctx, source, readTaskLine(source), span)
}

function criterionOf(ctx: ReadContext, source: string, line: TaskLine | null, span: Span): PlanCriterion {
  const boxless = line?.box == null ? source : source.slice(line.box.end).trim()
  const id = CRITERION_ID.exec(boxless)
  const text = oneLine(id === null ? boxless : boxless.slice(id[0].length))
  return {
    type: 'criterion',
    ...located(ctx, span),
    id: id?.[1] ?? '',
    text,
    gate: findGates(text)[0] ?? null,
    command: commandIn(text),
  }
}

/** Reads a list item as an acceptance scenario. */
export function readScenario(ctx: ReadContext, item: Item): PlanScenario {
  const id = /^(?:\*\*)?(AS-?\d{1,4}(?:\.\d{1,3})?)(?:\*\*)?\s*[:：]\s*/u.exec(item.text)
  return {
    type: 'scenario',
    ...located(ctx, item.block),
    id: id?.[1] ?? '',
    text: joinSoft(item.text.slice(id?.[0].length ?? 0)),
  }
}
