import type { TaskState } from '../model/plan.ts'
import type { TaskDocument } from '../model/task-document.ts'

/** The characters that one document puts between the brackets of a box, '' for brackets with nothing in them. */
export type Marks = Readonly<Record<TaskState, string>>

const BOXES = /^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[([^\]\n]{0,3})\]/gm

/** What means what in a box; the first is written where a document shows no other. */
const known: Readonly<Record<TaskState, readonly string[]>> = {
  open: [' ', '', '\u00a0', '\t'],
  done: ['x', 'X', '✓', '✔', 'v', 'V', '☑', '✅'],
  started: ['~', '/'],
  dropped: ['-', 'N/A', 'n/a'],
}

/** In Kiro's files the hyphen is taken by what is started. */
const knownInKiro: typeof known = { ...known, started: ['-'], dropped: ['N/A', 'n/a'] }

/** For each state the mark that most boxes of the document in that state have. */
export function marksOf({ text, dialect }: Pick<TaskDocument, 'text' | 'dialect'>): Marks {
  const counts = new Map<string, number>()
  for (const [, mark] of text.matchAll(BOXES)) counts.set(mark!, (counts.get(mark!) ?? 0) + 1)
  const most = (marks: readonly string[]): string =>
    marks.reduce((best, mark) => ((counts.get(mark) ?? 0) > (counts.get(best) ?? 0) ? mark : best), marks[0]!)
  const table = dialect === 'kiro' ? knownInKiro : known
  return {
    open: most(table.open),
    done: most(table.done),
    started: most(table.started),
    dropped: most(table.dropped),
  }
}
