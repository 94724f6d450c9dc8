import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { DocumentTask, TaskDocument } from '../../../src/model/task-document.ts'
import { readTaskDocument, type TaskDocumentOptions } from '../../../src/parse/tasks/document.ts'
import { dominantEol } from '../../../src/workspace/source-file.ts'
import { corpusFiles, documents, readText } from '../markdown/support.ts'

const read = (text: string, options: TaskDocumentOptions = {}): TaskDocument =>
  readTaskDocument({ path: 'tasks.md', text, eol: dominantEol(text) }, options)

/** A task in one line: state, id, tags, words, remarks. */
function brief(task: DocumentTask): string {
  const { state, id, parallel, milestones, otherTags, text, estimate, depends } = task
  const tags = [...(parallel ? ['P'] : []), ...milestones.map((number) => `M${number}`), ...otherTags]
  const remarks = [estimate, depends].flatMap((remark) => (remark === null ? [] : [`(${remark.text})`]))
  return [state, id === '' ? '-' : id, ...tags.map((tag) => `[${tag}]`), text, ...remarks].join(' ').trim()
}

describe('a task line', () => {
  const cases: readonly (readonly [line: string, ...tasks: readonly string[]])[] = [
    ['- [ ] T001 Write it', 'open T001 Write it'],
    ['- [x] T019b [US1] Build UI in `a.ts`', 'done T019b [US1] Build UI in `a.ts`'],
    ['* [X] T001 [P] [M2] Write (60 min) (depends on T003, T004)', 'done T001 [P] [M2] Write (60 min) (depends on T003, T004)'],
    ['+ [✓] T001 Write (after T002) (2h)', 'done T001 Write (2h) (after T002)'],
    ['1. [v] T001 Write', 'done T001 Write'],
    ['1) [~] T001 Write', 'started T001 Write'],
    ['- [/] T001 Write', 'started T001 Write'],
    ['- [-] T001 Write', 'dropped T001 Write'],
    ['- [N/A] T001 Write', 'dropped T001 Write'],
    ['- [ ] ~~T001 Write~~', 'dropped T001 Write'],
    ['- [] T001 Write', 'open T001 Write'],
    ['- [ ]* 2.1 Write tests', 'open 2.1 Write tests'],
    ['- [x] 4.1 Run the checks', 'done 4.1 Run the checks'],
    ['- [ ] 1.1.1 Run', 'open 1.1.1 Run'],
    ['- [ ] 1. Run', 'open 1 Run'],
    ['- [ ] 03-02 Run', 'open 03-02 Run'],
    ['- [x] **TASK-1.1**: Run', 'done TASK-1.1 Run'],
    ['- [ ] ABC-12 Run', 'open ABC-12 Run'],
    ['- [ ] WP01 Run', 'open WP01 Run'],
    ['- [ ] Task 1: Run', 'open Task 1 Run'],
    ['- [ ] T031-MIN Run', 'open T031-MIN Run'],
    ['- [ ] T007.1 Run', 'open T007.1 Run'],
    ['- [ ] **T001** Run', 'open T001 Run'],
    ['- [ ] Create the schema', 'open - Create the schema'],
    ['- T001 No box', 'open T001 No box'],
    ['- ✅ T001 No box', 'done T001 No box'],
    ['- [ ] T001 [P][US1] Glued', 'open T001 [P] [US1] Glued'],
    ['- [ ] T001 [US1/2] Two', 'open T001 [US1] [US2] Two'],
    ['- [ ] T001 [PL] Word tag', 'open T001 [PL] Word tag'],
    ['- [ ] T001 [P2] Priority', 'open T001 [P2] Priority'],
    ['- [ ] T001 Late tags [P] [US1]', 'open T001 [P] [US1] Late tags'],
    ['- [ ] T001 Edit `app/[id]/page.tsx` in (auth) and {a,b}', 'open T001 Edit `app/[id]/page.tsx` in (auth) and {a,b}'],
    ['- [ ] T001 Call f(a, (b))', 'open T001 Call f(a, (b))'],
    ['- [P] can run beside others'],
    ['- T004, T005 run together'],
    ['- plain bullet'],
    ['- [link](x.md) to it'],
    ['#### T001: Update struct [P]', 'open T001 [P] Update struct'],
    ['#### ✅ T001: Update struct', 'done T001 Update struct'],
    ['### [x] Task box', 'done - Task box'],
    ['### 1.1 A heading with a number'],
    ['> - [ ] T001 Quoted', 'open T001 Quoted'],
    ['            - [ ] T001 Deep in no list'],
    ['- a\n            - [ ] T001 Code in an item'],
    ['- [ ] T001 Words that a formatter\n  wrapped over lines (depends on\n  T002)', 'open T001 Words that a formatter wrapped over lines (depends on T002)'],
    ['- [ ] T001 Words\nlazily wrapped', 'open T001 Words lazily wrapped'],
    ['- [ ] T001 A\n- [x] T002 B', 'open T001 A', 'done T002 B'],
    ['\t- [ ] T001 After a tab is code'],
    ['-\t[ ]\tT001\tTabs', 'open T001 Tabs'],
  ] // prettier-ignore
  test.each(cases)('%j', (line, ...expected) => {
    expect(read(line).tasks.map(brief)).toEqual(expected)
    expect(read(`# H\r\n\r\n${line.replaceAll('\n', '\r\n')}\r\n`).tasks.map(brief)).toEqual(expected)
  })
})

