import type { Change } from '../model/merge.ts'
import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import type { Element } from '../merge/elements.ts'
import { scanDocument } from '../parse/tasks/scan.ts'
import { gapBefore, insertBlocks, type NewBlock } from './gaps.ts'
import type { Located } from './locate-elements.ts'
import type { TextEdit } from './text-edits.ts'

export interface InsertInput {
  readonly doc: TaskDocument
  readonly elements: readonly Element[]
  readonly located: Located
  /** Keys of pieces that were generated before: those that are not there were taken out by a person. */
  readonly known: { readonly has: (key: string) => boolean }
  /** Pieces that go away. */
  readonly removed: ReadonlySet<number>
  /** The document's tasks by id, without those that go away. */
  readonly taskOf: (id: string) => DocumentTask | undefined
  /** Tasks that the plan moves to another section: its heading has to be there. */
  readonly coming: ReadonlySet<string>
}

/** A new task and the place in the text where it is put in. */
export interface PlacedTask {
  readonly id: string
  readonly at: number
}

interface Anchor {
  readonly at: number
  readonly kind: Element['kind'] | 'none'
}

interface State {
  readonly input: InsertInput
  readonly pending: Map<number, NewBlock[]>
  readonly changes: Change[]
  readonly tasks: PlacedTask[]
  /** Regions that were put in, where their end is. */
  readonly made: Map<string, number>
  readonly ends: ReadonlyMap<number, number>
  /** Nothing goes in behind this place. */
  readonly limit: number
  anchor: Anchor
  region: string
  /** Where a region that comes next would begin. */
  regionEnd: number
}

/** End of the block that a task stands in: of the task around it all, where it is nested. */
function blockEnd(doc: TaskDocument, task: DocumentTask): number {
  let at = task
  while (at.parent >= 0) at = doc.tasks[at.parent]!
  return at.end
}

/** Where the last piece of each region that stays ends. */
function endsOfRegions({ doc, located, removed }: InsertInput): Map<number, number> {
  const ends = new Map<number, number>()
  let region: number | null = null
  let end = 0
  for (let at = 0; at < doc.pieces.length; at++) {
    if (removed.has(at)) continue
    const next = located.regionAt(at)
    if (region !== null && next !== region) ends.set(region, end)
    region = next
    end = doc.pieces[at]!.end
  }
  return region === null ? ends : ends.set(region, end)
}

const isRegion = (element: Element): boolean => element.key === element.region

function enterRegion(state: State, element: Element): void {
  state.region = element.region
  const { located, doc } = state.input
  const region = located.regionOf.get(element.region)
  if (region !== undefined) {
    const at = region < 0 ? 0 : doc.pieces[doc.headings[region]!.piece]!.end
    state.anchor = { at, kind: 'none' }
    state.regionEnd = Math.max(state.ends.get(region) ?? 0, at)
  } else state.anchor = { at: state.made.get(element.region) ?? state.regionEnd, kind: 'none' }
}

/** Where an element stands already, as something to put others behind; null where it stands in another section. */
function standing({ input }: State, element: Element): Anchor | null | undefined {
  const { doc, located, removed, taskOf } = input
  const wanted = located.regionOf.get(element.region)
  if (element.kind === 'task') {
    const task = taskOf(element.id)
    if (task === undefined) return undefined
    return located.regionAt(task.piece) === wanted && task.kind === 'item'
      ? { at: blockEnd(doc, task), kind: 'task' }
      : null
  }
  const at = located.pieceOf.get(element.key)
  if (at === undefined || removed.has(at)) return undefined
  return located.regionAt(at) === wanted ? { at: doc.pieces[at]!.end, kind: element.kind } : null
}

