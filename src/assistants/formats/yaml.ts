// What a block scalar cannot hold, or what readers of YAML 1.1 take for a line end: control characters, NEL, LS, PS,
// the byte order mark, and halves of a surrogate pair.
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|\p{Surrogate}/u

/** A text as a quoted scalar on one line: all that JSON escapes is escaped the same in YAML, and the rest here. */
export const quoted = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** A text as a literal block below its key, two columns in; quoted where a block would not give it back as it is. */
export function block(text: string): string {
  const holds = /[^\n]\n$/.test(text) && !UNPRINTABLE.test(text)
  if (!holds) return quoted(text)
  return `|2\n${text
    .slice(0, -1)
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n')}`
}
