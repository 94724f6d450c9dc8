import { estimateOfRemark } from '../../merge/hand.ts'
import type { DocumentTask, TaskDocument } from '../../model/task-document.ts'
import { findEstimate } from '../../parse/text/estimate.ts'
import { firstLineIn } from '../facts/first-line.ts'
import { rule } from '../rule.ts'

const hours = (minutes: number): string => (minutes < 60 ? `${minutes} min` : `${Math.round(minutes / 6) / 10} h`)

/** Least effort of the tasks below each heading; a task that has an estimate speaks for those nested in it. */
function sums({ headings, tasks }: TaskDocument): readonly number[] {
  const spoken: boolean[] = []
  const own = headings.map(() => 0)
  for (const task of tasks) {
    const isSpoken = task.parent >= 0 && spoken[task.parent]!
    const minutes = isSpoken ? 0 : effortOf(task)
    spoken.push(isSpoken || minutes > 0)
    if (task.section >= 0) own[task.section]! += minutes
  }
  // Of the headings that are open, an outer one holds what the inner ones hold.
  const open: number[] = []
  const close = (level: number): void => {
    while (open.length > 0 && headings[open.at(-1)!]!.level >= level) {
      const inner = open.pop()!
      const outer = open.at(-1)
      if (outer !== undefined) own[outer]! += own[inner]!
    }
  }
  headings.forEach(({ level }, index) => {
    close(level)
    open.push(index)
  })
  close(0)
  return own
}

const effortOf = ({ estimate, state }: DocumentTask): number =>
  estimate === null || state === 'dropped' ? 0 : (estimateOfRemark(estimate.text)?.low ?? 0)

/** Parts that take longer than the whole. */
export default rule({
  id: 'estimate-exceeds-milestone',
  group: 'content',
  severity: 'warning',
  recommended: false,
  checks: 'The tasks of a phase or milestone take no longer than it says.',
  why: 'One of the two numbers is wrong, and whoever plans with the smaller one will be late. Correct it. Of ranges the low end of the parts is compared with the high end of the whole.',
  fires: [
    {
      shows: 'a phase of two hours with tasks of three',
      files: '## Phase 1: Store (2 hours)\n\n- [ ] T001 Write `a.ts` (90 min)\n- [ ] T002 Write `b.ts` (90 min)\n',
      finds: ['Phase 1: Store (2 hours)'],
    },
    {
      shows: 'a milestone of a plan',
      files: {
        'plan.md':
          '# Plan: Export\n\n## Milestone 1: CSV (1 hour)\n\n- [ ] Write `src/a.ts` (2h)\n- [ ] Write `src/b.ts` (30 min)\n',
      },
      finds: ['Milestone 1: CSV (1 hour)'],
    },
  ],
  silent: [
    {
      shows: 'a phase whose tasks fit',
      files: '## Phase 1: Store (3 hours)\n\n- [ ] T001 Write `a.ts` (90 min)\n- [ ] T002 Write `b.ts` (90 min)\n',
    },
    {
      shows: 'a range that may fit',
      files: '## Phase 1: Store (2-3 hours)\n\n- [ ] 1.1 Write `a.ts` (1-2 h)\n- [ ] 1.2 Write `b.ts` (2-3 h)\n',
    },
    {
      shows: 'parts of a task that has an estimate itself',
      files:
        '## Store (2h)\n\n- [ ] 1. Write `a.ts` (2h)\n  - [ ] 1.1 The head (1h)\n  - [ ] 1.2 The rows (1h)\n\n## Sessions expire (24 hours)\n\n- [ ] 2. Write `b.ts`\n',
    },
  ],
  document: ({ tasks, isTaskList }, report) => {
    if (!isTaskList) return
    const stated = tasks.headings.map(({ text }) => (/\d/.test(text) ? (findEstimate(text)?.estimate ?? null) : null))
    if (stated.every((each) => each === null)) return
    const needed = sums(tasks)
    stated.forEach((estimate, index) => {
      if (estimate === null || needed[index]! <= estimate.high) return
      report({
        ...tasks.headings[index]!.textSpan,
        message: `The tasks here take ${hours(needed[index]!)} together, more than the ${estimate.text} of the heading. Correct one of them.`,
      })
    })
  },
  vision: (vision, report) => {
    for (const { ruleId, place, message } of vision.result?.diagnostics ?? [])
      if (ruleId === 'estimate-exceeds-milestone' && place !== undefined)
        report({ ...firstLineIn(vision, place), message })
  },
})
