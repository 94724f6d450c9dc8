/** Half-open range of UTF-16 offsets into {@link SourceFile.text}. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A span in a named document. Lines and columns are computed where they are shown. */
export interface Place extends Span {
  /** Path of the document as shown to people (see {@link SourceFile.path}). */
  readonly file: string
}

/**
 * One document as read from disk. `text` is the decoded text without a leading byte order mark and otherwise
 * byte for byte what the file holds: line ends, tabs and trailing blanks are kept. All offsets refer to `text`.
 */
export interface SourceFile {
  /** Relative to the repository root where possible, with `/` separators. Names the document, is never opened. */
  readonly path: string
  readonly text: string
  /** The file began with a byte order mark; writing puts it back. */
  readonly bom: boolean
  /** The dominant line end, used for text that intentk adds. */
  readonly eol: '\n' | '\r\n'
}
