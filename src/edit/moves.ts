import type { Change } from '../model/merge.ts'
import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import type { PhaseId } from '../model/task.ts'
import { tasksById } from '../merge/by-id.ts'
import { REGION_LEVEL } from '../merge/elements.ts'
import { phaseAt, type HeadingPhases } from '../merge/phases.ts'
import { insertBlocks, removeBlock } from './gaps.ts'
import type { PlacedTask } from './insertions.ts'
import type { TextEdit } from './text-edits.ts'

/** Indexes of a longest part of a list that grows; the others are what has to move. */
export function longestGrowing(values: readonly number[]): Set<number> {
  const ends: number[] = []
  const before: number[] = []
  values.forEach((value, at) => {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (values[ends[middle]!]! < value) low = middle + 1
      else high = middle
    }
    before[at] = low > 0 ? ends[low - 1]! : -1
    ends[low] = at
  })
  const stay = new Set<number>()
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at]!) stay.add(at)
  return stay
}

/** A task at the top of its list, which can be taken out with its lines. */
const movable = (doc: TaskDocument, task: DocumentTask): boolean =>
  task.kind === 'item' && task.parent < 0 && doc.pieces[task.piece]!.start === task.start

const without = (doc: TaskDocument, task: DocumentTask): string =>
  doc.text.slice(task.start, task.end).replace(/\r?\n$/, '')

export interface MoveInput {
  readonly doc: TaskDocument
  readonly phases: HeadingPhases
  /** Ids of each phase in the order they are wanted in. */
  readonly wanted: ReadonlyMap<PhaseId, readonly string[]>
  /** Tasks that may come from another section: the plan moved them, and nobody else did. */
  readonly mayCome: ReadonlySet<string>
}

interface PhaseMove {
  readonly edits: TextEdit[]
  readonly moved: string[]
}

/** Where the first task of a phase would stand: behind the last paragraph before other content of its section. */
function phaseStart(doc: TaskDocument, phases: HeadingPhases, phase: PhaseId): number | null {
  const heading = doc.headings.findIndex((one, at) => phases[at] === phase && one.level <= REGION_LEVEL)
  if (heading < 0) return null
  let at = doc.headings[heading]!.piece
  while (at + 1 < doc.pieces.length && doc.pieces[at + 1]!.kind === 'text' && doc.pieces[at + 1]!.section === heading) {
    const { start } = doc.pieces[at + 1]!
    if (doc.text.startsWith('**Checkpoint**', start)) break
    at++
  }
  return doc.pieces[at]!.end
}

function movesOf(
  input: MoveInput,
  phase: PhaseId,
  wanted: readonly string[],
  standing: readonly DocumentTask[],
  tasks: ReadonlyMap<string, DocumentTask>,
): PhaseMove {
  const { doc, phases } = input
  const rank = new Map(wanted.map((id, at) => [id, at]))
  const here = standing.filter((task) => rank.has(task.id))
  const comers = new Set(here)
  const stay = longestGrowing(here.map((task) => rank.get(task.id)!))
  // A section of the person's own is no phase: what stands there stays, and others go in behind it.
  const fixed = (task: DocumentTask): boolean => !movable(doc, task) || phaseAt(phases, task.section) === null
  const staying = new Set(here.filter((task, at) => stay.has(at) || fixed(task)).map((task) => task.id))
  const result: PhaseMove = { edits: [], moved: [] }
  let anchor: { at: number; tight: boolean } | null = null
  const waiting = new Map<number, { text: string; tight: boolean }[]>()
  const first = here.find((task) => staying.has(task.id) && !fixed(task))
  for (const id of wanted) {
    const task = tasks.get(id)
    if (task === undefined) continue
    if (staying.has(id)) {
      let block = task
      while (block.parent >= 0) block = doc.tasks[block.parent]!
      anchor = { at: block.end, tight: true }
      continue
    }
    const comes = input.mayCome.has(id) || comers.has(task)
    if (!comes || !movable(doc, task)) continue
    const start = first === undefined ? phaseStart(doc, phases, phase) : first.start
    const at = anchor?.at ?? start
    if (at === null) continue
    const tight = anchor !== null || first !== undefined || (waiting.get(at)?.length ?? 0) > 0
    result.edits.push(removeBlock(doc, task))
    result.moved.push(id)
    const list = waiting.get(at) ?? []
    list.push({ text: without(doc, task), tight })
    waiting.set(at, list)
  }
  for (const [at, blocks] of waiting) result.edits.push(insertBlocks(doc, at, blocks))
  return result
}

/** A cut that reaches over a place where something is put in would take the place away. */
function cleared(edits: readonly TextEdit[]): TextEdit[] {
  const places = edits.filter((edit) => edit.start === edit.end).map((edit) => edit.start)
  places.sort((a, b) => a - b)
  let next = 0
  const cuts = edits
    .filter((edit) => edit.start < edit.end)
    .sort((a, b) => a.start - b.start)
    .map((edit) => {
      while (next < places.length && places[next]! <= edit.start) next++
      const inside = places[next]
      return inside === undefined || inside >= edit.end ? edit : { ...edit, end: inside }
    })
  return [...cuts, ...edits.filter((edit) => edit.start === edit.end)]
}

