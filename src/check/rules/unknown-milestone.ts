import type { DocumentTask } from '../../model/task-document.ts'
import type { Span } from '../../model/source.ts'
import type { CheckedDocument } from '../subject.ts'
import { once } from '../once.ts'
import { rule } from '../rule.ts'

const STORY = /stor(?:y|ies)|\bUS[\s-]?\d|historia|história|histoire|geschichte|ストーリー|故事|스토리|истори/iu
const MILESTONE = /milestone|\bM[\s-]?\d|meilenstein|jalon|hito|marco|マイルストーン|里程碑|마일스톤|веха|этап/iu

/** The numbers that headings give milestones or stories: every number behind the word for them. */
function numbersIn({ tasks }: CheckedDocument, words: RegExp): ReadonlySet<number> {
  const numbers = new Set<number>()
  for (const { text } of tasks.headings) {
    const word = words.exec(text.slice(0, 300))
    if (word === null) continue
    // `Phase 3: User Story 1` is story 1.
    const title = text.slice(word.index, 300)
    for (const [, from, to] of title.matchAll(/(\d{1,4})(?:\s?(?:-|–|to)\s?(?:US|M)?(\d{1,4}))?/g)) {
      const last = Math.min(Number(to ?? from), Number(from) + 100)
      for (let number = Number(from); number <= last; number++) numbers.add(number)
    }
  }
  return numbers
}

interface Tag extends Span {
  readonly name: string
}

/** The tags of a task that name stories, each with its place. */
function storyTags(text: string, task: DocumentTask): readonly Tag[] {
  if (!task.otherTags.some((tag) => /^US\d/i.test(tag))) return []
  const head = text.slice(task.content, task.headEnd)
  return [...head.matchAll(/\[[^\]\n]{0,60}\]/g)].flatMap((bracket) =>
    [...bracket[0].matchAll(/(?<![\w-])US-?(\d{1,4})(?!\w)/gi)].map((match): Tag => {
      const start = task.content + bracket.index + match.index
      return { name: match[1]!, start, end: start + match[0].length }
    }),
  )
}

/** A tag of a milestone or story that is nowhere told. */
export default rule({
  id: 'unknown-milestone',
  group: 'structure',
  severity: 'warning',
  recommended: false,
  checks: 'Every `[M7]` or `[US9]` names a milestone or story that the document has a heading for.',
  why: 'The tag says to which milestone a task belongs; whoever finishes that milestone looks for its tag. A number that no heading has is most often a slip of the pen, or the milestone was renumbered. Write the number that is meant.',
  fires: [
    {
      shows: 'a story that has no phase',
      files:
        '## Phase 3: User Story 1 - Search\n\n- [ ] T001 [US1] Create `src/a.ts`\n\n## Phase 4: User Story 2 - Rank\n\n- [ ] T002 [P] [US3] Create `src/b.ts`\n',
      finds: ['US3'],
    },
    {
      shows: 'a milestone that is not there',
      files:
        '## Meilenstein 1: Suche\n\n- [ ] T001 [M1] Erstelle `src/a.ts`\n\n## Meilenstein 2: Rang\n\n- [ ] T002 [M7] Erstelle `src/b.ts`\n',
      finds: ['[M7]'],
    },
  ],
  silent: [
    {
      shows: 'tags of phases that are there, also of two of them',
      files:
        '## Phase 3: User Story 1\n\n- [ ] T001 [US1] Create `src/a.ts`\n\n## Phase 4: User Stories 2 & 3\n\n- [ ] T002 [US2, US3] Create `src/b.ts`\n- [ ] T003 [US1/3] Create `src/c.ts`\n',
    },
    {
      shows: 'stories that another document tells',
      files: '## Phase 1: Core\n\n- [ ] T001 [US1] Create `src/a.ts`\n- [ ] T002 [US9] Create `src/b.ts`\n',
    },
    {
      shows: 'a number in the words of a task',
      files:
        '## Phase 3: User Story 1\n\n- [ ] T001 [US1] Create `src/[M9]/a.ts` for the US9 market\n\n## Phase 4: User Story 2\n\n- [ ] T002 [US2] Create `src/b.ts`\n',
    },
  ],
  document: (document, report) => {
    const { tasks, text, isTaskList, generated } = document
    if (!isTaskList || generated.size > 0) return
    const stories = once(() => numbersIn(document, STORY))
    const milestones = once(() => numbersIn(document, MILESTONE))
    for (const task of tasks.tasks) {
      for (const { name, start, end } of storyTags(text, task)) {
        // A document that tells one story or none leaves them to another.
        if (stories().size < 2 || stories().has(Number(name))) continue
        report({
          start,
          end,
          message: `No heading of this document tells a user story ${name}, of which this task is said to be a part.`,
        })
      }
      const { milestones: numbers, milestoneSpan } = task
      if (numbers.length === 0 || milestoneSpan === null || milestones().size < 2) continue
      const missing = numbers.find((number) => !milestones().has(number))
      if (missing === undefined) continue
      const { start, end } = milestoneSpan
      report({
        start,
        end: start + text.slice(start, end).trimEnd().length,
        message: `No heading of this document tells a milestone ${missing}, of which this task is said to be a part.`,
      })
    }
  },
})
