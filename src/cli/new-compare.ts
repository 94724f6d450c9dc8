import { totalEdits } from '../edit/totals.ts'
import { applyEdits } from '../edit/text-edits.ts'
import { comparisonsIn, type Comparison } from '../parse/documents/comparison.ts'
import type { FileSystem } from '../workspace/file-system.ts'
import { displayPath } from '../workspace/paths.ts'
import { readSource, sourceContent } from '../workspace/source-file.ts'
import { writePair } from '../workspace/write.ts'
import type { Call } from './arguments.ts'
import { quoted } from './call-of.ts'
import { columnLines } from './columns.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import { visionNamed } from './new-document.ts'
import type { Outcome } from './outcome.ts'
import { columnsOf, oneLine, type Line } from './terminal.ts'

/** What a comparison gives, as JSON. */
interface CompareData {
  readonly status: 'written' | 'would-write' | 'unchanged'
  readonly path: string
  readonly criteria: readonly { readonly name: string; readonly weight: number }[]
  /** The best first; those with a missing score last. */
  readonly strategies: readonly {
    readonly name: string
    readonly scores: readonly (number | null)[]
    readonly total: number | null
  }[]
  /** The name of the best; null where two are, or where a score is missing. */
  readonly leader: string | null
}

/** Adds up the scores of a strategy document, writes the totals into its table, and tells who leads. */
export function compareOptions(call: Call, io: Io, fs: FileSystem): Outcome {
  const located = visionNamed(call, io, fs)
  const document = located.documents.find(({ role }) => role === 'strategy')
  if (document === undefined)
    throw new Misuse(
      `${located.id} has no strategy.md to compare.`,
      `Write one with \`intentk new strategy ${quoted(located.id)}\`.`,
    )
  const path = displayPath(located.root, document.path)
  const source = readSource(fs, document.path, path)
  const comparisons = comparisonsIn(source.text)
  if (comparisons.length === 0)
    throw new Misuse(
      `${path} has no table of scores.`,
      'Write one: strategies in rows, criteria in columns, the last column called Total Score.',
    )
  const edits = comparisons.flatMap((comparison) => totalEdits(source.text, comparison))
  const isDry = call.switches.has('dry-run')
  if (edits.length > 0 && !isDry)
    writePair(fs, {
      root: located.root,
      document: {
        path: document.path,
        before: sourceContent(source),
        after: sourceContent({ ...source, text: applyEdits(source.text, edits) }),
      },
      lock: null,
    })
  const status = edits.length === 0 ? 'unchanged' : isDry ? 'would-write' : 'written'
  const data = dataOf(status, path, comparisons[0]!)
  return { code: 0, data, diagnostics: [], out: tableOf(data, io), notes: notesOf(data, edits.length) }
}

function dataOf(status: CompareData['status'], path: string, { criteria, rows }: Comparison): CompareData {
  const strategies = rows
    .map(({ name, scores, sum }) => ({ name, scores, total: sum }))
    .toSorted((a, b) => (b.total ?? -Infinity) - (a.total ?? -Infinity) || 0)
  const [first, second] = strategies
  const isComplete = strategies.every(({ total }) => total !== null)
  const leader = isComplete && first !== undefined && first.total !== second?.total ? first.name : null
  return { status, path, criteria, strategies, leader }
}

const tableOf = ({ strategies }: CompareData, { stdout }: Io): readonly Line[] =>
  columnLines(
    strategies.map(({ name, total }) => [{ text: total === null ? '-' : String(total) }, { text: name }]),
    columnsOf(stdout),
  )

function notesOf({ status, path, strategies, leader }: CompareData, edits: number): readonly Line[] {
  const totals = edits === 1 ? '1 total' : `${edits} totals`
  const done = { written: `Wrote ${totals} into ${path}`, 'would-write': `Would write ${totals} into ${path}` }
  const open = strategies.filter(({ total }) => total === null).length
  const verdict =
    open > 0
      ? `${open} of ${strategies.length} strategies lack a score: write a number into each empty cell`
      : leader === null
        ? 'The best two have the same total: say in the rationale what decides'
        : `${oneLine(leader)} has the highest total`
  return [status === 'unchanged' ? `The totals of ${path} are right` : done[status], verdict]
}
