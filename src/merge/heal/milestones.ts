import type { Span } from '../../model/source.ts'
import type { TaskDocument } from '../../model/task-document.ts'
import { hashOfPiece, nameOfPiece } from '../elements.ts'
import { blockRecord } from '../lock-from.ts'
import type { Lock, LockMilestone, LockTask } from '../lock.ts'
import { normalText } from '../normal.ts'
import { scopeOf, sharedNumbers } from '../shared-numbers.ts'
import { lastAt } from './nodes.ts'
import { documentOf, insideTest, type Place, type Sides } from './places.ts'

/** A milestone that got another number because two branches had given the same one. */
export interface Renumbered {
  readonly from: number
  readonly to: number
  readonly title: string
}

interface Section extends Span {
  readonly heading: number
  readonly number: number
  readonly title: string
}

/** More at once come from no two branches; each costs a look at everything. */
const MOST = 50

const HEADING = /^Phase \d{1,6}: Milestone (\d{1,9})(?: - (.*))?$/u
/** What intentk puts behind the title. */
const BEHIND = /\s*(?:\(Priority: [^)]*\))?\s*(?:🎯 MVP)?\s*$/u

const isSame = (a: string, b: string): boolean => normalText(a) === normalText(b)

/** The sections of milestones by their headings. */
function sectionsOf({ headings, text }: TaskDocument): Section[] {
  const ends: number[] = []
  // From the end: a section ends where the next one of its level or above begins.
  const next: number[] = []
  for (let at = headings.length - 1; at >= 0; at--) {
    const { level, start } = headings[at]!
    ends[at] = Math.min(...next.filter((one, above) => above <= level && one !== undefined), text.length)
    next.length = Math.min(next.length, level + 1)
    next[level] = start
  }
  return headings.flatMap((heading, at): Section[] => {
    const [, number, title = ''] = HEADING.exec(heading.text) ?? []
    return number === undefined
      ? []
      : [
          {
            heading: at,
            number: Number(number),
            title: title.replace(BEHIND, ''),
            start: heading.start,
            end: ends[at]!,
          },
        ]
  })
}

/** Where a section of intentk says its number: in its heading, the tags of its tasks, its validation, its checkpoint. */
function numberEdits(text: string, { start, end, number, to }: Span & { number: number; to: number }): TextEdit[] {
  const edits: TextEdit[] = []
  const said = new RegExp(
    `^(?:#{1,6} Phase \\d+: Milestone |\\*\\*Checkpoint\\*\\*: Milestone |[ \\t]*[-*+] \\[.\\] T\\d.*?(?:\\[M|Validate Milestone ))(${number})(?!\\d)`,
    'dgm',
  )
  const own = text.slice(start, end)
  for (const match of own.matchAll(said)) {
    const [from, until] = match.indices![1]!
    edits.push({ start: start + from, end: start + until, text: String(to) })
    // The line of a validation has a tag and a number.
    const rest = own.slice(until).split('\n', 1)[0]!
    const second = new RegExp(`Validate Milestone (${number})(?!\\d)`, 'd').exec(rest)?.indices![1]
    if (second !== undefined)
      edits.push({ start: start + until + second[0], end: start + until + second[1], text: String(to) })
  }
  return edits
}

interface TextEdit extends Span {
  readonly text: string
}

/** Applies edits inside of spans, which stay what they are of the text. */
function edited(text: string, edits: readonly TextEdit[], spans: readonly Span[]): { text: string; spans: Span[] } {
  let result = ''
  let at = 0
  let next = 0
  const shift = (offset: number): number => {
    for (; next < edits.length && edits[next]!.start < offset; next++) {
      result += text.slice(at, edits[next]!.start) + edits[next]!.text
      at = edits[next]!.end
    }
    result += text.slice(at, offset)
    at = Math.max(at, offset)
    return result.length
  }
  const moved = spans.map(({ start, end }) => ({ start: shift(start), end: shift(end) }))
  shift(text.length)
  return { text: result, spans: moved }
}

/**
 * Two sections may end with the same lines, which git counts for both: they belong to the place in which the sections
 * differ, so that each of them keeps its own.
 */
function lengthen(places: Place[], ours: Span, theirs: Span): void {
  const at = lastAt(
    places.map((place) => place.theirs),
    theirs.start,
  )
  const place = places[at]
  if (place === undefined || theirs.start >= place.theirs.end) return
  const more = theirs.end - place.theirs.end
  const next = places[at + 1]
  const isCommon = ours.end - place.ours.end === more && (next === undefined || next.theirs.start >= theirs.end)
  if (more <= 0 || !isCommon) return
  const longer = ({ start, end }: Span): Span => ({ start, end: end + more })
  const base = place.base === null ? null : longer(place.base)
  places[at] = { ours: longer(place.ours), theirs: longer(place.theirs), base }
}

const numbersOf = (lock: Lock | null): number[] => lock?.milestones.map((record) => record.milestone) ?? []

/**
 * Sides of which no two new milestones have the same number: the second branch's gets the next free one. One that the
 * ancestor has, or that shares work with the other, is the same milestone under another title.
 */
