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

/**
 * The line (from 0) of an offset. Readers go through a document from line to line, so the line of the last answer and
 * the one behind it are looked at first.
 */
export function lineAt(lines: LineIndex, offset: number): number {
  if (lines !== lastLines) {
    lastLines = lines
    lastLine = 0
  }
  const { length } = lines
  const start = lines[lastLine]!
  if (start <= offset) {
    if (lastLine + 1 === length || lines[lastLine + 1]! > offset) return lastLine
    if (lastLine + 2 === length || lines[lastLine + 2]! > offset) return (lastLine += 1)
  }
  return (lastLine = search(lines, offset))
}

function search(lines: LineIndex, offset: number): number {
  let low = 0
  let high = lines.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (lines[middle]! <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** Line and column (both from 1, columns in UTF-16 units) of an offset. */
export function pointAt(lines: LineIndex, offset: number): Point {
  const line = lineAt(lines, offset)
  return { line: line + 1, column: offset - lines[line]! + 1, offset }
}

/** The unist position of a span. */
export function positionOf(lines: LineIndex, { start, end }: Span): Position {
  const line = lineAt(lines, start)
  const from = lines[line]!
  const last = line + 1 === lines.length || lines[line + 1]! > end ? line : lineAt(lines, end)
  return {
    start: { line: line + 1, column: start - from + 1, offset: start },
    end: { line: last + 1, column: end - (last === line ? from : lines[last]!) + 1, offset: end },
  }
}
