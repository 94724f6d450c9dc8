import type { Diagnostic } from '../model/diagnostic.ts'
import type { Conflict } from '../model/merge.ts'
import type { Span } from '../model/source.ts'
import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import { readBranchNotes } from './heal/branch-note.ts'
import { idsOfLock, idSource } from './heal/ids.ts'
import { keepsFirst, recordsOf } from './heal/double-ids.ts'
import { healLock } from './heal/lock.ts'
import { findRegions, type Region } from './heal/markers.ts'
import { documentOf, type Place, type Renamed, type Sides } from './heal/places.ts'
import { mergeSides, type MergedSides } from './heal/sides.ts'
import { parseLock, type Lock } from './lock.ts'
import { mayHaveDuplicates } from './may-need-healing.ts'
import { withoutMentions } from './mentions.ts'

/** A document and its lock after a merge of git was made good. */
export interface HealedPair {
  /** The texts as they were where nothing was to be done. */
  readonly written: string
  readonly lock: string | null
  /** What was done, and what a person should know. */
  readonly diagnostics: readonly Diagnostic[]
  /**
   * What both sides changed, each in another way: `mine` is the first side, `plan` the second, which a comment keeps.
   * They stay in the list until the comment is gone.
   */
  readonly conflicts: readonly Conflict[]
}

/** A text without conflict markers and without double ids. */
interface Healed extends MergedSides {
  /** Number of conflicts that git had left. */
  readonly regions: number
  readonly stray: Span | null
}

// What is left of conflicts inside conflicts may form another one; so many rounds end every case that git makes.
const ROUNDS = 8

/**
 * Makes good what a merge of git left in execute.md and its lock: conflict markers are merged by section, task and field,
 * ids that two branches gave to different tasks become different, and the records of the lock follow. Nothing that
 * stands on either side is lost. Pure, idempotent and linear; a pair without traces of a merge comes back as it was.
 */
export function healPair(written: string, lock: string | null, file = 'execute.md'): HealedPair {
  const known = lock === null ? null : parseLock(lock).lock
  const result = heal({ ...nothing, text: written }, known, file)
  const document = reader(result.text, file)
  return {
    ...reported(result, document, file),
    lock: lock === null ? null : healLock(lock, document, result.renamed),
  }
}

const nothing: Omit<MergedSides, 'text'> = { clashes: [], renamed: [], renumbered: [], revived: [] }

/** What a merge of whole versions gave, with all that is healed in a file on top. */
export function healed(merged: MergedSides, lock: Lock | null, file: string): Omit<HealedPair, 'lock'> {
  const result = heal(merged, lock, file)
  return reported(result, reader(result.text, file), file)
}

/** Reads a document when it is first needed. */
function reader(text: string, file: string): () => TaskDocument {
  let read: TaskDocument | null = null
  return () => (read ??= documentOf(text, file))
}

function reported(result: Healed, document: () => TaskDocument, file: string): Omit<HealedPair, 'lock'> {
  const placeOf = placesIn(document)
  return {
    written: result.text,
    diagnostics: diagnosticsOf(result, file, placeOf),
    conflicts: conflictsOf(result, document, placeOf),
  }
}

/** What has just been found, and what an earlier merge left open: a comment tells it until somebody takes it out. */
function conflictsOf(
  { text, clashes }: Healed,
  document: () => TaskDocument,
  placeOf: (about: string) => Span,
): Conflict[] {
  const notes = readBranchNotes(text)
  if (notes.length === 0) return clashes.map((clash) => ({ ...clash, place: placeOf(clash.about) }))
  const words = new Map(document().tasks.map((task) => [task.id, task.text]))
  const known = new Map(clashes.map((clash) => [`${clash.about} ${clash.field}`, clash]))
  const open = notes.map(({ about, field, other, start, end }): Conflict => {
    const place = words.has(about) ? placeOf(about) : { start, end }
    const clash = known.get(`${about} ${field}`)
    known.delete(`${about} ${field}`)
    return {
      base: '',
      mine: field === 'text' ? (words.get(about) ?? '') : '',
      ...clash,
      about,
      field,
      plan: other,
      place,
    }
  })
  return [...open, ...[...known.values()].map((clash) => ({ ...clash, place: placeOf(clash.about) }))]
}

function heal(from: MergedSides, lock: Lock | null, file: string): Healed {
  let { text } = from
  let regions = 0
  let stray: Span | null = null
  const clashes = [...from.clashes]
  const renamed = [...from.renamed]
  const renumbered = [...from.renumbered]
  const revived = [...from.revived]
  for (let round = 0; round < ROUNDS; round++) {
    const found = findRegions(text)
    stray = found.stray
    if (found.regions.length === 0) break
    regions += found.regions.length
    const merged = mergeSides(sidesOf(text, found.regions), file, lock)
    text = merged.text
    clashes.push(...merged.clashes)
    renamed.push(...merged.renamed)
    renumbered.push(...merged.renumbered)
    revived.push(...merged.revived)
  }
  const single = resolveDuplicateIds(text, lock, file)
  return { text: single.text, clashes, renamed: [...renamed, ...single.renamed], renumbered, revived, regions, stray }
}

