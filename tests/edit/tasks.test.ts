import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { adoptTasks } from '../../src/edit/adopt-tasks.ts'
import { changeTask } from '../../src/edit/change-task.ts'
import { dropTasks, waitingFor } from '../../src/edit/drop-tasks.ts'
import { findTasks, plainId } from '../../src/edit/find-tasks.ts'
import { insertTask } from '../../src/edit/insert-task.ts'
import { findSection } from '../../src/edit/sections.ts'
import { idCounter, idModel } from '../../src/edit/task-ids.ts'
import { nameOf } from '../../src/edit/task-name.ts'
import { applyEdits } from '../../src/edit/text-edits.ts'
import { toggleTask } from '../../src/edit/toggle-task.ts'
import type { DocumentTask, TaskDocument } from '../../src/model/task-document.ts'
import { boardOf } from '../../src/tasks/board.ts'
import { remainingOf } from '../../src/tasks/remaining.ts'
import { readTaskDocument } from '../../src/parse/tasks/document.ts'
import { dominantEol } from '../../src/workspace/source-file.ts'
import { corpusFiles, documents, readText, soup } from '../parse/markdown/support.ts'

const read = (text: string): TaskDocument => readTaskDocument({ path: 'tasks.md', text, eol: dominantEol(text) })
const named = (document: TaskDocument, word: string): DocumentTask => {
  const found = findTasks(document, [word])
  if (!found.ok) throw new Error(found.reason)
  return found.tasks[0]!
}
const nothing = { text: null, milestone: null, on: null, after: null }

function added(text: string, after: string, on: readonly string[] = []): string {
  const document = read(text)
  const like = named(document, after)
  const model = idModel(document, like, false)
  const id = model === null ? '' : idCounter(document, [])(model.id)
  const [milestone = null] = like.milestones
  const inserted = insertTask(document, { text: 'New', after: like, section: null, milestone, on, id, model })
  return inserted.ok ? applyEdits(text, inserted.edits) : inserted.reason
}

test.each([
  ['- [ ] T001 A', 'T001', '- [ ] T001 A\n- [ ] T002 New'],
  ['- [ ] T001 A\r\n\r\nText\r\n', 'T001', '- [ ] T001 A\r\n- [ ] T002 New\r\n\r\nText\r\n'],
  ['* [x] **T009**: [P] [M2] [US1] A\n  - b\n', 'T9', '* [x] **T009**: [P] [M2] [US1] A\n  - b\n* [ ] **T010**: [M2] [US1] New\n'],
  ['1. [ ] 1.1 A\n', '1.1', '1. [ ] 1.1 A\n2. [ ] 1.2 New\n'],
  ['- [ ] T001 A\n\n- [ ] T002 B\n', 'T001', '- [ ] T001 A\n\n- [ ] T003 New\n\n- [ ] T002 B\n'],
  ['- [ ] T001 A\n\n- [ ] T002 B\n', 'T002', '- [ ] T001 A\n\n- [ ] T002 B\n\n- [ ] T003 New\n'],
  ['- [ ] T001 A\n  - [ ] T001a B\n- [ ] T002 C\n', 'T001a', '- [ ] T001 A\n  - [ ] T001a B\n  - [ ] T003 New\n- [ ] T002 C\n'],
  ['> - [ ] TASK-1.9: A\n', 'TASK-1.9', '> - [ ] TASK-1.9: A\n> - [ ] TASK-1.10: New\n'],
  ['#### T001: A [P]\n\nText\n\n## Next\n', 'T001', '#### T001: A [P]\n\nText\n\n#### T002: New\n\n## Next\n'],
  ['- [ ] Task 1: A\n', 'task 1', '- [ ] Task 1: A\n- [ ] Task 2: New\n'],
  ['- [] A\n', 'a', '- [] A\n- [] New\n'],
  ['- [ ] #12 A\n', '#12', '- [ ] #12 A\n- [ ] New\n'],
])('a task behind %j %s', (text, after, expected) => expect(added(text, after)).toBe(expected)) // prettier-ignore

