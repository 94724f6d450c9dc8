import { codeSpans } from '../parse/text/inline.ts'

const GROUP = /\[([^[\]\n]{1,200})\](?!\(|\[|:)/gu
const WORDS =
  /^(?:tbd|todo|tba|fixme|xxx|txxx|\?+|\.\.\.|…|n\/a|to be (?:defined|determined|done|decided|confirmed)|placeholder|lorem ipsum.*)[.!]?$/iu
const CLARIFY = /\[?NEEDS CLARIFICATION(?::\s*([^\]\n]*))?\]?/u

function withoutCode(text: string): string {
  let result = ''
  let from = 0
  for (const span of codeSpans(text)) {
    result += `${text.slice(from, span.start)} `
    from = span.end
  }
  return result + text.slice(from)
}

/** A bracketed phrase that stands for words to be written, no tag, link, footnote, box or part of a path. */
function isBlank(group: string, before: string, after: string): boolean {
  if (/[\w./-]$/u.test(before) || /^[\w/.-]/u.test(after)) return false
  if (/^(?:[ xX~/✓-]|\^.*|P\d?|M\d+|US\d.*|N\/A)$/u.test(group)) return false
  if (/^(?:e\.g\.|###|#+-)/u.test(group)) return true
  return (
    /^\p{Lu}/u.test(group) &&
    (/\s/u.test(group) || (before.trim() === '' && after.trim() === '') || /^[A-Z][A-Z _-]+$/u.test(group))
  )
}

// What the words that stand for others begin with, behind blanks.
const FIRST = /^[tfxn?.…pl\s]/i
// What the other blanks of a template cannot do without.
const MARK = /\[|TXXX/

/** Whether a text is still a template's blank: `[Title]`, `[Describe the outcome]`, `TBD`, `TXXX`. */
export function isPlaceholder(text: string): boolean {
  if (FIRST.test(text) && WORDS.test(text.trim())) return true
  if (!MARK.test(text)) return false
  if (/\bTXXX\b/u.test(text)) return true
  const bare = withoutCode(text)
  for (const match of bare.matchAll(GROUP)) {
    if (isBlank(match[1]!, bare.slice(0, match.index), bare.slice(match.index + match[0].length))) return true
  }
  return false
}

/** A text without its `NEEDS CLARIFICATION` marks, which are asked on their own. */
export function withoutQuestions(text: string): string {
  return text.includes('NEEDS CLARIFICATION')
    ? text.replaceAll(/\s*\[NEEDS CLARIFICATION(?::[^\]\n]*)?\]/gu, '').trim()
    : text
}

/** The question of a `NEEDS CLARIFICATION` mark; null where the text holds none. */
export function clarification(text: string): string | null {
  const match = CLARIFY.exec(text)
  return match === null ? null : (match[1]?.trim() ?? '')
}
