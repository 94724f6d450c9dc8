import { sameId } from '../facts/ids.ts'
import { rule } from '../rule.ts'

/** A task that waits for itself. */
export default rule({
  id: 'self-dependency',
  group: 'graph',
  severity: 'error',
  recommended: false,
  checks: 'No task or milestone waits for itself.',
  why: 'A task that waits for itself never begins. Write the id of the task that is meant, or remove the statement.',
  fires: [
    {
      shows: 'a task that names its own id',
      files: '- [ ] T001 Create `src/a.ts`\n- [ ] T002 Create `src/b.ts` (depends on T001, T002)\n',
      finds: ['T002'],
    },
    {
      shows: 'a range that reaches the task itself',
      files:
        '- [ ] T001 Create `src/a.ts`\n- [ ] T002 Create `src/b.ts`\n- [ ] T003 Run the checks (depends on T001-T003)\n',
      finds: ['T001-T003'],
    },
  ],
  silent: [
    {
      shows: 'a task that waits for another one',
      files: '- [ ] T001 Create `src/a.ts`\n- [ ] T002 Create `src/b.ts` (depends on T001)\n',
    },
    {
      shows: 'a requirement with the number of the task',
      files: '# Tasks\n\n- [ ] 1.1 Write the store\n  - _Requirements: 1.1_\n- [ ] 1.2 Write the index\n',
    },
    {
      shows: 'an id that stands in the words of its own task',
      files: '- [ ] T001 Create `src/a.ts` so that T001 can be reviewed alone\n- [ ] T002 Create `src/b.ts`\n',
    },
  ],
  document: ({ facts, tasks, isTaskList, generated }, report) => {
    if (!isTaskList || generated.size > 0) return
    for (const { task, target, to, uses, start, end } of facts.dependencies) {
      const { id } = tasks.tasks[task]!
      if (uses || !to.includes(task) || id === '') continue
      const isOwn = sameId(target, id)
      // With an id given twice, it is the other one that is meant.
      if (isOwn && to.length > 1) continue
      const message = isOwn
        ? `${id} states to wait for itself.`
        : `${id} states to wait for ${target}, and is one of them.`
      report({ start, end, message: `${message} Name the task that is meant, or remove the statement.` })
    }
  },
  vision: ({ result }, report) => {
    for (const { ruleId, place, message, related } of result?.diagnostics ?? [])
      if (ruleId === 'self-dependency' && place !== undefined)
        report({ ...place, message, ...(related === undefined ? {} : { related }) })
  },
})
