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

interface Value {
  /** What stands on the lines before the first bullet. */
  readonly head: Span & { readonly text: string }
  readonly bullets: readonly (Span & { readonly text: string })[]
}

const BULLET = /^[ \t>]*(?:[-*+]|\d{1,3}[.)])[ \t]+(?=\S)/

/** The value of a field: running text, and the bullets below it with the lines that go on from them. */
function valueOf(ctx: ReadContext, { value }: Field): Value {
  const parts: Span[] = [{ start: value.start, end: value.start }]
  for (let at = value.start; at < value.end;) {
    const next = ctx.text.indexOf('\n', at)
    const end = next < 0 || next > value.end ? value.end : next
    const bullet = BULLET.exec(ctx.text.slice(at, Math.min(end, at + 80)))
    if (bullet !== null) parts.push({ start: at + bullet[0].length, end })
    else parts[parts.length - 1] = { start: parts.at(-1)!.start, end }
    at = end + 1
  }
  const [head, ...bullets] = parts.map((span) => ({ ...span, text: joinSoft(ctx.text.slice(span.start, span.end)) }))
  return { head: head!, bullets }
}

/**
 * Reads a block of `SINGLE FOCUS:`, `EXECUTION PLAN:`, `SUCCESS CRITERIA:` ... lines: one milestone with one task, what
 * else it says is the task's body. Null where the block has no focus.
 */
export function readSingleFocus(ctx: ReadContext, span: Span, title: string): PlanMilestone | null {
  const fields = fieldsIn(ctx.text, span)
  const focus = fields.find((field) => field.key === 'SINGLE FOCUS')
  if (focus === undefined) return null
  const { head, bullets } = valueOf(ctx, focus)
  const goal = fields.filter((field) => field.key === 'INCREMENTAL PROGRESS').map((field) => valueOf(ctx, field))
  const name = title === '' ? head.text : title
  const body = fields
    .filter((field) => field !== focus && !['SUCCESS CRITERIA', 'INCREMENTAL PROGRESS'].includes(field.key))
    .flatMap((field) => {
      const value = valueOf(ctx, field)
      const own = joinSoft(ctx.text.slice(field.start, value.head.end)).trimEnd()
      return [`- ${own}`, ...value.bullets.map(({ text }) => `  - ${text}`)]
    })
  const task = readTask(ctx, head, focus, [], { type: 'task', heading: name, sequence: '' })
  const criteria = fields
    .filter((field) => field.key === 'SUCCESS CRITERIA')
    .flatMap((field) => {
      const value = valueOf(ctx, field)
      return value.head.text === '' ? value.bullets : [value.head, ...value.bullets]
    })
    .map((value) => criterionFrom(ctx, ctx.text.slice(value.start, value.end), value))
  return {
    type: 'milestone',
    ...located(ctx, { start: focus.start, end: fields[fields.length - 1]!.end }),
    key: milestoneKey(null, name),
    label: null,
    title: plain(name),
    priority: null,
    estimate: null,
    done: false,
    goal: goal
      .flatMap((value) => [value.head, ...value.bullets].map(({ text }) => text))
      .join(' ')
      .trim(),
    validation: '',
    stated: [],
    independent: false,
    mentions: [],
    children: [{ ...task, body: [...bullets.map(({ text }) => `- ${text}`), ...body] }, ...criteria],
  }
}
