import { buildGraph } from '../../graph/index.ts'
import { defaultSharedPaths } from '../../graph/paths.ts'
import { handTask } from '../../merge/hand.ts'
import type { DocumentTask } from '../../model/task-document.ts'
import type { ParallelVerdict } from '../../model/graph.ts'
import { once } from '../once.ts'
import { rule, type Report } from '../rule.ts'
import type { CheckedDocument, CheckedVision } from '../subject.ts'

const place = ({ idSpan, line }: DocumentTask): { start: number; end: number } => idSpan ?? line

/** What the rule of `[P]` says of every task of a list that stands alone. */
function verdictsOf({ tasks, facts, file }: CheckedDocument): (task: number) => ParallelVerdict | undefined {
  const numbered = tasks.tasks.map((task, index) => {
    const phase = `M${facts.phaseOf[index]! + 1}` as const
    return { ...handTask(file, task, phase, String(index)), id: `#${index}`, planId: task.id }
  })
  const { graph } = buildGraph({ tasks: numbered, milestones: [], sharedPaths: defaultSharedPaths })
  return (task) => graph.parallel[`#${task}`]
}

interface Written {
  readonly folder: string
  readonly stem: string
  readonly extension: string
}

/** The file that a task writes, where it is one and no test. */
function writtenBy({ facts }: CheckedDocument, task: number): Written | null {
  const { paths, kind } = facts.words(task)
  const written = paths.filter(({ role }) => role === 'write')
  const [only] = written
  if (only === undefined || written.length > 1 || only.kind !== 'file' || only.unresolved || kind === 'verify')
    return null
  const [, folder = '', stem = '', extension = ''] = /^(.*\/)?([^/]*?)(\.[^/.]*)?$/.exec(only.path) ?? []
  return { folder, stem: stem.toLowerCase(), extension }
}

const firstWord = ({ text }: DocumentTask): string => /^[^\p{L}]{0,6}(\p{L}+)/u.exec(text)?.[1]?.toLowerCase() ?? ''

/** Whether two tasks do the same with two files of one folder, and neither speaks of the file of the other. */
function areAlike(document: CheckedDocument, task: number, other: number): boolean {
  const [one, two] = [document.tasks.tasks[task]!, document.tasks.tasks[other]!]
  if (firstWord(one) === '' || firstWord(one) !== firstWord(two) || one.parent !== two.parent) return false
  const [mine, theirs] = [writtenBy(document, task), writtenBy(document, other)]
  if (mine === null || theirs === null || mine.folder !== theirs.folder || mine.extension !== theirs.extension)
    return false
  if (mine.stem === theirs.stem) return false
  return !speaksOf(one, theirs.stem) && !speaksOf(two, mine.stem)
}

const speaksOf = ({ text, body }: DocumentTask, stem: string): boolean =>
  [text, ...body]
    .join('\n')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .includes(stem.replaceAll(/[^\p{L}\p{N}]/gu, ''))

function alone(document: CheckedDocument, report: Report): void {
  const { tasks, facts, order, file } = document
  const verdicts = once(() => verdictsOf(document))
  for (const { tasks: members } of facts.phases) {
    members.forEach((index, at) => {
      const task = tasks.tasks[index]!
      if (task.parallel || task.state === 'done' || task.state === 'dropped' || task.box === null) return
      // Below a marked task alone, the next may be what brings the others together: a list behind its entries.
      const isAlike = (other: number | undefined): boolean =>
        other !== undefined && tasks.tasks[other]!.parallel && areAlike(document, index, other)
      const beside = isAlike(members[at + 1]) ? members[at + 1] : undefined
      if (beside === undefined || order.isSpokenOf(index) || facts.waitsFor[index]!.length > 0) return
      if (verdicts()(index)?.parallel !== true || verdicts()(beside)?.parallel !== true) return
      const other = tasks.tasks[beside]!
      report({
        ...place(task),
        message: `${task.id === '' ? 'This task' : task.id} can run beside ${other.id === '' ? 'the task next to it' : other.id}, which is marked [P]: it does the same to a file of its own, and nothing says that it waits. Expected [P].`,
        related: [{ message: 'Marked [P]', place: { file, ...other.line } }],
      })
    })
  }
}

/** Marks that were taken off in an execute.md although its graph still gives them. */
function inExecute({ execution, documents }: CheckedVision, report: Report): void {
  if (execution === null) return
  for (const { role, file, tasks } of documents) {
    if (role !== 'execute') continue
    for (const task of tasks.tasks) {
      if (task.id === '' || task.parallel || task.state !== 'open') continue
      if (!Object.hasOwn(execution.graph.parallel, task.id) || !execution.graph.parallel[task.id]!.parallel) continue
      report({
        file,
        ...place(task),
        message: `${task.id} can run beside other tasks of its phase: it writes files of its own and waits for none of them. Expected [P].`,
      })
    }
  }
}

/** A task that could run side by side with others and is not marked so. */
export default rule({
  id: 'missed-parallel',
  group: 'graph',
  severity: 'info',
  recommended: false,
  checks:
    'A task that can run beside the marked one below it, and does the same to a file of its own, is marked `[P]` as well.',
  why: 'What is not marked is done one after the other. Add `[P]`, or say what the task waits for: `(depends on T004)`.',
  fires: [
    {
      shows: 'one of three models without the mark',
      files:
        '## Phase 2: Models\n\n- [ ] T001 [P] Create the user model in `src/models/user.py`\n- [ ] T002 Create the order model in `src/models/order.py`\n- [ ] T003 [P] Create the invoice model in `src/models/invoice.py`\n',
      finds: ['T002'],
    },
    {
      shows: 'the same in another language',
      files:
        '## 1. Modelle\n\n- [ ] 1.1 Erstelle das Modell in `src/models/user.ts`\n- [ ] 1.2 [P] Erstelle die Bestellung in `src/models/order.ts`\n',
      finds: ['1.1'],
    },
  ],
  silent: [
    {
      shows: 'a task that says what it waits for',
      files:
        '## Phase 2: Models\n\n- [ ] T001 [P] Create the user model in `src/models/user.py`\n- [ ] T002 [P] Create the cart model in `src/models/cart.py`\n- [ ] T003 Create the order model in `src/models/order.py` (depends on T001)\n',
    },
    {
      shows: 'a task that speaks of the file of the other',
      files:
        '## Phase 2: Models\n\n- [ ] T001 [P] Create the user model in `src/models/user.py`\n- [ ] T002 Create the order model, which has a user, in `src/models/order.py`\n',
    },
    {
      shows: 'a task behind marked ones, which may bring them together',
      files:
        '## Phase 2: Chat\n\n- [ ] T001 [P] Create the bubble in `src/chat/Bubble.tsx`\n- [ ] T002 [P] Create the input in `src/chat/Input.tsx`\n- [ ] T003 Create the list in `src/chat/List.tsx`\n',
    },
    {
      shows: 'a list that marks nothing',
      files:
        '## Phase 2: Models\n\n- [ ] T001 Create the user model in `src/models/user.py`\n- [ ] T002 Create the order model in `src/models/order.py`\n',
    },
    {
      shows: 'tasks that write one file',
      files:
        '## Phase 2\n\n- [ ] T001 [P] Add the user to `src/models/all.py`\n- [ ] T002 Add the order to `src/models/all.py`\n',
    },
  ],
  document: (document, report) => {
    const { tasks, isTaskList, generated } = document
    if (!isTaskList || generated.size > 0 || !tasks.tasks.some(({ parallel }) => parallel)) return
    alone(document, report)
  },
  vision: inExecute,
})
