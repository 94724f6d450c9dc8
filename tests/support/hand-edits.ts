import fc from 'fast-check'
import { readTaskDocument } from '../../src/parse/tasks/document.ts'
import type { DocumentTask, TaskDocument } from '../../src/model/task-document.ts'
import { source } from './compiling.ts'

/* What people do to an execute.md, and what must still be there after the next run. */

/** What an edit promises: answers what is wrong with a later text, '' for nothing. */
export type Promise_ = (text: string) => string

export interface HandEdit {
  readonly name: string
  readonly text: string
  readonly promises: readonly Promise_[]
  /** Words of a task were changed, so that the plan may contradict. */
  readonly conflicting: boolean
}

const read = (text: string): TaskDocument => readTaskDocument(source(text, 'execute.md'), { dialect: '' })

export const taskOf = (text: string, id: string): DocumentTask | undefined =>
  read(text).tasks.find((task) => task.id === id)

const pick = (doc: TaskDocument, seed: number): DocumentTask | null => {
  const tasks = doc.tasks.filter((task) => task.parent < 0 && /^T\d+$/.test(task.id))
  return tasks.length === 0 ? null : tasks[seed % tasks.length]!
}

const splice = (text: string, start: number, end: number, by: string): string =>
  text.slice(0, start) + by + text.slice(end)

const holds =
  (words: string): Promise_ =>
  (text) =>
    text.includes(words) ? '' : `lost ${JSON.stringify(words)}`

const unchanged = (text: string): HandEdit => ({ name: 'nothing', text, promises: [], conflicting: false })

type Maker = (text: string, seed: number, serial: number) => HandEdit

const tick: Maker = (text, seed) => {
  const task = pick(read(text), seed)
  if (task?.box == null) return unchanged(text)
  const mark = seed % 3 === 0 ? '~' : 'x'
  const state = mark === 'x' ? 'done' : 'started'
  return {
    name: `tick ${task.id}`,
    text: splice(text, task.box.mark.start, task.box.mark.end, mark),
    promises: [(later) => (taskOf(later, task.id)?.state === state ? '' : `${task.id} is no longer ${state}`)],
    conflicting: false,
  }
}

const reword: Maker = (text, seed, serial) => {
  const task = pick(read(text), seed)
  if (task === null) return unchanged(text)
  const words = `Reworded by hand number ${serial}`
  return {
    name: `reword ${task.id}`,
    text: splice(text, task.textSpan.start, task.textSpan.end, words),
    promises: [
      (later) => (taskOf(later, task.id)?.text === words ? '' : `${task.id} says ${taskOf(later, task.id)?.text}`),
    ],
    conflicting: true,
  }
}

const add: Maker = (text, seed, serial) => {
  const doc = read(text)
  const task = pick(doc, seed)
  if (task === null) return unchanged(text)
  const id = seed % 2 === 0 ? `T${900 + serial} ` : ''
  const line = `- [ ] ${id}Added by hand number ${serial}`
  const open = text.slice(0, task.end).endsWith('\n') ? '' : doc.eol
  return {
    name: `add behind ${task.id}`,
    text: splice(text, task.end, task.end, `${open}${line}${doc.eol}`),
    promises: [holds(line)],
    conflicting: false,
  }
}

const note: Maker = (text, seed, serial) => {
  const doc = read(text)
  const task = pick(doc, seed)
  if (task === null) return unchanged(text)
  const line = `${' '.repeat(task.contentColumn)}- note number ${serial}`
  const open = text.slice(0, task.end).endsWith('\n') ? '' : doc.eol
  return {
    name: `note in ${task.id}`,
    text: splice(text, task.end, task.end, `${open}${line}${doc.eol}`),
    promises: [
      (later) =>
        taskOf(later, task.id)?.body.some((one) => one.includes(`note number ${serial}`))
          ? ''
          : `note ${serial} is not in ${task.id}`,
    ],
    conflicting: false,
  }
}

const remove: Maker = (text, seed) => {
  const task = pick(read(text), seed)
  if (task === null) return unchanged(text)
  return {
    name: `delete ${task.id}`,
    text: splice(text, task.start, task.end, ''),
    promises: [(later) => (taskOf(later, task.id) === undefined ? '' : `${task.id} is back`)],
    conflicting: false,
  }
}

const move: Maker = (text, seed) => {
  const doc = read(text)
  const task = pick(doc, seed)
  const to = pick(doc, seed * 7 + 3)
  if (task === null || to === null || task === to || to.start < task.start === to.end > task.start)
    return unchanged(text)
  const block = text.slice(task.start, task.end)
  const lines = block.endsWith('\n') ? block : block + doc.eol
  const [first, second] = task.start < to.start ? [task, to] : [to, task]
  const cut =
    first === task
      ? splice(splice(text, second.end, second.end, lines), task.start, task.end, '')
      : splice(splice(text, task.start, task.end, ''), to.end, to.end, lines)
  const section = doc.headings[to.section]?.text
  return {
    name: `move ${task.id} behind ${to.id}`,
    text: cut,
    promises: [
      (later) => {
        const [after, found] = [read(later), taskOf(later, task.id)]
        // A task that left the plan goes, if it was only put into another order.
        if (found === undefined) return task.section === to.section ? '' : `${task.id} is gone`
        const name = (heading: string | undefined): string | undefined =>
          /Milestone \d+|Setup|Foundational|Polish/.exec(heading ?? '')?.[0] ?? heading
        return task.section === to.section || name(after.headings[found.section]?.text) === name(section)
          ? ''
          : `${task.id} moved out of ${section}`
      },
    ],
    conflicting: false,
  }
}

