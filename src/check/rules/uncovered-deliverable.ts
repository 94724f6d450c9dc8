import type { Gap } from '../../model/task.ts'
import { listsTasks } from '../facts/uncovered.ts'
import { reportUncovered } from '../facts/left-over.ts'
import { rule } from '../rule.ts'
import type { CheckedVision } from '../subject.ts'

/** A deliverable or step of a plan that no task does. */
export default rule({
  id: 'uncovered-deliverable',
  group: 'trace',
  severity: 'warning',
  recommended: false,
  checks: 'Every deliverable and step of a plan is done by a task.',
  why: 'What the plan promises and no task makes is found missing at the end. In a feature with a task list of its own, the steps of the plan that no task says are reported; in a plan, the deliverable whose task was dropped. Name the file or the words of the step in the task that does it, add a task, or take the step out of the plan.',
  fires: [
    {
      shows: 'a deliverable whose task was dropped',
      files: {
        'plan.md':
          '# Plan: Export\n\n## Milestone 1: Writer\n\n**Deliverables**:\n- `src/csv.ts` with the writer\n- `docs/export.md` with the manual\n',
        'execute.md':
          '# Execution: Export\n\n## Milestone 1: Writer\n\n- [ ] T001 [M1] Create `src/csv.ts` with the writer\n- [-] T002 [M1] Create `docs/export.md` with the manual\n',
      },
      finds: ['- `docs/export.md` with the manual'],
    },
    {
      shows: 'a step of the plan that the task list leaves out',
      files: {
        'plan.md':
          '# Implementation Plan: Export\n\n## Phase 1: Writer\n\n- Create `src/csv.ts` with the writer\n- Create `src/menu.ts` with the menu entry\n- Create `src/history.ts` with the list of exports\n\n## Phase 2: Reader\n\n- Create `src/reader.ts` with the reader\n',
        'tasks.md':
          '# Tasks: Export\n\n## Phase 1: Writer\n\n- [ ] T001 Create `src/csv.ts` with the writer\n- [ ] T002 Create `src/menu.ts` with the menu entry\n\n## Phase 2: Reader\n\n- [ ] T003 Create `src/reader.ts` with the reader\n',
      },
      finds: ['- Create `src/history.ts` with the list of exports'],
    },
  ],
  silent: [
    {
      shows: 'deliverables that tasks make',
      files: {
        'plan.md':
          '# Plan: Export\n\n## Milestone 1: Writer\n\n**Deliverables**:\n- `src/csv.ts` with the writer\n- `docs/export.md` with the manual\n',
      },
    },
    {
      shows: 'a step that a task says in other words',
      files: {
        'plan.md':
          '# Implementation Plan: Export\n\n## Phase 1: Writer\n\n- Create `src/csv.ts` with the writer\n- Let `writeNotes` break lines\n\n## Phase 2: Reader\n\n- Create `src/reader.ts` with the reader\n',
        'tasks.md':
          '# Tasks: Export\n\n## Phase 1: Writer\n\n- [ ] T001 Create `src/csv.ts` with `writeNotes`, lines wrapped\n\n## Phase 2: Reader\n\n- [ ] T003 Create `src/reader.ts` with the reader\n',
      },
    },
    {
      shows: 'a plan without a task list',
      files: {
        'plan.md':
          '# Plan: Export\n\n## Phase 1: Writer\n\n- Create `src/csv.ts`\n\n## Phase 2: Reader\n\n- Create `src/reader.ts`\n',
      },
    },
  ],
  vision: (vision, report) => {
    reportUncovered(vision, 'deliverable', report)
    const steps = (vision.execution?.gaps ?? []).filter(({ key }) => key.startsWith('uncovered:steps:'))
    if (steps.length === 0) return
    const words = wordsOf(vision)
    for (const gap of steps) {
      const text = lineOf(vision, gap)
      if (text === '' || namesAny(text, words)) continue
      report({
        file: gap.place.file,
        start: gap.place.start,
        end: gap.place.start + text.length,
        message: gap.question.replace(/ Which task(?:s)? do(?:es)? (?:it|them)\?$/, ` ${gap.answer}`),
      })
    }
  },
})

/** Names that only code has: what a step and a task both say they have in common. */
const TELLING = /[a-z][A-Z]|\w_\w|\w\.\w{1,5}$/

/** The names of code in task lists. */
function wordsOf({ documents }: CheckedVision): ReadonlySet<string> {
  return new Set(documents.filter(listsTasks).flatMap(({ text }) => namesIn(text)))
}

const namesIn = (text: string): readonly string[] =>
  (text.match(/[\w$.-]+/g) ?? [])
    .map((word) => (/[.-]$/.test(word) ? word.slice(0, -1) : word))
    .filter((word) => TELLING.test(word))
    .map((word) => word.toLowerCase())

const namesAny = (text: string, words: ReadonlySet<string>): boolean => namesIn(text).some((name) => words.has(name))

/** The first line of what a gap is about. */
function lineOf({ documents }: CheckedVision, { place }: Gap): string {
  const text = documents.find(({ file }) => file === place.file)?.text.slice(place.start, place.end) ?? ''
  return text.split('\n', 1)[0]!.trimEnd()
}
