import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseLock } from '../../src/merge/lock.ts'
import { plain } from '../../src/parse/text/inline.ts'
import { compileText, compiled, type Compiled } from '../support/compiling.ts'
import { printPlan, type MilestoneSketch, type PlanSketch, type TaskSketch } from '../support/plan-sketch.ts'
import { plans } from '../support/plans.ts'

/* Ids are permanent, of tasks and of milestones: never reused, never renumbered, whatever is edited in the plan. */

type Edit =
  | { readonly do: 'insert' | 'remove' | 'move'; readonly milestone: number; readonly at: number; readonly to: number }
  | { readonly do: 'insert-milestone' | 'remove-milestone' | 'swap-milestones'; readonly at: number }
  | { readonly do: 'tick' | 'reprioritise'; readonly milestone: number; readonly at: number }

const position = fc.nat(6)
const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ do: fc.constantFrom('insert', 'remove', 'move'), milestone: position, at: position, to: position }),
  fc.record({ do: fc.constantFrom('insert-milestone', 'remove-milestone', 'swap-milestones'), at: position }),
  fc.record({ do: fc.constantFrom('tick', 'reprioritise'), milestone: position, at: position }),
)

const newTask = (serial: number): TaskSketch => ({
  name: `Write the new thing n${serial}`,
  box: '[ ]',
  ownId: '',
  parallel: false,
  path: `src/new/n${serial}.ts`,
  estimate: '',
  depends: '',
  body: [],
})

const newMilestone = (serial: number): MilestoneSketch => ({
  title: `The new part n${serial}`,
  number: 0,
  priority: '',
  goal: '',
  dependencies: '',
  tasks: [newTask(serial * 100)],
  ordered: false,
  deliverables: [],
  criteria: [],
  scenarios: [],
  groups: [],
  table: [],
  noise: '',
})

const replaced = <T>(list: readonly T[], at: number, by: readonly T[], count = 1): T[] => [
  ...list.slice(0, at),
  ...by,
  ...list.slice(at + count),
]

function editedTasks(
  tasks: readonly TaskSketch[],
  edit: Edit & { readonly at: number },
  serial: number,
): readonly TaskSketch[] {
  const at = edit.at % Math.max(1, tasks.length)
  if (edit.do === 'insert') return replaced(tasks, at, [newTask(serial)], 0)
  if (edit.do === 'remove') return replaced(tasks, at, [])
  if (edit.do === 'tick')
    return tasks.map((task, index) => (index === at && task.box !== '' ? { ...task, box: '[x]' } : task))
  if (edit.do !== 'move' || tasks.length === 0) return tasks
  return replaced(replaced(tasks, at, []), edit.to % tasks.length, [tasks[at]!], 0)
}

/** The plan after one edit, its milestones numbered by position where `renumber` says so, as people do. */
function edited(plan: PlanSketch, edit: Edit, serial: number, renumber: boolean): PlanSketch {
  const { milestones } = plan
  const at = ('milestone' in edit ? edit.milestone : edit.at) % milestones.length
  let next: readonly MilestoneSketch[] = milestones
  if (edit.do === 'insert-milestone') next = replaced(milestones, at, [newMilestone(serial)], 0)
  else if (edit.do === 'remove-milestone') next = milestones.length > 1 ? replaced(milestones, at, []) : milestones
  else if (edit.do === 'swap-milestones') next = [...milestones.slice(at), ...milestones.slice(0, at)]
  else if (edit.do === 'reprioritise')
    next = milestones.map((one, index) => (index === at ? { ...one, priority: 'P3' } : one))
  else
    next = milestones.map((one, index) =>
      index === at ? { ...one, tasks: editedTasks(one.tasks, edit, serial) } : one,
    )
  const highest = Math.max(...next.map(({ number }) => number))
  return {
    ...plan,
    milestones: next.map((one, index) => ({ ...one, number: renumber ? index + 1 : one.number || highest + 1 })),
  }
}

/** The verb in front of a deliverable, and its first letter, hang on the language of the whole plan, which an edit elsewhere may tip. */
const VERB = /^(?:Create|Extend) /

/** So does the way in which a step without a file of its own gets that of its group. */
const FILE = / (?:in [^ ()]+|\([^ ()]+\))$/

interface Named {
  /** By milestone title and the words of the task. */
  readonly tasks: ReadonlyMap<string, string>
  /** Titles to numbers. */
  readonly milestones: ReadonlyMap<string, number>
}

function namesIn({ execution }: Compiled): Named {
  const titles = new Map(execution.milestones.map(({ number, title }) => [`M${number}`, title]))
  const tasks = execution.tasks.map(
    ({ id, phase, text, kind }) =>
      [
        `${titles.get(phase) ?? phase} > ${kind === 'validate' ? 'validate' : plain(text).replace(VERB, '').replace(FILE, '').toLowerCase()}`,
        id,
      ] as const,
  )
  return {
    tasks: new Map(tasks),
    milestones: new Map(execution.milestones.map(({ number, title }) => [title, number])),
  }
}

