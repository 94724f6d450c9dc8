import type { Span } from '../model/source.ts'

/** Replaces the characters of a span by a text; an empty span inserts, an empty text deletes. */
export interface TextEdit extends Span {
  readonly text: string
}

/** Why edits could not be applied: two of them overlap, or one lies outside the text. */
export interface EditError {
  readonly kind: 'overlap' | 'out-of-range'
  readonly edit: TextEdit
  /** For an overlap, the edit before it. */
  readonly other?: TextEdit
}

/** The edited text, or the reason why nothing was edited. */
export type EditResult =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly error: EditError }

const isSorted = (edits: readonly TextEdit[]): boolean =>
  edits.every((edit, index) => index === 0 || edits[index - 1]!.start <= edit.start)

/** By place; edits at the same place stay in the order they were given, insertions before a replacement. */
function sorted(edits: readonly TextEdit[]): readonly TextEdit[] {
  if (isSorted(edits)) return edits.some((edit) => edit.start === edit.end) ? stable(edits) : edits
  return stable(edits)
}

const stable = (edits: readonly TextEdit[]): readonly TextEdit[] =>
  edits.toSorted((a, b) => a.start - b.start || Number(a.end > a.start) - Number(b.end > b.start))

/**
 * Applies edits, given in any order, against the offsets of the original text. Every character outside the edits stays
 * as it is. Several insertions at one place are made in the order given. Linear in the text and the edits, apart from
 * the sort. Two edits that replace the same character, and an edit outside the text, are an error and change nothing.
 */
export function tryEdits(text: string, edits: readonly TextEdit[]): EditResult {
  const pieces: string[] = []
  let at = 0
  let previous: TextEdit | undefined
  for (const edit of sorted(edits)) {
    if (!(edit.start >= 0 && edit.start <= edit.end && edit.end <= text.length)) {
      return { ok: false, error: { kind: 'out-of-range', edit } }
    }
    if (edit.start < at) {
      return { ok: false, error: { kind: 'overlap', edit, ...(previous === undefined ? {} : { other: previous }) } }
    }
    pieces.push(text.slice(at, edit.start), edit.text)
    at = edit.end
    previous = edit
  }
  pieces.push(text.slice(at))
  return { ok: true, text: pieces.join('') }
}

/**
 * As {@link tryEdits}, for edits that the caller made itself and knows not to overlap. Throws a `RangeError` where they
 * do, because that is a mistake of the program and never of a document.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const result = tryEdits(text, edits)
  if (result.ok) return result.text
  const { kind, edit, other } = result.error
  const where = (at: TextEdit): string => `${at.start}-${at.end}`
  throw new RangeError(
    kind === 'overlap'
      ? `text edits ${where(other ?? edit)} and ${where(edit)} overlap`
      : `text edit ${where(edit)} is outside the text`,
  )
}
