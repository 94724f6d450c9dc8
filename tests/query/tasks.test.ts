import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TaskState } from '../../src/model/plan.ts'
import { listView } from '../../src/query/list.ts'
import { openPlaces, shownDiagnostic } from '../../src/query/places.ts'
import { compiledTask } from '../../src/query/compiled-task.ts'
import { findTask, statuses } from '../../src/query/tasks.ts'
import { whyPathView } from '../../src/query/why.ts'
import { executionOf } from '../support/executions.ts'

const none = openPlaces([])
const id = (at: number): string => `T${String(at + 1).padStart(3, '0')}`

/** Plans of one phase in which tasks wait for earlier ones. */
const plans = fc
  .array(
    fc.record({
      state: fc.constantFrom<TaskState>('open', 'done', 'started', 'dropped'),
      waits: fc.array(fc.nat(20), { maxLength: 3 }),
    }),
    { maxLength: 12 },
  )
  .map((tasks) =>
    executionOf({
      milestones: [{ number: 1 }],
      tasks: tasks.map(({ state, waits }, at) => ({
        id: id(at),
        state,
        depends: [...new Set(waits.filter((to) => to < at).map(id))],
      })),
    }),
  )

test('a task is ready if it is open and all it waits for is over', () => {
  fc.assert(
    fc.property(plans, (execution) => {
      const status = statuses(execution)
      const states = new Map(execution.tasks.map((task) => [task.id, task.state]))
      for (const task of execution.tasks) {
        const before = execution.graph.edges.filter(({ from }) => from === task.id).map(({ to }) => states.get(to)!)
        const free = before.every((state) => state === 'done' || state === 'dropped')
        expect(status.get(task.id)).toBe(task.state !== 'open' ? task.state : free ? 'ready' : 'blocked')
      }
    }),
  )
})

test('a filter keeps a part of the list in its order, and every status has its tasks', () => {
  const filters = ['done', 'dropped', 'started', 'ready', 'blocked'] as const
  fc.assert(
    fc.property(plans, (execution) => {
      const all = listView(execution, none).tasks
      expect(all.map((task) => task.id)).toEqual(execution.tasks.map((task) => task.id))
      const parts = filters.flatMap((status) => {
        const filter = { phases: null, path: '', text: '', parallel: false, statuses: new Set([status]) }
        return listView(execution, none, filter).tasks
      })
      expect(parts.map((task) => task.id).sort()).toEqual(all.map((task) => task.id).sort())
    }),
  )
})

test('a path between two tasks is the same in both directions and is a chain', () => {
  fc.assert(
    fc.property(plans, fc.nat(), fc.nat(), (execution, one, other) => {
      const { tasks } = execution
      fc.pre(tasks.length > 1)
      const [a, b] = [tasks[one % tasks.length]!, tasks[other % tasks.length]!]
      fc.pre(a !== b)
      const path = whyPathView(execution, none, a, b)
      expect(whyPathView(execution, none, b, a).steps).toEqual(path.steps)
      if (!path.ordered) return
      expect(path.steps[0]!.from).toBe(path.from.id)
      expect(path.steps.at(-1)!.to).toBe(path.to.id)
      path.steps.slice(1).forEach((step, at) => expect(step.from).toBe(path.steps[at]!.to))
    }),
  )
})

test('the edges of show go both ways', () => {
  fc.assert(
    fc.property(plans, (execution) => {
      const views = execution.tasks.map((task) => compiledTask(execution, none, task))
      const waits = views.flatMap((view) => view.waitsFor.map((edge) => `${view.id} ${edge.id}`))
      const waited = views.flatMap((view) => view.waitedForBy.map((edge) => `${edge.id} ${view.id}`))
      expect(waits.sort()).toEqual(waited.sort())
    }),
  )
})

test('a dropped task is shown and takes no part', () => {
  const execution = executionOf({ tasks: [{ id: 'T001', state: 'dropped' }] })
  const bare = { ...execution, graph: { ...execution.graph, phases: [], parallel: {}, timing: {} } }
  expect(compiledTask(bare, none, execution.tasks[0]!)).toMatchObject({
    status: 'dropped',
    timing: null,
    waitsFor: [],
    parallel: { parallel: false, reason: 'dropped' },
  })
})

test('ids named like members of every object are ids', () => {
  const execution = executionOf({ tasks: [{ id: 'constructor' }, { id: '__proto__' }] })
  expect(listView(execution, none).tasks.map(({ parallel, dependsOn }) => [parallel, dependsOn])).toEqual([
    [false, []],
    [false, []],
  ])
})

test.each([
  ['T010', 'T010'],
  ['t10', 'T010'],
  ['T0010', 'T010'],
  ['1.2', 'T010'],
  ['T10a', 'T10a'],
  ['T1', 'T001'],
  ['T11', null],
  ['', null],
  ['9.9', null],
])('%s is %s', (wanted, expected) => {
  const execution = executionOf({
    tasks: [
      { id: 'T001', planId: '9.9' },
      { id: 'T002', planId: '9.9' },
      { id: 'T010', planId: '1.2' },
      { id: 'T10a' },
    ],
  })
  const found = findTask(execution, wanted)
  expect(found.task?.id ?? null).toBe(expected)
  if (found.task === null && wanted === 'T11') expect(found.near).toEqual(['T010', 'T10a', 'T002'])
})

test('places are lines and columns, also behind wide characters and Windows line ends', () => {
  const places = openPlaces([{ path: 'a.md', text: 'x\r\n日本😀b\r\n', bom: true, eol: '\r\n' }])
  const place = { file: 'a.md', start: 7, end: 8 }
  expect(places.spot(place)).toEqual({ file: 'a.md', line: 2, column: 5, range: { start: 7, end: 8 } })
  expect(places.sourceLine(place)).toBe('日本😀b')
  expect(places.spot({ file: 'b.md', start: 1, end: 2 })).toEqual({
    file: 'b.md',
    line: null,
    column: null,
    range: { start: 1, end: 2 },
  })
  expect(
    shownDiagnostic({ ruleId: 'r', severity: 'info', message: 'm', related: [{ message: 'o', place }] }, places),
  ).toEqual({
    ruleId: 'r',
    severity: 'info',
    message: 'm',
    file: null,
    line: null,
    column: null,
    range: null,
    related: [{ message: 'o', file: 'a.md', line: 2, column: 5, range: { start: 7, end: 8 } }],
  })
})
