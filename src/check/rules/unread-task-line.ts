import type { UnreadTask } from '../../model/task-document.ts'
import type { CheckedDocument } from '../subject.ts'
import { lineSpan } from '../facts/lines.ts'
import { slips } from '../facts/slips.ts'
import { rule, type Report } from '../rule.ts'

const WHERE = {
  code: 'inside a code block',
  indented: 'indented so far that it is code',
  comment: 'inside a comment',
  html: 'inside HTML, without a blank line in front of it',
  table: 'inside a table',
} as const

/** Places where nobody puts a box that is meant as an example or is not meant any more. */
const CERTAIN: ReadonlySet<string> = new Set(['indented', 'html', 'table'])

/** Documents whose boxes are work. */
const PLANS: ReadonlySet<string> = new Set(['plan', 'milestones', 'tasks'])

/** Lists of what holds, is reached or is looked at; the compiler knows the plain ones in each language. */
const NO_WORK =
  /check|crit|krit|requirement|review|milestone|feature|indicator|metric|audit|scorecard|goal|objective|success|risk|prerequisite|anforderung|meilenstein|требован|清单|検証|確認/iu

/** A box in a table tells a state, and one under such a heading is ticked when something holds. */
function isNoWork({ text, tasks }: CheckedDocument, offset: number): boolean {
  if (text[offset] === '|') return true
  const above = tasks.headings.findLast(({ start }) => start <= offset)
  return above !== undefined && NO_WORK.test(above.text.slice(0, 200))
}

/** One finding for each run of lines. */
function hidden({ tasks, text }: CheckedDocument, report: Report): void {
  const boxed = tasks.tasks.some(({ box }) => box !== null)
  let last: UnreadTask | null = null
  let run: { readonly first: UnreadTask; count: number } | null = null
  const tell = (): void => {
    if (run === null) return
    const { first, count } = run
    const what =
      count === 1 ? 'This line looks like a task but is' : `This line and ${count - 1} below it look like tasks but are`
    report({
      start: first.start,
      end: lineSpan(text, first.start).end,
      message: `${what} ${WHERE[first.where]}, where no task is read. Expected a list item such as \`- [ ] T001 ...\`.`,
    })
    run = null
  }
  for (const unread of tasks.unread) {
    // A list that stands in a code block as a whole was pasted with its fence.
    if (!CERTAIN.has(unread.where) && (boxed || unread.where !== 'code' || tasks.unread.length < 3)) continue
    const isNext = last !== null && last.where === unread.where && text.slice(last.end, unread.start).trim() === ''
    if (!isNext) tell()
    if (run === null) run = { first: unread, count: 1 }
    else (run as { count: number }).count++
    last = unread
  }
  tell()
}

/** A line that looks like a task and is none. */
export default rule({
  id: 'unread-task-line',
  group: 'structure',
  severity: 'warning',
  recommended: true,
  checks: 'Every line that looks like a task is read as one.',
  why: 'A line that is not read is in no list, is never ready and never missed: work gets lost in silence. Write it as a list item with a box, `- [ ] T001 ...`, outside of tables, HTML and code. A box inside a code block or a comment is taken for an example, and a box without an id below a task for a part of it.',
  fires: [
    {
      shows: 'a bullet without a blank behind it',
      files: '- [ ] T001 Create `src/a.ts`\n-[ ] T002 Create `src/b.ts`\n- [ ] T003 Create `src/c.ts`\n',
      finds: ['-[ ]'],
      fixed: '- [ ] T001 Create `src/a.ts`\n- [ ] T002 Create `src/b.ts`\n- [ ] T003 Create `src/c.ts`\n',
    },
    {
      shows: 'boxes with blanks, without a bullet, and of another sign',
      files:
        '- [ ] T001 Create `src/a.ts`\n- [ x ] T002 Create `src/b.ts`\n- ☐ T003 Create `src/c.ts`\n\n[ ] T004 Create `src/d.ts`\n',
      finds: ['- [ x ]', '- ☐', '[ ]'],
      fixed:
        '- [ ] T001 Create `src/a.ts`\n- [x] T002 Create `src/b.ts`\n- [ ] T003 Create `src/c.ts`\n\n- [ ] T004 Create `src/d.ts`\n',
    },
    {
      shows: 'tasks that HTML hides',
      files:
        '- [ ] T001 Create `src/a.ts`\n\n<details>\n<summary>Later</summary>\n- [ ] T002 Create `src/b.ts`\n- [ ] T003 Create `src/c.ts`\n</details>\n',
      finds: ['- [ ] T002 Create `src/b.ts`'],
    },
    {
      shows: 'tasks in a table',
      files:
        '# Tasks\n\n| Done | Task |\n| --- | --- |\n| [ ] | T001 Create `src/a.ts` |\n| [x] | T002 Create `src/b.ts` |\n',
      finds: ['| [ ] | T001 Create `src/a.ts` |'],
    },
  ],
  silent: [
    {
      shows: 'an example in a code block, and one in a comment',
      files: '- [ ] T001 Create `src/a.ts`\n\n```markdown\n- [ ] T002 Example\n```\n\n<!--\n- [ ] T003 Not yet\n-->\n',
    },
    {
      shows: 'boxes below a task, which are parts of it',
      files:
        '# 任务\n\n- [ ] 1.1 写 `src/a.ts`\n  - [ ] 处理空输入\n  - [x] 处理错误\n  - _Requirements: 1.1_\n- [ ]* 1.2 写测试\n',
    },
    {
      shows: 'links and references that begin like a box',
      files:
        '- [ ] T001 Create `src/a.ts`\n- [x](https://example.org) is a link\n- [a]: text\n\n[x]: https://example.org\n',
    },
  ],
  document: (document, report) => {
    if (!document.isTaskList) return
    hidden(document, report)
    for (const { start, end, what, fix } of slips(document))
      report({
        start,
        end,
        message: `This line looks like a task but is not read: ${what}. Expected \`- [ ] ...\`.`,
        fix,
      })
  },
  vision: ({ result, documents }, report) => {
    const byFile = new Map(documents.map((document) => [document.file, document]))
    for (const { ruleId, severity, place, message } of result?.diagnostics ?? []) {
      if (ruleId !== 'unread-task-line' || severity === 'info' || place === undefined) continue
      const document = byFile.get(place.file)
      if (document === undefined || !PLANS.has(document.role) || isNoWork(document, place.start)) continue
      const { end } = lineSpan(document.text, place.start)
      report({ file: place.file, start: place.start, end: Math.min(end, place.end), message })
    }
  },
})
