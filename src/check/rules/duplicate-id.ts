import type { DocumentTask } from '../../model/task-document.ts'
import { plainId } from '../../edit/find-tasks.ts'
import { isNamed } from '../facts/ids.ts'
import { saysTheSame } from '../facts/same-text.ts'
import { once } from '../once.ts'
import { rule } from '../rule.ts'
import type { CheckedDocument } from '../subject.ts'

/** Tasks of one id that a further one is compared with. */
const MOST = 8

/** Lists that tell of tasks which stand elsewhere. */
const SUMMARY =
  /summary|progress|status|checklist|complet|overview|record|notes|appendix|example|template|tracking|zusammenfassung|fortschritt|übersicht|resumen|progreso|進捗|完了|概要|チェックリスト|进度|总结|概览|检查/iu

const headingOf = ({ tasks }: CheckedDocument, { section }: DocumentTask): string => tasks.headings[section]?.text ?? ''

/** Sections that list tasks of other sections once more: nearly all of their ids, with many of the words, stand further up. */
function secondCopies({ tasks, facts }: CheckedDocument): ReadonlySet<number> {
  const counts = new Map<number, { all: number; again: number; alike: number }>()
  tasks.tasks.forEach(({ id, section, text }, index) => {
    if (id === '') return
    const count = counts.get(section) ?? { all: 0, again: 0, alike: 0 }
    const first = facts.byId.get(plainId(id))![0]!
    count.all++
    if (first !== index && tasks.tasks[first]!.section !== section) {
      count.again++
      if (saysTheSame(tasks.tasks[first]!.text, text)) count.alike++
    }
    counts.set(section, count)
  })
  // Where numbers only begin again, the words are others.
  return new Set(
    [...counts].flatMap(([section, { all, again, alike }]) =>
      again > 2 && again * 5 >= all * 4 && alike * 3 >= again ? [section] : [],
    ),
  )
}

/** Whether two tasks of one id are two, and one of them has the id by mistake. */
function isMistaken(document: CheckedDocument, first: DocumentTask, second: DocumentTask): boolean {
  // `#1` counts the entries of a list and is no id; a line without a box speaks of the task that has one.
  if (first.id.startsWith('#') || first.kind !== second.kind || (first.box === null) !== (second.box === null))
    return false
  if (!isNamed(first.id) || /^(?:task|step) /i.test(first.id))
    // Numbers begin again in each section, and below each task.
    return first.section === second.section && first.parent === second.parent && first.piece !== second.piece
  if (saysTheSame(first.text, second.text) && first.section !== second.section) return false
  return !SUMMARY.test(headingOf(document, first)) && !SUMMARY.test(headingOf(document, second))
}

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
    {
      shows: 'an id given to two tasks of different phases',
      files:
        '## Phase 1: Setup\n\n- [ ] T001 Create `src/a.ts`\n- [ ] T002 [P] Configure the linter\n\n## Phase 2: Core\n\n- [ ] T002 [US1] Write the parser in `src/parse.ts`\n',
      finds: ['T002'],
    },
    {
      shows: 'a number given twice in one section',
      files: '## 1. Store\n\n- [ ] 1.1 Write the store\n- [ ] 1.2 Write the index\n- [ ] 1.2 Write the search\n',
      finds: ['1.2'],
    },
  ],
  silent: [
    {
      shows: 'an id that is only mentioned',
      files: '- [ ] T001 Write `a.ts`\n- [ ] T002 Write `b.ts` (depends on T001)\n\nT001 comes first.\n',
    },
    {
      shows: 'a summary that lists the tasks once more',
      files:
        '## Tasks\n\n- [x] T001 Create the store in `src/store.ts`\n- [ ] T002 Write the index\n\n## Progress\n\n- [x] T001 store done\n- [ ] T002 index\n',
    },
    {
      shows: 'numbers that begin again in each section, and below each task',
      files:
        '## Store\n\n- [ ] 1. Write the store\n  - [ ] 1.1 Read\n- [ ] 2. Write the index\n  - [ ] 1.1 Build\n\n## Search\n\n- [ ] 1. Write the search\n- [ ] 2. Rank\n',
    },
    {
      shows: 'numbered criteria, which have no ids',
      files: '## Criteria\n\n- [ ] #1 It reads\n- [ ] #2 It writes\n\n## Done\n\n- [ ] #1 Tests pass\n',
    },
  ],
  document: (document, report) => {
    const { tasks, facts, file, isTaskList } = document
    const copies = once(() => secondCopies(document))
    for (const same of facts.byId.values()) {
      if (same.length < 2) continue
      const kept: DocumentTask[] = []
      for (const index of same) {
        const task = tasks.tasks[index]!
        if (task.state === 'dropped') continue
        const first = kept.find((other) => isMistaken(document, other, task))
        // Where an id is given a hundred times, one comparison says it as well as a hundred.
        if (kept.length < MOST) kept.push(task)
        if (first === undefined || !(isTaskList || isNamed(task.id))) continue
        if (first.section !== task.section && copies().has(task.section)) continue
        const { id, idSpan, line } = task
        report({
          ...(idSpan ?? line),
          message: `Unexpected second ${id}: every task needs an id of its own.`,
          related: [{ message: `${first.id} is first given here`, place: { file, ...(first.idSpan ?? first.line) } }],
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
