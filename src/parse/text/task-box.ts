import type { Span } from '../../model/source.ts'
import type { TaskState } from '../../model/plan.ts'

/** The box of a task line with the character between its brackets. */
export interface Box extends Span {
  readonly mark: string
  /** False for marks that no convention defines (`[?]`, `[]`): read as open, to be reported. */
  readonly known: boolean
}

const BOX = /\[([ \t\u00A0]?|[xXvV✓✔✗✘☑✅~/\-–!?>o.]|N\/A|n\/a)\](\*?)(?=\s|$|\*\*)/uy

const OPEN: ReturnType<typeof stateOf> = { state: 'open', known: true }

/** What the mark of a box says; `known` is false for a mark that no convention defines. */
export function stateOf(mark: string, dialect: string): { state: TaskState; known: boolean } {
  if (mark === ' ') return OPEN
  if (/^[xXvV✓✔☑✅]$/u.test(mark)) return { state: 'done', known: true }
  if (mark === '~' || mark === '/') return { state: 'started', known: true }
  if (mark === '-') return { state: dialect === 'kiro' ? 'started' : 'dropped', known: true }
  if (mark.toUpperCase() === 'N/A') return { state: 'dropped', known: true }
  return { state: 'open', known: mark === ' ' || mark === '\t' || mark === '\u00A0' }
}

type BoxParts = readonly [whole: string, mark: string, star: string]

const OPEN_BOX: BoxParts = ['[ ]', ' ', '']

/** The parts of the box at an offset: the whole, its mark, its star. */
export function boxAt(text: string, at: number): BoxParts | null {
  if (text.startsWith('[ ] ', at)) return OPEN_BOX
  BOX.lastIndex = at
  return BOX.exec(text) as BoxParts | null
}
