import type { Span } from '../../model/source.ts'
import type { TaskDocument } from '../../model/task-document.ts'

/** A code fence that nothing closes. */
export interface OpenFence {
  /** The marks that open it. */
  readonly marks: Span
  /** What stands before them in their line: blanks, bullets, quote marks. */
  readonly indent: string
  /** Where the code ends: the end of the document, or of the item or quote that holds it. */
  readonly end: number
}

const OPENS = /^((?:[ \t>]|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*)(`{3,}|~{3,})([^\n]*)$/

/** Whether there may be fences, without reading the document. */
export const mayHoldFences = (text: string): boolean => text.includes('```') || text.includes('~~~')

/** The fences at the top level and in items that are open where their block ends. */
export function openFences({ text, pieces }: TaskDocument): readonly OpenFence[] {
  if (!mayHoldFences(text)) return []
  return pieces.flatMap(({ kind, start, end }): readonly OpenFence[] => {
    if (kind !== 'code' && kind !== 'item' && kind !== 'quote') return []
    let open: OpenFence | null = null
    let mark = ''
    for (let at = start; at < end;) {
      const newline = text.indexOf('\n', at)
      const next = newline < 0 || newline >= end ? end : newline + 1
      const found = OPENS.exec(text.slice(at, next).replace(/\r?\n$/, ''))
      if (found !== null) {
        const [, before, marks, info] = found as unknown as [string, string, string, string]
        if (open === null) {
          // Four columns at the top level are indented code.
          if ((marks[0] !== '`' || !info.includes('`')) && (kind === 'item' || before.length < 4)) {
            mark = marks
            const from = at + before.length
            open = { marks: { start: from, end: from + marks.length }, indent: before, end }
          }
        } else if (marks.startsWith(mark) && info.trim() === '' && before.length <= open.indent.length + 3) open = null
      }
      at = next
    }
    return open === null ? [] : [open]
  })
}
