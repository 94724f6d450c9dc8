import truncatedWidth from 'fast-string-truncated-width'
import { escapeVisible } from '../model/escape.ts'
import { oneLine, styled, type Line, type Part, type Style } from './terminal.ts'

/** Columns a text takes on a terminal: two for East Asian wide characters and emoji, none for combining marks. */
export const widthOf = (text: string): number => truncatedWidth(text).width

/** The text cut to a width, with `…` at its end where something was cut. */
export function fit(text: string, width: number): string {
  const { index, ellipsed } = truncatedWidth(text, { limit: Math.max(1, width), ellipsis: '…', ellipsisWidth: 1 })
  return ellipsed ? `${text.slice(0, index)}…` : text
}

export const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)))

export interface Cell {
  readonly text: string
  readonly style?: Style
}

/**
 * Rows of cells as lines: for a terminal in columns that fit its width, where the last column takes what is left and is
 * cut; elsewhere whole and separated by tabs.
 */
export function columnLines(rows: readonly (readonly Cell[])[], columns: number | null): readonly Line[] {
  // Measured as it will be shown: a control character takes the width of its escape.
  const cells = rows.map((row) => row.map(({ text, style }) => ({ text: escapeVisible(oneLine(text)), style })))
  if (columns === null) return cells.map((row) => row.map(({ text }) => text).join('\t'))
  const last = (rows[0]?.length ?? 1) - 1
  const widths = Array.from({ length: last }, (_, at) =>
    cells.reduce((most, row) => Math.max(most, widthOf(row[at]!.text)), 0),
  )
  const used = widths.reduce((sum, width) => sum + (width === 0 ? 0 : width + 2), 0)
  return cells.map((row) =>
    row.flatMap(({ text, style }, at): Part[] => {
      const shown =
        at === last ? fit(text, Math.max(20, columns - used)) : widths[at] === 0 ? '' : pad(text, widths[at]! + 2)
      return shown === '' ? [] : [style === undefined ? shown : styled(style, shown)]
    }),
  )
}
