import { totalEdit } from '../../edit/totals.ts'
import { comparisonsIn, type Comparison } from '../../parse/documents/comparison.ts'
import { rule } from '../rule.ts'

const table = (first: number, second: number): string =>
  `# Strategy Exploration: Export

## Strategy Comparison Matrix

| Strategy | Goal Alignment | Effort | Risk | Total Score |
|----------|----------------|--------|------|-------------|
| Weight   | 2              | 1      | 1    |             |
| Files    | 5              | 3      | 3    | ${first}          |
| Service  | 3              | 1      | 5    | ${second}          |
`

/** Totals of a comparison that its scores do not give. */
export default rule({
  id: 'comparison-total',
  group: 'content',
  severity: 'warning',
  recommended: false,
  checks: 'The totals of a strategy comparison are the sums of its scores times their weights.',
  why: 'The strategy with the highest total is the one that is taken; a total that was added up in the head, or before a score changed, chooses another. `intentk check --fix` and `intentk new strategy --compare` write the right ones. Weights stand in a row called Weight or behind a heading, as in `Effort (x2)`; where a table has none, nothing is said unless one of its totals is the plain sum.',
  fires: [
    {
      shows: 'a total from before a score was changed',
      files: { 'strategy.md': table(14, 12) },
      finds: ['14'],
      fixed: table(16, 12),
    },
    {
      shows: 'scores that nobody added up',
      files: {
        'strategy.md':
          '# Strategies\n\n| Strategy | Fit | Risk | Total |\n|---|---|---|---|\n| A | 5 | 3 | 8 |\n| B | 3 | 1 | |\n',
      },
      finds: ['| B | 3 | 1 | |'],
      fixed:
        '# Strategies\n\n| Strategy | Fit | Risk | Total |\n|---|---|---|---|\n| A | 5 | 3 | 8 |\n| B | 3 | 1 | 4 |\n',
    },
  ],
  silent: [
    { shows: 'right totals', files: { 'strategy.md': table(16, 12) } },
    {
      shows: 'totals by weights that stand elsewhere',
      files: {
        'strategy.md':
          '# Strategies\n\n| Strategy | Fit | Risk | Total |\n|---|---|---|---|\n| A | 5 | 3 | 18 |\n| B | 3 | 1 | 10 |\n',
      },
    },
    {
      shows: 'words instead of scores, and scores that are still missing',
      files: {
        'strategy.md':
          '# Strategies\n\n| Strategy | Fit | Risk | Total |\n|---|---|---|---|\n| A | High | Low | good |\n| B | 3 | | |\n',
      },
    },
  ],
  document: ({ role, text }, report) => {
    if (role !== 'strategy' || !text.includes('|')) return
    for (const comparison of comparisonsIn(text)) {
      if (!isPlain(comparison)) continue
      for (const row of comparison.rows) {
        const edit = totalEdit(text, row)
        if (edit === null) continue
        const { total, sum } = row
        const place = total.value === null ? row.row : { start: total.start, end: total.end }
        const message =
          total.value === null
            ? `"${row.name}" has no total; its scores and weights give ${sum}.`
            : `Unexpected total ${total.value} of "${row.name}"; its scores and weights give ${sum}.`
        report({ ...place, message, fix: { title: `Write ${sum}`, edits: [edit] } })
      }
    }
  },
})

/** Without weights of its own, a table may be added up by others that stand elsewhere. */
function isPlain({ weighted, rows }: Comparison): boolean {
  const stated = rows.filter(({ total, sum }) => total.value !== null && sum !== null)
  return weighted || stated.length === 0 || stated.some(({ total, sum }) => total.value === sum)
}
