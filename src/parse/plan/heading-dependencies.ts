import type { StatedDependency } from '../../model/values.ts'
import type { Span } from '../../model/source.ts'
import { once } from '../../model/once.ts'
import { namedLabels } from '../named-labels.ts'
import type { ReadContext } from './context.ts'
import { cut } from './items.ts'
import { labelsNamed, opensWithWaiting, positive } from './stated.ts'

/** A milestone's title without what it says about its order, and that as dependencies. */
export interface TitleDependencies {
  readonly title: string
  readonly stated: readonly StatedDependency[]
}

// A title is no sentence: "after Phase 2" is enough there.
const AFTER = once(
  () =>
    /^\s*(?:starts? |(?:in )?parallel )?(?:(?:after|following|once|needs?|depends? (?:up)?on|nach|setzt|après|después de|tras|depois d[aeo]|após|dopo|dipende d(?:a|al|alla|alle|ai|agli)|richiede|после|зависит от|требует)(?![\p{L}])|(?:依赖|前置|依存|선행|의존)\s*[:：])|(?:完了後|の後|のあと|之后|之後|以后|完成后|后|後|완료\s?후|이후|다음|sonra|tamamlandıktan sonra)\s*$/iu,
)
/** A remark in brackets that has none inside, or what stands behind the last dash. */
const BRACKETS = /(\s*)([([（【［])([^()[\]（）【】［］]{2,160})[)\]）】］]/gu
const TAIL = /\s(?:[–—-]|→)\s([^–—()[\]]{6,120})$/u
/** A longer heading is no title with a remark. */
const LONGEST = 1000
const MAY_WAIT = /[([（【［]|\s[–—→-]\s/u

/** Whether words say that something else comes first. */
const waits = (words: string): boolean => AFTER().test(words) || opensWithWaiting(words)

/** Where the remark begins that waits: `1 week; needs Phase A` has it behind a semicolon. -1 where none does. */
function waitingPart(remark: string): number {
  let from = 0
  for (const mark of [...remark.matchAll(/[,;·|，；、]\s*/gu), null]) {
    const rest = remark.slice(from)
    if (waits(rest) || (mark !== null && waits(remark.slice(from, mark.index)))) return from
    if (mark !== null) from = mark.index + mark[0].length
  }
  return -1
}

/** How far the words reach that name what comes first: to the mark behind the last label. 0 where they name none. */
function lengthOfWaiting(words: string): number {
  const stop = words.search(/[;·|；]/u)
  const part = stop < 0 ? words : words.slice(0, stop)
  const last = namedLabels(positive(part)).at(-1)
  if (last === undefined) return 0
  const rest = part.slice(last.end).search(/[,，、]/u)
  return rest < 0 ? part.length : last.end + rest
}

/** A remark out of which something was taken, without the marks that stood beside it. */
function tidy(before: string, after: string): string {
  const [first, last] = [before.replace(/[\s,;·|–—-]+$/u, ''), after.replace(/^[\s,;·|–—-]+/u, '')]
  return first === '' || last === '' ? `${first}${last}`.trim() : `${first}, ${last}`
}

const closed = (lead: string, open: string, inner: string, close: string): string =>
  inner === '' ? '' : `${lead}${open}${inner}${close}`

/** A title without a span; where that leaves an empty remark, or marks at its ends, these go too. */
export function cutFromTitle(title: string, span: Span): string {
  if (title.length > LONGEST) return cut(title, [span])
  for (const { 0: whole, 1: lead, 2: open, 3: inner, index } of title.matchAll(BRACKETS)) {
    const from = index + lead!.length + 1
    const to = from + inner!.length
    if (span.start < from || span.end > to) continue
    const rest = tidy(title.slice(from, span.start), title.slice(span.end, to))
    return `${title.slice(0, index)}${closed(lead!, open!, rest, whole.at(-1)!)}${title.slice(to + 1)}`.trim()
  }
  return cut(title, [span])
}

/** What stands behind the bold title of a list item: `**M2 - Beta** (due in May), depends on M1`. */
export function dependenciesBehind(ctx: ReadContext, words: string, mention: Span): readonly StatedDependency[] {
  const text = words.slice(0, 300)
  const from = waitingPart(text.replaceAll(/[()（）]/gu, ','))
  const length = from < 0 ? 0 : lengthOfWaiting(text.slice(from))
  if (length === 0) return []
  const value = positive(text.slice(from, from + length)).trim()
  const at = ctx.text.indexOf(value, mention.start)
  return labelsNamed(ctx, value, at < 0 || at > mention.end ? mention.start : at, 'label')
}

/**
 * Reads what a milestone's heading says about its order: `Phase 2: Canary (1 week; needs Phase 1)`, `Step 3 — after Step
 * 2`, `2단계: 발송 (1단계 완료 후)`. Only remarks that name a milestone by its label count; others stay words of the title.
 */
export function titleDependencies(ctx: ReadContext, title: string, mention: Span): TitleDependencies {
  if (title.length > LONGEST || !MAY_WAIT.test(title)) return { title, stated: [] }
  const stated: StatedDependency[] = []
  const read = (words: string): number => {
    const length = lengthOfWaiting(words)
    if (length === 0) return 0
    const value = positive(words.slice(0, length)).trim()
    const at = ctx.text.indexOf(value, mention.start)
    stated.push(...labelsNamed(ctx, value, at < 0 || at > mention.end ? mention.start : at, 'label'))
    return length
  }
  const bare = title.replaceAll(BRACKETS, (whole: string, lead: string, open: string, remark: string) => {
    const from = waitingPart(remark)
    const length = from < 0 ? 0 : read(remark.slice(from))
    if (length === 0) return whole
    return closed(lead, open, tidy(remark.slice(0, from), remark.slice(from + length)), whole.at(-1)!)
  })
  const tail = TAIL.exec(bare)
  const short = tail !== null && waits(tail[1]!) && read(tail[1]!) > 0 ? bare.slice(0, tail.index) : bare
  return stated.length === 0 ? { title, stated } : { title: short.trim(), stated }
}
