import type { Span } from '../../model/source.ts'
import { rule, type Found } from '../rule.ts'
import type { CheckedDocument } from '../subject.ts'

/** A task that waits for a later one. */
export default rule({
  id: 'order-contradicts-dependency',
  group: 'graph',
  severity: 'warning',
  recommended: false,
  checks: 'No task waits for one that stands further down.',
  why: 'People and assistants work through a list from the top: they come to the task before what it waits for. Move the task behind the other one, or the other one up.',
  fires: [
    {
      shows: 'a task that waits for one of a later phase',
      files:
        '## Phase 1: Setup\n\n- [ ] T001 Create `src/app.ts` (depends on T002)\n\n## Phase 2: Core\n\n- [ ] T002 Create `src/store.ts`\n',
      finds: ['T002'],
    },
    {
      shows: 'a task that waits for the next one',
      files: '- [ ] 1.1 Write the search\n  - _Depends: 1.2_\n- [ ] 1.2 Write the index\n',
      finds: ['1.2'],
    },
    {
      shows: 'a sentence that turns the order round',
      files:
        '- [ ] T001 Create `src/a.ts`\n- [ ] T002 Create `src/b.ts`\n\n## Order\n\n- T002 must be completed before T001\n',
      finds: ['T002 must be completed before T001'],
    },
  ],
  silent: [
    {
      shows: 'tasks in the order in which they can be done',
      files: '- [ ] T001 Create `src/a.ts`\n- [ ] T002 Create `src/b.ts` (depends on T001)\n',
    },
    {
      shows: 'a later task that is only mentioned',
      files:
        '- [ ] T001 Create `src/a.ts`, which T002 tests\n- [ ] T002 Test `src/a.ts` in `tests/a.test.ts` (after T001)\n',
    },
    {
      shows: 'a task that waits for its own parts',
      files: '- [ ] 1 Store (depends on 1.1)\n  - [ ] 1.1 Write the store\n  - [ ] 1.2 Write the index\n',
    },
  ],
  document: (document, report) => {
    const { facts, order, tasks, isTaskList, generated } = document
    if (!isTaskList || generated.size > 0) return
    for (const { task, to, uses, start, end } of facts.dependencies) {
      // An id that is given twice may mean the one above.
      const later = to.every((index) => index > task) ? to.at(-1) : undefined
      if (!uses && later !== undefined && tasks.tasks[later]!.start >= tasks.tasks[task]!.end)
        report(finding(document, task, later, { start, end }))
    }
    for (const { task, before, start, end } of order.said)
      if (tasks.tasks[before]!.start >= tasks.tasks[task]!.end) report(finding(document, task, before, { start, end }))
  },
})

function finding({ facts, tasks, file }: CheckedDocument, task: number, later: number, place: Span): Found {
  const [own, other] = [tasks.tasks[task]!, tasks.tasks[later]!]
  const phase = facts.phaseOf[later]!
  const title = facts.phases[phase]!.title.slice(0, 80)
  const where = phase === facts.phaseOf[task] || title === '' ? 'further down' : `in a later phase, "${title}"`
  return {
    ...place,
    message: `${own.id === '' ? 'This task' : own.id} waits for ${other.id}, which stands ${where}. Expected it above.`,
    related: [{ message: `${other.id} stands here`, place: { file, ...(other.idSpan ?? other.line) } }],
  }
}
