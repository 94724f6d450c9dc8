import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTaskDocument } from '../../src/parse/tasks/document.ts'
import { nextView, type NextWish } from '../../src/query/next.ts'
import { statusView } from '../../src/query/status.ts'
import { boardOf, type Board } from '../../src/tasks/board.ts'
import { clash, together, touchesOf } from '../../src/query/together.ts'
import { source } from '../support/compiling.ts'

const board = (text: string): Board => boardOf(readTaskDocument(source(text, 'tasks.md')))
const everything: NextWish = { parallel: null, limit: 20, phase: null, claims: new Map() }
const lineOf = (): number => 1
const ids = (text: string, wish: Partial<NextWish> = {}): readonly string[] =>
  nextView(board(text), { ...everything, ...wish }, lineOf).tasks.map(({ id }) => id)

test('the task with the longest way behind it comes first, else the order of the document', () => {
  const text = '- [ ] T001 A\n- [ ] T002 B\n- [ ] T003 C (depends on T002)\n- [ ] T004 D (3 h)\n- [ ] T005 E\n'
  expect(ids(text)).toEqual(['T004', 'T002', 'T001', 'T005'])
})

test('of many only the first are told', () => {
  const text = Array.from({ length: 30 }, (_, at) => `- [ ] T${at + 100} Do it\n`).join('')
  const view = nextView(board(text), { ...everything, limit: 3 }, lineOf)
  expect([view.tasks.map(({ id }) => id), view.ready]).toEqual([['T100', 'T101', 'T102'], 30])
})

test('one phase alone, and not what others have', () => {
  const text = '## Milestone 1: Rows\n- [ ] T001 A\n## Milestone 2: Files\n- [ ] T002 B\n- [ ] T003 C\n'
  expect(ids(text, { phase: 'M2' })).toEqual(['T002', 'T003'])
  expect(ids(text, { phase: 'rows' })).toEqual(['T001'])
  expect(ids(text, { claims: new Map([['T002', { as: 'anna', until: '' }]]) })).toEqual(['T001', 'T003'])
})

test('what cannot run together is left out with the reason', () => {
  const text =
    '- [ ] T001 Create `src/a.ts`\n- [ ] T002 Extend `src/a.ts`\n- [ ] T003 Create `Reader` in `src/r.ts`\n- [ ] T004 Use `Reader` in `src/u.ts`\n- [ ] T005 Create `src/b.ts`\n'
  const { tasks, leftOut } = nextView(board(text), { ...everything, parallel: 5 }, lineOf)
  expect(tasks.map(({ id }) => id)).toEqual(['T001', 'T003', 'T005'])
  expect(leftOut.map(({ id, because }) => [id, because])).toEqual([
    ['T002', 'both touch src/a.ts (T001)'],
    ['T004', 'both name `Reader` (T003)'],
  ])
})

test('tasks that run together share no file, no name and no order', () => {
  const file = fc.constantFrom('src/a.ts', 'src/b.ts', 'src/lib/', 'src/lib/c.ts', 'README.md')
  const name = fc.constantFrom('Reader', 'writeAll', 'Index')
  const task = fc.record({
    verb: fc.constantFrom('Create', 'Extend', 'Use', 'Read from'),
    file: fc.option(file),
    name: fc.option(name),
    after: fc.option(fc.nat(9)),
    mark: fc.constantFrom(' ', ' ', ' ', 'x'),
  })
  fc.assert(
    fc.property(fc.array(task, { minLength: 2, maxLength: 10 }), fc.integer({ min: 1, max: 6 }), (given, number) => {
      const text = given
        .map(({ verb, file: path, name: symbol, after, mark }, at) => {
          const words = [
            verb,
            ...(symbol === null ? [] : [`\`${symbol}\``]),
            ...(path === null ? [] : [`in \`${path}\``]),
          ]
          const waits = after === null || after >= at ? '' : ` (depends on T${after})`
          return `- [${mark}] T${at} ${words.join(' ')}${waits}`
        })
        .join('\n')
        .replace(/\bT(\d)\b/g, 'T10$1')
      const own = board(text)
      const { tasks } = nextView(own, { ...everything, parallel: number }, lineOf)
      expect(tasks.length).toBeLessThanOrEqual(number)
      const at = (id: string): number => Number(id.slice(-1))
      for (const [index, { id }] of tasks.entries()) {
        for (const other of tasks.slice(index + 1)) {
          const [a, b] = [given[at(id)]!, given[at(other.id)]!]
          const inside = (one: string, two: string): boolean =>
            one === two || one.startsWith(two) || two.startsWith(one)
          const writes = ({ verb }: typeof a): boolean => verb === 'Create' || verb === 'Extend'
          if (a.file !== null && b.file !== null && inside(a.file, b.file))
            expect(writes(a) || writes(b), `${text}\n${id} ${other.id}`).toBe(false)
          if (a.name !== null && a.name === b.name)
            expect(a.verb === 'Create' || b.verb === 'Create', `${text}\n${id} ${other.id}`).toBe(false)
          expect(own.waitsFor[at(id)]).not.toContain(at(other.id))
          expect(own.waitsFor[at(other.id)]).not.toContain(at(id))
        }
      }
    }),
    { numRuns: 1000 },
  )
})

