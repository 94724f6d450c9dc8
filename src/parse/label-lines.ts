import { classifySection } from './section.ts'

const LABEL_LINE = /^(?:[>\s]*)(?:\*\*|__)(?=\S)(.{1,160}?)(?:\*\*|__)(?!\*)[ \t]*(.*)$/su
export const PLAIN_FIELD = /^[*_]?([\p{L}][\p{L}\d /&'-]{1,40}?)[ \t]*(?:：[ \t]*|:[ \t]+)(\S.*?)[*_]?$/su
export const INTRODUCES = /^(?!.*[.!?。] ).{1,120}[:：]$/su

export interface LabelLine {
  readonly key: string
  readonly keyStart: number
  readonly value: string
  readonly valueStart: number
}

/** A line that starts with a bold key: the key, and what follows the colon. */
export function labelLine(line: string, start: number): LabelLine | null {
  const match = LABEL_LINE.exec(line)
  if (match === null) return null
  const whole = match[2]!.trim() === '' ? boldField(match[1]!) : null
  if (whole !== null) {
    const keyStart = start + line.indexOf(match[1]!)
    return {
      key: whole.key,
      keyStart,
      value: whole.value,
      valueStart: keyStart + match[1]!.length - whole.value.length,
    }
  }
  const keyAt = line.indexOf(match[1]!)
  const inside = /[:：]\s*$/u.test(match[1]!)
  const colon = /^\s*[:：]\s*/u.exec(match[2]!)
  const key = match[1]!.replace(/[:：\s]+$/u, '')
  const value = colon === null ? match[2]! : match[2]!.slice(colon[0].length)
  if (!inside && colon === null && value !== '' && !/^[(（[–—\-*_⭐✅🔨❌]/u.test(value)) return null
  return { key, keyStart: start + keyAt, value: value.trimEnd(), valueStart: start + line.length - value.length }
}

/** `**Owner: Ana**`: key and value inside one pair of marks. */
function boldField(text: string): { key: string; value: string } | null {
  const match = /^([\p{L}][\p{L} ]{1,30}?)[:：]\s*(\S.*)$/su.exec(text)
  return match === null || classifySection(match[1]!) === null ? null : { key: match[1]!, value: match[2]! }
}

export interface Line {
  readonly text: string
  readonly start: number
}

export function linesOf(text: string, start: number): Line[] {
  const lines: Line[] = []
  let at = 0
  for (;;) {
    const next = text.indexOf('\n', at)
    const raw = next < 0 ? text.slice(at) : text.slice(at, next)
    const lead = raw.length - raw.trimStart().length
    lines.push({ text: raw.trim(), start: start + at + lead })
    if (next < 0) return lines
    at = next + 1
  }
}

/** The last of several labelled lines, where it has no value of its own: the list below is its value. */
export function openLabel(line: Line): LabelLine | null {
  const found = labelLine(line.text, line.start)
  return found !== null &&
    (found.value === '' || /^\(.*\)[:：]?$/su.test(found.value)) &&
    classifySection(found.key) !== null
    ? found
    : null
}