/** A fence or comment that nobody closed swallows all behind it: what is new goes in before it. */
function limitOf({ text, pieces }: TaskDocument): number {
  const last = pieces.at(-1)
  if (last === undefined || !SWALLOWS.has(last.kind)) return text.length
  const after = scanDocument(`${text.slice(last.start, last.end)}\n\n# Probe\n`).pieces.at(-1)
  return after?.kind === 'heading' ? text.length : gapBefore(text, last.start)
}

const SWALLOWS: ReadonlySet<string> = new Set(['code', 'comment', 'html'])

const INDENTED = /^(?: {2}| ?\t)/

const isItem = ({ text }: NewBlock): boolean => /^(?:[-*+]|\d+[.)]) /.test(text)

/** An item put in right before indented lines would make them its own: it goes in behind them. */
function behindIndented(doc: TaskDocument, wanted: number, block: NewBlock): number {
  let at = wanted
  if (!isItem(block)) return at
  for (let next = firstFrom(doc.pieces, wanted); next < doc.pieces.length; next++) {
    const piece = doc.pieces[next]!
    if (piece.kind === 'heading' || !isIndented(doc, piece)) break
    at = piece.end
  }
  return at
}

const isIndented = ({ text }: TaskDocument, { start }: { readonly start: number }): boolean =>
  INDENTED.test(text.slice(start, start + 2))

/** A comment ends the list where an indented heading comes next, which would be a part of the last item. */
function guarded(doc: TaskDocument, at: number, blocks: readonly NewBlock[]): readonly NewBlock[] {
  const next = doc.pieces[firstFrom(doc.pieces, at)]
  if (next === undefined || next.kind !== 'heading' || !isIndented(doc, next) || !isItem(blocks.at(-1)!)) return blocks
  return [...blocks, { text: '<!-- end of the list -->', tight: false }]
}

/** Index of the first piece that begins at `offset` or behind it. */
function firstFrom(pieces: TaskDocument['pieces'], offset: number): number {
  let low = 0
  let high = pieces.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (pieces[middle]!.start < offset) low = middle + 1
    else high = middle
  }
  return low
}

/** Answers where a block goes in. */
function put(state: State, wanted: number, block: NewBlock): number {
  const at = Math.min(behindIndented(state.input.doc, wanted, block), state.limit)
  const list = state.pending.get(at)
  // What it was to follow without a blank line is not what it follows there.
  if (list === undefined) state.pending.set(at, [at === wanted ? block : { ...block, tight: false }])
  else list.push(block)
  return at
}

/** The first task of the list that stands in the region, to put a new one before it. */
function nextTask(state: State, from: number): DocumentTask | null {
  const { doc, elements, located, taskOf } = state.input
  for (let at = from; at < elements.length && elements[at]!.region === state.region; at++) {
    const element = elements[at]!
    const task = element.kind === 'task' ? taskOf(element.id) : undefined
    if (task === undefined || task.parent >= 0 || task.kind !== 'item') continue
    if (located.regionAt(task.piece) === located.regionOf.get(state.region))
      return doc.pieces[task.piece]!.start === task.start ? task : null
  }
  return null
}

/** Most tasks of the document have a blank line between them. */
function isLoose(doc: TaskDocument): boolean {
  let apart = 0
  let close = 0
  let last: DocumentTask | null = null
  for (let at = 0; at < doc.tasks.length; at++) {
    const task = doc.tasks[at]!
    if (task.kind !== 'item' || task.parent >= 0) continue
    if (last !== null && task.piece === last.piece + 1) {
      if (task.start > last.end) apart++
      else close++
    }
    last = task
  }
  return apart > close
}

/** A new task in the bullets of the document. */
function withBullet(doc: TaskDocument, text: string): string {
  const task = doc.tasks.find((one) => one.kind === 'item')
  const bullet = task === undefined ? '-' : doc.text.slice(task.line.start, task.content).trim()
  return /^[*+]$/.test(bullet) ? bullet + text.slice(1) : text
}

const isThere = ({ input, made }: State, { region }: Element): boolean =>
  region === '' || input.located.regionOf.has(region) || made.has(region)

