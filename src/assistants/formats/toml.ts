import type { Filled } from '../fill.ts'

const named: Readonly<Record<string, string>> = { '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r' }

const escaped = (char: string): string =>
  named[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}`

/** A basic string (TOML 1.0, section "String"). */
const basic = (text: string): string => `"${text.replace(/["\\]/g, '\\$&').replace(/[\u0000-\u001f\u007f]/g, escaped)}"`

/** A basic string of several lines. Two quotes may stand in it as they are, a third would end it. */
function multiline(text: string): string {
  const safe = text
    .replaceAll('\\', '\\\\')
    .replace(/"(?="")|"(?=$)/g, '\\"')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, escaped)
  // The line end behind the opening quotes is not part of the text.
  return `"""\n${safe}"""`
}

/** `description` and `prompt`. */
export const printToml = ({ description, body }: Filled): string =>
  `description = ${basic(description)}\n\nprompt = ${multiline(body)}\n`
