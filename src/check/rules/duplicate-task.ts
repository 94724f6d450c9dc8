import { findPaths } from '../../parse/text/paths.ts'
import { isTemplate } from '../facts/own-lines.ts'
import { hashText } from '../../model/hash.ts'
import type { Unit } from '../facts/units.ts'
import { rule } from '../rule.ts'

const FILLERS: ReadonlySet<string> = new Set(
  'a an the to of for in on at with and or by from into that this its their all new also der die das den dem ein eine und für im le la les un une des et pour dans el los una y para en o os um uma e'.split(
    ' ',
  ),
)
// What is rightly done again: after each part, in each section.
const REPEATED =
  /^(?:\W{0,4})(?:n\/a|none|run|re-?run|verify|check|test|validate|confirm|ensure|review|commit|push|merge|deploy|update (?:the )?(?:docs|documentation|readme|changelog)|write (?:unit |integration )?tests|add (?:unit |integration )?tests|manual|checkpoint|stage|prüfe|teste|vérifier|проверить|确认|验证|確認)\b/iu

const FEWEST = 4
const LONGEST = 2_000

/** The words that tell one task from another, in any order; '' where they are too few to tell. */
function wordsOf(text: string): string {
  const words = new Set<string>()
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{M}\p{N}_./#:@$<>=*+-]*[\p{L}\p{N}*]|[<>=]+/gu))
    if (!FILLERS.has(word)) words.add(word)
  const isLong = words.size >= FEWEST || /[\u3000-\u9fff\uac00-\ud7af]{8}/.test(text)
  return isLong ? [...words].toSorted().join(' ') : ''
}

const namesFile = (text: string): boolean =>
  /[./`]/.test(text) && findPaths(text).paths.some(({ kind, role }) => kind === 'file' && role === 'write')

/** Details that stand below: two tasks with other details are two tasks. */
const detailsOf = ({ body }: Unit): string => (body.length === 0 ? '' : hashText(body.join('\n')))

/** The same work twice. */
export default rule({
  id: 'duplicate-task',
  group: 'content',
  severity: 'warning',
  recommended: false,
  checks: 'No two open tasks ask for the same.',
  why: 'One of the two is left over from a draft, or was meant to be something else. Somebody will do it twice, or tick both without looking. Delete one, or say in what they differ. What is rightly done again, such as running the tests, is left alone.',
  fires: [
    {
      shows: 'the same task in two phases',
      files:
        '## Phase 1: Store\n\n- [ ] T001 Create the order model in `src/order.ts`\n\n## Phase 2: Export\n\n- [ ] T009 [P] [US2] Create order model in `src/order.ts`.\n',
      finds: ['Create order model in `src/order.ts`.'],
    },
    {
      shows: 'the same words in another order',
      files: '- [ ] 1.1 Add rate limits to the API, and retries\n- [ ] 1.2 Add retries and rate limits to the API\n',
      finds: ['Add retries and rate limits to the API'],
    },
  ],
  silent: [
    {
      shows: 'tasks that differ in one word',
      files:
        '- [ ] T001 Create the order model in `src/order.ts`\n- [ ] T002 Create the order model in `src/orders.ts`\n- [ ] T003 Allow up to 10 retries of an export\n- [ ] T004 Allow up to 20 retries of an export\n',
    },
    {
      shows: 'what is done again after each part',
      files:
        '## 1. Read\n\n- [ ] 1.1 Run the whole test suite with coverage\n\n## 2. Write\n\n- [ ] 2.1 Run the whole test suite with coverage\n',
    },
    {
      shows: 'the same words with other details, and for something else',
      files:
        '- [ ] 1. Orders\n  - [ ] 1.1 Write the model with all its fields\n    - `src/order.ts`\n- [ ] 2. Users\n  - [ ] 2.1 Write the model with all its fields\n    - `src/user.ts`\n',
    },
    {
      shows: 'a task that was done before',
      files:
        '- [x] T001 Create the order model in `src/order.ts`\n- [ ] T002 Create the order model in `src/order.ts`\n',
    },
  ],
  document: ({ units, tasks, file }, report) => {
    if (isTemplate(file)) return
    const seen = new Map<string, Unit>()
    const sections = sectionIndex(tasks.pieces.filter(({ kind }) => kind !== 'item' && kind !== 'comment'))
    const around: Unit[] = []
    for (const unit of units) {
      const { text, state, hasChildren, kind } = unit
      while (around.length > 0 && around.at(-1)!.end <= unit.start) around.pop()
      const parent = around.at(-1)?.start ?? -1
      if (hasChildren) around.push(unit)
      const section = sections(unit.start)
      if (state === 'done' || state === 'dropped' || hasChildren || text.length > LONGEST || REPEATED.test(text))
        continue
      const words = wordsOf(text)
      if (words === '') continue
      // Without the file it is done in, a task gets its meaning from where it stands.
      const place = namesFile(text) ? '' : `${section} ${parent}`
      const key = `${kind} ${words}\n${detailsOf(unit)}\n${place}`
      const first = seen.get(key)
      if (first === undefined) {
        seen.set(key, unit)
        continue
      }
      const name = first.id === '' ? 'another task' : first.id
      report({
        ...unit.textSpan,
        message: `This task asks for the same as ${name}. Delete one of them, or say in what they differ.`,
        related: [{ message: 'The same is asked for here', place: { file, ...first.textSpan } }],
      })
    }
  },
})

/** Answers, for rising offsets, behind which heading or paragraph a place stands. */
function sectionIndex(borders: readonly { readonly start: number }[]): (offset: number) => number {
  let at = -1
  return (offset) => {
    while (at + 1 < borders.length && borders[at + 1]!.start <= offset) at++
    return at
  }
}
