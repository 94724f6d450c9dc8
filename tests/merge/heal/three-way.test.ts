import { spawnSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emptyLock, formatLock } from '../../../src/merge/lock.ts'
import { healPair } from '../../../src/merge/heal.ts'
import { documentOf } from '../../../src/merge/heal/places.ts'
import { mergeThree } from '../../../src/merge/three-way.ts'

/* Random histories: two people each change a document, and what both wanted is looked for in the merge. */

const COUNT = 8
const idOf = (number: number): string => `T${String(number).padStart(3, '0')}`
const names = Array.from({ length: COUNT }, (_, at) => idOf(at + 1))
const isDoneFirst = (at: number): boolean => at % 4 === 1

/** Tasks of a document as lines, in sections; a task is its first line and what is below it. */
type Sections = readonly (readonly (readonly string[])[])[]
const start: Sections = [0, 1].map((section) =>
  names
    .slice(section * 4, section * 4 + 4)
    .map((id, at) => [
      `- [${isDoneFirst(at) ? 'x' : ' '}] ${id} [M${section + 1}] Write part ${section * 4 + at} of it`,
      `  - detail of ${id}`,
    ]),
)

type Change =
  | { readonly kind: 'tick' | 'untick' | 'delete'; readonly id: string }
  | { readonly kind: 'reword' | 'note' | 'add'; readonly id: string; readonly words: string }
  | { readonly kind: 'move'; readonly id: string; readonly to: number }

const id = fc.constantFrom(...names)
const change = (side: string): fc.Arbitrary<Change> => {
  const words = fc.integer({ min: 0, max: 99 }).map((number) => `${side}${number}`)
  return fc.oneof(
    fc.record({ kind: fc.constantFrom('tick' as const, 'tick' as const, 'untick' as const, 'delete' as const), id }),
    fc.record({ kind: fc.constantFrom('reword' as const, 'note' as const, 'add' as const), id, words }),
    fc.record({ kind: fc.constant('move' as const), id, to: fc.constantFrom(0, 1) }),
  )
}
/** One change for each task and person, so that what they wanted is clear. */
const changes = (side: string): fc.Arbitrary<readonly Change[]> =>
  fc.uniqueArray(change(side), {
    maxLength: 6,
    selector: ({ id: name }) => name,
  })

const has = (task: readonly string[], name: string): boolean => task[0]!.includes(` ${name} `)

function apply(sections: Sections, one: Change, next: number): Sections {
  const each = (make: (task: readonly string[]) => readonly (readonly string[])[]): Sections =>
    sections.map((tasks) => tasks.flatMap((task) => (has(task, one.id) ? make(task) : [task])))
  switch (one.kind) {
    case 'tick':
      return each(([head, ...body]) => [[head!.replace('[ ]', '[x]'), ...body]])
    case 'untick':
      return each(([head, ...body]) => [[head!.replace('[x]', '[ ]'), ...body]])
    case 'delete':
      return each(() => [])
    case 'reword':
      return each(([head, ...body]) => [[head!.replace(/Write .*/, `Write it as ${one.words} says`), ...body]])
    case 'note':
      return each((task) => [[...task, `  - note ${one.words}`]])
    case 'add':
      return each((task) => [task, [`- [ ] ${idOf(next)} Added ${one.words} for ${one.words}`]])
    case 'move': {
      const task = sections.flat().find((other) => has(other, one.id))
      if (task === undefined) return sections
      return each(() => []).map((tasks, at) => (at === one.to ? [...tasks, task] : tasks))
    }
  }
}

/** What both histories started from, as generated. */
const lock = formatLock({
  ...emptyLock,
  tasks: names.map((name, at) => ({
    id: name,
    key: name,
    source: '',
    phase: at < 4 ? 'M1' : 'M2',
    after: '',
    p: false,
    m: at < 4 ? 1 : 2,
    text: `Write part ${at} of it`,
    estimate: '',
    depends: [],
    body: [`- detail of ${name}`],
    noted: [],
  })),
})

const applyAll = (list: readonly Change[]): Sections =>
  list.reduce((sections, one, at) => apply(sections, one, COUNT + 1 + at), start)

