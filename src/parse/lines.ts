import type { Point, Position } from 'unist'
import type { Span } from '../model/source.ts'

/** Offsets of the first character of every line; answers lines and columns by binary search. */
export type LineIndex = readonly number[]

/** Indexes a text once; `\n` ends a line (a `\r` before it belongs to the line). */
export function lineIndex(text: string): LineIndex {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

let lastLines: LineIndex = []
let lastLine = 0

/** Whether a line holds an offset. */
function holds(lines: LineIndex, line: number, offset: number): boolean {
  return lines[line]! <= offset && (line + 1 >= lines.length || lines[line + 1]! > offset)
}

/**
 * Line and column (both from 1, columns in UTF-16 units) of an offset. Readers go through a document from line to line,
 * so the line of the last answer and the one behind it are looked at first.
 */
export function pointAt(lines: LineIndex, offset: number): Point {
  if (lines !== lastLines) {
    lastLines = lines
    lastLine = 0
  } else if (lastLine + 1 < lines.length && lines[lastLine + 1]! <= offset) lastLine += 1
  if (!holds(lines, lastLine, offset)) lastLine = lineOf(lines, offset)
  return { line: lastLine + 1, column: offset - lines[lastLine]! + 1, offset }
}

function lineOf(lines: LineIndex, offset: number): number {
  let low = 0
  let high = lines.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (lines[middle]! <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** The unist position of a span. */
export function positionOf(lines: LineIndex, span: Span): Position {
  return { start: pointAt(lines, span.start), end: pointAt(lines, span.end) }
}