function kept(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): string[] {
  return [...after].flatMap(([name, id]) =>
    before.has(name) && before.get(name) !== id ? [`${name}: ${String(before.get(name))} became ${String(id)}`] : [],
  )
}

const uniqueTitles = (plan: PlanSketch): PlanSketch => ({
  ...plan,
  milestones: plan.milestones.map((one) => ({
    ...one,
    tasks: one.tasks.map((task) => ({ ...task, depends: '' })),
    dependencies: '',
    groups: [],
    table: [],
  })),
})

test('ids and milestone numbers survive every edit of the plan, and none is ever given twice', async () => {
  let compared = 0
  await fc.assert(
    fc.asyncProperty(
      plans({ hostile: false }).map(uniqueTitles),
      fc.array(edits, { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      async (first, changes, renumber) => {
        let plan = first
        let result = await compileText(printPlan(plan))
        if (result.status !== 'compiled') return
        // Everything that was ever called by an id, by that id.
        const owners = new Map<string, string>()
        const numbers = new Map<number, string>()
        for (const [serial, change] of changes.entries()) {
          const before = namesIn(result)
          for (const [name, id] of before.tasks) owners.set(id, name)
          for (const [title, number] of before.milestones) numbers.set(number, title)
          plan = edited(plan, change, serial + 1, renumber)
          const next = await compileText(printPlan(plan), { lock: result.lock })
          if (next.status !== 'compiled') return
          result = next
          const after = namesIn(result)
          expect(kept(before.tasks, after.tasks)).toEqual([])
          expect(kept(before.milestones, after.milestones)).toEqual([])
          const ids = result.execution.tasks.map(({ id }) => id)
          expect(new Set(ids).size).toBe(ids.length)
          const all = result.execution.milestones.map(({ number }) => number)
          expect(new Set(all).size).toBe(all.length)
          // Two tasks with the same words are told apart by their group, for as long as there are two.
          const words = (name: string): string => name.slice(name.indexOf(' > ')).split(' (')[0]!
          // A plan with one labelled milestone is called by that or by its own title; its number stays all the same.
          const whole = (title: string): boolean => plan.title.endsWith(title)
          for (const [name, id] of after.tasks) if (owners.has(id)) expect(words(name)).toBe(words(owners.get(id)!))
          for (const [title, number] of after.milestones)
            if (numbers.has(number) && !whole(title) && !whole(numbers.get(number)!))
              expect(title).toBe(numbers.get(number))
          compared += after.tasks.size
        }
      },
    ),
    { numRuns: 120 },
  )
  expect(compared).toBeGreaterThan(1000)
}, 60_000)

test('an id that left the plan is remembered, and nothing gets it again', async () => {
  const plan = (lines: readonly string[]): string =>
    `# P\n\n## Phase 1: A\n\n${lines.map((line) => `- [ ] ${line}`).join('\n')}\n`
  const all = ['do `a.ts`', 'do `b.ts`', 'do `c.ts`']
  const idOf = (result: Compiled, text: string): string | undefined =>
    result.execution.tasks.find((task) => task.text === text)?.id
  const goneFrom = (result: Compiled): readonly string[] => parseLock(result.lock).lock.gone.map(({ gone }) => gone)
  const first = compiled(await compileText(plan(all)))
  const less = compiled(await compileText(plan([all[0]!, all[2]!]), { lock: first.lock }))
  expect(goneFrom(less)).toEqual(['T002'])
  const other = compiled(await compileText(plan([all[0]!, 'do `d.ts`', all[2]!]), { lock: less.lock }))
  expect([...all, 'do `d.ts`'].map((text) => idOf(other, text))).toEqual(['T001', undefined, 'T003', 'T005'])
  const back = compiled(await compileText(plan(all), { lock: other.lock }))
  expect(all.map((text) => idOf(back, text))).toEqual(['T001', 'T006', 'T003'])
  expect(goneFrom(back)).toEqual(['T002', 'T005'])
})

test('the highest id is not given again after its task has left', async () => {
  const plan = (more: string): string => `# P\n\n## Phase 1: A\n\n- [ ] do \`a.ts\`\n${more}`
  const first = compiled(await compileText(plan('')))
  const more = compiled(await compileText(plan('- [ ] do `b.ts`\n'), { lock: first.lock }))
  expect(more.execution.tasks.map(({ id }) => id)).toEqual(['T001', 'T003', 'T002'])
  const less = compiled(await compileText(plan(''), { lock: more.lock }))
  const other = compiled(await compileText(plan('- [ ] do `c.ts`\n'), { lock: less.lock }))
  expect(other.execution.tasks.map(({ id }) => id)).toEqual(['T001', 'T004', 'T002'])
})
