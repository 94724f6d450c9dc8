import { describe, expect, test } from 'vitest'
import { extras, milestonesIn, read, sketch, workOf } from './support.ts'

describe('milestones', () => {
  test.each<[string, string, [string, string[]][]]>([
    [
      'bullets below a sprint',
      '## Phase 1: A\n\n#### Sprint 1: s\n- one\n- two\n\n## Phase 2: B\n\n- three\n',
      [
        ['A', ['one', 'two']],
        ['B', ['three']],
      ],
    ],
    [
      'rows with a deliverable',
      '## Marcos\n\n| Marco | Entrega |\n|---|---|\n| Marco 1 | Balança |\n| Marco 2 | Tabela |\n',
      [
        ['Balança', ['Balança']],
        ['Tabela', ['Tabela']],
      ],
    ],
    [
      'items with their work behind the title',
      '- **M1 — Server.** Boots and answers.\n- **M2 — Client.** Connects.\n',
      [
        ['Server', ['Boots and answers.']],
        ['Client', ['Connects.']],
      ],
    ],
    [
      'items with nested work and criteria',
      '- **Веха А — Студия**\n\n  * Обить комнату\n\n  _Готово, если:_\n  * тихо\n\n- **Веха Б — Эфир**\n\n  * Найти ведущих\n',
      [
        ['Студия', ['Обить комнату']],
        ['Эфир', ['Найти ведущих']],
      ],
    ],
    [
      'headings by name under Epic details',
      '## Epic details\n\n### Installer\n\n| Task | Status |\n|---|---|\n| T1: build it | Todo |\n\n### Board\n\n- [ ] draw it\n\n### Later — Todo · parked\n\nno\n',
      [
        ['Installer', ['build it']],
        ['Board', ['draw it']],
      ],
    ],
    [
      'releases and quarters as one level',
      '## Release 1.1 - A\n\n- [ ] one\n\n## Release 1.2 - B\n\n- [ ] two\n\n## Q4 2026 - C\n\n- [ ] three\n\n## H1 2027 - D\n\n- [ ] four\n',
      [
        ['A', ['one']],
        ['B', ['two']],
        ['C', ['three']],
        ['D', ['four']],
      ],
    ],
    [
      'a document titled by a label',
      '# Story 8.1: Import\n\n## Tasks\n\n- [ ] one\n\n## Related\n\n- Story 8.2: Export\n- Story 8.3: Sync\n',
      [['Import', ['one']]],
    ],
    [
      'steps of one operation',
      '# Merge\n\n### Step 1: Prepare\n\n```sh\na\n```\n\n### Step 2: Merge\n\n```sh\nb\n```\n',
      [['Merge', ['Step 1: Prepare', 'Step 2: Merge']]],
    ],
    [
      'a table of contents is no plan',
      '# Index\n\n## Table of Contents\n\n### Phase 1: A\n1. [a](./a.md)\n2. [b](./b.md)\n\n### Phase 2: B\n3. [c](./c.md)\n4. [d](./d.md)\n',
      [],
    ],
    [
      'deliverables beside boxes are checks',
      '## Phase 1: A\n\n- [ ] one\n\n**Deliverables**:\n- Working login\n\n## Phase 2: B\n\n- [ ] two\n',
      [
        ['A', ['one']],
        ['B', ['two']],
      ],
    ],
    [
      'numbered items keep their nested boxes',
      '## Phase 1: A\n\n1. **Core** (2 files)\n   - [ ] a.md\n   - [ ] b.md\n\n## Phase 2: B\n\n1. two\n',
      [
        ['A', ['Core (2 files)']],
        ['B', ['two']],
      ],
    ],
    [
      'skipped and struck items are dropped',
      '## Phase 1: A\n\n- [x] SKIP: T039 (logging)\n- [ ] ~~Guest book~~ nobody wants it\n- [ ] one\n\n## Phase 2: B\n\n- [ ] two\n',
      [
        ['A', ['one']],
        ['B', ['two']],
      ],
    ],
    [
      'marks as bullets are statements',
      '## Phase 1: A\n\n### Fix\n\nDo it.\n\n**Key Changes:**\n1. ✅ safe\n2. ✅ fast\n\n## Phase 2: B\n\n- [ ] two\n',
      [
        ['A', ['Fix']],
        ['B', ['two']],
      ],
    ],
    [
      'a bold sentence above its code',
      '## Phase 1: A\n\n- **Goal**: g\n\n**Add the detection** before the call:\n\n```py\nx\n```\n\n## Phase 2: B\n\n- [ ] two\n',
      [
        ['A', ['Add the detection before the call']],
        ['B', ['two']],
      ],
    ],
  ])('%s', (_name, text, expected) => {
    expect(sketch(text)).toEqual(expected)
  })

  test('the story of a Spec Kit phase is the label', () => {
    const text =
      '# Tasks: Reader\n\n## Phase 1: Setup\n\n- [ ] T001 make\n\n## Phase 3: User Story 1 - Read (Priority: P1) 🎯 MVP\n\n- [ ] T002 [US1] read\n\n## Phase 4: User Story 2 - Write\n\n- [ ] T003 [US2] write\n\n## Phase 5: Documentation & Polish (P2)\n\n- [ ] T004 docs\n'
    expect(milestonesIn(read(text)).map((milestone) => [milestone.label, milestone.title])).toEqual([
      [{ kind: 'story', number: '1' }, 'Read'],
      [{ kind: 'story', number: '2' }, 'Write'],
    ])
    expect(extras(text)).toEqual(['make', 'docs'])
  })

  test("Backlog.md's boxes are criteria, its implementation plan is the work", () => {
    const text =
      '---\nid: BACK-1\ntitle: Fix it\n---\n\n## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [ ] #1 works\n<!-- AC:END -->\n\n## Implementation Plan\n\n1. one\n2. two\n'
    const [milestone, ...more] = milestonesIn(read(text))
    expect(more).toEqual([])
    expect(milestone!.position.start.line).toBe(3)
    expect(workOf(milestone!).map((task) => task.text)).toEqual(['one', 'two'])
  })

  test('GSD writes tasks as tags', () => {
    const text =
      '---\nphase: 01-core\nplan: 02\n---\n\n<objective>\nRead it.\n</objective>\n\n<tasks>\n\n<task type="auto">\n  <name>Task 1: Parser</name>\n  <files>src/a.ts</files>\n  <done>it reads</done>\n</task>\n\n</tasks>\n'
    const [milestone] = milestonesIn(read(text))
    expect(milestone).toMatchObject({ title: '01-core 02', goal: 'Read it.' })
    expect(workOf(milestone!)).toMatchObject([
      { text: 'Parser', paths: [{ path: 'src/a.ts', role: 'write' }], body: ['- Done: it reads'] },
    ])
  })
})