it('takes Kiro’s marks from the place or from its optional tasks', () => {
  expect(read('- [-] 1. Go', { dialect: 'kiro' }).tasks[0]!.state).toBe('started')
  expect(read('- [-] 1. Go\n- [ ]* 2. Test').tasks.map(({ state }) => state)).toEqual(['started', 'open'])
  expect(read('- [-] 1. Go').tasks[0]!.state).toBe('dropped')
})

describe('what is nested', () => {
  const text = `## Phase 1

- [ ] T001 Parent
  - a detail
  - [ ] a box of the body
    - [x] deeper, of the body
  - [ ] T002 Part (2h)
    - its own detail

  \`\`\`sh
  - [ ] T009 in a fence
  \`\`\`

      indented below a blank line
- [x] T003 Next
`

  it.each(['\n', '\r\n'])('with an id is a task with a parent, without one it is the body (%j)', (eol) => {
    const { tasks, unread } = read(text.replaceAll('\n', eol))
    expect(tasks.map((task) => [task.id, task.parent, task.indent, task.contentColumn])).toEqual([
      ['T001', -1, 0, 2],
      ['T002', 0, 2, 4],
      ['T003', -1, 0, 2],
    ])
    expect(tasks[0]!.body).toEqual([
      '- a detail',
      '- [ ] a box of the body',
      '  - [x] deeper, of the body',
      '',
      '```sh',
      '- [ ] T009 in a fence',
      '```',
      '',
      '    indented below a blank line',
    ])
    expect(tasks[1]!.body).toEqual(['- its own detail'])
    expect(unread.map(({ where }) => where)).toEqual(['code'])
  })

  it('below a heading that is a task is its part or its body', () => {
    const { tasks } = read(
      `### T001: One\n\nText.\n\n- [ ] a step\n- [ ] T001a A part\n\n#### T001b: Inner\n\n### T002: Two\n`,
    )
    expect(tasks.map(({ id, parent, kind }) => [id, parent, kind])).toEqual([
      ['T001', -1, 'heading'],
      ['T001a', 0, 'item'],
      ['T001b', 0, 'heading'],
      ['T002', -1, 'heading'],
    ])
    expect(tasks[0]!.body).toContain('- [ ] a step')
  })
})

it('reports what looks like a task and is none', () => {
  const text = `<!--
- [ ] T001 in a comment
-->
\`\`\`
- [ ] T002 in a fence
\`\`\`
| - | what |
|---|---|
| [ ] | T003 in a table |

<details>
- [ ] T004 in HTML
</details>

    - [ ] T005 in code

- [ ] T006 a task
`
  const { tasks, unread } = read(text)
  expect(tasks.map(({ id }) => id)).toEqual(['T006'])
  expect(unread.map(({ where, start, end }) => [where, /T\d+/.exec(text.slice(start, end))![0]])).toEqual([
    ['comment', 'T001'],
    ['code', 'T002'],
    ['table', 'T003'],
    ['html', 'T004'],
    ['indented', 'T005'],
  ])
})

