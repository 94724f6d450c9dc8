import type { MergeField } from '../../model/merge.ts'
import type { Span } from '../../model/source.ts'

/** A comment about something that two branches changed, each in another way. */
export interface BranchNote extends Span {
  /** A task id, `RM-001`, or the key of another block. */
  readonly about: string
  readonly field: MergeField
  /** What the other branch says. */
  readonly other: string
}

const NOTE =
  /<!--[ \t]*intentk:conflict[ \t]+(\S{1,200})[ \t]+branch(?:\.([a-z]{1,20}))?:[ \t]*("(?:[^"\\\n]|\\.)*")[ \t]*-->/g

/**
 * The comment that keeps the other branch's text: `<!-- intentk:conflict T003 branch: "..." -->`. It is none about the
 * plan: a run of `execute` that finds nothing to say about the plan leaves it where it is.
 */
export function printBranchNote({ about, field, other }: Omit<BranchNote, keyof Span>): string {
  // Two hyphens would end the comment, and an angle bracket could begin another one.
  const text = JSON.stringify(other).replaceAll('--', '-\\u002d').replaceAll('>', '\\u003e')
  return `<!-- intentk:conflict ${about.replace(/\s+/g, '-')} branch${field === 'text' ? '' : `.${field}`}: ${text} -->`
}

/** Finds the comments that keep the text of another branch. */
export function readBranchNotes(text: string): BranchNote[] {
  if (!text.includes('intentk:conflict')) return []
  return Array.from(text.matchAll(NOTE), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    about: match[1]!,
    field: (match[2] ?? 'text') as MergeField,
    other: parsed(match[3]!),
  }))
}

function parsed(json: string): string {
  try {
    return String(JSON.parse(json))
  } catch {
    return json
  }
}