/** The tasks of each phase in the order in which they stand. A part of a task goes where the task goes. */
function standingByPhase(
  { phases, wanted, mayCome }: MoveInput,
  tasks: ReadonlyMap<string, DocumentTask>,
): Map<PhaseId, DocumentTask[]> {
  const standing = new Map<PhaseId, DocumentTask[]>()
  let known: Map<string, PhaseId> | null = null
  const phaseOf = (): ReadonlyMap<string, PhaseId> => {
    if (known !== null) return known
    known = new Map()
    for (const [phase, ids] of wanted) for (const id of ids) known.set(id, phase)
    return known
  }
  for (const task of tasks.values()) {
    if (task.parent >= 0) continue
    const phase = phaseAt(phases, task.section) ?? (mayCome.has(task.id) ? undefined : phaseOf().get(task.id))
    if (phase === undefined) continue
    const list = standing.get(phase)
    if (list === undefined) standing.set(phase, [task])
    else list.push(task)
  }
  return standing
}

/**
 * Whether nothing is to be moved for certain once tasks are taken out and new ones are put in: those that stay and
 * those that come are in the wanted order then. Spares reading the text again.
 */
export function inOrderAfter(input: MoveInput, removed: ReadonlySet<string>, added: readonly PlacedTask[]): boolean {
  const { wanted, mayCome } = input
  if (mayCome.size > 0) return false
  const tasks = tasksById(input.doc)
  const standing = standingByPhase(input, tasks)
  const comes = new Map(added.map((task) => [task.id, task.at]))
  for (const [phase, ids] of wanted) {
    const standingHere = standing.get(phase) ?? []
    const stays = removed.size === 0 ? standingHere : standingHere.filter((task) => !removed.has(task.id))
    let next = 0
    let at = 0
    for (let index = 0; index < ids.length; index++) {
      const id = ids[index]!
      const place = comes.get(id)
      const before = at
      if (place !== undefined) at = place
      else if (stays[next]?.id === id) at = stays[next++]!.end
      else if ((tasks.get(id)?.parent ?? -1) < 0) return false
      if (at < before || (place !== undefined && stays[next] !== undefined && stays[next]!.start < place)) return false
    }
    if (next < stays.length) return false
  }
  return true
}

/**
 * Moves tasks to the phase and the order they are wanted in, as few of them as possible; each block goes byte for byte,
 * with everything a person wrote into it.
 */
export function taskMoves(input: MoveInput): {
  readonly edits: readonly TextEdit[]
  readonly changes: readonly Change[]
} {
  const { wanted } = input
  const tasks = tasksById(input.doc)
  const standing = standingByPhase(input, tasks)
  const inOrder = (ids: readonly string[], list: readonly DocumentTask[]): boolean =>
    ids.length === list.length && ids.every((id, at) => id === list[at]!.id)
  const moves = [...wanted].flatMap(([phase, all]) => {
    const list = standing.get(phase) ?? []
    const ids = all.filter((id) => (tasks.get(id)?.parent ?? -1) < 0)
    return inOrder(ids, list) ? [] : [movesOf(input, phase, ids, list, tasks)]
  })
  const changes = moves.flatMap((move) =>
    move.moved.map((about): Change => ({
      kind: 'move',
      about,
      field: 'place',
      before: '',
      after: '',
      why: 'the plan puts it elsewhere',
    })),
  )
  return { edits: cleared(moves.flatMap((move) => move.edits)), changes }
}

/** The sections of phases with the blank lines behind them, in document order. */
function phaseSections(doc: TaskDocument, phases: HeadingPhases): { phase: PhaseId; start: number; end: number }[] {
  const regions = doc.headings.flatMap((heading, at) => (heading.level <= REGION_LEVEL ? [at] : []))
  return regions.flatMap((at, index) => {
    const phase = phases[at]
    const next = regions[index + 1]
    const end = next === undefined ? doc.text.length : doc.headings[next]!.start
    return phase === null || phase === undefined || doc.headings[at]!.level !== REGION_LEVEL
      ? []
      : [{ phase, start: doc.headings[at]!.start, end }]
  })
}

/** Puts the sections of phases into another order; null where they stand in it already. */
export function orderSections(doc: TaskDocument, phases: HeadingPhases, wanted: readonly PhaseId[]): TextEdit[] | null {
  const sections = phaseSections(doc, phases)
  const rank = new Map(wanted.map((phase, at) => [phase, at]))
  const known = sections.filter((section) => rank.has(section.phase))
  if (new Set(known.map((section) => section.phase)).size < known.length) return null
  const sorted = known.toSorted((a, b) => rank.get(a.phase)! - rank.get(b.phase)!)
  if (sorted.every((section, at) => section === known[at])) return null
  const said = (section: { start: number; end: number }): string => doc.text.slice(section.start, section.end)
  // Each place gets the section that is wanted there; blank lines between sections stay where they are.
  return known.flatMap((place, at): TextEdit[] => {
    const section = sorted[at]!
    if (section === place) return []
    const [own, other] = [said(place), said(section)]
    const gap = own.slice(own.trimEnd().length)
    const words = other.trimEnd()
    return [{ start: place.start, end: place.end, text: words + (gap === '' ? doc.eol : gap) }]
  })
}
