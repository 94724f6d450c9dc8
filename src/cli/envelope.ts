import type { Outcome } from './outcome.ts'

// JSON.stringify leaves these as they are, and a terminal obeys them.
const UNSAFE = /[\u007f-\u009f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

/** The JSON of every command: one object on one line, harmless on a terminal, the same content for programs. */
export function printEnvelope(command: string, { data, diagnostics, more = {} }: Outcome): string {
  const json = JSON.stringify({ schemaVersion: 1, command, data, diagnostics, ...more })
  return `${json.replace(UNSAFE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`
}
