import { rule } from '../rule.ts'

/** Two tasks with one id. */
export default rule({
  id: 'duplicate-id',
  group: 'structure',
  severity: 'error',
  recommended: true,
  checks: 'Every task has an id of its own.',
  why: 'Whoever says `T004` means one task: dependencies, ticks and conversations go to the wrong place where two have the same id. Give the later one a new id, and change the lines that mean it.',
  fires: [
    {
      shows: 'an id given twice',
      files: '- [ ] T001 Write `a.ts`\n- [ ] T002 Write `b.ts`\n- [ ] T001 Write `c.ts`\n',
      finds: ['T001'],
    },
  ],
  silent: [
    {
      shows: 'an id that is only mentioned',
      files: '- [ ] T001 Write `a.ts`\n- [ ] T002 Write `b.ts` (depends on T001)\n\nT001 comes first.\n',
    },
  ],
  document: ({ tasks, facts, file }, report) => {
    for (const same of facts.byId.values()) {
      const [first, ...others] = same.map((index) => tasks.tasks[index]!)
      for (const { id, idSpan, line } of others) {
        report({
          ...(idSpan ?? line),
          message: `Unexpected second ${id}: every task needs an id of its own.`,
          related: [
            { message: `${first!.id} is first given here`, place: { file, ...(first!.idSpan ?? first!.line) } },
          ],
        })
      }
    }
  },
  vision: ({ result }, report) => {
    for (const { ruleId, place, message, related } of result?.diagnostics ?? [])
      if (ruleId === 'duplicate-id' && place !== undefined)
        report({ ...place, message, ...(related === undefined ? {} : { related }) })
  },
})
