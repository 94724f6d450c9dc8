import type { DocumentTask } from '../../model/task-document.ts'
import type { Lock } from '../lock.ts'

/** New ids by old ones. */
export type Renames = ReadonlyMap<string, string>

const wordsOf = (text: string): Set<string> =>
  new Set(
    text
      .toLowerCase()
      .split(/\s+/)
      .map((word) => word.replace(/^[*_("']+|[*_)"'.,;:]+$/g, ''))
      .filter((word) => word !== ''),
  )

/** How much two texts have in common, 0 to 1: the share of words that are in both. */
export function likeness(a: string, b: string): number {
  if (a === b) return 1
  const [first, second] = [wordsOf(a), wordsOf(b)]
  const both = [...first].filter((word) => second.has(word)).length
  return first.size + second.size === 0 ? 1 : (2 * both) / (first.size + second.size)
}

const spansOf = (text: string): string[] => Array.from(text.matchAll(/`[^`\n]{1,300}`/g), ([span]) => span)

const VALIDATES = /^Validate Milestone \d{1,9}$/

/**
 * Whether two tasks with one id, from two branches, are two different tasks. `known` is the number of tasks that the
 * lock has under this id.
 */
export function areDifferent(a: string, b: string, known: number): boolean {
  if (a === b) return false
  // They are about two milestones, which nothing but the number tells.
  if (VALIDATES.test(a) && VALIDATES.test(b)) return true
  if (known === 1) return likeness(a, b) < 0.34
  const [first, second] = [spansOf(a), spansOf(b)]
  const apart = first.length > 0 && second.length > 0 && !first.some((span) => second.includes(span))
  return apart || likeness(a, b) <= 0.5
}

const ID = /^(.*?)(\d+)([a-z]?)$/s

/** Gives ids that were never used, in the form of an old one: the next number behind the highest of its form. */
export interface IdSource {
  readonly next: (like: string) => string
}

/** A source that knows all ids given. */
export function idSource(used: Iterable<string>): IdSource {
  const highest = new Map<string, number>()
  const taken = new Set<string>()
  for (const id of used) {
    taken.add(id)
    const [, prefix, digits] = ID.exec(id) ?? []
    if (prefix === undefined || digits!.length > 15) continue
    highest.set(prefix, Math.max(highest.get(prefix) ?? 0, Number(digits)))
  }
  const next = (like: string): string => {
    const [, prefix = `${like}-`, digits = ''] = ID.exec(like) ?? []
    let id = ''
    do {
      const number = (highest.get(prefix) ?? 0) + 1
      highest.set(prefix, number)
      id = `${prefix}${String(number).padStart(digits.length, '0')}`
    } while (taken.has(id))
    taken.add(id)
    return id
  }
  return { next }
}

/** The ids that a lock knows, those of deleted tasks too. */
export const idsOfLock = (lock: Lock | null): readonly string[] =>
  lock === null ? [] : [...lock.tasks.map(({ id }) => id), ...lock.gone.map(({ gone }) => gone)]

const RANGE = /(?<![\w.-])([A-Z]{1,10}-?)(\d{1,6})(\s?(?:-|–|—|\.\.\.?|…)\s?|\sto\s)\1?(\d{1,6})(?![\w.]|-\w)/gu
const REFERENCE = /(?<![\w.-])(?:[A-Z]{1,10}-?\d{1,6}(?:\.\d{1,4})*[a-z]?)(?![\w]|\.\d|-[A-Z])/gu
const REMARK = /\((?:depends on|depends|after|requires|blocked by|依存|依赖)[\s:：][^()\n]*\)/giu
const NUMBER = /(?<![\w.-])\d{1,4}(?:\.\d{1,4})*(?![\w]|\.\d)/g

/** A range as single ids where one inside it has a new name. */
function renamedRange(whole: string, prefix: string, from: string, to: string, renames: Renames): string {
  const [low, high] = [Number(from), Number(to)]
  if (high < low || high - low > 500) return whole
  const ids = Array.from(
    { length: high - low + 1 },
    (_, at) => `${prefix}${String(low + at).padStart(from.length, '0')}`,
  )
  if (!ids.some((id) => renames.has(id))) return whole
  const kept = ids.filter((id) => !renames.has(id))
  const moved = ids.flatMap((id) => renames.get(id) ?? [])
  return [...runs(kept, prefix), ...moved].join(', ')
}

/** Three and more ids in a row as a range. */
function runs(ids: readonly string[], prefix: string): string[] {
  const numberOf = (id: string): number => Number(id.slice(prefix.length))
  const groups: string[][] = []
  for (const id of ids) {
    const last = groups.at(-1)
    if (last !== undefined && numberOf(last.at(-1)!) + 1 === numberOf(id)) last.push(id)
    else groups.push([id])
  }
  return groups.flatMap((group) => (group.length < 3 ? group : [`${group[0]}-${group.at(-1)}`]))
}

/** Puts new ids into text outside of code spans. Plain numbers (`1.2`) are ids only where a dependency is stated. */
export function renameIn(line: string, renames: Renames): string {
  // Every second part is inside a code span.
  const parts = line.split('`')
  return parts
    .map((part, at) => {
      if (at % 2 === 1 && at < parts.length - 1) return part
      return part
        .replace(RANGE, (whole, prefix: string, from: string, _dash: string, to: string) =>
          renamedRange(whole, prefix, from, to, renames),
        )
        .replace(REFERENCE, (id) => renames.get(id) ?? id)
        .replace(REMARK, (remark) => remark.replace(NUMBER, (id) => renames.get(id) ?? id))
    })
    .join('`')
}

/** Every id of a task's `depends` remark, in order. */
export const idsIn = (task: DocumentTask): readonly string[] =>
  (task.depends?.text ?? '')
    .replace(/^(?:depends on|depends|after|requires|blocked by|依存|依赖)[\s:：]+/iu, '')
    .split(/[,;，、]|\band\b|&/u)
    .map((id) => id.trim())
    .filter((id) => id !== '')
