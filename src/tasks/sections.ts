import type { TaskDocument } from '../model/task-document.ts'

/** What a section of a task list is for: fixed phases come before or after all others. */
export type SectionKind = 'setup' | 'foundational' | 'work' | 'polish'

/** A part of a task list whose tasks belong together. */
export interface Section {
  readonly kind: SectionKind
  /** `M2` for Milestone 2 of an execute.md, else `1`, `2`, ... in document order. */
  readonly id: string
  /** The heading as written; '' for tasks before the first one. */
  readonly title: string
  /** Index of its heading, -1 before the first. */
  readonly heading: number
  /** Indices of its tasks, in document order. */
  readonly tasks: readonly number[]
}

export interface Sections {
  readonly sections: readonly Section[]
  /** Index of the section of each task. */
  readonly of: readonly number[]
}

const PHASE =
  /^(?:\W{0,4}\s*)?(?:phase|milestone|sprint|iteration|week|day|wave|stage|user story|epic|part|step)\s+[\dIVXA-Z]/i

const NUMBERED = /^(?:phase\s+\d+\s*[:.–—-]\s*)?/i.source
const KINDS: readonly (readonly [RegExp, SectionKind])[] = [
  [new RegExp(`${NUMBERED}set[- ]?up\\b`, 'i'), 'setup'],
  [new RegExp(`${NUMBERED}foundation(?:al|s)?\\b`, 'i'), 'foundational'],
  [new RegExp(`${NUMBERED}polish\\b`, 'i'), 'polish'],
]
const MILESTONE = new RegExp(`${NUMBERED}milestone\\s+(\\d{1,9})\\b`, 'i')

/**
 * The sections of a task list: by the outermost headings that name a phase; where none does, by the outermost level with
 * headings below the title. Sections without tasks are left out, unless they are phases.
 */
export function sectionsOf({ headings, tasks }: TaskDocument): Sections {
  const named = headings.filter(({ text }) => PHASE.test(text)).map(({ level }) => level)
  const levels = headings.map(({ level }) => level).filter((level) => level > 1)
  const level = Math.min(...(named.length > 0 ? named : levels.length > 0 ? levels : [1]))
  const top: number[] = []
  let current = -1
  headings.forEach((heading, index) => {
    if (heading.level <= level) current = index
    top.push(current)
  })
  const numbers = new Map<number, number>()
  const lists: number[][] = []
  const open = (heading: number): number => {
    let number = numbers.get(heading)
    if (number === undefined) {
      number = lists.push([]) - 1
      numbers.set(heading, number)
    }
    return number
  }
  const of = tasks.map(({ section }, index) => {
    const number = open(section < 0 ? -1 : top[section]!)
    lists[number]!.push(index)
    return number
  })
  const sections = [...numbers.keys()].map((heading, at): Section => {
    const title = headings[heading]?.text ?? ''
    const kind = KINDS.find(([pattern]) => pattern.test(title))?.[1] ?? 'work'
    const milestone = MILESTONE.exec(title)?.[1]
    return { kind, id: milestone === undefined ? String(at + 1) : `M${milestone}`, title, heading, tasks: lists[at]! }
  })
  return { sections, of }
}
