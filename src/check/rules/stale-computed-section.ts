import { PLAN, writtenExample } from '../facts/written-example.ts'
import { rule } from '../rule.ts'

/** An edited section of execute.md that would say something else by now. */
export default rule({
  id: 'stale-computed-section',
  group: 'trace',
  severity: 'warning',
  recommended: false,
  checks: 'What a person wrote in a computed section of execute.md still fits plan and tasks.',
  why: 'Sums, orders and lists in execute.md follow from the tasks. A piece that a person edited is left alone, and goes out of date in silence: it says a number of tasks or an order that is no longer so. Write what is right now, or delete the piece and let `intentk execute` write it again.',
  fires: [
    {
      shows: 'an edited goal, where the plan has another by now',
      files: writtenExample(PLAN.replace('Notes leave', 'Notes leave as CSV'), '**Goal**: Notes leave, somehow'),
      finds: ['**Goal**: Notes leave, somehow'],
    },
  ],
  silent: [
    {
      shows: 'an edited goal, where the plan is the same',
      files: writtenExample(PLAN, '**Goal**: Notes leave, somehow'),
    },
  ],
  vision: ({ documents, result }, report) => {
    for (const { ruleId, place, message } of result?.diagnostics ?? []) {
      if (ruleId !== 'stale-computed-section' || place === undefined) continue
      const { file, start, end } = place
      const said = documents.find((document) => document.file === file)?.text.slice(start, end) ?? ''
      report({ file, start, end: start + said.trimEnd().length, message })
    }
  },
})