test('dependencies in the words of the document', () => {
  expect(added('- [ ] T001 A\n- [ ] T002 B (after T001)\n', 'T002', ['T001'])).toMatch(/T003 New \(after T001\)\n$/)
  expect(added('- [ ] T001 A\n', 'T001', ['T001'])).toMatch(/T002 New \(depends on T001\)\n$/)
})

describe('fields', () => {
  const changed = (text: string, id: string, changes: Partial<Parameters<typeof changeTask>[2]>): string => {
    const document = read(text)
    const edited = changeTask(document, named(document, id), { ...nothing, ...changes })
    return edited.ok ? applyEdits(text, edited.edits) : edited.reason
  }
  const text = '- [x] **T001** [P] [M1] A `b` (2h) (depends on T002, T003)\r\n  - body\r\n- [ ] T002 B [US1]\r\n'
  test.each([
    ['T001', { text: 'Other' }, text.replace('A `b`', 'Other')],
    ['T001', { milestone: 3 }, text.replace('[M1]', '[M3]')],
    ['T002', { milestone: 3 }, text.replace('T002 B', 'T002 [M3] B')],
    ['T001', { on: ['T002'] }, text.replace('T002, T003', 'T002')],
    ['T001', { on: [] }, text.replace(' (depends on T002, T003)', '')],
    ['T002', { text: 'C', on: ['T001'] }, text.replace('B [US1]', 'C [US1] (depends on T001)')],
    ['T002', { text: '' }, 'T002 would have no words.'],
    ['T002', { text: 'x [P]' }, 'The line of T002 would be read as something else.'],
    ['T002', { text: 'x (2h)' }, 'The line of T002 would be read as something else.'],
  ])('%s %j', (id, changes, expected) => expect(changed(text, id, changes)).toBe(expected))

  it('states dependencies where the task states them', () => {
    const kiro = '- [ ] 1. A\n- [ ] 2. B\n  - _Depends: 1, 3_\n  - _Requirements: 1.1_\n- [ ] 3. C\n'
    expect(changed(kiro, '2', { on: ['1'] })).toBe(kiro.replace('1, 3', '1'))
    expect(changed(kiro, '2', { on: [] })).toBe(kiro.replace('  - _Depends: 1, 3_\n', ''))
  })

  it('moves with everything nested, indented as where it goes', () => {
    const nested = '- [ ] T001 A\n  - [ ] T001a B\n    - c\n\n* [ ] T002 D\n* [ ] T003 E'
    const move = (id: string, after: string): string => changed(nested, id, { after: named(read(nested), after) })
    expect(move('T001a', 'T003')).toBe('- [ ] T001 A\n\n* [ ] T002 D\n* [ ] T003 E\n* [ ] T001a B\n  - c')
    expect(move('T003', 'T001a')).toBe('- [ ] T001 A\n  - [ ] T001a B\n    - c\n  - [ ] T003 E\n\n* [ ] T002 D')
    expect(move('T001', 'T001a')).toBe('T001 cannot stand behind T001a, which is a part of it.')
  })
})

test.each([
  ['- [ ] T001 A\n- [ ] T002 B\n', 'T001', '- [ ] T002 B\n'],
  ['# H\n\n- [ ] T001 A\n  - b\n\n## I\n', 'T001', '# H\n\n## I\n'],
  ['- [ ] T001 A\r\n- [ ] T002 B', 'T002', '- [ ] T001 A'],
  ['- [ ] T001 A', 'T001', ''],
  ['- [ ] T001 A\n\n- [ ] T002 B\n\n- [ ] T003 C\n', 'T002', '- [ ] T001 A\n\n- [ ] T003 C\n'],
])('%j without %s', (text, id, expected) => {
  const document = read(text)
  expect(applyEdits(text, dropTasks(document, [named(document, id)]).edits)).toBe(expected)
})