export function withoutSharedNumbers(
  sides: Sides,
  path: string,
  lock: Lock | null,
): { readonly sides: Sides; readonly renumbered: readonly Renumbered[] } {
  const none = { sides, renumbered: [] }
  if (!/^#{1,6} Phase \d+: Milestone /m.test(sides.theirs)) return none
  const [ours, theirs] = [documentOf(sides.ours, path), documentOf(sides.theirs, path)]
  const [mine, other] = [sectionsOf(ours), sectionsOf(theirs)]
  const known = new Map(mine.map((section) => [section.number, section]))
  const inTheirs = insideTest(sides.places.map((place) => place.theirs))
  const old = new Set(sides.base === null ? [] : sectionsOf(documentOf(sides.base, path)).map(({ number }) => number))
  const words = ({ tasks }: TaskDocument, { start, end }: Span): string[] =>
    tasks.slice(lastAt(tasks, start - 1) + 1, lastAt(tasks, end - 1) + 1).map((task) => normalText(task.text))
  let free = Math.max(0, ...numbersOf(lock), ...[...mine, ...other].map(({ number }) => number)) + 1
  const edits: TextEdit[] = []
  const renumbered: Renumbered[] = []
  const places = [...sides.places]
  for (const section of other) {
    if (renumbered.length === MOST) break
    const own = known.get(section.number)
    if (!inTheirs(section.start) || own === undefined || old.has(section.number) || isSame(own.title, section.title))
      continue
    const validates = normalText(`Validate Milestone ${section.number}`)
    const work = new Set(words(ours, own).filter((text) => text !== validates))
    if (words(theirs, section).some((text) => work.has(text))) continue
    const to = free++
    renumbered.push({ from: section.number, to, title: section.title })
    lengthen(places, own, section)
    edits.push(...numberEdits(theirs.text, { ...section, to }))
  }
  if (renumbered.length === 0) return none
  const isInside = insideTest(places.map((place) => place.theirs))
  const { text, spans } = edited(
    theirs.text,
    edits.toSorted((a, b) => a.start - b.start).filter((edit) => isInside(edit.start)),
    places.map((place) => place.theirs),
  )
  const moved = places.map((place, at) => ({ ...place, theirs: spans[at]! }))
  return { sides: { ...sides, theirs: text, places: moved }, renumbered }
}

/** The lock in which each milestone has the number that its section has, or the next free one. */
export function renumberedLock(lock: Lock, doc: TaskDocument): Lock {
  const shared = sharedNumbers(lock)
  if (shared.size === 0) return lock
  const sections = sectionsOf(doc)
  let result = lock
  let free = Math.max(0, ...numbersOf(lock), ...sections.map(({ number }) => number)) + 1
  const taken = new Set(numbersOf(lock))
  for (const [from, records] of [...shared].slice(0, MOST)) {
    const standing = (record: LockMilestone): Section[] => sections.filter(({ title }) => isSame(title, record.title))
    // The one whose section has the number keeps it, and of several the first that stands there.
    const first = sections.find(
      ({ number, title }) => number === from && records.some((record) => isSame(record.title, title)),
    )
    const keeper = records.find((record) => first !== undefined && isSame(record.title, first.title)) ?? records[0]!
    for (const record of records.slice(0, MOST)) {
      if (record === keeper) continue
      const section = standing(record)[0]
      const to = section !== undefined && !taken.has(section.number) ? section.number : free++
      taken.add(to)
      result = renumber(result, record, to, section, doc)
    }
  }
  return result
}

function renumber(
  lock: Lock,
  record: LockMilestone,
  to: number,
  section: Section | undefined,
  doc: TaskDocument,
): Lock {
  const from = record.milestone
  // What the section says is the base of what it says: the next run brings it up to date.
  const isSaid = section?.number === to
  const pieces =
    section === undefined ? [] : doc.pieces.filter(({ start, end }) => start >= section.start && end <= section.end)
  const blocks = pieces.flatMap((piece) => {
    const text = doc.text.slice(piece.start, piece.end)
    const name = nameOfPiece(piece.kind, text)
    const isNamed = piece.kind === 'heading' ? piece.start === section!.start : piece.kind === 'text' && name !== 'text'
    const key = name === 'checkpoint' ? `checkpoint:M${to}#checkpoint` : `phase:M${to}#${name}`
    return isNamed ? [blockRecord(key, hashOfPiece(text))] : []
  })
  const heading =
    section === undefined
      ? []
      : [{ heading: `phase:M${to}`, text: doc.text.slice(section.start).split(/\r?\n/, 1)[0]! }]
  const names = new Set([`phase:M${to}#`, `checkpoint:M${to}#`])
  return {
    ...lock,
    milestones: lock.milestones.map((one) => (one === record ? { ...one, milestone: to } : one)),
    headings: [...lock.headings.filter((one) => one.heading !== `phase:M${to}`), ...heading],
    blocks: [...lock.blocks.filter(({ block }) => !names.has(block.slice(0, block.indexOf('#') + 1))), ...blocks],
    tasks: lock.tasks.map((task): LockTask => {
      if (task.phase !== `M${from}` || scopeOf(task.key) !== record.key) return task
      const text = isSaid && task.text === `Validate Milestone ${from}` ? `Validate Milestone ${to}` : task.text
      return { ...task, phase: `M${to}`, m: isSaid && task.m === from ? to : task.m, text }
    }),
  }
}
