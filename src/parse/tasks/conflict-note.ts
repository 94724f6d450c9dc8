import type { ConflictNote } from '../../model/task-document.ts'
import type { Span } from '../../model/source.ts'

const NOTE =
  /<!--[ \t]*intentk:conflict[ \t]+(\S{1,200})[ \t]+plan(?:\.([a-z]{1,20}))?:[ \t]*("(?:[^"\\\n]|\\.)*")[ \t]*-->/g

/** Whether a line holds a comment that intentk left, which is no part of what a person wrote. */
export const isNoteLine = (line: string): boolean => line.includes('intentk:conflict')

/** The comment that says what the plan wants where a person and the plan both changed something. */
export function printConflictNote(note: Pick<ConflictNote, 'about' | 'field' | 'plan'>): string {
  // Two hyphens would end the comment, and an angle bracket could begin another one.
  const plan = JSON.stringify(note.plan).replaceAll('--', '-\\u002d').replaceAll('>', '\\u003e')
  return `<!-- intentk:conflict ${note.about} plan${note.field === 'text' ? '' : `.${note.field}`}: ${plan} -->`
}

/** Whole lines around a span, the last line end included. */
function linesAround(text: string, span: Span): Span {
  const start = text.lastIndexOf('\n', span.start - 1) + 1
  const newline = text.indexOf('\n', span.end)
  return { start, end: newline < 0 ? text.length : newline + 1 }
}

/** Finds the comments of conflicts. The span is that of whole lines where nothing else stands on them. */
export function readConflictNotes(text: string): ConflictNote[] {
  if (!text.includes('intentk:conflict')) return []
  return Array.from(text.matchAll(NOTE), (match) => {
    const own = { start: match.index, end: match.index + match[0].length }
    const lines = linesAround(text, own)
    const alone = text.slice(lines.start, own.start).trim() === '' && text.slice(own.end, lines.end).trim() === ''
    return { ...(alone ? lines : own), about: match[1]!, field: match[2] ?? 'text', plan: parsed(match[3]!) }
  })
}

function parsed(json: string): string {
  try {
    return String(JSON.parse(json))
  } catch {
    return json
  }
}