describe('the only user story of a document', () => {
  const story = '### User Story 1 - Be warned (Priority: P1)\n\nA harbour master gets a mail.\n'
  test.each([
    ['short as it is', `# F\n\n${story}`, [['Be warned', []]]],
    ['below User Stories', `# F\n\n## User Stories\n\n${story}`, [['Be warned', []]]],
    [
      'as a bold label',
      '# F\n\n**User Story 1**: As a master I want a mail.\n\n1. **Given** a tide, **When** it rises, **Then** a mail is sent.\n',
      [['As a master I want a mail.', []]],
    ],
    // What the document lists comes first, and a story that is only mentioned is none.
    ['beside listed work', `# F\n\n${story}\n## Tasks\n\n- [ ] Write it\n`, [['F', ['Write it']]]],
    ['beside a phase', `# F\n\n${story}\n## Phase 1: Mails\n\n- [ ] a\n- [ ] b\n`, [['Mails', ['a', 'b']]]],
    ['without a word', '# F\n\n### User Story 1 - Be warned\n', []],
    ['in a sentence', '# F\n\nAs User Story 1 says, a mail is sent.\n', []],
    ['out of scope', `# F\n\n## Out of Scope\n\n${story}`, []],
  ])('%s', (_name, text, expected) => expect(sketch(text)).toEqual(expected))

  test('a plan in a fence outweighs it', () => {
    const plan = '```\n## Phase 1: A\n\n- [ ] a\n\n## Phase 2: B\n\n- [ ] b\n```\n'
    expect(sketch(`# F\n\n${story}\n## Example\n\n${plan}`).map(([title]) => title)).toEqual(['A', 'B'])
  })
})

describe('beside milestones', () => {
  const plan = (rest: string): string => `# P\n\n## Phase 1: A\n\n- [ ] one\n\n## Phase 2: B\n\n- [ ] two\n\n${rest}`
  test.each([
    ['boxes with an id', '## Anything\n\n- [ ] T009 wire it\n- [ ] no id\n', ['wire it']],
    ['a list of tasks by its heading', '## TODO\n\n- tidy up\n- release\n', ['tidy up', 'release']],
    ['a checklist', '## Ready to switch?\n\n- [ ] feed validates\n', []],
    ['steps that repeat the phases', '## Implementation Steps\n\n1. one\n2. two\n', []],
    ['a log that repeats an id', '## Completed\n\n- [x] T009 did it\n- [x] T009 again\n', []],
    ['features of the product', '### Hover\n\n**Features:**\n\n- shows types\n', []],
    ['next steps', '## Next Steps\n\n- [ ] call Bob\n', []],
  ])('%s', (_name, rest, expected) => {
    expect(extras(plan(rest))).toEqual(expected)
  })
})
