import type { TaskState } from '../model/plan.ts'
import { findEstimate, type FoundEstimate } from '../parse/text/estimate.ts'
import { readTaskLine } from '../parse/text/task-line.ts'
import type { TemplateName } from './templates.ts'

/** What a printed task says to a reader of the document. */
export interface TaskReading {
  readonly id: string
  readonly state: TaskState
  readonly parallel: boolean
  /** `M1`; more than one only in a broken line. */
  readonly milestones: readonly string[]
  /** Other tags that the line seems to carry. */
  readonly otherTags: readonly string[]
  /** Without estimate and dependencies, entities and escapes resolved. */
  readonly text: string
  /** Minutes, low and high; null where the line states none. */
  readonly estimate: readonly [number, number] | null
  readonly depends: readonly string[]
}

const BULLET = /^(?:[-*+]|\d{1,9}[.)])[ \t]+/
const REMARK = /\s*[(（]([^()（）]{1,2000})[)）]$/
const DEPENDENCY = /^(?:depends on|after|requires|blocked by)\s+(.+)$/i

/** The characters that a text of Markdown shows: entities by number and backslash escapes resolved, blanks collapsed. */
export function shownText(text: string): string {
  return text
    .replace(/&#(\d{1,7});|&lt;|\\([!-/:-@[-`{-~])/g, (all, code: string | undefined, char: string | undefined) =>
      code !== undefined ? String.fromCodePoint(Math.min(Number(code), 0x10ffff)) : all === '&lt;' ? '<' : char!,
    )
    .replace(/(`+) (.*?[^`]) \1/g, '$1$2$1')
    .replace(/`+/g, '`')
    .replace(/\s+/g, ' ')
    .trim()
}

function withoutRemarks(text: string): Pick<TaskReading, 'text' | 'estimate' | 'depends'> {
  let rest = text.trimEnd()
  let estimate: TaskReading['estimate'] = null
  let depends: readonly string[] | null = null
  for (let round = 0; round < 2; round++) {
    const open = Math.max(rest.lastIndexOf('('), rest.lastIndexOf('（'))
    const remark = open < 0 ? null : REMARK.exec(rest.slice(Math.max(0, open - 1)))
    if (remark === null) break
    const names = DEPENDENCY.exec(remark[1]!)
    const amount: FoundEstimate | null = names === null && estimate === null ? findEstimate(`x (${remark[1]})`) : null
    if (names !== null && depends === null) depends = names[1]!.split(/\s*[,、]\s*/)
    else if (amount !== null) estimate = [amount.estimate.low, amount.estimate.high]
    else break
    rest = rest.slice(0, rest.length - remark[0].trimStart().length).trimEnd()
  }
  return { text: shownText(rest), estimate, depends: depends ?? [] }
}

/** Reads the first line of a printed task block; null where it is no task line. */
export function readTaskBlock(block: string): TaskReading | null {
  const line = block.split('\n', 1)[0]!.replace(/\r$/, '')
  const bullet = BULLET.exec(line)
  const read = bullet === null ? null : readTaskLine(line.slice(bullet[0].length))
  if (read === null || read.box === null) return null
  return {
    id: read.id,
    state: read.state,
    parallel: read.parallel,
    milestones: read.milestoneTags,
    otherTags: [...read.storyTags, ...read.wordTags, ...(read.priority === null ? [] : [read.priority.word])],
    ...withoutRemarks(read.text),
  }
}

/** What of a block bears the structure of the document. */
interface Structure {
  readonly headings: readonly number[]
  readonly tasks: readonly string[]
  readonly open: string
}

function structureOf(lines: readonly string[]): Structure {
  const headings: number[] = []
  const tasks: string[] = []
  let fence = ''
  let previous = ''
  for (const line of lines) {
    const run = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? ''
    if (fence !== '') {
      if (run.startsWith(fence) && line.trim() === run) fence = ''
      continue
    }
    if (run !== '') fence = run
    const level = /^ {0,3}(#{1,6})(?:\s|$)/.exec(line)?.[1]?.length ?? 0
    if (level > 0) headings.push(level)
    else if (/^ {0,3}(?:=+|-+)\s*$/.test(line) && previous.trim() !== '') headings.push(0)
    const bullet = /^[\s>]*(?:[-*+]|\d{1,9}[.)])[ \t]+/.exec(line)
    const task = bullet === null || !/\[/.test(line) ? null : readTaskLine(line.slice(bullet[0].length))
    if (task !== null && task.box !== null) tasks.push(task.id)
    previous = line
  }
  const text = lines.join('\n')
  const comment = text.lastIndexOf('<!--') > text.lastIndexOf('-->') ? 'a comment' : ''
  return { headings, tasks, open: fence !== '' ? 'a code fence' : comment }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

function taskDifference(expected: string, printed: string): string {
  const wanted = readTaskBlock(expected)
  const read = readTaskBlock(printed)
  if (read === null) return 'the first line is no task line'
  for (const field of ['id', 'state', 'parallel', 'milestones', 'otherTags', 'text', 'estimate', 'depends'] as const) {
    if (!same(wanted?.[field], read[field]))
      return `${field} reads ${JSON.stringify(read[field])} instead of ${JSON.stringify(wanted?.[field])}`
  }
  const rest = printed.split('\n').slice(1)
  if (rest.some((line) => line.trim() !== '' && !/^(?: {2}|\t)/.test(line)))
    return 'a line below the task is not indented'
  const structure = structureOf(rest)
  const own = structureOf(expected.split('\n').slice(1))
  if (!same(structure.tasks, own.tasks)) return 'the body holds a task of its own'
  return structure.open === '' || own.open !== '' ? '' : `${structure.open} is not closed`
}

/**
 * Why a printed block would not read back as what it was printed from, '' where it would. The measure is what the
 * built-in template prints for the same values: a task keeps id, tags, state, text, estimate and dependencies; any other
 * block keeps its headings and brings no task; nothing is left open.
 */
export function readBackProblem(template: TemplateName, expected: string, printed: string): string {
  if (template === 'task') return taskDifference(expected, printed)
  if (template === 'front-matter')
    return printed === '' || /^---\n(?:(?!---)[^\n]*\n)*---$/.test(printed) ? '' : 'it is no front matter'
  const wanted = structureOf(expected.split('\n'))
  const read = structureOf(printed.split('\n'))
  if (!same(wanted.headings, read.headings))
    return `it has ${read.headings.length} headings where ${wanted.headings.length} of the same levels belong`
  if (read.tasks.length > wanted.tasks.length) return 'it prints a task'
  if (read.open !== '' && wanted.open === '') return `${read.open} is not closed`
  if (template === 'phase') return phaseDifference(expected, printed)
  if (template === 'section-entry') {
    const id = /^- \*\*([A-Z]+-\d+)\*\*/.exec(expected)?.[1] ?? ''
    return printed.includes(id) ? '' : `the id ${id} is missing`
  }
  return ''
}

function phaseDifference(expected: string, printed: string): string {
  const label = /^## .*?(Milestone \d+|Setup|Foundational|Polish)/
  const wanted = label.exec(expected)?.[1]
  return wanted === label.exec(printed)?.[1] ? '' : `its heading does not name "${wanted}"`
}
