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

/** Line and column (both from 1, columns in UTF-16 units) of an offset. */
export function pointAt(lines: LineIndex, offset: number): Point {
  let low = 0
  let high = lines.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (lines[middle]! <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: offset - lines[low]! + 1, offset }
}

/** The unist position of a span. */
export function positionOf(lines: LineIndex, span: Span): Position {
  return { start: pointAt(lines, span.start), end: pointAt(lines, span.end) }
}
