import type { Related } from '../../model/diagnostic.ts'
import { components, link, netOf, type Link } from '../../graph/net.ts'
import type { Span } from '../../model/source.ts'
import { rule } from '../rule.ts'
import { byKey } from '../../model/by-key.ts'

/** Statements that the searches for the shortest cycles of one document may look at together. */
const BUDGET = 1_000_000
/** Steps of a cycle that are told. */
const SHOWN = 12

interface Step {
  readonly task: number
  readonly to: number
  /** Where it is stated: on the line of the task, or in a sentence elsewhere. */
  readonly stated: Span
}

/** The steps of the shortest circle in a tangle, as far as the budget reaches; every tangle has one. */
function shortestIn(steps: readonly Step[], budget: { left: number }): readonly Step[] {
  const from = byKey(steps, ({ task }) => task)
  let best: readonly Step[] = []
  for (const start of from.keys()) {
    if (best.length > 0 && budget.left <= 0) break
    const cycle = circleAt(start, from, best.length === 0 ? Infinity : best.length, budget)
    if (cycle.length > 0) best = cycle
    if (best.length === 2) break
  }
  return best
}

function circleAt(
  start: number,
  from: ReadonlyMap<number, readonly Step[]>,
  limit: number,
  budget: { left: number },
): readonly Step[] {
  const via = new Map<number, Step>()
  let level = [start]
  for (let length = 1; length < limit && level.length > 0; length++) {
    const following: number[] = []
    for (const node of level) {
      for (const step of from.get(node) ?? []) {
        budget.left--
        if (step.to === start) {
          const path = [step]
          for (let at = node; at !== start;) {
            const before = via.get(at)!
            path.push(before)
            at = before.task
          }
          return path.toReversed()
        }
        if (via.has(step.to)) continue
        via.set(step.to, step)
        following.push(step.to)
      }
    }
    level = following
  }
  return []
}

/** Tasks that wait for each other in a circle. */
export default rule({
  id: 'dependency-cycle',
  group: 'graph',
  severity: 'error',
  recommended: true,
  checks: 'No tasks wait for each other in a circle.',
  why: 'None of the tasks of a circle can begin before the others. Remove the statement that is wrong; where all are right, split one of the tasks.',
  fires: [
    {
      shows: 'two tasks that wait for each other',
      files:
        '- [ ] T001 Create `src/a.ts` (depends on T002)\n- [ ] T002 Create `src/b.ts` (depends on T001)\n- [ ] T003 Create `src/c.ts`\n',
      finds: ['T002'],
    },
    {
      shows: 'a circle of three, stated below the tasks',
      files:
        '# Tasks\n\n- [ ] 1.1 Write the store\n  - _Depends: 1.3_\n- [ ] 1.2 Write the index\n  - _Depends: 1.1_\n- [ ] 1.3 Write the search\n  - _Depends: 1.2_\n',
      finds: ['1.3'],
    },
    {
      shows: 'a circle of a line and a sentence',
      files:
        '- [ ] T001 Create `src/a.ts`\n- [ ] T002 Create `src/b.ts` (depends on T001)\n\n## Dependencies\n\n- T001 depends on T002 (the types)\n',
      finds: ['T001'],
    },
  ],
  silent: [
    {
      shows: 'two ways to one task',
      files:
        '- [ ] T001 Create `src/a.ts`\n- [ ] T002 Create `src/b.ts` (depends on T001)\n- [ ] T003 Create `src/c.ts` (depends on T001)\n- [ ] T004 Create `src/d.ts` (depends on T002, T003)\n',
    },
    {
      shows: 'tasks that only mention each other',
      files: '- [ ] T001 Create `src/a.ts`, see T002\n- [ ] T002 Create `src/b.ts`, see T001\n',
    },
    {
      shows: 'a task that waits for one further down',
      files: '- [ ] T001 Erstelle `src/a.ts` (abhängig von T002)\n- [ ] T002 Erstelle `src/b.ts`\n',
    },
  ],
  document: (document, report) => {
    if (!document.isTaskList || document.generated.size > 0) return
    const { facts, order, tasks, file } = document
    const steps: readonly Step[] = [
      ...facts.dependencies.flatMap((stated) =>
        stated.to.flatMap((to): readonly Step[] => (to === stated.task ? [] : [{ task: stated.task, to, stated }])),
      ),
      ...order.said.map(({ task, before, start, end }) => ({ task, to: before, stated: { start, end } })),
    ]
    // Where all wait for what stands above, nothing goes round.
    if (steps.every(({ task, to }) => to < task)) return
    const links = steps.map(({ task, to }): Link => link(to, task, 'stated', '', null))
    const component = components(netOf(tasks.tasks.length, links))
    const inside = steps.filter(({ task, to }) => component[task] === component[to])
    const budget = { left: BUDGET }
    for (const tangle of byKey(inside, ({ task }) => component[task]!).values()) {
      const cycle = shortestIn(tangle, budget)
      const [first, ...others] = cycle
      if (first === undefined) continue
      const told = cycle.map(({ task, to }) => `${tasks.tasks[task]!.id} waits for ${tasks.tasks[to]!.id}`)
      const more = told.length > SHOWN ? `, and ${told.length - SHOWN} more` : ''
      const related = others.slice(0, SHOWN).map(({ stated }, index): Related => {
        const { start, end } = stated
        return { message: told[index + 1]!, place: { file, start, end } }
      })
      report({
        start: first.stated.start,
        end: first.stated.end,
        message: `Dependencies go in a circle: ${told.slice(0, SHOWN).join(', ')}${more}. Remove one of these statements.`,
        related,
      })
    }
  },
  vision: ({ result }, report) => {
    for (const { ruleId, place, message, related } of result?.diagnostics ?? [])
      if (ruleId === 'dependency-cycle' && place !== undefined)
        report({ ...place, message, ...(related === undefined ? {} : { related }) })
  },
})
