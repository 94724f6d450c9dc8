import { escapeVisible } from '../model/escape.ts'
import type { CoverageEvidence, CoverageLevel, CoverageLink, CoverageRow, CoverageView } from './coverage-view.ts'

const COLUMNS = ['Intent', 'Objective', 'Requirement', 'Milestone', 'Task', 'Evidence'] as const

const LEVELS: readonly CoverageLevel[] = ['intent', 'objective', 'requirement', 'milestone', 'task']

/** An inferred link carries a mark, which is explained below the table. */
const linked = (links: readonly CoverageLink[]): string =>
  links.map(({ id, link }) => (link === 'inferred' ? `${id} ~` : id)).join(', ')

function said(evidence: CoverageEvidence | null): string {
  if (evidence === null) return ''
  const { state, check, files } = evidence
  if (state !== 'done') return state
  const missing = files.filter((file) => file.state === 'never').map(({ path }) => path)
  const there = files.filter((file) => file.state === 'there').length
  return [
    'done',
    ...(check === 'passed' ? ['verified'] : check === 'unverified' ? ['unverified'] : []),
    ...(there > 0 && missing.length === 0 ? [`${there} of ${files.length} files there`] : []),
    ...(missing.length > 0 ? [`missing ${missing.join(' ')}`] : []),
  ].join(', ')
}

function cellsOf(row: CoverageRow, texts: ReadonlyMap<string, string>): readonly string[] {
  const { intents, objectives, requirements, milestone, task, evidence } = row
  const text = (id: string | null): string => (id === null ? '' : `${id} ${texts.get(id) ?? ''}`.trim())
  return [linked(intents), linked(objectives), linked(requirements), text(milestone), text(task), said(evidence)]
}

const textsOf = ({ items }: CoverageView): ReadonlyMap<string, string> =>
  new Map([...items.milestone, ...items.task].map(({ id, text }) => [id, text]))

/** Columns of levels that no document has are left out. */
function columnsOf({ items }: CoverageView): readonly number[] {
  return COLUMNS.flatMap((_, index) => (index > 2 || items[LEVELS[index]!].length > 0 ? [index] : []))
}

/** As Markdown: a table, and below it what is not covered. */
export function coverageMarkdown(view: CoverageView): string {
  const texts = textsOf(view)
  const columns = columnsOf(view)
  const cell = (text: string): string => escapeVisible(text.replace(/\s+/g, ' ')).replaceAll('|', '\\|')
  const line = (cells: readonly string[]): string => `| ${columns.map((index) => cell(cells[index]!)).join(' | ')} |`
  const cells = view.rows.map((row) => cellsOf(row, texts))
  const hasGuess = cells.some((row) => row.slice(0, 3).some((each) => each.includes('~')))
  return [
    `# Coverage: ${cell(view.title)}`,
    '',
    ...LEVELS.filter((level) => view.totals[level].total > 0).map(
      (level) => `- ${PLURAL[level]}: ${view.totals[level].covered} of ${view.totals[level].total} covered`,
    ),
    '',
    line(COLUMNS),
    `|${columns.map(() => '---|').join('')}`,
    ...cells.map(line),
    ...(hasGuess ? ['', '`~`: no document states this link; it is inferred from words that both share.'] : []),
    '',
    '## Not covered',
    '',
    ...(view.uncovered.length === 0
      ? ['Nothing.']
      : view.uncovered.map(({ id, why }) => `- **${cell(id)}**: ${cell(why)}`)),
    '',
  ].join('\n')
}

const PLURAL: Readonly<Record<CoverageLevel, string>> = {
  intent: 'Intents',
  objective: 'Objectives',
  requirement: 'Requirements',
  milestone: 'Milestones',
  task: 'Tasks',
}

/** As CSV (RFC 4180), one line a row, all columns. */
export function coverageCsv(view: CoverageView): string {
  const texts = textsOf(view)
  // A spreadsheet would run a cell that begins like a formula.
  const cell = (text: string): string => {
    const shown = escapeVisible(text.replace(/\s+/g, ' '))
    const safe = /^[=+\-@]/.test(shown) ? `'${shown}` : shown
    return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  const rows = [COLUMNS, ...view.rows.map((row) => cellsOf(row, texts))]
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}