/** A heading that a person deleted comes back with what is new below it. */
function bringBack(state: State, element: Element, index: number, loose: boolean): void {
  if (isThere(state, element)) return
  const heading = state.input.elements.find((one) => one.key === element.region)
  if (heading !== undefined) insertElement(state, heading, index, loose)
}

function insertElement(state: State, element: Element, index: number, loose: boolean): void {
  const { input } = state
  const { doc } = input
  if (!isRegion(element) && !isThere(state, element)) {
    if (element.kind === 'piece') return
    bringBack(state, element, index, loose)
  }
  const isTask = element.kind === 'task'
  const text = isTask ? withBullet(doc, element.text) : element.text
  state.changes.push({
    kind: 'add',
    about: isTask || element.kind === 'entry' ? element.id : element.key,
    field: 'whole',
    before: '',
    after: element.text.split('\n')[0]!.trim(),
    why: 'new in the plan',
  })
  if (isRegion(element)) {
    const at = put(state, state.regionEnd, { text, tight: false })
    state.made.set(element.region, at)
    state.anchor = { at, kind: 'none' }
    state.region = element.region
    return
  }
  const next = isTask && state.anchor.kind !== 'task' ? nextTask(state, index + 1) : null
  if (next !== null && !state.made.has(element.region)) {
    state.tasks.push({ id: element.id, at: put(state, next.start, { text, tight: !loose }) })
    return
  }
  const tight = isTask ? state.anchor.kind === 'task' && !loose : element.tight && state.anchor.kind === element.kind
  const at = put(state, state.anchor.at, { text, tight })
  if (isTask) state.tasks.push({ id: element.id, at })
  state.anchor = { at, kind: element.kind }
}

/** The end of the elements of a region where all of them stand and nothing goes in between; `from` where something may. */
function endOfStanding({ input }: State, from: number): number {
  const { elements, located, removed, coming, taskOf } = input
  const { region } = elements[from]!
  if (coming.size > 0) return from
  let at = from
  for (; at < elements.length && elements[at]!.region === region; at++) {
    const { kind, id, key } = elements[at]!
    if (kind === 'task') {
      if (taskOf(id) === undefined) return from
    } else {
      const piece = located.pieceOf.get(key)
      if (piece === undefined || removed.has(piece)) return from
    }
  }
  return at
}

/** Puts in what is generated and was not there before: behind what it follows, in the section it belongs to. */
export function insertions(input: InsertInput): {
  readonly edits: readonly TextEdit[]
  readonly changes: readonly Change[]
  readonly tasks: readonly PlacedTask[]
} {
  const { doc, elements, known } = input
  const state: State = {
    input,
    pending: new Map(),
    changes: [],
    tasks: [],
    made: new Map(),
    ends: endsOfRegions(input),
    limit: limitOf(doc),
    anchor: { at: 0, kind: 'none' },
    region: '\0',
    regionEnd: 0,
  }
  const loose = isLoose(doc)
  for (let index = 0; index < elements.length; index++) {
    const element = elements[index]!
    if (state.region !== element.region) {
      enterRegion(state, element)
      const end = endOfStanding(state, index)
      if (end > index) {
        index = end - 1
        continue
      }
    }
    const stands = standing(state, element)
    if (element.key.startsWith('front-matter#')) continue
    if (stands === null) {
      if (element.kind === 'task' && input.coming.has(element.id)) bringBack(state, element, index, loose)
      continue
    }
    if (stands !== undefined) {
      state.anchor = stands
      continue
    }
    if (element.kind !== 'piece' || !(known.has(element.key) || input.located.isTheirs(element.key)))
      insertElement(state, element, index, loose)
  }
  const { changes, tasks } = state
  return {
    edits: [...state.pending].map(([at, blocks]) => insertBlocks(doc, at, guarded(doc, at, blocks))),
    changes,
    tasks,
  }
}
