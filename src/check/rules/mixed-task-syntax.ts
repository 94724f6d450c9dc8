import type { DocumentTask } from '../../model/task-document.ts'
import { byKey } from '../../model/by-key.ts'
import { idForm } from '../facts/ids.ts'
import { rule } from '../rule.ts'

/** Tasks of one list that all but one of a few have to agree on a form. */
const FEW = 4

/** `T001`, `T002a`, `T003.1`, `T004-T006` and `T007-MIN` are of one form; words that count nothing may be an id, too. */
function formOf({ id, text }: DocumentTask): string {
  if (id === '') return /^[A-Z]{1,8}-[A-Z]{2,8}\b/.test(text) ? text.slice(0, 1) : ''
  return /^[^#]*#/.exec(idForm(id))?.[0] ?? id
}

/** What may stand beside ids of a form. */
const goWith = (form: string, other: string): boolean => other !== '' && form.startsWith(other)

/** Tasks of one list that are written in two ways. */
export default rule({
  id: 'mixed-task-syntax',
  group: 'structure',
  severity: 'warning',
  recommended: false,
  checks: 'The tasks of one list have ids of one form.',
  why: 'Tools find tasks by the form of their ids and count on from the highest one. A `TASK-3` among `T001`, `T002` and `T004`, or a task without an id, is missed by scripts and by people who look for the next number.',
  fires: [
    {
      shows: 'an id of another form',
      files:
        '- [ ] T001 Create `src/a.ts`\n- [ ] T002 Create `src/b.ts`\n- [ ] TASK-3 Create `src/c.ts`\n- [ ] T004 Create `src/d.ts`\n- [ ] T005 Create `src/e.ts`\n',
      finds: ['TASK-3'],
    },
    {
      shows: 'a task without an id',
      files:
        '## 1. Store\n\n- [ ] 1.1 Write the store\n- [ ] 1.2 Write the index\n- [ ] Write the search\n- [ ] 1.3 Rank\n- [ ] 1.4 Page\n',
      finds: ['[ ]'],
    },
  ],
  silent: [
    {
      shows: 'ids with letters and points behind them',
      files:
        '- [ ] T001 Create `src/a.ts`\n- [ ] T002 Create `src/b.ts`\n- [ ] T002a Create `src/c.ts`\n- [ ] T003.1 Create `src/d.ts`\n- [ ] T004 Create `src/e.ts`\n',
    },
    {
      shows: 'lists of different forms',
      files:
        '## Phase 1\n\n- [ ] T001 Create `src/a.ts`\n- [ ] T002 Create `src/b.ts`\n- [ ] T003 Create `src/c.ts`\n\n## Checks\n\n- [ ] Types are checked\n- [ ] Tests pass\n',
    },
    {
      shows: 'parts of tasks, which have numbers of their own',
      files:
        '- [ ] 1. 写 `src/a.ts`\n  - [ ] 1.1 读\n  - [ ] 1.2 写\n- [ ] 2. 写 `src/b.ts`\n- [ ] 3. 写 `src/c.ts`\n- [ ] 4. 写 `src/d.ts`\n',
    },
  ],
  document: ({ tasks, isTaskList }, report) => {
    if (!isTaskList) return
    const items = tasks.tasks.filter(({ kind, box }) => kind === 'item' && box !== null)
    for (const list of byKey(items, ({ section, parent }) => `${section} ${parent}`).values()) {
      const groups = [...byKey(list, formOf)].toSorted((a, b) => b[1].length - a[1].length)
      const [most, ...others] = groups
      if (most === undefined || most[0] === '' || most[1].length < FEW) continue
      const rest = others.flatMap(([form, group]) => (goWith(most[0], form) ? [] : group))
      if (rest.length * 4 > most[1].length) continue
      for (const { id, idSpan, box } of rest) {
        const span = idSpan ?? { start: box!.mark.start - 1, end: box!.mark.end + 1 }
        const what = id === '' ? 'This task has no id' : `${id} is an id of another form`
        report({ ...span, message: `${what}; the other tasks of this list have ids such as ${most[1][0]!.id}.` })
      }
    }
  },
})
