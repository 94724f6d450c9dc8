import { format } from 'prettier'
import { withoutMentions } from '../../src/merge/mentions.ts'
import type { Take } from '../../src/model/merge.ts'
import type { TaskDocument } from '../../src/model/task-document.ts'
import { readTaskDocument } from '../../src/parse/tasks/document.ts'
import { compileText, compiled, source, type Compiled } from './compiling.ts'

/*
 * What people do to execute.md and to its plan between two runs, one command a line:
 *
 *   in plan.md / in execute.md    which of the two the commands below change; execute.md at first
 *   tick T001, start T001, open T001
 *   replace OLD ⇒ NEW             OLD stands there once; ↵ is a line end
 *   delete FROM … TO              whole lines, from the one with FROM to the first one after it with TO; TO may be left out
 *   move FROM … TO ⇒ ANCHOR       whole lines, behind the one with ANCHOR
 *   after ANCHOR                  the lines below that begin with `| ` go behind the one with ANCHOR
 *   crlf, format {...}            all line ends; prettier with these options
 *   lose execute.md, lose lock
 *   take plan:T001                how the next run settles conflicts; `plan` and `mine` settle all
 *   run                           runs, and goes on with the result; there is always one at the end
 *   # ...                         a remark
 */

export interface Run {
  /** As the person left it; null where execute.md was lost. */
  readonly before: string | null
  readonly result: Compiled
  readonly take: Take | undefined
  /** Words that the person put into execute.md. */
  readonly words: readonly string[]
  readonly plan: string
}

interface State {
  plan: string
  text: string | null
  lock: string | null
  take: Take | undefined
  words: string[]
  target: 'plan' | 'text'
}

const read = (text: string): TaskDocument =>
  withoutMentions(readTaskDocument(source(text, 'execute.md'), { dialect: '' }))

const unescaped = (text: string): string => text.replaceAll('↵', '\n')

/** The line that an anchor is in: its start and the start of the next. Anchors name one line, or the story is wrong. */
function lineOf(text: string, anchor: string, from = 0): { start: number; end: number } {
  const at = text.indexOf(anchor, from)
  if (at < 0) throw new Error(`no line with ${JSON.stringify(anchor)}`)
  const end = text.indexOf('\n', at)
  if (from === 0 && end >= 0 && text.includes(anchor, end)) throw new Error(`two lines with ${JSON.stringify(anchor)}`)
  return { start: text.lastIndexOf('\n', at) + 1, end: end < 0 ? text.length : end + 1 }
}

function linesOf(text: string, range: string): { start: number; end: number } {
  const [from, to] = range.split(' … ') as [string, string | undefined]
  const first = lineOf(text, from)
  return to === undefined ? first : { start: first.start, end: lineOf(text, to, first.start + 1).end }
}

const spliced = (text: string, start: number, end: number, by: string): string =>
  text.slice(0, start) + by + text.slice(end)

function boxed(text: string, id: string, mark: string): string {
  const task = read(text).tasks.find((one) => one.id === id)
  if (task?.box == null) throw new Error(`no box of ${id}`)
  return spliced(text, task.box.mark.start, task.box.mark.end, mark)
}

function moved(text: string, range: string, anchor: string): string {
  const { start, end } = linesOf(text, range)
  const rest = spliced(text, start, end, '')
  const at = lineOf(rest, anchor).end
  return spliced(rest, at, at, text.slice(start, end))
}

const MARKS: Readonly<Record<string, string>> = { tick: 'x', start: '~', open: ' ' }

async function edited(state: State, text: string, verb: string, rest: string, lines: string[]): Promise<string> {
  const [left, right] = rest.split(' ⇒ ') as [string, string | undefined]
  const said = (words: string): void => void (state.target === 'text' && state.words.push(words))
  if (verb in MARKS) return boxed(text, rest, MARKS[verb]!)
  if (verb === 'crlf') return text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n')
  if (verb === 'format') return format(text, { parser: 'markdown', ...(JSON.parse(rest || '{}') as object) })
  if (verb === 'delete') {
    const { start, end } = linesOf(text, rest)
    return spliced(text, start, end, '')
  }
  if (verb === 'move') return moved(text, left, right!)
  if (verb === 'replace') {
    const [old, by] = [unescaped(left), unescaped(right ?? '')]
    if (text.split(old).length !== 2) throw new Error(`not once: ${JSON.stringify(old)}`)
    said(by)
    return text.replace(old, () => by)
  }
  if (verb !== 'after') throw new Error(`unknown command ${verb}`)
  const at = lineOf(text, rest).end
  lines.forEach(said)
  return spliced(text, at, at, lines.map((line) => `${line}\n`).join(''))
}

function takeOf(rest: string): Take {
  const colon = rest.indexOf(':')
  const names = colon < 0 ? ('all' as const) : rest.slice(colon + 1).split(',')
  return rest.startsWith('plan') ? { plan: names, mine: [] } : { plan: [], mine: names }
}

async function run(state: State): Promise<Run> {
  const { text: before, take, plan } = state
  const written = before === null ? null : source(before, 'execute.md')
  const given = { lock: state.lock, written, eol: written?.eol ?? '\n', ...(take === undefined ? {} : { take }) }
  const result = compiled(await compileText(plan, given))
  const words = state.words
  Object.assign(state, { text: result.text, lock: result.lock, take: undefined, words: [] } satisfies Partial<State>)
  return { before, result, take, words, plan }
}

/** Compiles the plan, does what the story tells, and gives every run after the first. */
export async function tell(plan: string, story: string): Promise<readonly Run[]> {
  const first = compiled(await compileText(plan))
  const state: State = { plan, text: first.text, lock: first.lock, take: undefined, words: [], target: 'text' }
  const lines = story.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'))
  const runs: Run[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!
    const [verb, rest] = [line.split(' ', 1)[0]!, line.slice(line.indexOf(' ') + 1)]
    const block: string[] = []
    while (lines[at + 1]?.startsWith('|') === true) block.push(lines[++at]!.replace(/^\| ?/, ''))
    if (verb === 'in') state.target = rest === 'plan.md' ? 'plan' : 'text'
    else if (verb === 'lose') Object.assign(state, rest === 'lock' ? { lock: null } : { text: null })
    else if (verb === 'take') state.take = takeOf(rest)
    else if (verb === 'run') runs.push(await run(state))
    else
      state[state.target] = await edited(state, state[state.target] ?? '', verb, line.includes(' ') ? rest : '', block)
  }
  return [...runs, await run(state)]
}

export const idsOf = (text: string): string[] => read(text).tasks.flatMap(({ id }) => (id === '' ? [] : [id]))

/** Ids of tasks with the state of their boxes. */
export const boxesOf = (text: string): Map<string, string> =>
  new Map(read(text).tasks.flatMap(({ id, state }) => (id === '' ? [] : [[id, state] as const])))
