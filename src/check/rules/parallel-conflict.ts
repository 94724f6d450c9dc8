import type { Fix, Related } from '../../model/diagnostic.ts'
import type { Span } from '../../model/source.ts'
import type { DocumentTask } from '../../model/task-document.ts'
import { comparedPath, defaultSharedPaths, sharedPathTest } from '../../graph/paths.ts'
import type { CheckedDocument, CheckedVision } from '../subject.ts'
import { rule, type Report } from '../rule.ts'

const isDone = ({ state }: DocumentTask): boolean => state === 'done'

/** The mark with the blanks that would be left over. */
function withBlank(text: string, { start, end }: Span, task: DocumentTask): Span {
  let from = start
  if (end >= task.headEnd) while (from > task.content && /[ \t]/.test(text[from - 1]!)) from--
  return { start: from, end }
}

/** Takes the mark off, where it stands in front of the words or behind them. */
function withoutMark({ text }: CheckedDocument, task: DocumentTask): Fix | undefined {
  if (task.parallelSpan === null) return undefined
  return { title: 'Remove `[P]`', edits: [{ ...withBlank(text, task.parallelSpan, task), text: '' }] }
}

const markOf = (text: string, { parallelSpan, line }: DocumentTask): Span => {
  if (parallelSpan === null) return line
  const { start, end } = parallelSpan
  return { start, end: start + text.slice(start, end).trimEnd().length }
}

const nameOf = ({ id }: DocumentTask): string => (id === '' ? 'this task' : id)

/** Whether one of two tasks is nested in the other. */
const isAround = (a: DocumentTask, b: DocumentTask): boolean => a.start <= b.start && b.end <= a.end

/** What may be the last part of a path. */
const LAST_PART = /[/\\]([^\s`'"/\\:#,;()]+)/g

/** The tasks in whose words a part of a path stands that another one of the phase has too: few have to be read whole. */
function withSharedNames({ tasks, facts }: CheckedDocument, marked: readonly number[]): readonly number[] {
  const seen = new Map<string, number>()
  const chosen = new Set<number>()
  for (const index of marked) {
    const { text, body } = tasks.tasks[index]!
    const whole = body.length === 0 ? text : `${text}\n${body.join('\n')}`
    // `src/{a,b}.ts` names files that no part of it is called by.
    if (whole.includes('{')) return marked
    for (const { 0: found, 1: part, index: at } of whole.matchAll(LAST_PART)) {
      const next = whole.charCodeAt(at + found.length)
      if (next === 47 || next === 92) continue
      const key = `${facts.phaseOf[index]} ${part!.toLowerCase().replace(/[.\]}]{1,9}$/, '')}`
      const other = seen.get(key)
      if (other === undefined) seen.set(key, index)
      else if (other !== index) chosen.add(other).add(index)
    }
  }
  return marked.filter((index) => chosen.has(index))
}

/** Tasks of one phase that write the same file, the later of each two. */
function sameFiles(document: CheckedDocument, marked: readonly number[], report: Report): void {
  const { tasks, facts, file } = document
  const shared = sharedPathTest(defaultSharedPaths)
  const writers = new Map<string, number>()
  for (const index of withSharedNames(document, marked)) {
    const task = tasks.tasks[index]!
    for (const { path, kind, role, unresolved } of facts.words(index).paths) {
      // A bare name may stand for a file in another folder each time.
      if (role !== 'write' || kind !== 'file' || unresolved || shared(path)) continue
      const key = `${facts.phaseOf[index]}\n${comparedPath(path)}`
      const other = writers.get(key)
      if (other === undefined) {
        writers.set(key, index)
        continue
      }
      const first = tasks.tasks[other]!
      if (other === index || isAround(first, task)) continue
      // Between those that are still open it is a conflict.
      if (isDone(first) && !isDone(task)) writers.set(key, index)
      const fix = withoutMark(document, task)
      report({
        ...markOf(document.text, task),
        message: `${capital(nameOf(task))} and ${first.id === '' ? 'another one' : first.id} are both marked [P] in one phase, but both write \`${path}\`: one may undo the work of the other.`,
        related: [{ message: `${capital(nameOf(first))} writes it, too`, place: { file, ...first.line } }],
        ...(fix === undefined ? {} : { fix }),
        ...(isDone(first) || isDone(task) ? { severity: 'info' as const } : {}),
      })
      // One reason to take the mark off is enough.
      break
    }
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Walks along the dependencies of one document. */
const SEARCHES = 500

/** Tasks that by a sentence elsewhere wait for one of their phase. */
function saidElsewhere(document: CheckedDocument, report: Report): void {
  const { tasks, facts, file, order } = document
  const told = new Set<number>()
  let searches = SEARCHES
  for (const { task: index, before, start, end } of order.said) {
    const task = tasks.tasks[index]!
    const other = tasks.tasks[before]!
    if (!task.parallel || !other.parallel || told.has(index) || facts.phaseOf[index] !== facts.phaseOf[before]) continue
    if (searches-- < 0 || facts.reaches(index, before) || isAround(task, other) || isAround(other, task)) continue
    told.add(index)
    const related: Related = { message: `Here it waits for ${nameOf(other)}`, place: { file, start, end } }
    report({
      ...markOf(document.text, task),
      message: `${capital(nameOf(task))} is marked [P] beside ${nameOf(other)}, but the document says elsewhere that it waits for it. Expected no [P], or (depends on ${other.id}) on its line.`,
      related: [related],
      ...(isDone(task) || isDone(other) ? { severity: 'info' as const } : {}),
    })
  }
}