test('who waits for what is dropped', () => {
  const document = read(
    '- [ ] T001 A\n  - [ ] T001a B\n- [ ] T002 C (after T001a, T003)\n- [ ] T003 D\n  - _Depends: T1_\n',
  )
  const { nested, edits } = dropTasks(document, [named(document, 'T001')])
  expect(nested.map(({ id }) => id)).toEqual(['T001a'])
  const waiting = waitingFor(read(applyEdits(document.text, edits)), ['T001', 'T001a'])
  expect(waiting.map(({ task, on }) => [task.id, on])).toEqual([
    ['T002', ['T001a']],
    ['T003', ['T1']],
  ])
})

describe('ids', () => {
  const document = read(
    '## 1. A\n- [ ] T004 A\n- [ ] t005a B\n- [ ] 2.1 C\n- [ ] T1000 D\n- [ ] T031-MIN E\n- [ ] T004.1 F\n',
  )
  test.each([
    ['T004', 'T1001'],
    ['2.1', '2.2'],
    ['T004.1', 'T004.2'],
    ['#3', ''],
    ['WP01', 'WP02'],
  ])('next to %s is %s', (like, expected) => expect(idCounter(document, [])(like)).toBe(expected))

  test('no id that was given once', () => expect(idCounter(document, ['T2000'])('T004')).toBe('T2001'))

  test.each([
    ['T4', 'T004'],
    ['t004', 'T004'],
    ['T004-T1000', 'T004 T031-MIN T1000'],
    ['L5', 'T1000'],
    ['c', '2.1'],
  ])('%s finds %s', (word, ids) => {
    const found = findTasks(document, [word])
    expect(
      found.ok
        ? found.tasks
            .map(({ id }) => id)
            .toSorted()
            .join(' ')
        : found.reason,
    ).toBe(ids)
  })
})

test('ranges name every id between by number', () => {
  const document = read(
    ['T004', 'T005', 'T005b', 'T010', 'T011', '2.1', '2.3', '2.10'].map((id) => `- [ ] ${id} A\n`).join(''),
  )
  const ids = (word: string): string => {
    const found = findTasks(document, [word])
    return found.ok ? found.tasks.map(({ id }) => id).join(' ') : found.reason
  }
  expect(ids('T004-T010')).toBe('T004 T005 T005b T010')
  expect(ids('T4..10')).toBe('T004 T005 T005b T010')
  expect(ids('2.1-2.10')).toBe('2.1 2.3 2.10')
  expect(ids('T010-T004')).toContain('ends before it begins')
  expect(ids('T004-T012')).toContain('no task `T012`')
})

test('sections by milestone, number, story and words', () => {
  const text =
    '## Phase 1: Setup\n- [ ] T001 A\n## Phase 3: Milestone 1 - Rows\n- [ ] T002 [M1] B\n## Phase 4: Milestone 2 - Files\n## Stories\n- [ ] T003 [US2] C\n'
  const section = (name: string): unknown => {
    const found = findSection(read(text), name)
    return found.ok ? [found.section, found.milestone] : found.reason
  }
  expect(section('M1')).toEqual([1, 1])
  expect(section('2')).toEqual([2, 2])
  expect(section('US2')).toEqual([3, null])
  expect(section('setup')).toEqual([0, null])
  expect(section('phase')).toContain('several sections')
  expect(section('M9')).toContain('no milestone or section')
})

/** Generated documents in which items are tasks. */
const marked = fc
  .oneof(documents, soup)
  .map((text) =>
    text
      .replace(/^([ \t>]*)- (?:item|nested|deep)/gm, '$1- [ ] T001 a')
      .replace(/^([ \t>]*(?:[*+]|\d+[.)])) (?=[a-z])/gm, '$1 [x] '),
  )