it('gives the place of every field', () => {
  const text =
    '# T\r\n\r\n* [x] **T001** [P] [M1] Write `a.ts` (60 min) (depends on T002)\r\n  - more\r\n\r\n## Next ##\r\n'
  const { tasks, headings } = read(text)
  const task = tasks[0]!
  const at = (span: { start: number; end: number } | null): string | null => span && text.slice(span.start, span.end)
  expect({
    block: at(task),
    line: at(task.line),
    mark: at(task.box!.mark),
    id: at(task.idSpan),
    parallel: at(task.parallelSpan),
    milestone: at(task.milestoneSpan),
    text: at(task.textSpan),
    estimate: at(task.estimate),
    depends: at(task.depends),
    head: text.slice(task.content, task.headEnd),
  }).toEqual({
    block: '* [x] **T001** [P] [M1] Write `a.ts` (60 min) (depends on T002)\r\n  - more\r\n',
    line: '* [x] **T001** [P] [M1] Write `a.ts` (60 min) (depends on T002)',
    mark: 'x',
    id: 'T001',
    parallel: '[P] ',
    milestone: '[M1] ',
    text: 'Write `a.ts`',
    estimate: ' (60 min)',
    depends: ' (depends on T002)',
    head: '[x] **T001** [P] [M1] Write `a.ts` (60 min) (depends on T002)',
  })
  expect(headings.map((heading) => [heading.level, heading.text, at(heading.textSpan)])).toEqual([
    [1, 'T', 'T'],
    [2, 'Next', 'Next'],
  ])
})

it('reads only what is asked for, and what it is nested in', () => {
  const text = '- [ ] T001 A\n  - [ ] T002 B\n    - [ ] T003 C\n- [ ] T004 D\n'
  const only = (id: string) => read(text, { only: text.includes(id) ? [text.indexOf(id)] : [] })
  expect(only('T002').tasks.map(({ id, parent }) => [id, parent])).toEqual([
    ['T001', -1],
    ['T002', 0],
    ['T003', 1],
  ])
  expect(only('T004').tasks).toEqual(
    read(text)
      .tasks.slice(3)
      .map((task) => ({ ...task, parent: -1 })),
  )
  expect(only('T009').tasks).toEqual([])
})

it('is linear in hostile text', () => {
  const many = 40_000
  const texts = [
    `- [ ] ${'('.repeat(many)}${')'.repeat(many)}\n`,
    `- [ ] T001 ${'(x) '.repeat(many)}\n`,
    `- [ ] T001 ${'[P] '.repeat(many)}\n`,
    `- [ ] T001 x\n${'  more\n'.repeat(many)}`,
    `${'- [ ] T001 x\n'.repeat(many / 4)}`,
    `${'### T001: x\n'.repeat(many / 4)}`,
    `${'\n'.repeat(many)}- [ ]* x\n`,
    `${'#'.repeat(6)} ${'#'.repeat(many)}\n`,
    `# a${' '.repeat(many)}b\n`,
    `- [ ] T001 ${'`'.repeat(many)}\n`,
    `- [ ] T001 ${'`a '.repeat(many)}\n`,
    `- [ ] T001 ${'**'.repeat(many)}\n`,
  ]
  for (const text of texts) {
    const start = performance.now()
    read(text)
    expect(performance.now() - start, text.slice(0, 24)).toBeLessThan(4000)
  }
})

describe('a task read alone is as it is among all others', () => {
  const expectSame = (text: string): void => {
    const all = read(text).tasks
    for (const task of all.filter(({ kind }) => kind === 'item')) {
      const alone = read(text, { only: [task.line.start] }).tasks.find(({ line }) => line.start === task.line.start)
      const { section: _, piece: __, parent: ___, ...fields } = task
      expect(alone, `${text.slice(task.line.start, task.line.end)}`).toMatchObject(fields)
    }
  }

  it('in generated documents', () => {
    const marked = documents.map((text) => text.replace(/^([ \t>]*)- item/gm, '$1- [ ] T001 item'))
    fc.assert(fc.property(marked, expectSame), { numRuns: 2000 })
  })

  it.skipIf(corpusFiles() === null)('in the corpus (skipped where it is absent)', { timeout: 60_000 }, () => {
    for (const file of corpusFiles()!) expectSame(readText(file))
  })
})
