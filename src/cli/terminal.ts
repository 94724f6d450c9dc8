import { escapeVisible } from '../model/escape.ts'
import type { Io, Output } from './io.ts'

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan'

/** A piece of a line. Its text may come from a document: it is made harmless where it is printed. */
export type Part = string | { readonly text: string; readonly style: Style }
export type Line = Part | readonly Part[]

const codes: Readonly<Record<Style, readonly [on: number, off: number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  yellow: [33, 39],
  green: [32, 39],
  cyan: [36, 39],
}

export const styled = (style: Style, text: string): Part => ({ text, style })

/** Text of a document on one line. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** Prints lines; whatever text they hold can neither move the cursor nor begin a line of its own. */
export function printLines(lines: readonly Line[], color: boolean): string {
  return lines
    .map((line) => `${(isParts(line) ? line : [line]).map((part) => printPart(part, color)).join('')}\n`)
    .join('')
}

/** Whether a value that was kept outside of the program is a line that can be printed. */
export const isLine = (value: unknown): value is Line => (Array.isArray(value) ? value.every(isPart) : isPart(value))

function isPart(value: unknown): value is Part {
  if (typeof value === 'string') return true
  if (typeof value !== 'object' || value === null || !('text' in value && 'style' in value)) return false
  return typeof value.text === 'string' && typeof value.style === 'string' && Object.hasOwn(codes, value.style)
}

const isParts = (line: Line): line is readonly Part[] => Array.isArray(line)

function printPart(part: Part, color: boolean): string {
  const { text, style } = typeof part === 'string' ? { text: part, style: null } : part
  const safe = escapeVisible(text.replace(/\r?\n|\r/g, ' '))
  if (!color || style === null) return safe
  const [on, off] = codes[style]
  return `\u001b[${on}m${safe}\u001b[${off}m`
}

/**
 * Whether a stream gets colours: never with `--no-color`; else as FORCE_COLOR says (https://force-color.org); never
 * with NO_COLOR (https://no-color.org); else where it is a terminal that is not dumb.
 */
export function wantsColor(stream: Output, env: Io['env'], refused: boolean): boolean {
  if (refused) return false
  const forced = env['FORCE_COLOR']
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false'
  if ((env['NO_COLOR'] ?? '') !== '') return false
  return stream.isTTY === true && env['TERM'] !== 'dumb'
}

/** Columns of a terminal; null where the stream is none and lines may be as long as they are. */
export const columnsOf = (stream: Output): number | null =>
  stream.isTTY === true ? Math.max(20, stream.columns ?? 80) : null
