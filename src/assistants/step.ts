/** What stands at a path: its content with byte order mark, null for nothing, or why it is not touched. */
export type OnDisk = { readonly text: string } | { readonly refused: string } | null

/** One file as it was and as it shall be; null for none. */
export interface Change {
  readonly path: string
  readonly before: string | null
  readonly after: string | null
}

export type ActionKind =
  /** Made, or brought up to date. */
  | 'create'
  | 'update'
  | 'unchanged'
  | 'remove'
  /** A person's: left as it is. */
  | 'kept'

/** What becomes of one path. */
export interface Action {
  readonly path: string
  readonly kind: ActionKind
  /** Why it is kept, as the end of a sentence; '' where nothing is to be said. */
  readonly because: string
  /** It stands where a link leads out, or is no file: nothing can be written there. */
  readonly refused: boolean
  /** What would stand there, beside what does, where that is news. */
  readonly offer: { readonly now: string; readonly wanted: string } | null
}

/** One step of a plan: what happens, and what the manifest says of it then. */
export interface Step<R> {
  readonly action: Action | null
  readonly change: Change | null
  readonly record: R | null
}

/** What becomes of a path; nothing is kept or offered unless said. */
export const actionOf = (path: string, kind: ActionKind, more: Partial<Action> = {}): Action => ({
  path,
  kind,
  because: '',
  refused: false,
  offer: null,
  ...more,
})

/** Nothing can be written there. */
export const refusal = (path: string, because: string): Action => actionOf(path, 'kept', { because, refused: true })
