import { unnamedOf } from '../facts/uncovered.ts'
import { reportUncovered } from '../facts/left-over.ts'
import { rule } from '../rule.ts'

const KIRO = `### Requirement 1: Export

#### Acceptance Criteria

1. WHEN a user presses export, THE System SHALL write a CSV file
2. WHEN the disk is full, THE System SHALL say so
3. WHEN there are no notes, THE System SHALL disable the button
`

const PLAN = `# Plan: Export

## Milestone 1: Writer

- [ ] Create \`src/csv.ts\`

**Success Criteria**:
- 10,000 notes in less than 2 s
`

/** A criterion that no task checks. */
export default rule({
  id: 'uncovered-criterion',
  group: 'trace',
  severity: 'warning',
  recommended: false,
  checks: 'Every criterion is checked by a task.',
  why: 'A criterion without a task is checked by nobody, and the milestone counts as done all the same. In a plan, the task that validated it was dropped: reopen it, or take the criterion out of the plan. In a specification whose criteria tasks name by id, name this one in the task that meets it.',
  fires: [
    {
      shows: 'a criterion that no task names, among others that are named',
      files: {
        'requirements.md': KIRO,
        'tasks.md':
          '- [ ] 1. Write the export\n  - _Requirements: 1.1_\n- [ ] 2. Tell of errors\n  - _Requirements: 1.2_\n',
      },
      finds: ['3'],
    },
    {
      shows: 'an outcome of a specification that no task names',
      files: {
        'spec.md':
          '- **SC-001**: Exports take less than 2 s\n- **SC-002**: Nobody asks for help\n- **SC-003**: No note is lost\n',
        'tasks.md':
          '- [ ] T001 Create `src/csv.ts`\n- [ ] T002 Measure the export (SC-001)\n- [ ] T003 Compare all notes (SC-003)\n',
      },
      finds: ['SC-002'],
    },
    {
      shows: 'a criterion whose task was dropped',
      files: {
        'plan.md': PLAN,
        'execute.md':
          '# Execution: Export\n\n## Milestone 1: Writer\n\n- [ ] T001 [M1] Create `src/csv.ts`\n- [-] T002 [M1] Validate Milestone 1\n',
      },
      finds: ['- 10,000 notes in less than 2 s'],
    },
  ],
  silent: [
    {
      shows: 'criteria that are named, one by one or as a whole',
      files: {
        'requirements.md': KIRO,
        'tasks.md':
          '- [ ] 1. Write the export\n  - _Requirements: 1.1-1.2_\n- [ ] 2. Button\n  - _Requirements: 1.3_\n',
      },
    },
    {
      shows: 'a whole requirement',
      files: { 'requirements.md': KIRO, 'tasks.md': '- [ ] 1. Write the export\n  - _Requirements: 1_\n' },
    },
    { shows: 'a criterion that the milestone is validated by', files: { 'plan.md': PLAN } },
  ],
  vision: (vision, report) => {
    for (const { shown, of, place } of unnamedOf(vision, 'criterion'))
      report({
        ...place,
        message: `No task names ${/^\d/.test(shown) ? `criterion ${of}.${shown}` : shown}, although tasks name most of the others. Name it in the task that meets it, or add a task for it.`,
      })
    reportUncovered(vision, 'criterion', report)
  },
})
