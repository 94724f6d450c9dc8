import { compareNatural } from '../model/order.ts'
import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import { readTaskLine } from '../parse/text/task-line.ts'
import { lineAt } from './task-name.ts'

/** The tasks that words of a command line name, or what is wrong with a word. */
export type FoundTasks =
  | { readonly ok: true; readonly tasks: readonly DocumentTask[] }
  | {
      readonly ok: false
      readonly word: string
      readonly problem: 'unknown' | 'ambiguous'
      readonly reason: string
      /** Ids or places that could have been meant, nearest first. */
      readonly near: readonly string[]
    }

type Failure = Extract<FoundTasks, { ok: false }>

/** Case and zeros in front of numbers do not tell ids apart: `t3` is `T003`. */
export function plainId(id: string): string {
  // No number of so few digits is written in any other way than by leaving out its zeros.
  if (id.length <= 15) return id.toLowerCase().replace(ZEROS, '')
  return id.toLowerCase().replace(/\d+/g, (digits) => String(Number(digits)))
}

const ZEROS = /(?<!\d)0+(?=\d)/g

interface RangeOfIds {
  readonly prefix: string
  readonly from: number
  readonly to: number
  readonly ends: readonly [string, string]
}

const RANGE = /^(.*?)(\d{1,9})(?:\.{2,3}|[-–—…])(.*?)(\d{1,9})$/u

/** `T004-T010`, `T024..T028`, `T4-10`, `2.1-2.4`; null for anything else. */
export function readRange(word: string): RangeOfIds | null {
  const [, prefix = '', from, second = '', to] = RANGE.exec(word) ?? []
  if (from === undefined || to === undefined) return null
  if (second !== '' && second.toLowerCase() !== prefix.toLowerCase()) return null
  return { prefix: plainId(prefix), from: Number(from), to: Number(to), ends: [`${prefix}${from}`, `${prefix}${to}`] }
}

/**
 * Where tasks may stand that words name, ascending: rather too many places, so that few lines have to be read whole.
 * Null where all have to be: for ranges, lines, and words of a task.
 */
export function placesOf(words: readonly string[], text: string): readonly number[] | null {
  const places: number[] = []
  for (const word of words) {
    const last = /(\d+)\D*$/.exec(word)?.[1]
    if (last === undefined || readRange(word) !== null || /^L\d+$|[\s,]/i.test(word)) return null
    const digits = String(Number(last))
    for (let at = text.indexOf(digits); at >= 0; at = text.indexOf(digits, at + 1)) {
      // `T1003` is no place for `3`, `T003` is.
      if (!/\d/.test(text[at + digits.length] ?? '') && !/[1-9]0*$/.test(text.slice(Math.max(0, at - 6), at)))
        places.push(at)
    }
  }
  return places.toSorted((a, b) => a - b)
}

function lineSpan(text: string, number: number): { readonly start: number; readonly end: number } {
  let start = 0
  for (let line = 1; line < number; line++) {
    const newline = text.indexOf('\n', start)
    if (newline < 0) return { start: -1, end: -1 }
    start = newline + 1
  }
  const newline = text.indexOf('\n', start)
  return { start, end: newline < 0 ? text.length + 1 : newline + 1 }
}

/**
 * Finds the tasks that words name: an id in any case and with or without zeros, a range of ids (its ends must be there,
 * what lies between is found by number), `L42` for the task on line 42, or words that one task alone contains. Each
 * task once, in document order. The first word that names none or several is the answer.
 */
export function findTasks(document: TaskDocument, words: readonly string[]): FoundTasks {
  const found = new Set<DocumentTask>()
  const byId = new Map<string, DocumentTask[]>()
  for (const task of document.tasks) {
    if (task.id === '') continue
    const key = plainId(task.id)
    const same = byId.get(key)
    if (same === undefined) byId.set(key, [task])
    else same.push(task)
  }
  for (const word of words) {
    const result = findOne(document, byId, word)
    if (!result.ok) return result
    for (const task of result.tasks) found.add(task)
  }
  return { ok: true, tasks: [...found].toSorted((a, b) => a.line.start - b.line.start) }
}

type ById = ReadonlyMap<string, readonly DocumentTask[]>

function findOne(document: TaskDocument, byId: ById, word: string): FoundTasks {
  const same = byId.get(plainId(word))
  if (same !== undefined) return same.length === 1 ? { ok: true, tasks: same } : ambiguous(document, word, same)
  const line = /^L(\d{1,9})$/i.exec(word)
  if (line !== null) return onLine(document, word, Number(line[1]))
  const range = readRange(word)
  if (range !== null && looksLikeId(range.ends[0])) return inRange(document, byId, word, range)
  if (looksLikeId(word)) return unknown(document, word)
  return withWords(document, word)
}

