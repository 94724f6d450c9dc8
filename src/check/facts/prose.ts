import type { Span } from '../../model/source.ts'
import type { TaskDocument } from '../../model/task-document.ts'

/** One line that people read, without its line end. */
export interface ProseLine extends Span {
  readonly text: string
}

/** Pieces that are not read as text. Code inside of an item is told line by line. */
const SILENT: ReadonlySet<string> = new Set(['front-matter', 'code', 'comment', 'html'])

const NEWLINE = 10
const RETURN = 13

const FENCE = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})/

/** Lines of headings, items, paragraphs, quotes and tables; blank lines, fences and comments are left out. */
export function proseLines({ text, pieces }: TaskDocument): readonly ProseLine[] {
  const lines: ProseLine[] = []
  const hasFences = text.includes('```') || text.includes('~~~')
  const hasComments = text.includes('<!--')
  for (const { kind, start, end } of pieces) {
    if (SILENT.has(kind)) continue
    let fence = ''
    let inComment = false
    for (let at = start; at < end;) {
      const newline = text.indexOf('\n', at)
      const next = newline < 0 || newline >= end ? end : newline + 1
      const line = text.slice(at, withoutEnd(text, at, next))
      const mark = hasFences ? (FENCE.exec(line)?.[1] ?? '') : ''
      const closes = fence !== '' && mark.startsWith(fence)
      const wasInComment = inComment
      if (hasComments && fence === '' && mark === '') inComment = endsInComment(line, inComment)
      if (fence === '' && mark === '' && !wasInComment && line.trim() !== '')
        lines.push({ start: at, end: at + line.length, text: line })
      fence = closes ? '' : fence === '' ? mark : fence
      at = next
    }
  }
  return lines
}

/** Where a line ends whose next one begins at `next`. */
function withoutEnd(text: string, at: number, next: number): number {
  if (next === at || text.charCodeAt(next - 1) !== NEWLINE) return next
  return next - 1 > at && text.charCodeAt(next - 2) === RETURN ? next - 2 : next - 1
}

/** Whether a comment is still open behind a line. */
function endsInComment(line: string, before: boolean): boolean {
  const open = line.lastIndexOf('<!--')
  const close = line.lastIndexOf('-->')
  return open < 0 && close < 0 ? before : open > close
}
