import type { Span } from '../../model/source.ts'
import { once } from '../../model/once.ts'

/**
 * The shape of an id. `reference` ids (`FR-001`, `SC-002`, `CHK003`) name requirements, criteria and checklist lines,
 * which are not tasks by their id alone.
 */
export type IdForm = 'T' | 'number' | 'word' | 'hash' | 'label' | 'reference'

export interface FoundId extends Span {
  readonly id: string
  readonly form: IdForm
}

const REFERENCES =
  /^(?:FR|NFR|SC|AC|REQ|CHK|US|UC|RM|RE|AT|FM|MP|ECP|VA|VM|QS|AM|IAV|DR|CM|EC|GS|KPI|ADR|RFC|RF|RNF|NFA|PRD|CA)$/

// Standards and names that look like an id: `UTF-8 encoding`, `ES2020 target`, `S3 bucket`.
const NAMES =
  /^(?:UTF|UCS|SHA|MD|AES|RSA|ISO|IEC|HTTP|TLS|SSL|IP|GPT|CVE|CWE|PEP|IEEE|EIP|ERC|BIP|ECMA|ES|WCAG|UTC|GMT|PR|ARM|X|AMD|BASE|COVID|MP|H|S|EC|OAUTH|WEB|V|K|B|IPV|CSS|HTML|M|P|Q|US|N|GO|PHP|PY|JDK|C|CI|WIN)$/

const TASK_WORD = 'Task|Subtask|TASK|Aufgabe|Tarea|Tâche|Tarefa|Görev|Задача|任务|任務|タスク|작업|과제'
const END = '(?![\\p{L}\\d_])'
const T_FORM = once(
  () => new RegExp(`T-?\\d{1,6}(?:\\.\\d{1,4}){0,4}[a-z]?(?:-[A-Z][A-Z0-9]{0,9})?${END}(?![/=])`, 'uy'),
)
const DASHED = once(() => new RegExp(`([A-Z][A-Z0-9]{0,9})-\\d{1,6}(?:\\.\\d{1,4}){0,4}[a-z]?${END}(?![/.-]\\w)`, 'uy'))
const GLUED = once(() => new RegExp(`([A-Z]{1,5})(\\d{1,5})(?:\\.\\d{1,4}){0,3}[a-z]?${END}(?![/.-]\\w)`, 'uy'))
const DOTTED = once(() => new RegExp(`\\d{1,4}(?:\\.\\d{1,4}){1,5}[a-z]?${END}(?![/%-])`, 'uy'))
const GSD = once(() => /\d{2,3}-\d{2,3}(?![\p{L}\d_/%+])(?!-\d)/uy)
const PLAIN = /\d{1,4}(?=[.)]\s)/y
const HASH = once(() => new RegExp(`#\\d{1,6}${END}`, 'uy'))
const LABEL = once(
  () => new RegExp(`(?:${TASK_WORD})\\s?#?(?:[A-Z]\\.?)?\\d{1,4}(?:\\.\\d{1,4}){0,4}[a-z]?${END}`, 'uy'),
)
const QUANTITY = once(
  () =>
    /\s?(?:%|x\b|hours?\b|h\b|hrs?\b|mins?\b|minutes?\b|days?\b|weeks?\b|ms\b|s\b|sec\b|seconds\b|[kmgt]i?b\b|€|\$|percent|million|billion)/iuy,
)

function at(regex: RegExp, text: string, offset: number): RegExpExecArray | null {
  regex.lastIndex = offset
  return regex.exec(text)
}

/** The id is closed by `:`, `.`, `)`, a dash, bold markers, a tag or the end, so it cannot be a word of a sentence. */
function isClosed(text: string, end: number): boolean {
  return (
    end >= text.length || /^(?:[*_`]{0,3}\s?[:：.)）\]、]|[*_`]{2,3}|\s?[-–—]\s|\s\[)/.test(text.slice(end, end + 6))
  )
}

function found(match: RegExpExecArray, form: IdForm): FoundId {
  return { id: match[0], form, start: match.index, end: match.index + match[0].length }
}

function glued(text: string, offset: number): FoundId | null {
  const match = at(GLUED(), text, offset)
  if (match === null) return null
  const [, letters = '', digits = ''] = match
  // `P1`, `M1`, `US1`, `Q1` are a priority, a milestone, a story, a quarter.
  if (/^(?:P|M|US|Q|FY|H)$/.test(letters) && digits.length < 3) return null
  const form = REFERENCES.test(letters) ? 'reference' : 'word'
  const numbered = /^0\d|^\d{3}$/.test(digits) && !NAMES.test(letters)
  const padded = /^0\d/.test(digits)
  return padded || numbered || isClosed(text, offset + match[0].length) ? found(match, form) : null
}

function dashed(text: string, offset: number): FoundId | null {
  const match = at(DASHED(), text, offset)
  if (match === null) return null
  const letters = match[1]!
  if (/^(?:P|M|Q)$/.test(letters)) return null
  if (NAMES.test(letters) && !isClosed(text, offset + match[0].length)) return null
  return found(match, REFERENCES.test(letters) ? 'reference' : 'word')
}

function numbered(text: string, offset: number): FoundId | null {
  const dotted = at(DOTTED(), text, offset)
  if (dotted !== null) {
    const end = offset + dotted[0].length
    if (at(QUANTITY(), text, end) !== null) return null
    return /^[.:)）*\s]/.test(text.slice(end, end + 1)) || end === text.length ? found(dotted, 'number') : null
  }
  const gsd = at(GSD(), text, offset)
  // `50-70 percent` is a range; numbers of plans are padded or closed.
  if (gsd !== null && (gsd[0].startsWith('0') || isClosed(text, offset + gsd[0].length))) return found(gsd, 'number')
  const plain = at(PLAIN, text, offset)
  return plain === null ? null : found(plain, 'number')
}

/** Most tasks begin with a verb or a code span: no id begins with a small Latin letter, few with `Xx`. */
export function mayBeId(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset)
  const next = text.charCodeAt(offset + 1)
  if (code >= 0x80 || code === 0x23 || (code >= 0x30 && code <= 0x39)) return true
  if (code < 0x41 || code > 0x5a) return false
  // Only a word for "task" goes on in small letters.
  return next < 0x61 || next > 0x7a || code === 0x54 || code === 0x53 || code === 0x41 || code === 0x47
}

/** The words of TASK_WORD begin so. */
function mayBeLabel(text: string, offset: number): boolean {
  const next = text.charCodeAt(offset + 1)
  return text.charCodeAt(offset) >= 0x80 || next >= 0x80 || next === 0x61 || next === 0x75 || next === 0x41
}

/**
 * The task id that stands at an offset: `T001`, `T019b`, `T031-MIN`, `1.1`, `2.`, `03-02`, `TASK-1.1`, `WP01`, `#12`,
 * `Task 1:`. A word of a sentence that merely looks like one (`UTF-8`, `S3 bucket`, `1.5 hours`) is none.
 */
export function idAt(text: string, offset: number): FoundId | null {
  if (!mayBeId(text, offset)) return null
  const label = mayBeLabel(text, offset) ? at(LABEL(), text, offset) : null
  if (label !== null && isClosed(text, offset + label[0].length)) return found(label, 'label')
  const t = at(T_FORM(), text, offset)
  if (t !== null) return found(t, 'T')
  const hash = at(HASH(), text, offset)
  if (hash !== null) return found(hash, 'hash')
  return dashed(text, offset) ?? glued(text, offset) ?? numbered(text, offset)
}
