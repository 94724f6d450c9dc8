import type { DocumentTask } from '../../model/task-document.ts'
import { plainId } from '../../edit/find-tasks.ts'
import { isNamed } from '../facts/ids.ts'
import { sharedWords } from '../facts/same-text.ts'
import { once } from '../once.ts'
import { rule } from '../rule.ts'
import type { CheckedDocument } from '../subject.ts'

/** Tasks of one id that a further one is compared with. */
const MOST = 8

/** Blocks between two tasks of one list. */
const FAR = 200

/** Lists that tell of tasks which stand elsewhere. */
const SUMMARY =
  /summary|progress|status|checklist|complet|overview|record|notes|appendix|example|template|tracking|zusammenfassung|fortschritt|übersicht|resumen|progreso|進捗|完了|概要|チェックリスト|进度|总结|概览|检查/iu

const headingOf = ({ tasks }: CheckedDocument, { section }: DocumentTask): string => tasks.headings[section]?.text ?? ''

/** What of the ids of a section stands further up in others. */
interface Again {
  all: number
  again: number
  /** In much the same words. */
  alike: number
}

function againBySection({ tasks, facts }: CheckedDocument): ReadonlyMap<number, Again> {
  const counts = new Map<number, Again>()
  tasks.tasks.forEach(({ id, section, text }, index) => {
    if (id === '') return
    const count = counts.get(section) ?? { all: 0, again: 0, alike: 0 }
    const first = facts.byId.get(plainId(id))![0]!
    count.all++
    if (first !== index && tasks.tasks[first]!.section !== section) {
      count.again++
      if (sharedWords(tasks.tasks[first]!.text, text) >= 0.5) count.alike++
    }
    counts.set(section, count)
  })
  return counts
}

/** A section that lists tasks of others once more; where numbers only begin again, the words are others. */
const isCopy = ({ all, again, alike }: Again): boolean => again > 2 && again * 5 >= all * 4 && alike * 3 >= again

/** A section whose numbers follow those of the others, so that one of them was mistaken. */
const goesOn = ({ all, again }: Again): boolean => all > 2 && again * 3 <= all

/** Whether the second of two tasks of a section stands in another list: below another task, or behind some words. */
function startsAgain({ tasks }: CheckedDocument, first: DocumentTask, second: DocumentTask): boolean {
  if (first.parent !== second.parent) return true
  // Lists are seldom long; whoever gives a number a thousand times is not asked for the thousandth.
  const between = tasks.pieces.slice(first.piece + 1, Math.min(second.piece, first.piece + FAR))
  return second.piece - first.piece > FAR || between.some(({ kind }) => kind !== 'item' && kind !== 'comment')
}

/** Whether two tasks of one id are two, and one of them has the id by mistake. */
function isMistaken(document: CheckedDocument, first: DocumentTask, second: DocumentTask, again: Again): boolean {
  // `#1` counts the entries of a list and is no id; a line without a box speaks of the task that has one.
  if (first.id.startsWith('#') || first.kind !== second.kind || (first.box === null) !== (second.box === null))
    return false
  const isElsewhere = first.section !== second.section
  const isNumber = !isNamed(first.id) || /^(?:task|step) /i.test(first.id)
  // Numbers begin again in each section, and below each task.
  if (isNumber && (isElsewhere ? !first.id.includes('.') || !goesOn(again) : startsAgain(document, first, second)))
    return false
  if (isElsewhere && (isCopy(again) || sharedWords(first.text, second.text) >= 0.75)) return false
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
      shows: 'a number of another section',
      files:
        '## 1. Store\n\n- [ ] 1.1 Write the store\n- [ ] 1.2 Write the index\n\n## 2. Search\n\n- [ ] 2.1 Parse the query\n- [ ] 1.2 Rank the hits\n- [ ] 2.3 Page them\n',
      finds: ['1.2'],
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
      shows: 'two lists of one section',
      files: '## Work\n\n**Server**\n\n- [ ] 1. Read\n- [ ] 2. Write\n\n**Client**\n\n- [ ] 1. Show\n- [ ] 2. Edit\n',
    },
    {
      shows: 'numbered criteria, which have no ids',
      files: '## Criteria\n\n- [ ] #1 It reads\n- [ ] #2 It writes\n\n## Done\n\n- [ ] #1 Tests pass\n',
    },
  ],
  document: (document, report) => {
    if (!document.mayHaveIds) return
    const { tasks, facts, file, isTaskList } = document
    const again = once(() => againBySection(document))
    for (const same of facts.byId.values()) {
      if (same.length < 2) continue
      const kept: DocumentTask[] = []
      for (const index of same) {
        const task = tasks.tasks[index]!
        if (task.state === 'dropped') continue
        const first = kept.find((other) => isMistaken(document, other, task, again().get(task.section)!))
        // Where an id is given a hundred times, one comparison says it as well as a hundred.
        if (kept.length < MOST) kept.push(task)
        if (first === undefined || !(isTaskList || isNamed(task.id))) continue
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
