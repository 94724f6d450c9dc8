import { plainId } from '../../edit/find-tasks.ts'
import type { PlanMilestone, TaskState } from '../../model/plan.ts'
import type { Span } from '../../model/source.ts'
import { firstLine } from '../facts/first-line.ts'
import { rule } from '../rule.ts'
import type { CheckedDocument } from '../subject.ts'

const counts = (open: number, max: number): string =>
  `${open} open steps, more than the ${max} that can be kept in view. Split it into parts that each end in something usable.`

/** Phases and plans with more steps than anybody keeps in view. */
export default rule({
  id: 'too-large',
  group: 'content',
  severity: 'info',
  recommended: false,
  checks: 'No phase has more open steps than `maxSteps`.',
  why: 'A phase with so many steps does not end in anything for weeks, and an assistant that reads it has no room left to work. Split it at the points where something is usable. A list without phases counts as one.',
  options: { maxSteps: { default: 50, summary: 'How many open steps a phase, or a plan without phases, may have.' } },
  fires: [
    {
      shows: 'a phase with four steps where three are allowed',
      files:
        '## Phase 1: All\n\n- [ ] T001 Write `a.ts`\n- [ ] T002 Write `b.ts`\n- [ ] T003 Write `c.ts`\n- [ ] T004 Write `d.ts`\n\n## Phase 2: Rest\n\n- [ ] T005 Write `e.ts`\n',
      finds: ['Phase 1: All'],
      options: { maxSteps: 3 },
    },
    {
      shows: 'a list without phases',
      files: '- [ ] 1.1 Write `a.ts`\n- [ ] 1.2 Write `b.ts`\n- [ ] 1.3 Write `c.ts`\n',
      finds: ['- [ ] 1.3 Write `c.ts`'],
      options: { maxSteps: 2 },
    },
    {
      shows: 'a milestone of a plan',
      files: {
        'plan.md':
          '# Plan: Export\n\n## Milestone 1: CSV\n\n1. Write `a.ts`\n2. Write `b.ts`\n3. Write `c.ts`\n\n## Milestone 2: ZIP\n\n1. Write `d.ts`\n',
      },
      finds: ['Milestone 1: CSV'],
      options: { maxSteps: 2 },
    },
  ],
  silent: [
    {
      shows: 'steps that are done',
      files: '## Phase 1: All\n\n- [x] T001 Write `a.ts`\n- [x] T002 Write `b.ts`\n- [ ] T003 Write `c.ts`\n',
      options: { maxSteps: 2 },
    },
    {
      shows: 'as many steps as are allowed in each phase',
      files:
        '## 1. Read\n\n- [ ] 1.1 Write `a.ts`\n- [ ] 1.2 Write `b.ts`\n\n## 2. Write\n\n- [ ] 2.1 Write `c.ts`\n- [ ] 2.2 Write `d.ts`\n',
      options: { maxSteps: 2 },
    },
    {
      shows: 'a step that only holds others',
      files: '- [ ] 1. Export\n  - [ ] 1.1 Write `a.ts`\n  - [ ] 1.2 Write `b.ts`\n',
      options: { maxSteps: 2 },
    },
  ],
  document: (document, report, options) => {
    const max = Number(options['maxSteps'])
    for (const { title, place, steps } of document.isTaskList ? phasesOf(document) : milestonesOf(document)) {
      if (steps.length <= max) continue
      const name = title === '' ? 'The list has' : `"${title}" has`
      report({ ...(place ?? firstLine(document.text, steps[max]!)), message: `${name} ${counts(steps.length, max)}` })
    }
  },
})

interface Phase {
  readonly title: string
  /** Null where nothing names it. */
  readonly place: Span | null
  readonly steps: readonly Span[]
}

const isOpen = (state: TaskState): boolean => state === 'open' || state === 'started'

function phasesOf({ tasks: { tasks, headings }, facts, generated }: CheckedDocument): readonly Phase[] {
  const parents = new Set(tasks.map(({ parent }) => parent))
  return facts.phases.map(({ title, tasks: indices }): Phase => {
    const own = indices.filter((index) => {
      const { state, id } = tasks[index]!
      return isOpen(state) && !parents.has(index) && (id === '' || !generated.has(plainId(id)))
    })
    let section = tasks[indices[0]!]?.section ?? -1
    while (section >= 0 && headings[section]!.text !== title) section--
    return { title, place: headings[section]?.textSpan ?? null, steps: own.map((index) => tasks[index]!) }
  })
}

function milestonesOf({ read, units, text }: CheckedDocument): readonly Phase[] {
  const open = units.filter(({ state, hasChildren }) => isOpen(state) && !hasChildren)
  const milestones = (read?.plan.children ?? []).filter(({ type }) => type === 'milestone') as readonly PlanMilestone[]
  let next = 0
  return milestones.map(({ title, place }): Phase => {
    while (next < open.length && open[next]!.start < place.start) next++
    const from = next
    while (next < open.length && open[next]!.start < place.end) next++
    return { title, place: firstLine(text, place), steps: open.slice(from, next) }
  })
}
