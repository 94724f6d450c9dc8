import type { TaskState } from '../model/plan.ts'
import type { TaskDocument } from '../model/task-document.ts'

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

/** Of several marks for one state the one that most boxes have, else the first; counted only where another may occur. */
function mostUsed(text: string, [usual = '', ...others]: readonly string[]): string {
  const used = others.filter((mark) => text.includes(`[${mark}]`))
  if (used.length === 0) return usual
  const counts = new Map<string, number>()
  for (const [, mark] of text.matchAll(BOXES)) counts.set(mark!, (counts.get(mark!) ?? 0) + 1)
  return used.reduce((best, mark) => ((counts.get(mark) ?? 0) > (counts.get(best) ?? 0) ? mark : best), usual)
}

/** What stands in the boxes of a document for a state: the mark that most of them have, or the usual one. */
export function markOf({ text, dialect }: Pick<TaskDocument, 'text' | 'dialect'>, state: TaskState): string {
  return mostUsed(text, (dialect === 'kiro' ? knownInKiro : known)[state])
}
