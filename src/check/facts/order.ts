import { plainId } from '../../edit/find-tasks.ts'
import type { Span } from '../../model/source.ts'
import type { TaskDocument } from '../../model/task-document.ts'
import { idForms, idsIn, isNamed, type IdMention } from './ids.ts'
import type { TaskFacts } from './tasks.ts'

/** "T004 depends on T003" in running text: `task` waits for `before`. */
export interface SaidOrder extends Span {
  readonly task: number
  readonly before: number
}

/** The order of tasks that the text around them states. */
export interface TaskOrder {
  /** What sentences say between single ids, without ranges and lists of many. */
  readonly said: readonly SaidOrder[]
  /** Whether `task` waits for `other` by a line or a sentence; yes where finding out would take too long. */
  readonly waits: (task: number, other: number) => boolean
  /** Whether a sentence speaks of the order of the task. */
  readonly isSpokenOf: (task: number) => boolean
}

const RANGE = /^\s*(?:-|–|—|\.{2,3}|…|to|through|至|到|~|〜)\s*$/
const LIST = /^[\s*_`]*(?:,|、|，|;|and|&|\+|\/|,\s*and|‖|\|\||und|y|et|e|и|和|及|と)[\s*_`]*$/
const WAITS =
  /^[\s*_`)]*(?:\([^()]*\)\s*)?(?:is |are )?(?:can |may |must |should |will )?(?:only )?(?:start |begin |run |come )?(?:strictly |directly )?(?:depends?(?: on)?|requires?|needs?|waits? (?:for|on)|blocked by|after|follows|consumes?|uses?|extends?)[\s*_`:(]*$/i
const BEFORE =
  /^[\s*_`)]*(?:\([^()]*\)\s*)?(?:(?:must |should )?(?:be )?(?:completed?|done|finished?|fail|run|land|come)? ?before|blocks?|unblocks?|precedes?|must precede|→|->|=>|⇒|➜|>|then)[\s*_`:(]*$/i
/** `Tests (T012-T018) before Core Implementation (T019-T025)`. */
const NAMED_BEFORE = /^\)[\s*_`]*(?:must (?:be )?(?:complete|done) )?(?:before|blocks?|→|->)\s[^()→]{0,60}\($/i
const NAMED_WAITS = /^\)[\s*_`]*(?:depends? on|requires?|needs?|after)\s[^()→]{0,60}\($/i

type Gap = 'list' | 'range' | 'waits' | 'before' | ''

function gapOf(text: string): Gap {
  if (text.length > 100) return ''
  if (RANGE.test(text)) return 'range'
  if (LIST.test(text)) return 'list'
  if (WAITS.test(text) || NAMED_WAITS.test(text)) return 'waits'
  return BEFORE.test(text) || NAMED_BEFORE.test(text) ? 'before' : ''
}

/** Ids beyond which a range or a product of two lists is not spelled out. */
const MOST = 200
/** Steps that all searches of one document may take together. */
const BUDGET = 2_000_000

interface Group {
  readonly tasks: number[]
  readonly start: number
  end: number
  single: boolean
}

export function taskOrder(document: TaskDocument, facts: TaskFacts): TaskOrder {
  const said: SaidOrder[] = []
  const after: number[][] = []
  const spoken = new Set<number>()
  const link = (task: number, before: number): void => {
    ;(after[task] ??= []).push(before)
    spoken.add(task).add(before)
  }
  const forms = new Set([...idForms(document).keys()].filter((form) => isNamed(form.replaceAll('#', '1'))))
  for (const mentions of forms.size === 0 ? [] : linesOutside(document, forms))
    readLine(document, facts, mentions, said, link)
  let budget = BUDGET
  const waits = (task: number, other: number): boolean => {
    const seen = new Set([task])
    const pending = [task]
    while (pending.length > 0) {
      const at = pending.pop()!
      for (const list of [facts.waitsFor[at]!, after[at] ?? []])
        for (const next of list) {
          if (next === other || budget-- < 0) return true
          if (seen.has(next)) continue
          seen.add(next)
          pending.push(next)
        }
    }
    return false
  }
  return { said, waits, isSpokenOf: (task) => spoken.has(task) }
}

/** The ids of each line between the tasks that names two or more; code blocks with drawings of the order count. */
function* linesOutside(
  { text, pieces, tasks }: TaskDocument,
  forms: ReadonlySet<string>,
): Generator<readonly IdMention[]> {
  let next = 0
  for (const { kind, start, end } of pieces) {
    if (kind === 'front-matter' || kind === 'comment' || kind === 'heading') continue
    while (next < tasks.length && tasks[next]!.end <= start) next++
    if (next < tasks.length && tasks[next]!.start < end && kind === 'item') continue
    for (let at = start; at < end;) {
      const newline = text.indexOf('\n', at)
      const stop = newline < 0 || newline >= end ? end : newline
      if (stop - at < 2000) {
        const ids = idsIn(text.slice(at, stop), at, forms)
        if (ids.length > 1) yield ids
      }
      at = stop + 1
    }
  }
}

function readLine(
  { text }: TaskDocument,
  facts: TaskFacts,
  mentions: readonly IdMention[],
  said: SaidOrder[],
  link: (task: number, before: number) => void,
): void {
  let left: Group | null = null
  let how: 'waits' | 'before' | null = null
  let group: Group | null = null
  const indices = (id: string): readonly number[] => facts.byId.get(plainId(id)) ?? []
  const close = (): void => {
    if (left === null || group === null || how === null) return
    const [tasks, before] = how === 'waits' ? [left.tasks, group.tasks] : [group.tasks, left.tasks]
    const isCertain = left.single && group.single && tasks.length === 1 && before.length === 1
    if (isCertain && tasks[0] !== before[0])
      said.push({ task: tasks[0]!, before: before[0]!, start: left.start, end: group.end })
    if (tasks.length * before.length > MOST) return
    for (const task of tasks) for (const one of before) if (task !== one) link(task, one)
  }
  mentions.forEach((mention, index) => {
    const gap = index === 0 ? '' : gapOf(text.slice(mentions[index - 1]!.end, mention.start))
    const own = indices(mention.id)
    if (group !== null && (gap === 'list' || gap === 'range')) {
      if (gap === 'range') {
        const from = indices(mentions[index - 1]!.id)[0]
        const to = own[0]
        if (from !== undefined && to !== undefined && to - from <= MOST)
          for (let task = from + 1; task < to; task++) group.tasks.push(task)
      }
      group.tasks.push(...own)
      group.end = mention.end
      group.single = false
      return
    }
    close()
    left = gap === 'waits' || gap === 'before' ? group : null
    how = gap === 'waits' || gap === 'before' ? gap : null
    group = { tasks: [...own], start: mention.start, end: mention.end, single: own.length === 1 }
  })
  close()
}