const print = (sections: Sections, eol = '\n'): string =>
  `# Plan\n\n${sections
    .map(
      (tasks, at) =>
        `## Phase ${at + 3}: Milestone ${at + 1} - Part ${at}\n\n${tasks
          .flat()
          .map((line) => `${line}\n`)
          .join('')}`,
    )
    .join('\n')}\n**Checkpoint**: done\n`.replaceAll('\n', eol)

interface History {
  readonly ours: readonly Change[]
  readonly theirs: readonly Change[]
}
const history: fc.Arbitrary<History> = fc.record({ ours: changes('a'), theirs: changes('b') })

/** Everything that either of the two wanted is in the result; `hasBase` tells whether deletions are known as such. */
function look({ ours, theirs }: History, written: string, conflicts: readonly string[], hasBase: boolean): void {
  const tasks = documentOf(written, 'x').tasks
  const ids = tasks.map((task) => task.id)
  expect(new Set(ids).size).toBe(ids.length)
  const all = [...ours, ...theirs]
  for (const one of all) {
    if (one.kind === 'add' || one.kind === 'note' || one.kind === 'reword') {
      expect(written).toContain(one.words)
    }
  }
  for (const [at, name] of names.entries()) {
    const about = all.filter((one) => one.id === name && one.kind !== 'add')
    const task = tasks.find((other) => other.id === name)
    const kinds = about.map(({ kind }) => kind)
    if (kinds.includes('delete') && kinds.every((kind) => kind === 'delete' || kind === 'move')) {
      if (hasBase && kinds.every((kind) => kind === 'delete')) expect(ids).not.toContain(name)
      continue
    }
    const wasDone = isDoneFirst(at % 4)
    const touched = kinds.filter((kind) => (kind === 'tick' && !wasDone) || (kind === 'untick' && wasDone))
    if (
      kinds.includes('delete') &&
      about.every(
        (one) => one.kind === 'delete' || (one.kind === 'tick' && wasDone) || (one.kind === 'untick' && !wasDone),
      )
    )
      continue
    expect(ids, name).toContain(name)
    if (!kinds.includes('untick') || !wasDone)
      expect(task!.state, name).toBe(wasDone || touched.includes('tick') ? 'done' : 'open')
    else if (hasBase) expect(task!.state, name).toBe('open')
    const worded = new Set(about.flatMap((one) => (one.kind === 'reword' ? [one.words] : [])))
    if (worded.size === 1) expect(task!.text).toContain([...worded][0])
    if (worded.size === 2) expect(conflicts).toContain(name)
    if (worded.size < 2) expect(conflicts).not.toContain(name)
  }
}

let folder = ''
beforeAll(() => void (folder = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-three-')))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('two histories', () => {
  test('merged from three versions', () => {
    fc.assert(
      fc.property(history, fc.constantFrom('\n', '\r\n'), (given, eol) => {
        const [base, ours, theirs] = [start, applyAll(given.ours), applyAll(given.theirs)].map((one) => print(one, eol))
        const { written, conflicts } = mergeThree(base!, ours!, theirs!)
        look(
          given,
          written,
          conflicts.map(({ about }) => about),
          true,
        )
        if (eol === '\r\n') expect(written.replaceAll('\r\n', '')).not.toContain('\n')
        expect(mergeThree(ours!, written, ours!).written).toBe(written)
        expect(mergeThree(base!, ours!, base!).written).toBe(ours)
        expect(healPair(written, null).written).toBe(written)
      }),
      { numRuns: 300 },
    )
  })

  test.each(['', '--diff3', '--zdiff3'] as const)('merged by git by lines (%j), then healed', (style) => {
    fc.assert(
      fc.property(history, (given) => {
        const files = { base: start, ours: applyAll(given.ours), theirs: applyAll(given.theirs) }
        for (const [name, sections] of Object.entries(files)) writeFileSync(join(folder, name), print(sections))
        const { stdout } = spawnSync(
          'git',
          ['merge-file', '-p', ...(style === '' ? [] : [style]), 'ours', 'base', 'theirs'],
          {
            cwd: folder,
            encoding: 'utf8',
          },
        )
        const { written, conflicts } = healPair(stdout, style === '' ? lock : null)
        look(
          given,
          written,
          conflicts.map(({ about }) => about),
          style !== '',
        )
        expect(healPair(written, null).written).toBe(written)
      }),
      { numRuns: 100 },
    )
  })
})
