import type { PlanMilestone } from '../../model/plan.ts'
import type { Span } from '../../model/source.ts'
import { joinSoft, plain } from '../text/inline.ts'
import { located, type ReadContext } from './context.ts'
import { criterionFrom } from './criteria.ts'
import { readTask } from './items.ts'
import { milestoneKey } from './milestone.ts'

const OPENS = /^[ \t>*_-]{0,8}SINGLE FOCUS\b[*_]{0,2}[ \t]*:/m
const FIELD = /^[ \t>*_-]{0,8}([A-Z][A-Z ]{3,40}?)[*_]{0,2}[ \t]*:[*_]{0,2}[ \t]*/

interface Field extends Span {
  readonly key: string
  /** The value's own span: from its first character to the end of its last line. */
  readonly value: Span
}

/** The `NAME: value` lines of a block; a value runs on over the lines that start no other. */
function fieldsIn(text: string, span: Span): Field[] {
  const fields: Field[] = []
  let at = span.start
  while (at < span.end) {
    const next = text.indexOf('\n', at)
    const end = next < 0 || next > span.end ? span.end : next
    const line = text.slice(at, end)
    const found = FIELD.exec(line.slice(0, 80))
    const last = fields[fields.length - 1]
    if (found !== null) fields.push({ key: found[1]!, start: at, end, value: { start: at + found[0].length, end } })
    else if (last !== undefined && line.trim() !== '')
      fields[fields.length - 1] = { ...last, end, value: { start: last.value.start, end } }
    at = end + 1
  }
  return fields
}

/** Whether a block of text is a SINGLE FOCUS block. */
export function isSingleFocus(text: string): boolean {
  return OPENS.test(text)
}

/**
 * Reads a block of `SINGLE FOCUS:`, `EXECUTION PLAN:`, `SUCCESS CRITERIA:` ... lines: one milestone with one task, what
 * else it says is the task's body. Null where the block has no focus.
 */
export function readSingleFocus(ctx: ReadContext, span: Span, title: string): PlanMilestone | null {
  const fields = fieldsIn(ctx.text, span)
  const focus = fields.find((field) => field.key === 'SINGLE FOCUS')
  if (focus === undefined) return null
  const value = (key: string): string => {
    const field = fields.find((candidate) => candidate.key === key)
    return field === undefined ? '' : joinSoft(ctx.text.slice(field.value.start, field.value.end))
  }
  const head = {
    text: joinSoft(ctx.text.slice(focus.value.start, focus.value.end)),
    start: focus.value.start,
    end: focus.value.end,
  }
  const name = title === '' ? head.text : title
  const body = fields.filter(
    (field) => field !== focus && !['SUCCESS CRITERIA', 'INCREMENTAL PROGRESS'].includes(field.key),
  )
  const task = readTask(ctx, head, focus, [], { type: 'task', heading: name, sequence: '' })
  const criteria = fields
    .filter((field) => field.key === 'SUCCESS CRITERIA')
    .map((field) => criterionFrom(ctx, ctx.text.slice(field.value.start, field.value.end), field))
  return {
    type: 'milestone',
    ...located(ctx, { start: focus.start, end: fields[fields.length - 1]!.end }),
    key: milestoneKey(null, name),
    label: null,
    title: plain(name),
    priority: null,
    estimate: null,
    done: false,
    goal: value('INCREMENTAL PROGRESS'),
    validation: '',
    stated: [],
    independent: false,
    mentions: [],
    children: [
      { ...task, body: body.map((field) => `- ${joinSoft(ctx.text.slice(field.start, field.end))}`) },
      ...criteria,
    ],
  }
}
