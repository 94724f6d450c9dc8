import type { TaskDocument } from '../../model/task-document.ts'
import { firstLineIn } from '../facts/first-line.ts'
import { rule } from '../rule.ts'
import type { CheckedDocument } from '../subject.ts'

// Words with which a phase says how it is checked, or a task checks something.
const CHECKS =
  /test|verif|validat|check|confirm|assert|demo|review|\bqa\b|accept|criteri|lint|typecheck|coverage|benchmark|measure|smoke|done when|works|passes|prüf|prueb|vérif|проверк|тест|doğrula|验证|測試|测试|検証|確認|テスト|검증|테스트/iu
// Phases that make ready or tidy up; what they do shows in the others.
const AROUND =
  /set-?up|prepar|foundation|scaffold|polish|clean-?up|docs?\b|documentation|deploy|release|launch|research|discovery|design|planning|archiv|rollout|migration|depend|note|out of scope|future|backlog|dokument|audit|basis|infrastruct|^tasks$|environment|vorbereit|基础|先决|基盤|環境|环境|リサーチ|调研|研究|文档|文書|セットアップ|準備|设置|准备/iu
// Documents that tell what was, or how to plan.
const TELLS = /template|audit|report|review|prompt|guideline|completion|retro|status/i
const PHASE = /phase|milestone|sprint|story|iteration|stage|step|week|day|阶段|フェーズ|단계|étape|fase|этап|aşama/iu
const FEWEST = 3

/** Phases of which nobody can say whether they are done. */
export default rule({
  id: 'missing-validation',
  group: 'content',
  severity: 'info',
  recommended: false,
  checks: 'Every milestone, and every phase of work, says how it is validated.',
  why: 'Ticked boxes say that work was done, not that it works. Name what shows it: a test, a command, something to try. For example: "**Independent Test**: export 100 orders and open the file". A phase that makes ready or tidies up needs none, and where one phase tests all others nothing is reported.',
  fires: [
    {
      shows: 'a phase of a task list that nothing checks',
      files:
        '## Phase 1: Export\n\n- [ ] T001 Write `src/csv.ts`\n- [ ] T002 Write `src/zip.ts`\n- [ ] T003 Add the button to `src/toolbar.tsx`\n\n## Phase 2: Import\n\n- [ ] T004 Write `src/read.ts`\n- [ ] T005 Write `tests/read.test.ts`\n- [ ] T006 Add the form\n',
      finds: ['Phase 1: Export'],
    },
    {
      shows: 'a milestone of a plan without criteria',
      files: {
        'plan.md':
          '# Plan: Export\n\n## Milestone 1: CSV\n\n- [ ] Write `src/csv.ts`\n- [ ] Write `src/rows.ts`\n\n## Milestone 2: ZIP\n\n- [ ] Write `src/zip.ts`\n\n**Success Criteria**:\n\n- `npm test` passes\n',
      },
      finds: ['Milestone 1: CSV'],
    },
  ],
  silent: [
    {
      shows: 'an independent test, and a checkpoint',
      files:
        '## Phase 3: User Story 1\n\n**Independent Test**: export 100 orders\n\n- [ ] T001 [US1] Write `src/csv.ts`\n- [ ] T002 [US1] Write `src/zip.ts`\n- [ ] T003 [US1] Add the button\n\n## Phase 4: User Story 2\n\n- [ ] T004 [US2] Write `src/a.ts`\n- [ ] T005 [US2] Write `src/b.ts`\n- [ ] T006 [US2] Write `src/c.ts`\n\n**Checkpoint**: both stories work\n',
    },
    {
      shows: 'a group that tests all others',
      files:
        '## 1. Export\n\n- [ ] 1.1 Write `src/csv.ts`\n- [ ] 1.2 Write `src/zip.ts`\n- [ ] 1.3 Add the button\n\n## 2. Testing\n\n- [ ] 2.1 Cover the export\n',
    },
    {
      shows: 'set-up, and what is done',
      files:
        '## Phase 1: Setup\n\n- [ ] T001 Write `package.json`\n- [ ] T002 Write `tsconfig.json`\n- [ ] T003 Add folders\n\n## Phase 2: Export\n\n- [x] T004 Write `a.ts`\n- [x] T005 Write `b.ts`\n- [x] T006 Write `c.ts`\n',
    },
  ],
  document: ({ role, generated, isTaskList, tasks, facts, text }, report) => {
    if (!isTaskList || (role === 'execute' && generated.size > 0)) return
    const { headings } = tasks
    if (testsAll(tasks)) return
    for (const phase of facts.phases) {
      const open = phase.tasks.filter((index) => tasks.tasks[index]!.state === 'open')
      if (open.length < FEWEST || isElsewhere(phase.title) || !PHASE.test(phase.title)) continue
      let section = tasks.tasks[phase.tasks[0]!]!.section
      while (section >= 0 && headings[section]!.text !== phase.title) section--
      const heading = headings[section]
      if (heading === undefined || heading.level === 1) continue
      const next = headings.slice(section + 1).find(({ level }) => level <= heading.level)
      if (CHECKS.test(text.slice(heading.start, next?.start ?? text.length))) continue
      report({
        ...heading.textSpan,
        message: `Nothing here says how "${phase.title}" is validated. Name a test, a command or something to try.`,
      })
    }
  },
  vision: (vision, report) => {
    const { gaps = [], milestones = [], tasks = [] } = vision.execution ?? {}
    // A gap about a criterion has the words of the criterion in its key as well.
    const whole = new Map(milestones.map((milestone) => [`no-check:${milestone.key}`, milestone]))
    const open = new Set(tasks.filter(({ state }) => state === 'open').map(({ phase }) => phase))
    for (const { key, place, question } of gaps) {
      const milestone = whole.get(key)
      if (milestone === undefined || milestone.done || !open.has(`M${milestone.number}`)) continue
      const { title, label } = milestone
      if (label === '' || /^steps?\b/i.test(label) || TELLS.test(place.file) || isElsewhere(title)) continue
      const document = vision.documents.find(({ file }) => file === place.file)
      if (document === undefined || testsAll(document.tasks) || !plans(document)) continue
      const said = document.text.slice(place.start, place.end)
      // A line in bold is often no more than a label.
      if (CHECKS.test(said) || said.trimStart().startsWith('**')) continue
      report({ ...firstLineIn(vision, place), message: question })
    }
  },
})

/** Phases that check others, make ready, tidy up, or are over. */
const isElsewhere = (title: string): boolean =>
  CHECKS.test(title) || AROUND.test(title) || /complete|\bdone\b|✅|finished|erledigt|完了|完成/i.test(title)

/** Whether a section of its own says how all others are checked. */
const testsAll = ({ headings }: TaskDocument): boolean =>
  headings.some(({ text, level }) => level > 1 && CHECKS.test(text))

/** Phases elsewhere may be those of a program or of history. */
const plans = ({ file, tasks }: CheckedDocument): boolean =>
  /(?:plan|road|task|mile|todo|design|proposal|spec|goal|epic|prd|story|strategy|phase|sprint)[^/]*$/i.test(file) ||
  tasks.tasks.some(({ box }) => box !== null)
