import type { StatedDependency } from '../model/values.ts'
import type { FrontMatter } from './front-matter.ts'
import { namedLabels, namesAllPrevious } from './named-labels.ts'

/** What the front matter says of the order of the whole document. */
export interface FrontMatterOrder {
  readonly stated: readonly StatedDependency[]
  /** It says that the document waits for nothing: `depends_on: []`. */
  readonly independent: boolean
}

const KEY = /^(?:depends[_-]on|dependencies)$/i
// Lists longer than a person writes are generated; a document that waits for this many waits for everything.
const MAX_NAMES = 200
const NONE = /^(?:none|nothing|n\/a|[-–—~]|null)?$/i
const SILENT: FrontMatterOrder = { stated: [], independent: false }

/** The names in a value: one by one in a list, between commas in a line. Null where it is a table of something else. */
function namesIn(value: unknown): string[] | null {
  if (value === null) return []
  if (typeof value === 'string') return value.split(/[,;、，；]/u).map((name) => name.trim())
  if (typeof value === 'number') return [String(value)]
  if (!Array.isArray(value)) return null
  const names = value.filter((one) => typeof one === 'string' || typeof one === 'number').map((one) => String(one))
  return names.length < value.length ? null : names.map((name) => name.trim())
}

/** Where the lines of a key begin and end; the key's own line is the first. */
function linesOf(text: string, key: string, end: number): { readonly start: number; readonly end: number } {
  let start = text.indexOf('\n') + 1
  let found = -1
  while (start > 0 && start < end) {
    const next = text.indexOf('\n', start)
    const line = text.slice(start, Math.min(next < 0 ? end : next, end))
    if (found >= 0 && /^[^\s#-]/.test(line)) return { start: found, end: start }
    if (
      found < 0 &&
      line.replace(/^["']/, '').startsWith(key) &&
      /^["']?\s{0,9}:/.test(line.replace(/^["']/, '').slice(key.length))
    )
      found = start
    start = next + 1
  }
  return found < 0 ? { start: 0, end } : { start: found, end }
}

/** `Phase 1 and 2` names two milestones, anything else is one name as it stands. */
function targetsOf(name: string): string[] {
  if (namesAllPrevious(name)) return ['*']
  const labels = namedLabels(name)
  return labels[0]?.start === 0 ? labels.map((label) => label.target) : [name]
}

/**
 * Reads `depends_on:` and `dependencies:` of a document's front matter: a name, names between commas, or a list of
 * names. Each keeps its place. A table is something else (`dependencies: { react: 19 }`) and is left alone.
 */
export function orderInFrontMatter(file: string, text: string, matter: FrontMatter): FrontMatterOrder {
  const { data, span } = matter
  if (span === null) return SILENT
  const stated: StatedDependency[] = []
  let answered = false
  for (const key of Object.keys(data).filter((one) => KEY.test(one))) {
    const names = namesIn(data[key])
    if (names === null) continue
    answered ||= names.every((name) => NONE.test(name))
    const lines = linesOf(text, key, span.end - 3)
    let at = Math.min(lines.start + key.length, lines.end)
    for (const name of names.filter((one) => !NONE.test(one))) {
      const found = text.slice(at, lines.end).indexOf(name)
      const start = found < 0 ? lines.start : at + found
      const end = found < 0 ? lines.start + key.length : start + name.length
      if (found >= 0) at = end
      const place = { file, start, end }
      for (const target of targetsOf(name))
        stated.push({ target, form: 'front-matter', place, text: `${key}: ${name}` })
    }
  }
  return { stated: stated.slice(0, MAX_NAMES), independent: answered && stated.length === 0 }
}