/** The two versions, and the common ancestor, that a text with conflict markers is made of. */
function sidesOf(text: string, regions: readonly Region[]): Sides {
  const hasBase = regions.some(({ base }) => base !== null)
  const versions = { ours: [] as string[], theirs: [] as string[], base: [] as string[] }
  const lengths = { ours: 0, theirs: 0, base: 0 }
  const put = (name: keyof typeof versions, piece: string): Span => {
    versions[name].push(piece)
    const start = lengths[name]
    lengths[name] += piece.length
    return { start, end: lengths[name] }
  }
  let at = 0
  const places = regions.map((region): Place => {
    for (const name of ['ours', 'theirs', 'base'] as const) put(name, text.slice(at, region.start))
    at = region.end
    const base = usableBase(text, region)
    const ours = put('ours', text.slice(region.ours.start, region.ours.end))
    const theirs = put('theirs', text.slice(region.theirs.start, region.theirs.end))
    return { ours, theirs, base: base === null ? null : put('base', base) }
  })
  for (const name of ['ours', 'theirs', 'base'] as const) put(name, text.slice(at))
  return {
    ours: versions.ours.join(''),
    theirs: versions.theirs.join(''),
    base: hasBase ? versions.base.join('') : null,
    places,
  }
}

/** An ancestor that is a merge itself holds conflicts of its own, with longer markers; it tells nothing for certain. */
function usableBase(text: string, { base }: Region): string | null {
  if (base === null) return null
  const own = text.slice(base.start, base.end)
  return /^(?:<{8,}|>{8,})(?: |\r?$)/m.test(own) ? null : own
}

const OWN_ID = /^T-?\d{2,}[a-z]?$/

/**
 * Gives all tasks but one of those with the same id (`T012`) the next free one: a merge without any conflict may bring
 * two of them together. The one that the lock knows keeps it, else the first. Nobody can tell which of them a reference
 * means, so references stay.
 */
export function resolveDuplicateIds(
  text: string,
  lock: Lock | null,
  file = 'execute.md',
): { readonly text: string; readonly renamed: readonly Renamed[] } {
  if (!mayHaveDuplicates(text)) return { text, renamed: [] }
  const doc = withoutMentions(documentOf(text, file))
  const byId = new Map<string, DocumentTask[]>()
  for (const task of doc.tasks) {
    if (!OWN_ID.test(task.id) || task.idSpan === null) continue
    const list = byId.get(task.id)
    if (list === undefined) byId.set(task.id, [task])
    else list.push(task)
  }
  const double = [...byId].filter(([, tasks]) => tasks.length > 1)
  if (double.length === 0) return { text, renamed: [] }
  const ids = idSource([...doc.tasks.map(({ id }) => id), ...idsOfLock(lock)])
  const records = recordsOf(lock)
  const renamed = double.flatMap(([id, tasks]) => {
    const known = records.get(id) ?? []
    const keeper = tasks.reduce((best, task) => (keepsFirst(best.text, task.text, known) ? best : task))
    return tasks.filter((task) => task !== keeper).map((task) => ({ task, from: id, to: ids.next(id) }))
  })
  let result = ''
  let at = 0
  for (const { task, to } of renamed.toSorted((a, b) => a.task.start - b.task.start)) {
    const { start, end } = task.idSpan!
    if (start < at) continue
    result += text.slice(at, start) + to
    at = end
  }
  return {
    text: result + text.slice(at),
    renamed: renamed.map(({ task, from, to }) => ({ from, to, side: 'unknown', words: task.text })),
  }
}

/** Where something stands in the result: the line of a task, the comment about another block. */
function placesIn(document: () => TaskDocument): (about: string) => Span {
  let places: ReadonlyMap<string, Span> | null = null
  const read = ({ conflicts, tasks }: TaskDocument): ReadonlyMap<string, Span> =>
    new Map([
      ...conflicts.map(({ about, start, end }) => [about, { start, end }] as const),
      ...tasks.map(({ id, line }) => [id, { start: line.start, end: line.end }] as const),
    ])
  return (about) => (places ??= read(document())).get(about) ?? { start: 0, end: 0 }
}

function diagnosticsOf(
  { regions, renamed, renumbered, revived, stray }: Healed,
  file: string,
  placeOf: (about: string) => Span,
): Diagnostic[] {
  const at = (id: string): { file: string; start: number; end: number } => ({ file, ...placeOf(id) })
  const found: Diagnostic[] = []
  if (regions > 0)
    found.push({
      ruleId: 'git-conflict',
      severity: 'info',
      message: `${file} held ${regions === 1 ? 'a conflict' : `${regions} conflicts`} of git. Both sides are merged task by task; ticks of both stay.`,
      place: { file, start: 0, end: 0 },
    })
  for (const { from, to, side, words } of renamed)
    found.push({
      ruleId: 'duplicate-id',
      severity: 'warning',
      message: `Two branches both made a task ${from}; "${short(words)}" is ${to} now. ${
        side === 'unknown'
          ? `References to ${from} were left as they are: change those that mean ${to}.`
          : `References that came with it follow.`
      }`,
      place: at(to),
    })
  for (const { from, to, title } of renumbered)
    found.push({
      ruleId: 'duplicate-milestone',
      severity: 'warning',
      message: `Two branches both made a Milestone ${from}; "${short(title)}" is Milestone ${to} now, and the tags of its tasks follow.`,
      place: { file, start: 0, end: 0 },
    })
  for (const id of revived)
    found.push({
      ruleId: 'deleted-and-changed',
      severity: 'warning',
      message: `${id} was deleted on one branch and changed on the other. It stays; delete it if it is not wanted.`,
      place: at(id),
    })
  if (stray !== null)
    found.push({
      ruleId: 'stray-conflict-marker',
      severity: 'warning',
      message: 'A conflict marker of git starts here and no end belongs to it. It is left as it is; remove it by hand.',
      place: { file, ...stray },
    })
  return found
}

const short = (words: string): string => (words.length <= 60 ? words : `${words.slice(0, 57)}...`)