const looksLikeId = (word: string): boolean => {
  const read = readTaskLine(`[ ] ${word} Do`)
  return read !== null && read.id !== '' && plainId(read.id) === plainId(word)
}

function onLine(document: TaskDocument, word: string, number: number): FoundTasks {
  const { start } = lineSpan(document.text, number)
  const around = start < 0 ? [] : document.tasks.filter((task) => task.start <= start && start < task.end)
  const task = around.find(({ line }) => line.start === start)
  if (task !== undefined) return { ok: true, tasks: [task] }
  const inner = around.at(-1)
  const reason =
    inner === undefined
      ? `There is no task on line ${number}.`
      : `Line ${number} belongs to a task that starts above it.`
  const near = inner === undefined ? [] : [inner.id === '' ? `L${lineAt(document.text, inner.line.start)}` : inner.id]
  return { ok: false, word, problem: 'unknown', reason, near }
}

function inRange(document: TaskDocument, byId: ById, word: string, range: RangeOfIds): FoundTasks {
  const { prefix, from, to, ends } = range
  for (const end of ends) {
    const same = byId.get(plainId(end))
    if (same === undefined) return { ...unknown(document, end), word }
  }
  if (from > to) {
    return { ok: false, word, problem: 'unknown', reason: `\`${word}\` ends before it begins.`, near: [] }
  }
  const tasks = document.tasks.filter(({ id }) => {
    const parts = /^(.*?)(\d{1,9})(?:[a-z]|-[a-z][a-z0-9]*)?$/.exec(plainId(id))
    return parts !== null && parts[1] === prefix && Number(parts[2]) >= from && Number(parts[2]) <= to
  })
  const twice = tasks.find((task, at) =>
    tasks.some((other, index) => index > at && plainId(other.id) === plainId(task.id)),
  )
  if (twice === undefined) return { ok: true, tasks }
  return ambiguous(document, twice.id, byId.get(plainId(twice.id))!)
}

function withWords(document: TaskDocument, word: string): FoundTasks {
  const wanted = word.trim().toLowerCase()
  if (wanted === '') return unknown(document, word)
  const whole = document.tasks.filter(({ text }) => text.toLowerCase() === wanted)
  const tasks = whole.length > 0 ? whole : document.tasks.filter(({ text }) => text.toLowerCase().includes(wanted))
  if (tasks.length === 1) return { ok: true, tasks }
  return tasks.length === 0 ? unknown(document, word) : ambiguous(document, word, tasks)
}

function ambiguous({ text }: TaskDocument, word: string, tasks: readonly DocumentTask[]): Failure {
  const near = tasks.slice(0, 5).map(({ line }) => `L${lineAt(text, line.start)}`)
  const more = tasks.length > near.length ? ` and ${tasks.length - near.length} more` : ''
  const reason = `\`${word}\` names ${tasks.length} tasks: ${near.join(', ')}${more}.`
  return { ok: false, word, problem: 'ambiguous', reason, near }
}

function unknown(document: TaskDocument, word: string): Failure {
  const hidden = looksLikeId(word) ? hiddenPlace(document, word) : null
  if (hidden !== null) return { ok: false, word, problem: 'unknown', reason: hidden, near: [] }
  const ids = [...new Set(document.tasks.flatMap(({ id }) => (id === '' ? [] : [id])))]
  return { ok: false, word, problem: 'unknown', reason: `There is no task \`${word}\`.`, near: nearIds(ids, word) }
}

const places = { code: 'a code block', indented: 'indented code', comment: 'a comment', html: 'HTML', table: 'a table' }

/** A line that looks like the task and is none: people should hear why. */
function hiddenPlace({ text, unread }: TaskDocument, word: string): string | null {
  for (const { start, end, where } of unread) {
    const line = text.slice(start, end)
    const head = line.replace(/^(?:[-*+]|\d{1,9}[.)]|\|)\s*/, '').replace(/(\])\s*\|/, '$1')
    if (plainId(readTaskLine(head)?.id ?? '') !== plainId(word)) continue
    return `\`${word}\` stands in ${places[where]} on line ${lineAt(text, start)}, where no task is read.`
  }
  return null
}

/** The ids with the nearest numbers, those with the same letters first; at most three. */
function nearIds(ids: readonly string[], wanted: string): readonly string[] {
  const letters = (id: string): string => id.replace(/[\d.]+/g, '').toLowerCase()
  const number = (id: string): number => Number(/\d+(?!.*\d)/.exec(id)?.[0] ?? Number.NaN)
  return ids
    .map((id) => ({ id, other: letters(id) === letters(wanted) ? 0 : 1, far: Math.abs(number(id) - number(wanted)) }))
    .filter(({ far }) => !Number.isNaN(far))
    .toSorted((a, b) => a.other - b.other || a.far - b.far || compareNatural(a.id, b.id))
    .slice(0, 3)
    .map(({ id }) => id)
}
