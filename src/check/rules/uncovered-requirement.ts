import { unnamedOf } from '../facts/uncovered.ts'
import { rule } from '../rule.ts'

const SPEC = `# Feature Specification: Export

### Functional Requirements

- **FR-001**: System MUST export all notes as CSV.
- **FR-002**: System MUST keep the order of the notes.
- **FR-003**: System MUST tell how many notes were exported.
`

const KIRO = `# Requirements Document

### Requirement 1: Export

#### Acceptance Criteria

1. WHEN a user presses export, THE System SHALL write a CSV file
2. WHEN the disk is full, THE System SHALL say so

### Requirement 2: Import

#### Acceptance Criteria

1. WHEN a user drops a CSV file, THE System SHALL read it

### Requirement 3: History

#### Acceptance Criteria

1. WHEN a user opens the history, THE System SHALL list all exports
`

/** A requirement that no task names. */
export default rule({
  id: 'uncovered-requirement',
  group: 'trace',
  severity: 'warning',
  recommended: false,
  checks: 'Every requirement with an id is named by a task, where most of them are.',
  why: 'Tasks that name what they are for (`(FR-003)`, `_Requirements: 1.2_`) make it plain what nobody does: the requirement that is left over. Name its id in the task that does it, or add a task for it. Ranges (`FR-001 to FR-004`) and whole requirements (`_Requirements: 2_`) count. Where tasks name only few of the ids, nothing can be told and nothing is said; `intentk gaps` asks for them.',
  fires: [
    {
      shows: 'a requirement that no task of the feature names',
      files: {
        'spec.md': SPEC,
        'tasks.md':
          '- [ ] T001 Create the writer in `src/csv.ts` (FR-001)\n- [ ] T002 Sort by date in `src/csv.ts` (FR-002)\n',
      },
      finds: ['FR-003'],
    },
    {
      shows: 'one of the requirements that tasks name by number',
      files: {
        'requirements.md': KIRO,
        'tasks.md':
          '- [ ] 1. Write the export\n  - _Requirements: 1.1, 1.2_\n- [ ] 2. Write the import\n  - _Requirements: 2.1_\n',
      },
      finds: ['Requirement 3'],
    },
  ],
  silent: [
    {
      shows: 'requirements that are named, in ranges too',
      files: {
        'spec.md': SPEC,
        'tasks.md': '- [ ] T001 Create the writer in `src/csv.ts` (FR-001 to FR-003)\n- [ ] T002 Document it\n',
      },
    },
    {
      shows: 'tasks that name no ids at all',
      files: {
        'spec.md': SPEC,
        'tasks.md': '- [ ] T001 Create the writer in `src/csv.ts`\n- [ ] T002 Sort by date in `src/csv.ts`\n',
      },
    },
    {
      shows: 'whole requirements, and what is out of scope',
      files: {
        'requirements.md': `${KIRO}\n## Out of Scope\n\n### Requirement 4: Sharing\n`,
        'tasks.md':
          '- [ ] 1. Write export and import\n  - _Requirements: 1, 2_\n- [ ] 2. Write the history\n  - _Requirements: 3.1_\n',
      },
    },
    {
      shows: 'a last task for all requirements',
      files: {
        'requirements.md': KIRO,
        'tasks.md':
          '- [ ] 1. Write the export\n  - _Requirements: 1.1_\n- [ ] 2. Check everything\n  - _Requirements: All_\n',
      },
    },
  ],
  vision: (vision, report) => {
    for (const { shown, place } of unnamedOf(vision, 'requirement'))
      report({
        ...place,
        message: `No task names ${shown}, although tasks name most of the others. Name it in the task that does it, or add a task for it.`,
      })
  },
})
