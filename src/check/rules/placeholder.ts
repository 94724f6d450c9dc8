import { maskCode } from '../../parse/text/inline.ts'
import { isTemplate, ownLines } from '../facts/own-lines.ts'
import { leftovers, mayHoldBlanks } from '../facts/leftovers.ts'
import { rule } from '../rule.ts'

const FORMAT = /\bformat[^:：]{0,20}[:：]\s*[*_]{0,2}\s*$/i

const WORDS = /TBD|TBA|TODO|FIXME|TXXX|lorem ipsum|\bto be d|待|未|미정|defin/iu

/** The words one by one, in small letters, and without the s, of which `ſ` is another form. */
const SEARCHED = ['tbd', 'tba', 'todo', 'fixme', 'txxx', 'lorem ip', 'to be d', '待', '未', '미정', 'defin']

/** Whether the pattern has to look: it takes ten times as long as to search for each of its words. */
function mayHoldWords(text: string): boolean {
  const small = text.toLowerCase()
  return SEARCHED.some((word) => small.includes(word))
}

/** Words of a template where the plan's own should stand. */
export default rule({
  id: 'placeholder',
  group: 'content',
  severity: 'warning',
  recommended: true,
  checks: 'Nothing is left of a template, and nothing is put off with `TBD`.',
  why: 'Whoever carries out the plan, a person or an assistant, fills such a blank with a guess. Write what belongs there, or delete the line. A question that is still open is better asked as one: `[NEEDS CLARIFICATION: which store?]`.',
  fires: [
    {
      shows: 'a title that was never given, and tasks of a template',
      files:
        '# Tasks: [FEATURE NAME]\n\n- [ ] T001 Create project structure\n- [ ] T002 [P] [US1] Create [Entity1] model in src/models/\n- [ ] TXXX [P] Documentation updates in docs/\n',
      finds: ['[FEATURE NAME]', '[Entity1]', 'TXXX'],
    },
    {
      shows: 'what is put off',
      files:
        '## Phase 1: Store\n\n**Owner**: TBD\n\n- [ ] T001 Create `src/store.ts` [TODO: which fields?]\n- [ ] T002 TBD\n',
      finds: ['TBD', '[TODO: which fields?]', 'TBD'],
    },
    {
      shows: 'a plan whose template was filled in by half',
      files: {
        'plan.md':
          '# Plan: Export\n\n## Milestone 1: CSV\n\n**Goal**: [What this milestone achieves]\n\n- [ ] Write `src/csv.ts`\n- [ ] [Brief description of the second task]\n- Lorem ipsum dolor sit amet\n',
      },
      finds: ['[What this milestone achieves]', '[Brief description of the second task]', 'Lorem ipsum'],
    },
    {
      shows: 'a title in another language',
      files: '# タスク: [機能名]\n\n- [ ] T001 `src/a.ts` を作成\n',
      finds: ['[機能名]'],
    },
  ],
  silent: [
    {
      shows: 'tags, and the line that explains them',
      files:
        '# Tasks: Export\n\n## Format: `[ID] [P?] [Story] Description`\n\n- **[P]**: can run in parallel\n- **[Story]**: the story a task belongs to\n\n- [ ] T001 [P] [US1] Write `src/a.ts`\n- [x] T002 [BLOCKED] Write `src/b.ts` [Source: docs/prd.md]\n',
    },
    {
      shows: 'work on placeholders',
      files:
        '- [ ] 1.1 Remove the TODO comments from `src/a.ts`\n- [ ] 1.2 Replace `[FEATURE NAME]` in the template\n- [ ] 1.3 Show a placeholder while loading\n- [ ] 1.4 Add the TODO app to the list of samples\n',
    },
    {
      shows: 'the form in which something is to be written',
      files:
        '1. Write `research.md` using format:\n   - Decision: [what was chosen]\n   - Rationale: [why chosen]\n2. Write `src/a.ts`\n',
    },
    {
      shows: 'brackets of code, routes and links',
      files:
        '- [ ] 1. Serve app/[slug]/page.tsx as list[str]\n  - See [the guide][guide] and [Design notes]\n  - _Requirements: 1.1, [2.1]_\n\n[guide]: guide.md\n[Design notes]: notes.md\n',
    },
  ],
  document: (document, report) => {
    if (isTemplate(document.file)) return
    const { text } = document
    const brackets = mayHoldBlanks(text)
    const words = mayHoldWords(text) && WORDS.test(text)
    if (!brackets && !words) return
    const isLink = (name: string): boolean => text.includes(`[${name}]:`)
    let format = -1
    for (const line of ownLines(document)) {
      const indent = line.text.length - line.text.trimStart().length
      // "Consolidate findings using format:" tells how something is to look.
      if (format >= 0 && indent > format) continue
      format = FORMAT.test(line.text.slice(-40)) ? indent : -1
      // Few lines have anything, so that only theirs are freed of code.
      if (leftovers(line.text, words, isLink).length === 0) continue
      for (const { start, end } of leftovers(maskCode(line.text), words, isLink))
        report({
          start: line.start + start,
          end: line.start + end,
          message: `Unexpected placeholder "${line.text.slice(start, Math.min(end, start + 60))}". Write what belongs here, or delete the line.`,
        })
    }
  },
})