test('of many tasks the same are taken as by comparing each with all', () => {
  const word = fc.constantFrom(
    'Create `src/a.ts`',
    'Extend `src/lib/`',
    'Create `src/lib/c.ts`',
    'Read `src`',
    'Use `Reader`',
    'Create `Reader`',
    'in `SRC/A.ts`',
    'Write `docs/a/b.md`',
    'Delete docs/a/',
    'Use `src/a.ts`',
    'Add `Index` and `Reader`',
    'See `Index`',
  )
  const tasks = fc.array(fc.array(word, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(tasks, fc.integer({ min: 1, max: 9 }), (given, most) => {
      const own = board(given.map((words, at) => `- [ ] T${at + 100} ${words.join(' ')}\n`).join(''))
      const ready = own.tasks.map((_, at) => at)
      const chosen: number[] = []
      const leftOut: object[] = []
      for (const task of ready) {
        if (chosen.length === most) break
        const because = (other: number): string | null => clash(touchesOf(own, task), touchesOf(own, other))
        const other = chosen.find((one) => because(one) !== null)
        if (other === undefined) chosen.push(task)
        else leftOut.push({ task, because: `${because(other)} (${own.tasks[other]!.id})` })
      }
      expect(together(own, ready, most)).toEqual({ chosen, leftOut })
    }),
    { numRuns: 1000 },
  )
})

test('a set of thousands is found in time', () => {
  const line = (_: unknown, at: number): string =>
    `- [ ] T${at + 10_000} Create \`src/m${at % 97}/f${at}.ts\` with \`thing${at}\`\n`
  const own = board(Array.from({ length: 10_000 }, line).join(''))
  const start = performance.now()
  expect(nextView(own, { ...everything, parallel: 99_999 }, lineOf).tasks).toHaveLength(10_000)
  expect(performance.now() - start).toBeLessThan(10_000)
})

test('how far a document is', () => {
  const text =
    '# Plan\n\n## Phase 1: Setup\n- [x] T001 A (30 min)\n- [~] T002 B (1 h)\n## Phase 2: Work\n- [ ] T003 C (2 h)\n- [-] T004 D\n## Phase 3: Polish\n- [ ] T005 E\n'
  const claims = new Map([['T002', { as: 'anna', until: '2026-01-01T00:00:00.000Z' }]])
  const view = statusView(board(text), claims, lineOf, ['plan.md'])
  expect(view.counts).toEqual({ done: 1, started: 1, ready: 0, blocked: 2, dropped: 1, total: 5 })
  expect(view.effort).toEqual({ done: 30, left: 180, estimated: 3, of: 4 })
  expect(view.phases.map(({ title, waitsFor }) => [title, waitsFor])).toEqual([
    ['Phase 1: Setup', []],
    ['Phase 2: Work', ['Phase 1: Setup']],
    ['Phase 3: Polish', ['Phase 1: Setup', 'Phase 2: Work']],
  ])
  expect(view.criticalPath).toEqual({ minutes: 240, estimated: 2, tasks: ['T002', 'T003', 'T005'] })
  expect(view.started).toEqual([{ id: 'T002', text: 'B', line: 1, as: 'anna', until: '2026-01-01T00:00:00.000Z' }])
  expect([view.next, view.changed, view.conflicts, view.questions]).toEqual([null, ['plan.md'], 0, 0])
})
