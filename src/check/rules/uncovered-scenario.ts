import { reportUncovered } from '../facts/left-over.ts'
import { unnamedOf } from '../facts/uncovered.ts'
import { rule } from '../rule.ts'

const SPEC = `# Feature Specification: Export

### User Story 1 - Export all notes (Priority: P1)

### User Story 2 - Export one note (Priority: P2)

### User Story 3 - Export on a schedule (Priority: P3)
`

/** A story or scenario that no task is for. */
export default rule({
  id: 'uncovered-scenario',
  group: 'trace',
  severity: 'warning',
  recommended: false,
  checks: 'Every user story and every acceptance scenario has a task.',
  why: 'A story whose scenarios no task makes true is promised and not planned. Where the tasks of a feature are tagged by story (`[US2]`), the story that no tag names is reported; in a plan, the scenario whose task was dropped. Tag the tasks that do it, add some, or move the story out of scope.',
  fires: [
    {
      shows: 'a story without a task, where the others have some',
      files: {
        'spec.md': SPEC,
        'tasks.md':
          '- [ ] T001 [US1] Create `src/csv.ts`\n- [ ] T002 [US1] Create `src/menu.ts`\n- [ ] T003 [US2] Create `src/one.ts`\n',
      },
      finds: ['User Story 3'],
    },
    {
      shows: 'a scenario whose task was dropped',
      files: {
        'plan.md':
          '# Plan: Export\n\nWe work test-first.\n\n## Milestone 1: Writer\n\n- [ ] Create `src/csv.ts`\n\n**Acceptance Scenarios**:\n1. **Given** two notes, **When** I export, **Then** the file has two rows\n',
        'execute.md':
          '# Execution: Export\n\n## Milestone 1: Writer\n\n- [-] T001 [M1] Test: **Given** two notes, **When** I export, **Then** the file has two rows\n- [ ] T002 [M1] Create `src/csv.ts`\n- [ ] T003 [M1] Validate Milestone 1\n',
      },
      finds: ['1. **Given** two notes, **When** I export, **Then** the file has two rows'],
    },
  ],
  silent: [
    {
      shows: 'stories that tasks are tagged with, or that a heading names',
      files: {
        'spec.md': SPEC,
        'tasks.md':
          '- [ ] T001 [US1] Create `src/csv.ts`\n- [ ] T003 [US2] Create `src/one.ts`\n\n## Phase 5: User Story 3\n\n- [ ] T004 Create `src/timer.ts`\n',
      },
    },
    {
      shows: 'tasks without stories',
      files: { 'spec.md': SPEC, 'tasks.md': '- [ ] T001 Create `src/csv.ts`\n- [ ] T002 Create `src/menu.ts`\n' },
    },
    {
      shows: 'scenarios that the milestone is validated by',
      files: {
        'plan.md':
          '# Plan: Export\n\n## Milestone 1: Writer\n\n- [ ] Create `src/csv.ts`\n\n**Acceptance Scenarios**:\n1. **Given** two notes, **When** I export, **Then** the file has two rows\n',
      },
    },
  ],
  vision: (vision, report) => {
    for (const { shown, place } of unnamedOf(vision, 'story'))
      report({
        ...place,
        message: `No task is tagged with ${shown}, although tasks name most of the other stories. Tag the tasks that do it, or add some.`,
      })
    reportUncovered(vision, 'scenario', report)
  },
})
