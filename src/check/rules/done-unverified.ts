import { verifyCommands } from '../../parse/tasks/verify-command.ts'
import { rule } from '../rule.ts'

/** A task that is ticked without its check. */
export default rule({
  id: 'done-unverified',
  group: 'evidence',
  severity: 'warning',
  recommended: false,
  checks: 'The check of a ticked task has passed on this machine.',
  why: '`intentk done` runs the `Verify:` command of a task before it ticks it, and keeps what came out. A task that was ticked with `--no-verify`, or by hand past its command, says more than anybody knows. Reopen it and let `intentk done` tick it again. The records stay on the machine that made them: in documents of which nothing was ever ticked with `intentk done` here, this rule is silent.',
  fires: [
    {
      shows: 'a task that was ticked with `--no-verify`',
      files: '- [x] T001 Create `src/a.ts`\n  - Verify: `npm test`\n',
      evidence: { checks: { T001: 'unverified' } },
      finds: ['[x]'],
    },
    {
      shows: 'a task that was ticked by hand, among others that were checked',
      files:
        '- [x] 1.1 Create the schema\n  - **Verify**: `npm run check`\n- [x] 1.2 Create the store\n  - **Verify**: `npm test`\n',
      evidence: { checks: { '1.1': 'passed' } },
      finds: ['[x]'],
    },
  ],
  silent: [
    {
      shows: 'a task whose check has passed, and one that is open',
      files:
        '- [x] T001 Create `src/a.ts`\n  - Verify: `npm test`\n- [ ] T002 Create `src/b.ts`\n  - Verify: `npm test`\n',
      evidence: { checks: { T001: 'passed' } },
    },
    {
      shows: 'a task without a check',
      files: '- [x] T001 Create `src/a.ts`\n- [x] T002 Create `src/b.ts`\n  - Verify: `npm test`\n',
      evidence: { checks: { T002: 'passed' } },
    },
    {
      shows: 'a document in which nothing was ticked here',
      files: '- [x] T001 Create `src/a.ts`\n  - Verify: `npm test`\n',
    },
  ],
  document: ({ file, text, tasks: { tasks }, evidence }, report) => {
    if (!/\[[xX]\]/.test(text) || !evidence.hasChecks(file)) return
    for (const task of tasks) {
      const { box, state, id } = task
      if (box === null || state !== 'done') continue
      const commands = verifyCommands(task)
      if (commands.length === 0) continue
      const known = evidence.check(file, id === '' ? task.text : id)
      if (known === 'passed') continue
      const how = known === 'unverified' ? 'its check was left out' : 'its check never passed here'
      report({
        start: box.mark.start - 1,
        end: box.mark.end + 1,
        ...(known === null ? { severity: 'info' as const } : {}),
        message: `${id === '' ? 'This task' : id} is ticked, but ${how}: \`${commands[0]!}\`. Reopen it and tick it with \`intentk done\`.`,
      })
    }
  },
})