/** Marked tasks of an execute.md that the graph orders behind another one of their phase, which their line does not name. */
function notOnTheLine({ execution, documents }: CheckedVision, report: Report): void {
  if (execution === null) return
  const phases = new Map(execution.tasks.map(({ id, phase }) => [id, phase]))
  for (const document of documents) {
    if (document.role !== 'execute') continue
    const { file, tasks, facts, text } = document
    tasks.tasks.forEach((task, index) => {
      const { id, parallel, parallelSpan, state } = task
      if (!parallel || parallelSpan === null || state !== 'open' || !Object.hasOwn(execution.graph.printed, id)) return
      const named = new Set(facts.waitsFor[index]!.map((other) => tasks.tasks[other]!.id))
      const missing = execution.graph.printed[id]!.find(
        (other) => phases.get(other) === phases.get(id) && !named.has(other),
      )
      if (missing === undefined) return
      report({
        file,
        ...markOf(text, task),
        message: `${id} is marked [P], but waits for ${missing} of the same phase. Expected no [P], or (depends on ${missing}) on its line.`,
      })
    })
  }
}

/** Tasks that are marked to run side by side and cannot. */
export default rule({
  id: 'parallel-conflict',
  group: 'graph',
  severity: 'warning',
  recommended: true,
  checks:
    'Tasks marked `[P]` can run side by side: no two of a phase write the same file, and none waits for another that its line does not name.',
  why: '`[P]` promises that several people or agents may work at the same time. Where two of them write one file, the one who saves last undoes the work of the other. Keep `[P]` on one of the tasks, or give each its own file. Manifests such as `package.json`, which nearly every task touches, do not count.',
  fires: [
    {
      shows: 'two tasks of a phase that write one file',
      files:
        '## Phase 3: User Story 1\n\n- [ ] T001 [P] [US1] Create the user model in `src/models/user.py`\n- [ ] T002 [P] [US1] Create the order model in `src/models/order.py`\n- [ ] T003 [P] [US1] Add validation to `src/models/user.py`\n',
      finds: ['[P]'],
      fixed:
        '## Phase 3: User Story 1\n\n- [ ] T001 [P] [US1] Create the user model in `src/models/user.py`\n- [ ] T002 [P] [US1] Create the order model in `src/models/order.py`\n- [ ] T003 [US1] Add validation to `src/models/user.py`\n',
    },
    {
      shows: 'a mark at the end of the line, in another language',
      files:
        '## フェーズ1\n\n- [ ] 1.1 `src/a.ts` を作成する [P]\n- [ ] 1.2 `src/a.ts` に検証を追加する [P]\n- [ ] 1.3 `src/b.ts` を作成する [P]\n',
      finds: ['[P]'],
      fixed:
        '## フェーズ1\n\n- [ ] 1.1 `src/a.ts` を作成する [P]\n- [ ] 1.2 `src/a.ts` に検証を追加する\n- [ ] 1.3 `src/b.ts` を作成する [P]\n',
    },
    {
      shows: 'marks glued to other tags, and marks of headings',
      files:
        '## Phase 1: Core\n\n- [ ] T001 [P][US1] Create `src/a.ts`\n- [ ] T002 [P][US1] Extend `src/a.ts`\n\n## Phase 2: More\n\n### T003: Create `src/b.ts` [P]\n\n### T004: Extend `src/b.ts` [P]\n',
      finds: ['[P]', '[P]'],
      fixed:
        '## Phase 1: Core\n\n- [ ] T001 [P][US1] Create `src/a.ts`\n- [ ] T002 [US1] Extend `src/a.ts`\n\n## Phase 2: More\n\n### T003: Create `src/b.ts` [P]\n\n### T004: Extend `src/b.ts`\n',
    },
    {
      shows: 'an order that is said elsewhere',
      files:
        '## Phase 1: Core\n\n- [ ] T001 [P] Create `src/a.ts`\n- [ ] T002 [P] Create `src/b.ts`\n\n## Dependencies\n\n- T002 depends on T001\n',
      finds: ['[P]'],
    },
  ],
  silent: [
    {
      shows: 'tasks that write different files',
      files:
        '## Phase 1: Core\n\n- [ ] T001 [P] Create `src/models/user.py`\n- [ ] T002 [P] Create `src/models/order.py` using `src/models/user.py`\n',
    },
    {
      shows: 'one file in two phases',
      files:
        '## Phase 1: Core\n\n- [ ] T001 [P] Create `src/a.ts`\n- [ ] T002 [P] Create `src/b.ts`\n\n## Phase 2: Polish\n\n- [ ] T003 [P] Document `src/a.ts`\n- [ ] T004 [P] Document `src/b.ts`\n',
    },
    {
      shows: 'a manifest that many tasks touch',
      files:
        '## 1. Setup\n\n- [ ] 1.1 [P] Add the linter to `package.json`\n- [ ] 1.2 [P] Add the test runner to `package.json`\n',
    },
    {
      shows: 'a task without the mark',
      files: '- [ ] T001 [P] Create `src/a.ts`\n- [ ] T002 [P] Create `src/b.ts`\n- [ ] T003 Extend `src/a.ts`\n',
    },
  ],
  document: (document, report) => {
    if (!/\[\s*P\s*\]/.test(document.text)) return
    const marked = document.tasks.tasks.flatMap(({ parallel, state }, index) =>
      parallel && state !== 'dropped' ? [index] : [],
    )
    if (marked.length < 2) return
    sameFiles(document, marked, report)
    saidElsewhere(document, report)
  },
  vision: notOnTheLine,
})
