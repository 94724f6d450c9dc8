import type { DocumentHeading, DocumentTask, TaskDocument } from '../model/task-document.ts'
import type { Milestone, PhaseId } from '../model/task.ts'
import { recordsById } from './by-id.ts'
import type { Lock } from './lock.ts'
import { normalText } from './normal.ts'

/** The phase of each heading of a document, null outside of phases. Inner headings belong to the phase around them. */
export type HeadingPhases = readonly (PhaseId | null)[]

const FIXED: readonly (readonly [RegExp, PhaseId])[] = [
  [/^(?:phase\s+\d+\s*[:.–—-]\s*)?set[- ]?up\b/i, 'setup'],
  [/^(?:phase\s+\d+\s*[:.–—-]\s*)?foundation(?:al|s)?\b/i, 'foundational'],
  [/^(?:phase\s+\d+\s*[:.–—-]\s*)?polish\b/i, 'polish'],
]

/** As headings of phases are generated: known at any level. */
const NUMBERED = /^phase\s+\d/i

function byWords(text: string, numbers: ReadonlySet<number>): PhaseId | null {
  const number = Number(/^(?:phase\s+\d+\s*[:.–—-]\s*)?milestone\s+(\d{1,9})\b/i.exec(text)?.[1] ?? Number.NaN)
  if (numbers.has(number)) return `M${number}`
  return FIXED.find(([pattern]) => pattern.test(text))?.[1] ?? null
}

/** Ends of the section that a heading opens: the next heading of its level or above. */
function sectionEnd(headings: readonly DocumentHeading[], at: number): number {
  const level = headings[at]!.level
  let end = at + 1
  while (end < headings.length && headings[end]!.level > level) end++
  return end
}

type Counts = ReadonlyMap<PhaseId, number>

/** How many tasks of each section of no phase were generated for which. */
function countsBySection(doc: TaskDocument, lock: Lock, found: HeadingPhases): ReadonlyMap<number, Counts> {
  const sections = new Map<number, Map<PhaseId, number>>()
  for (let at = 0; at < doc.tasks.length; at++) {
    const { id, section } = doc.tasks[at]!
    if (section < 0 || found[section] !== null) continue
    const phase = recordsById(lock.tasks).get(id)?.phase
    if (phase === undefined) continue
    const counts = sections.get(section) ?? new Map<PhaseId, number>()
    counts.set(phase, (counts.get(phase) ?? 0) + 1)
    sections.set(section, counts)
  }
  return sections
}

interface Sections {
  readonly headings: readonly DocumentHeading[]
  readonly counts: ReadonlyMap<number, Counts>
  /** Phases known already, by heading: the tasks there say nothing of a section around them. */
  readonly found: HeadingPhases
}

/** The phase that most of the tasks in a section, with the sections inside it, were generated for. */
function byTasks({ headings, counts, found }: Sections, from: number): PhaseId | null {
  const sums = new Map<PhaseId, number>()
  const to = sectionEnd(headings, from)
  for (let at = from; at < to; at = found[at] === null ? at + 1 : sectionEnd(headings, at))
    for (const [phase, count] of counts.get(at) ?? []) sums.set(phase, (sums.get(phase) ?? 0) + count)
  const [best] = [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  return best?.[0] ?? null
}

/**
 * Which phase each section of a document is: by the heading as it was generated, else by its words, else by the tasks
 * that stand in it, so that a heading that a person worded anew is still known.
 */
export function phasesOfHeadings(
  doc: TaskDocument,
  lock: Lock,
  milestones: readonly Pick<Milestone, 'number'>[],
): HeadingPhases {
  const generated = new Map(
    lock.headings
      .filter((record) => record.heading.startsWith('phase:'))
      .map((record) => [
        normalText(record.text.replace(/^#+\s*/, '')),
        record.heading.slice('phase:'.length) as PhaseId,
      ]),
  )
  const numbers = new Set([...milestones.map((one) => one.number), ...lock.milestones.map((one) => one.milestone)])
  const found: (PhaseId | null)[] = doc.headings.map((heading) => generated.get(normalText(heading.text)) ?? null)
  doc.headings.forEach(
    (heading, at) =>
      (found[at] ??= heading.level <= 3 || NUMBERED.test(heading.text) ? byWords(heading.text, numbers) : null),
  )
  const known = new Set(found)
  let sections: Sections | null = null
  doc.headings.forEach((heading, at) => {
    if (found[at] !== null || heading.level > 2) return
    sections ??= { headings: doc.headings, counts: countsBySection(doc, lock, found), found }
    const phase = byTasks(sections, at)
    if (phase === null || known.has(phase)) return
    known.add(phase)
    found[at] = phase
  })
  return inherited(doc.headings, found)
}

/** A later heading that claims a phase again is a section of its own with hand-made content: the first one counts. */
function inherited(headings: readonly DocumentHeading[], found: readonly (PhaseId | null)[]): HeadingPhases {
  const result: (PhaseId | null)[] = []
  const stack: { level: number; phase: PhaseId | null }[] = []
  headings.forEach((heading, at) => {
    while (stack.length > 0 && stack.at(-1)!.level >= heading.level) stack.pop()
    const phase = found[at] ?? stack.at(-1)?.phase ?? null
    stack.push({ level: heading.level, phase })
    result.push(phase)
  })
  return result
}

/** Inside another task, a quote or as a heading a task cannot be moved: it stands where it stands. */
export const isFixed = (doc: TaskDocument, task: DocumentTask): boolean =>
  task.parent >= 0 || task.kind !== 'item' || doc.pieces[task.piece]!.start !== task.start

/** The phase of a task by the section it stands in. */
export const phaseAt = (phases: HeadingPhases, section: number): PhaseId | null =>
  section < 0 ? null : (phases[section] ?? null)
