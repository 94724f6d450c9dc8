import type { Gap } from '../model/task.ts'
import { decision } from './gaps.ts'
import { clarification } from './placeholders.ts'
import type { ParsedDocument } from './types.ts'

const MARK = 'NEEDS CLARIFICATION'

/** Every `NEEDS CLARIFICATION` mark of the documents, outside of fences and comments, as a question. */
export function decisionsIn(document: ParsedDocument): Gap[] {
  const { text, path } = document.source
  const gaps: Gap[] = []
  for (let at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + MARK.length)) {
    const start = text.lastIndexOf('\n', at) + 1
    const end = text.indexOf('\n', at)
    const line = text.slice(start, end < 0 ? text.length : end)
    // A template's own sample ("... or NEEDS CLARIFICATION") asks nothing.
    if (/\bor NEEDS CLARIFICATION|^[ \t]*(?:<!--|```)|`[^`]*NEEDS CLARIFICATION[^`]*`/.test(line) || /\bno (?:remaining )?(?:\[?NEEDS CLARIFICATION|unresolved)/i.test(line) || /^[ \t]*[-*+] \[[ xX]\]/.test(line)) continue
    const question = clarification(line.slice(Math.max(0, at - start - 1)))
    const asked = question === null || question === '' ? line.replace(/^[\s\-*+#\d.>]+/, '').replace(/\[?NEEDS CLARIFICATION.*$/, '').replaceAll('**', '').trim() : question
    if (asked !== '') gaps.push(decision(asked, { file: path, start: at, end: at + MARK.length }))
  }
  return gaps
}
