import type { DocumentTask } from '../../model/task-document.ts'
import { rule, type Report } from '../rule.ts'
import type { CheckedDocument } from '../subject.ts'

/** Fewer tasks than this show no habit. */
const FEW = 5

/** All but one in so many siblings trace to something. */
const ONE_IN = 4

/** Work on the whole: it ends or prepares a phase and belongs to no single story. */
const OF_ALL =
  /^(?:\W|\*\*)*(?:(?:final|manual|full|run|re-?run|execute|verify|validate|check|checkpoint|ensure|confirm|review|test|smoke|commit|push|merge|deploy|release|publish|update|document|write (?:the )?docs|refactor|clean|polish|optimi[sz]e|lint|format|set ?up|install|configure|prepare|demo|qa|performance|security|quality|gate|milestone|self-review|mark|record|capture|archive)(?![\p{L}\d])|检查点|確認|验证|驗證|検証|チェック|実行|テスト|最终|最終|运行|проверить|запустить|prüfe|überprüfe|vérifier|verificar)/iu

const STORY = /^(?:US|S|STORY-?|M|E|EPIC-?)\d/i

const REQUIREMENT =
  /(?:requirements?|validates|需求|要件|要求|요구사항)[*_]{0,3}[ \t]*[:：]|(?<![\w-])(?:FR|NFR|REQ|SC|AC|R|US)-?\d|\(AC:/i

interface Trace {
  readonly what: string
  readonly has: (task: DocumentTask) => boolean
}

const STORIES: Trace = {
  what: 'a story or milestone',
  has: ({ otherTags, milestones }) => milestones.length > 0 || otherTags.some((tag) => STORY.test(tag)),
}

const REQUIREMENTS: Trace = {
  what: 'a requirement',
  has: ({ text, body }) => REQUIREMENT.test(text) || body.some((line) => REQUIREMENT.test(line)),
}

/** A task that says of nothing what it is for. */
export default rule({
  id: 'orphan-task',
  group: 'trace',
  severity: 'info',
  recommended: false,
  checks: 'A task traces to a story, a milestone or a requirement where its siblings do.',
  why: 'Where all other tasks say what they are for, a task that says nothing is work that nobody asked for, or a tag that was forgotten: progress by story leaves it out. Add the tag or the requirement it serves, move it to the phase it belongs to, or drop it. Work on the whole (checks, documentation, set-up) needs none.',
  fires: [
    {
      shows: 'a task without a story among those of a story',
      files:
        '## Phase 3: User Story 1\n\n- [ ] T010 [P] [US1] Create `src/a.ts`\n- [ ] T011 [P] [US1] Create `src/b.ts`\n- [ ] T012 [US1] Create `src/c.ts`\n- [ ] T013 Create `src/d.ts`\n- [ ] T014 [US1] Create `src/e.ts`\n- [ ] T015 [US1] Create `src/f.ts`\n',
      finds: ['T013'],
    },
    {
      shows: 'a task without a requirement where all others name one',
      files:
        '- [ ] 1. Store\n  - [ ] 1.1 Create the schema\n    - _Requirements: 1.1_\n  - [ ] 1.2 Create the table\n    - _Requirements: 1.2_\n  - [ ] 1.3 Create the index\n    - _Requirements: 1.3_\n- [ ] 2. Service\n  - [ ] 2.1 Create the cache\n  - [ ] 2.2 Create the service\n    - _Requirements: 2.1_\n  - [ ] 2.3 Create the route\n    - _Requirements: 2.2_\n',
      finds: ['2.1'],
    },
  ],
  silent: [
    {
      shows: 'work on the whole',
      files:
        '## Phase 3: User Story 1\n\n- [ ] T010 [P] [US1] Create `src/a.ts`\n- [ ] T011 [P] [US1] Create `src/b.ts`\n- [ ] T012 [US1] Create `src/c.ts`\n- [ ] T013 [US1] Create `src/d.ts`\n- [ ] T014 [US1] Create `src/e.ts`\n- [ ] T015 Run all tests\n',
    },
    {
      shows: 'phases that belong to no story',
      files:
        '## Phase 1: Setup\n\n- [ ] T001 Create `a.ts`\n- [ ] T002 Create `b.ts`\n\n## Phase 2: User Story 1\n\n- [ ] T003 [US1] Create `c.ts`\n- [ ] T004 [US1] Create `d.ts`\n- [ ] T005 [US1] Create `e.ts`\n- [ ] T006 [US1] Create `f.ts`\n- [ ] T007 [US1] Create `g.ts`\n',
    },
    {
      shows: 'tasks of which only some name requirements',
      files:
        '- [ ] T001 Create `a.ts` (FR-001)\n- [ ] T002 Create `b.ts` (FR-002)\n- [ ] T003 Create `c.ts`\n- [ ] T004 Create `d.ts`\n- [ ] T005 Create `e.ts` (FR-003)\n- [ ] T006 Create `f.ts` (FR-004)\n',
    },
    {
      shows: 'parts of a task that says it for them',
      files:
        '- [ ] 1. [US1] Store\n  - [ ] 1.1 Create the schema\n- [ ] 2. [US1] Cache\n- [ ] 3. [US1] Service\n- [ ] 4. [US1] Route\n- [ ] 5. [US1] Button\n- [ ] 6. [US1] Menu\n',
    },
  ],
  document: (document, report) => {
    const { text, isTaskList, facts, tasks } = document
    if (!isTaskList || !/\[(?:US|S|M|E)|FR-?\d|equirement|需求|要件|要求|요구사항/.test(text)) return
    const leaves = leavesOf(document)
    const told = new Set<number>()
    const byPhase = new Map<number, number[]>()
    for (const leaf of leaves) {
      const phase = facts.phaseOf[leaf]!
      const same = byPhase.get(phase)
      if (same === undefined) byPhase.set(phase, [leaf])
      else same.push(leaf)
    }
    for (const siblings of byPhase.values()) judge(document, siblings, STORIES, told, report)
    if (leaves.some((leaf) => STORIES.has(tasks.tasks[leaf]!))) return
    judge(document, leaves, REQUIREMENTS, told, report)
  },
})

/** Tasks with a box and without parts, those for the whole left out. */
function leavesOf({ tasks: { tasks } }: CheckedDocument): readonly number[] {
  const parents = new Set(tasks.map(({ parent }) => parent))
  return tasks.flatMap(({ box, state, text }, index) =>
    box === null || state === 'dropped' || parents.has(index) || OF_ALL.test(text) ? [] : [index],
  )
}

function judge(
  { file, tasks: { tasks } }: CheckedDocument,
  siblings: readonly number[],
  { what, has }: Trace,
  told: Set<number>,
  report: Report,
): void {
  if (siblings.length < FEW) return
  const traces = (index: number): boolean => {
    for (let at = index; at >= 0; at = tasks[at]!.parent) if (has(tasks[at]!)) return true
    return false
  }
  const orphans = siblings.filter((index) => !traces(index))
  if (orphans.length === 0 || orphans.length * ONE_IN > siblings.length) return
  const other = tasks[siblings.find((index) => traces(index))!]!
  for (const index of orphans) {
    const { id, idSpan, textSpan } = tasks[index]!
    if (told.has(index) || REQUIREMENTS.has(tasks[index]!)) continue
    told.add(index)
    report({
      ...(idSpan ?? textSpan),
      message: `${id === '' ? 'This task' : id} names no ${what.replace(/^a /, '')}, but ${siblings.length - orphans.length} of its ${siblings.length - 1} siblings do. Say what it is for, or move it to where it belongs.`,
      related: [
        {
          message: `${other.id === '' ? 'Another' : other.id} names ${what}`,
          place: { file, ...(other.idSpan ?? other.line) },
        },
      ],
    })
  }
}
