import type { Diagnostic } from '../model/diagnostic.ts'
import type { Span } from '../model/source.ts'

/** One JSON object of a lock, before anything is known about its fields. */
export interface RawRecord extends Span {
  readonly value: Readonly<Record<string, unknown>>
}

/** What a lock file is, beside its records. */
export interface RawLock {
  readonly conflicted: boolean
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Splits a lock into its records, line by line, so that one bad line costs one record, and hands on each in its turn,
 * both sides of a conflict included; `restart` says that all before were none. Reads the brackets and commas of
 * a JSON array, plain JSON lines, conflict markers of git (the common ancestor of a three-sided one is skipped), and,
 * where lines alone make no sense, an array that a formatter spread over several lines.
 */
export function splitLock(text: string, file: string, take: (record: RawRecord) => void, restart: () => void): RawLock {
  const bad: Diagnostic[] = []
  let marker: Span | null = null
  let ancestor = false
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline
    const plain = ancestor ? undefined : readPlainLine(text, start, end)
    if (plain !== undefined) {
      take({ value: plain, start, end })
      start = end + 1
      continue
    }
    const line = text
      .slice(start, end)
      .replace(/^\ufeff/, '')
      .trim()
    const kind = /^(<{7}|\|{7}|={7}|>{7})(?: |$)/.exec(line)?.[1]?.[0]
    if (kind !== undefined) {
      marker ??= { start, end }
      ancestor = kind === '|'
    } else if (!ancestor) {
      const value = readLine(line)
      if (value === undefined) bad.push(badLine(file, start, end))
      else if (value !== null) take({ value, start, end })
    }
    start = end + 1
  }
  if (bad.length > 0 && marker === null) {
    const whole = readWhole(text)
    if (whole !== null) {
      restart()
      whole.forEach(take)
      return { conflicted: false, diagnostics: [] }
    }
  }
  const diagnostics = marker === null ? bad : [conflict(file, marker), ...bad]
  return { conflicted: marker !== null, diagnostics }
}

/** A record as intentk writes it, which nearly every line is: a comma and an object. Undefined for any other line. */
function readPlainLine(text: string, start: number, end: number): RawRecord['value'] | undefined {
  const from = text[start] === ',' ? start + 1 : start
  return text[from] === '{' && text[end - 1] === '}' ? readObject(text.slice(from, end)) : undefined
}

/** Null for a line that holds no record and needs none, undefined for one that should and does not. */
function readLine(line: string): RawRecord['value'] | null | undefined {
  let start = 0
  let end = line.length
  while (start < end && (line[start] === '[' || line[start] === ',')) start++
  while (end > start && (line[end - 1] === ']' || line[end - 1] === ',')) end--
  const inner = line.slice(start, end).trim()
  return inner === '' ? null : readObject(inner)
}

function readObject(json: string): RawRecord['value'] | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function readWhole(text: string): readonly RawRecord[] | null {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''))
    const objects = Array.isArray(value) ? value : [value]
    return objects.every(isObject) ? objects.map((object) => ({ value: object, start: 0, end: text.length })) : null
  } catch {
    return null
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const badLine = (file: string, start: number, end: number): Diagnostic => ({
  ruleId: 'lock-line',
  severity: 'warning',
  message:
    'Unexpected line in the lock, expected one JSON object. It is left out; take the file back from git if it was not meant to change.',
  place: { file, start, end },
})

const conflict = (file: string, span: Span): Diagnostic => ({
  ruleId: 'lock-conflict',
  severity: 'warning',
  message: 'The lock holds conflict markers of git. Both sides are read, and the next write leaves the markers out.',
  place: { file, ...span },
})
