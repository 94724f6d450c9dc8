import type { DocumentTask } from '../../model/task-document.ts'
import { rule } from '../rule.ts'

const isOpen = ({ box, state }: DocumentTask): boolean => box !== null && (state === 'open' || state === 'started')

/** A task that is ticked while one it waits for is open. */
export default rule({
  id: 'done-before-dependency',
  group: 'evidence',
  severity: 'warning',
  recommended: true,
  checks: 'A ticked task waits for no open one.',
  why: 'Either the other task is done and nobody ticked it, or this one was ticked without what it needs, or it never needed it. Each of the three misleads whoever asks what is next. Tick the other task, untick this one, or take the dependency out of its line.',
  fires: [
    {
      shows: 'a ticked task whose dependency is open',
      files: '- [ ] T001 Create `src/a.ts`\n- [x] T002 Create `src/b.ts` (depends on T001)\n',
      finds: ['T001'],
    },
    {
      shows: 'a dependency on its own line, and one of a range',
      files:
        '- [x] 1.1 Create the schema\n- [ ] 1.2 Create the store\n- [x] 1.3 Create the service\n  - Depends on: 1.1, 1.2\n- [-] 1.4 Import the old data\n- [x] 1.5 Publish (depends on 1.1-1.3)\n',
      finds: ['1.2', '1.1-1.3'],
    },
    {
      shows: 'a dependency that has begun',
      files: '- [~] T001 Create `src/a.ts`\n- [x] T002 [P] [US1] Create `src/b.ts` (after T001)\n',
      finds: ['T001'],
    },
  ],
  silent: [
    {
      shows: 'dependencies that are done or dropped',
      files:
        '- [x] T001 Create `src/a.ts`\n- [-] T002 Create `src/b.ts`\n- [x] T003 Create `src/c.ts` (depends on T001, T002)\n',
    },
    {
      shows: 'an open task that waits',
      files: '- [ ] T001 Create `src/a.ts`\n- [ ] T002 Create `src/b.ts` (depends on T001)\n',
    },
    {
      shows: 'a group without a tick of its own, whose parts are done',
      files:
        '- [ ] 1. Store\n  - [x] 1.1 Create the schema\n  - [x] 1.2 Create the table\n- [x] 2. Service (depends on 1)\n',
    },
    {
      shows: 'a dependency without a box',
      files: '#### T001: Create the schema\n\n- [x] T002 Create the store (depends on T001)\n',
    },
  ],
  document: (document, report) => {
    if (!/\[[xX]\]/.test(document.text)) return
    const {
      file,
      tasks: { tasks },
      facts,
    } = document
    const parts = partsOf(tasks)
    const isWaiting = (index: number): boolean => {
      if (!isOpen(tasks[index]!)) return false
      const own = parts.get(index) ?? []
      return own.length === 0 || own.some((part) => isOpen(tasks[part]!))
    }
    for (const { task, target, to, start, end, uses } of facts.dependencies) {
      const { box, state, id } = tasks[task]!
      if (uses || box === null || state !== 'done') continue
      const open = to.filter((other) => other !== task && isWaiting(other)).map((other) => tasks[other]!)
      if (open.length === 0) continue
      const [first] = open
      const names = open.slice(0, 3).map((other) => other.id)
      const more = open.length > 3 ? ` and ${open.length - 3} more` : ''
      report({
        start,
        end,
        message: `${id === '' ? 'This task' : id} is ticked, but it waits for ${names.length === 1 ? target : names.join(', ')}${more}, which ${open.length === 1 ? 'is' : 'are'} open. Tick ${open.length === 1 ? 'that one' : 'those'} if done, else untick this one.`,
        related: [{ message: `${first!.id} is open here`, place: { file, ...(first!.idSpan ?? first!.line) } }],
      })
    }
  },
})

/** Indices of the tasks nested in each task. */
function partsOf(tasks: readonly DocumentTask[]): ReadonlyMap<number, readonly number[]> {
  const parts = new Map<number, number[]>()
  tasks.forEach(({ parent }, index) => {
    if (parent < 0) return
    const list = parts.get(parent)
    if (list === undefined) parts.set(parent, [index])
    else list.push(index)
  })
  return parts
}
