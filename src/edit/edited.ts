import type { TextEdit } from './text-edits.ts'

/** The edits that were asked for, or why they cannot be made: a sentence, and what to do instead. */
export type Edited =
  | { readonly ok: true; readonly edits: readonly TextEdit[] }
  | { readonly ok: false; readonly reason: string; readonly hint: string }

export const refused = (reason: string, hint = ''): Edited => ({ ok: false, reason, hint })
