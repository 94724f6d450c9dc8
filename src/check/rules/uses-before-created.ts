import type { Span } from '../../model/source.ts'
import type { DocumentTask } from '../../model/task-document.ts'
import { howOf, namesIn, type Named } from '../facts/makes.ts'
import type { CheckedDocument } from '../subject.ts'
import { rule } from '../rule.ts'

/** Tests come before what they test; drafts and documents may speak of what is to come. */
const AHEAD =
  /\b(?:tests?|testing|failing|specs?|stubs?|mock\w*|design|docs?|document\w*|plan\w*|review|research|placeholder\w*|skeleton|later|will|future|existing|already|created|delete|remove|rename\w*|replace\w*|migrat\w*|move)\b|测试|テスト|тест/i

/** What is made by one task alone, and spoken of first by a task above that one which needs it. */
interface Early {
  readonly user: number
  readonly maker: number
  readonly named: Named
}

interface Mention {
  readonly task: number
  readonly named: Named
}

function earlyUses({ tasks }: CheckedDocument): readonly Early[] {
  const mentions = new Map<string, Mention[]>()
  tasks.tasks.forEach(({ text, state }, task) => {
    if (state === 'dropped') return
    for (const named of namesIn(text)) {
      const known = mentions.get(named.key)
      if (known === undefined) mentions.set(named.key, [{ task, named }])
      else known.push({ task, named })
    }
  })
  const how = ({ task, named }: Mention): string => howOf(tasks.tasks[task]!.text, named)
  return [...mentions.values()].flatMap((all): readonly Early[] => {
    const [first] = all
    // Most names are named once, and nearly all others are not used before they are made.
    if (all.length < 2 || how(first!) !== 'uses') return []
    const makers = new Set(all.filter((mention) => how(mention) === 'makes').map(({ task }) => task))
    const [maker] = makers
    if (maker === undefined || makers.size > 1 || maker <= first!.task) return []
    return [{ user: first!.task, maker, named: first!.named }]
  })
}

/** Where a name stands in its document; the words of a task may have been joined from several lines. */
function placeOf(text: string, { textSpan }: DocumentTask, name: string): Span {
  const at = text.slice(textSpan.start, textSpan.end).indexOf(name)
  if (at < 0) return textSpan
  return { start: textSpan.start + at, end: textSpan.start + at + name.length }
}

/** A task that needs what a later task makes. */
export default rule({
  id: 'uses-before-created',
  group: 'graph',
  severity: 'warning',
  recommended: true,
  checks: 'No task uses a file or an identifier that only a later task creates.',
  why: 'Whoever works through the list from the top comes to the task and finds nothing to use: an assistant then invents it a second time. Move the task below the one that creates what it uses, or say that it waits for it. Tests may come first, and a task that is done proves that it could be.',
  fires: [
    {
      shows: 'a function that is called before it is written',
      files:
        '- [ ] T001 Show the totals in `src/report.ts` using `computeTotals`\n- [ ] T002 Implement `computeTotals()` in `src/totals.ts`\n',
      finds: ['computeTotals'],
    },
    {
      shows: 'a file that is updated before it is created',
      files:
        '## 1. Search\n\n- [ ] 1.1 Update `src/search/index.ts` with ranking\n\n## 2. Store\n\n- [ ] 2.1 Create `src/search/index.ts`\n',
      finds: ['src/search/index.ts'],
    },
    {
      shows: 'the same in Chinese',
      files: '- [ ] T001 在 `src/a.ts` 中调用 `buildIndex` 生成目录\n- [ ] T002 实现 `buildIndex`，位于 `src/b.ts`\n',
      finds: ['buildIndex'],
    },
  ],
  silent: [
    {
      shows: 'a task that says that it waits',
      files:
        '- [ ] T001 Show the totals in `src/report.ts` using `computeTotals` (depends on T002)\n- [ ] T002 Implement `computeTotals()` in `src/totals.ts`\n',
    },
    {
      shows: 'an order that is said elsewhere',
      files:
        '- [ ] T001 Show the totals in `src/report.ts` using `computeTotals`\n- [ ] T002 Implement `computeTotals()` in `src/totals.ts`\n\n## Dependencies\n\n- T001 depends on T002\n',
    },
    {
      shows: 'a test that is written first',
      files:
        '- [ ] T001 [P] Write a failing test that calls `computeTotals` in `tests/totals.test.ts`\n- [ ] T002 Implement `computeTotals()` in `src/totals.ts`\n',
    },
    {
      shows: 'things in the right order',
      files:
        '- [ ] 1.1 Create `src/store/index.ts`\n  - _Requirements: 1.1_\n- [ ] 1.2 Update `src/store/index.ts` with `readAll`\n- [ ] 1.3 Extend the list using `readAll`\n',
    },
    {
      shows: 'a task that is done already',
      files:
        '- [x] T001 Show the totals in `src/report.ts` using `computeTotals`\n- [ ] T002 Implement `computeTotals()` in `src/totals.ts`\n',
    },
  ],
  document: (document, report) => {
    if (!document.isTaskList || document.generated.size > 0) return
    const { tasks, file, text, order } = document
    for (const { user, maker, named } of earlyUses(document)) {
      const task = tasks.tasks[user]!
      const other = tasks.tasks[maker]!
      if (task.state === 'done' || other.state === 'done' || other.start < task.end || AHEAD.test(task.text)) continue
      if (order.waits(user, maker)) continue
      const [who, whose] = [task.id === '' ? 'This task' : task.id, other.id === '' ? 'a later task' : other.id]
      report({
        ...placeOf(text, task, named.name),
        message: `${who} uses \`${named.name}\`, which ${whose} creates further down. Expected it below ${whose}, or (depends on ${other.id === '' ? '...' : other.id}) on its line.`,
        related: [{ message: 'It is created here', place: { file, ...other.line } }],
      })
    }
  },
})
