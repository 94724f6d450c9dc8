/** A slash command as it is written in `commands/`: `$ARGUMENTS` and `/intentk.NAME` stand for each assistant's own. */
export interface Command {
  readonly name: string
  readonly description: string
  /** What the user may write behind it. */
  readonly hint: string
  /** The command line that takes its place where a spelling would be wrong for some readers. */
  readonly instead: string
  /** Markdown, ends with one line end. */
  readonly body: string
}
