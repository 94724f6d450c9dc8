import type { ProgressDocument } from '../model/task-document.ts'

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

/** For each heading the last one at or above it that is of a level or further out; -1 for none. */
function sectionsAt({ headings }: ProgressDocument, level: number): readonly number[] {
  let current = -1
  return headings.map((heading, index) => (current = heading.level <= level ? index : current))
}

/** Whether headings of a level part the tasks, so that not all of them stand under one. */
function parts(document: ProgressDocument, level: number): boolean {
  const sections = sectionsAt(document, level)
  const first = document.tasks[0]
  const of = (section: number): number => (section < 0 ? -1 : sections[section]!)
  return first !== undefined && document.tasks.some(({ section }) => of(section) !== of(first.section))
}

/** The level of the headings that part the tasks into sections. */
function levelOf(document: ProgressDocument): number {
  const { headings, tasks } = document
  const own = new Set<number>()
  for (const { kind, section } of tasks) if (kind === 'heading') own.add(section)
  const around = own.size === 0 ? headings : headings.filter((_, index) => !own.has(index))
  const named = around.filter(({ text }) => PHASE.test(text)).map(({ level }) => level)
  const others = around.map(({ level }) => level).filter((level) => level > 1)
  const levels = [...new Set([...named.toSorted((a, b) => a - b), ...others.toSorted((a, b) => a - b)])]
  return levels.find((each) => parts(document, each)) ?? levels[0] ?? 1
}

/**
 * The sections of a task list: by the outermost headings that name a phase and part the tasks; where none does, by the
 * outermost that part them. Headings without tasks below them are left out.
 */
export function sectionsOf(document: ProgressDocument): Sections {
  const { headings, tasks } = document
  const top = sectionsAt(document, levelOf(document))
  // By heading, 0 for what stands before the first one.
  const numbers = new Int32Array(headings.length + 1).fill(-1)
  const own: number[] = []
  const lists: number[][] = []
  const of: number[] = []
  for (let index = 0; index < tasks.length; index++) {
    const { section } = tasks[index]!
    const heading = section < 0 ? -1 : top[section]!
    let number = numbers[heading + 1]!
    if (number < 0) {
      number = numbers[heading + 1] = lists.length
      own.push(heading)
      lists.push([])
    }
    lists[number]!.push(index)
    of.push(number)
  }
  const sections = own.map((heading, at): Section => {
    const title = headings[heading]?.text ?? ''
    const kind = KINDS.find(([pattern]) => pattern.test(title))?.[1] ?? 'work'
    const milestone = MILESTONE.exec(title)?.[1]
    return { kind, id: milestone === undefined ? String(at + 1) : `M${milestone}`, title, heading, tasks: lists[at]! }
  })
  return { sections, of }
}