const split: Maker = (text, seed, serial) => {
  const doc = read(text)
  const task = pick(doc, seed)
  if (task === null) return unchanged(text)
  const line = `- [ ] ${task.id}a The second half, number ${serial}`
  if (text.includes(`${task.id}a `)) return unchanged(text)
  const open = text.slice(0, task.end).endsWith('\n') ? '' : doc.eol
  return {
    name: `split ${task.id}`,
    text: splice(text, task.end, task.end, open + line + doc.eol),
    promises: [holds(line)],
    conflicting: false,
  }
}

const nest: Maker = (text, seed, serial) => {
  const doc = read(text)
  const task = pick(doc, seed)
  if (task === null) return unchanged(text)
  const line = `${' '.repeat(task.contentColumn)}- [x] T${700 + serial} A part of it, number ${serial}`
  const open = text.slice(0, task.end).endsWith('\n') ? '' : doc.eol
  return {
    name: `nest in ${task.id}`,
    text: splice(text, task.end, task.end, open + line + doc.eol),
    promises: [holds(line)],
    conflicting: false,
  }
}

const paragraph: Maker = (text, seed, serial) => {
  const doc = read(text)
  const pieces = doc.pieces.filter((piece) => piece.kind === 'heading')
  const piece = pieces[seed % Math.max(1, pieces.length)]
  if (piece === undefined) return unchanged(text)
  const words = `A paragraph of my own, number ${serial}.`
  const open = text.slice(0, piece.end).endsWith('\n') ? '' : doc.eol
  return {
    name: 'paragraph',
    text: splice(text, piece.end, piece.end, `${open}${doc.eol}${words}${doc.eol}`),
    promises: [holds(words)],
    conflicting: false,
  }
}

const retitle: Maker = (text, seed, serial) => {
  const doc = read(text)
  const headings = doc.headings.filter((heading) => heading.level === 2 && heading.text.includes('Milestone'))
  const heading = headings[seed % Math.max(1, headings.length)]
  if (heading === undefined) return unchanged(text)
  const words = `My own title number ${serial}`
  return {
    name: `retitle ${heading.text}`,
    text: splice(text, heading.textSpan.start, heading.textSpan.end, words),
    promises: [holds(`## ${words}`)],
    conflicting: false,
  }
}

const deleteSection: Maker = (text, seed) => {
  const doc = read(text)
  const headings = doc.headings.flatMap((heading, at) =>
    heading.level === 2 && !heading.text.startsWith('Phase') ? [at] : [],
  )
  const at = headings[seed % Math.max(1, headings.length)]
  if (at === undefined) return unchanged(text)
  const heading = doc.headings[at]!
  const next = doc.headings.find((one, index) => index > at && one.level <= 2)
  const name = heading.text
  const lines = text
    .slice(heading.end, next?.start ?? text.length)
    .split(/\r?\n/)
    .filter((line) => line.startsWith('- **'))
  return {
    name: `delete section ${name}`,
    text: splice(text, heading.start, next?.start ?? text.length, ''),
    // A risk that is new in the plan brings the heading back, and itself alone.
    promises: [
      (later) => {
        const found = lines.find((line) => later.includes(line))
        if (found !== undefined) return `${found} is back`
        return name !== 'Risk Management' && read(later).headings.some((one) => one.text === name)
          ? `${name} is back`
          : ''
      },
    ],
    conflicting: false,
  }
}

const parallel: Maker = (text, seed) => {
  const task = pick(read(text), seed)
  if (task?.idSpan == null) return unchanged(text)
  const wanted = !task.parallel
  const edited =
    task.parallelSpan === null
      ? splice(text, task.idSpan.end, task.idSpan.end, ' [P]')
      : splice(text, task.parallelSpan.start, task.parallelSpan.end, '')
  return {
    name: `[P] ${task.id}`,
    text: edited,
    promises: [(later) => (taskOf(later, task.id)?.parallel === wanted ? '' : `[P] of ${task.id}`)],
    conflicting: false,
  }
}

const crlf: Maker = (text) => ({
  name: 'crlf',
  text: text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n'),
  promises: [(later) => (/[^\r]\n/.test(later) ? 'a line end without a carriage return' : '')],
  conflicting: false,
})

const noFinalNewline: Maker = (text) => ({
  name: 'no final line end',
  text: text.trimEnd(),
  promises: [],
  conflicting: false,
})

const makers = {
  tick,
  reword,
  add,
  note,
  remove,
  move,
  split,
  nest,
  paragraph,
  retitle,
  deleteSection,
  parallel,
  crlf,
  noFinalNewline,
}

export type EditKind = keyof typeof makers

export interface EditSeed {
  readonly kind: EditKind
  readonly seed: number
}

export const editSeeds = (
  kinds: readonly EditKind[] = Object.keys(makers) as EditKind[],
): fc.Arbitrary<readonly EditSeed[]> =>
  fc.array(fc.record({ kind: fc.constantFrom(...kinds), seed: fc.nat(500) }), { maxLength: 5 })

/** Makes the edits one after the other; a promise that a later edit of the person breaks is none. */
export function applyHandEdits(text: string, seeds: readonly EditSeed[]): HandEdit {
  let result: HandEdit = { name: '', text, promises: [], conflicting: false }
  seeds.forEach(({ kind, seed }, serial) => {
    const next = makers[kind](result.text, seed, serial + 1)
    result = {
      name: `${result.name}; ${next.name}`,
      text: next.text,
      promises: [...result.promises, ...next.promises],
      conflicting: result.conflicting || next.conflicting,
    }
  })
  // What was undone again, or held before, is no edit.
  const made = (promise: Promise_): boolean => promise(result.text) === '' && promise(text) !== ''
  return { ...result, promises: result.promises.filter(made) }
}