describe('whatever a document holds', { timeout: 60_000 }, () => {
  it('its tasks can be named by line, and edited or refused', () => {
    const check = (text: string): void => {
      const document = read(text)
      for (const task of document.tasks) {
        const found = findTasks(document, [nameOf({ text }, { ...task, id: '' })])
        // An item may begin with another one on the same line.
        if (found.ok) expect(found.tasks[0]!.line.start, JSON.stringify(text)).toBe(task.line.start)
        for (const state of ['open', 'done', 'started', 'dropped'] as const) {
          const edited = toggleTask(document, task, state)
          if (edited.ok) expect(applyEdits(text, edited.edits).length).toBeGreaterThan(0)
        }
        for (const after of document.tasks) changeTask(document, task, { ...nothing, text: 'New', on: ['T001'], after })
        insertTask(document, { text: 'New', after: task, section: null, milestone: 1, on: [], id: 'T900', model: task })
        applyEdits(text, dropTasks(document, [task]).edits)
      }
      applyEdits(text, adoptTasks(document, [], false).edits)
      applyEdits(text, adoptTasks(document, ['T100'], true).edits)
      remainingOf(boardOf(document))
      findSection(document, '1')
    }
    fc.assert(fc.property(marked, check), { numRuns: 1500 })
  })
})

const files = corpusFiles()

describe.skipIf(files === null)('over the corpus (skipped where it is absent)', { timeout: 120_000 }, () => {
  /** Some tasks of every document, so that all shapes are met in bearable time. */
  const some = (document: TaskDocument): readonly DocumentTask[] =>
    document.tasks.filter((_, at) => at % Math.ceil(document.tasks.length / 6) === 0)
  const each = (check: (document: TaskDocument, task: DocumentTask, file: string) => void): void => {
    for (const file of files!) {
      const document = read(readText(file))
      for (const task of some(document)) check(document, task, `${file}: ${task.text}`)
    }
  }

  it('an added task is the only one more, with an id of its own', () => {
    let refused = 0
    let count = 0
    each((document, task, where) => {
      count++
      const model = idModel(document, task, false)
      const id = model === null ? '' : idCounter(document, [])(model.id)
      const wanted = { text: 'Write `a.ts`', after: task, section: null, milestone: null, on: [], id, model }
      const inserted = insertTask(document, wanted)
      if (!inserted.ok) {
        refused++
        return
      }
      const after = read(applyEdits(document.text, inserted.edits))
      expect(after.tasks.length, where).toBe(document.tasks.length + 1)
      expect(
        document.tasks.some((other) => id !== '' && plainId(other.id) === plainId(id)),
        where,
      ).toBe(false)
    })
    expect(count).toBeGreaterThan(1000)
    expect(refused / count).toBeLessThan(0.02)
  })

  it('a dropped task is gone with what is nested, and nothing else', () => {
    each((document, task, where) => {
      const { edits, nested } = dropTasks(document, [task])
      const gone = new Set([task, ...nested])
      const left = document.tasks.filter((other) => !gone.has(other)).map(({ id, text }) => `${id} ${text}`)
      const after = read(applyEdits(document.text, edits))
      expect(
        after.tasks.map(({ id, text }) => `${id} ${text}`),
        where,
      ).toEqual(left)
    })
  })

  it('other words are read as they were written, or refused', () => {
    let refused = 0
    let count = 0
    each((document, task, where) => {
      count++
      const edited = changeTask(document, task, { ...nothing, text: 'Write `b.ts` instead' })
      if (!edited.ok) {
        refused++
        return
      }
      const after = read(applyEdits(document.text, edited.edits))
      const texts = document.tasks.map((other) => (other === task ? 'Write `b.ts` instead' : other.text))
      expect(
        after.tasks.map(({ text }) => text),
        where,
      ).toEqual(texts)
    })
    expect(refused / count).toBeLessThan(0.05)
  })

  it('ids that are given are unique, and given once', () => {
    for (const file of files!) {
      const document = read(readText(file))
      const { edits, given } = adoptTasks(document, [], false)
      const text = applyEdits(document.text, edits)
      const after = read(text)
      const own = new Set(document.tasks.map(({ id }) => plainId(id)))
      for (const { id } of given) expect(own.has(plainId(id)), `${file} ${id}`).toBe(false)
      expect(new Set(given.map(({ id }) => id)).size, file).toBe(given.length)
      const again = adoptTasks(after, [], false)
      expect(
        again.given.map(({ task }) => task.text),
        file,
      ).toEqual([])
    }
  })
})
