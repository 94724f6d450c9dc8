import type { Span } from '../model/source.ts'
import type { TaskDocument } from '../model/task-document.ts'
import type { TextEdit } from './text-edits.ts'

const isBlankLine = (text: string, start: number): boolean => {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 10) return true
    if (code !== 32 && code !== 9 && code !== 13) return false
  }
  return start < text.length
}

/** End of the blank lines that begin at a line start. */
export function gapAfter(text: string, at: number): number {
  let end = at
  while (end < text.length && isBlankLine(text, end)) {
    const newline = text.indexOf('\n', end)
    end = newline < 0 ? text.length : newline + 1
  }
  return end
}

/** Start of the blank lines that end at a line start. */
export function gapBefore(text: string, at: number): number {
  let start = at
  while (start > 0) {
    const line = text.lastIndexOf('\n', start - 2) + 1
    if (!isBlankLine(text, line)) break
    start = line
  }
  return start
}

/** Takes whole lines out, and of the blank lines on both sides of them those behind. */
export function removeBlock(doc: TaskDocument, span: Span): TextEdit {
  const { text } = doc
  const before = gapBefore(text, span.start)
  const after = gapAfter(text, span.end)
  if (after >= text.length && before < span.start) return { start: before, end: text.length, text: '' }
  return { start: span.start, end: before < span.start || span.start === 0 ? after : span.end, text: '' }
}

/** A block to put in: its lines, and whether a blank line keeps it apart from what is before it. */
export interface NewBlock {
  readonly text: string
  readonly tight: boolean
}

/** Puts blocks behind the line that ends at `at`, with blank lines where they belong. `loose`: what follows is apart. */
export function insertBlocks(doc: TaskDocument, at: number, blocks: readonly NewBlock[]): TextEdit {
  const { text, eol } = doc
  const open = at > 0 && text[at - 1] !== '\n'
  let inserted = open ? eol : ''
  blocks.forEach((block, index) => {
    const apart = at > 0 || index > 0 ? !block.tight : false
    inserted += (apart ? eol : '') + block.text.replaceAll('\r\n', '\n').replaceAll('\n', eol) + eol
  })
  const follows = at < text.length && !isBlankLine(text, at)
  const lastTight = blocks.at(-1)?.tight === true && !startsBlock(text, at)
  if (follows && !lastTight) inserted += eol
  if (open) inserted = inserted.slice(0, -eol.length)
  return { start: at, end: at, text: inserted }
}

/** A line that would be swallowed by a list item before it, or that no list may touch. */
function startsBlock(text: string, at: number): boolean {
  return !/^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]/.test(text.slice(at, at + 40))
}
