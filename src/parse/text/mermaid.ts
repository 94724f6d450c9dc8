import type { Place } from '../../model/source.ts'
import type { At } from './dependencies.ts'

/** An edge of a diagram: `after` waits for `before`. Node ids with their labels ('' where a node has none; its lines apart). */
export interface MermaidEdge {
  readonly before: string
  readonly after: string
  readonly beforeLabel: string
  readonly afterLabel: string
  readonly place: Place
  readonly text: string
}

const ID = /\s*([\p{L}\d_](?:[\p{L}\d_.]|-(?![-.>=]))*)/uy
const SHAPE =
  /\s*(?:\(\[|\[\[|\[\(|\(\(|\{\{|\[\/|\[\\|>|\[|\(|\{)\s?(?:"([^"\n]{0,300})"|([^\]})"\n]{0,300}))\s?(?:\]\)|\]\]|\)\]|\)\)|\}\}|\/\]|\\\]|\]|\)|\})/y
const CLASS = /:::[\w-]{1,60}/y
// `-->`, `--->`, `==>`, `-.->`, with a text in bars or inside the line. Lines without a head order nothing.
const LINK =
  /\s*<?(?:-{2,6}>|={2,6}>|-\.{1,4}->|--\s[^\n>|]{1,200}?\s-{2,6}>|==\s[^\n>|]{1,200}?\s={2,6}>|-\.\s[^\n>|]{1,200}?\s\.{1,4}->)\s*(?:\|[^|\n]{0,200}\|)?/y
const FLOW = /^\s*(?:graph|flowchart)\b/

function match(regex: RegExp, line: string, from: number): RegExpExecArray | null {
  regex.lastIndex = from
  return regex.exec(line)
}

/** The nodes that stand at an offset (`A & B[Title]`), their labels noted. */
function nodes(line: string, from: number, labels: Map<string, string>): { ids: string[]; end: number } {
  const ids: string[] = []
  let end = from
  for (;;) {
    const id = match(ID, line, end)
    if (id === null) break
    end += id[0].length
    const shape = match(SHAPE, line, end)
    if (shape !== null) {
      end += shape[0].length
      if (!labels.has(id[1]!))
        labels.set(
          id[1]!,
          (shape[1] ?? shape[2]!)
            .split(/<br\s?\/?>|\\n/i)
            .map((part) => part.replace(/\s+/g, ' ').trim())
            .join('\n')
            .trim(),
        )
    }
    end += match(CLASS, line, end)?.[0].length ?? 0
    ids.push(id[1]!)
    const more = match(/\s*&/y, line, end)
    if (more === null) break
    end += more[0].length
  }
  return { ids, end }
}

interface RawEdge {
  readonly before: string
  readonly after: string
  readonly place: Place
  readonly text: string
}

function flowLine(line: string, place: Place, labels: Map<string, string>): RawEdge[] {
  const edges: RawEdge[] = []
  let left = nodes(line, 0, labels)
  while (left.ids.length > 0) {
    const link = match(LINK, line, left.end)
    if (link === null) break
    const right = nodes(line, left.end + link[0].length, labels)
    for (const before of left.ids) {
      for (const after of right.ids.slice(0, 50)) edges.push({ before, after, place, text: line.trim().slice(0, 120) })
    }
    left = right
  }
  return edges
}

/** The statements of a line; a `;` inside of a quoted label ends none. */
function statements(line: string): string[] {
  const parts: string[] = []
  let from = 0
  let quoted = false
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '"') quoted = !quoted
    else if (line[at] === ';' && !quoted) {
      parts.push(line.slice(from, at))
      from = at + 1
    }
  }
  // A quote that never closes hides nothing.
  return quoted ? line.split(';') : [...parts, line.slice(from)]
}

/** `Title :id, after other, 3d` of a Gantt chart. */
function ganttLine(line: string, place: Place, labels: Map<string, string>): RawEdge[] {
  const colon = line.indexOf(':')
  if (colon < 0) return []
  const title = line.slice(0, colon).trim()
  const fields = line
    .slice(colon + 1)
    .split(',')
    .map((field) => field.trim())
  const after = fields.find((field) => /^after\s/.test(field))
  const id =
    fields.find((field) => /^[\p{L}_][\p{L}\d_-]*$/u.test(field) && !/^(?:done|active|crit|milestone)$/.test(field)) ??
    title
  labels.set(id, title)
  if (after === undefined) return []
  return after
    .slice(6)
    .split(/\s+/)
    .map((before) => ({ before, after: id, place, text: line.trim().slice(0, 120) }))
}

/** The edges of a mermaid flowchart or the `after` fields of a Gantt chart, line by line. Other diagrams give none. */
export function readMermaidEdges(code: string, at: At): MermaidEdge[] {
  const labels = new Map<string, string>()
  const edges: RawEdge[] = []
  let kind: 'flow' | 'gantt' | '' = ''
  let offset = 0
  for (const line of code.split('\n')) {
    const place = { file: at.file, start: at.start + offset, end: at.start + offset + line.replace(/\r$/, '').length }
    offset += line.length + 1
    if (/^\s*(?:%%|$)/.test(line)) continue
    if (kind === '') kind = FLOW.test(line) ? 'flow' : /^\s*gantt\b/.test(line) ? 'gantt' : ''
    else if (kind === 'flow') {
      let from = 0
      for (const part of statements(line)) {
        edges.push(
          ...flowLine(part, { ...place, start: place.start + from, end: place.start + from + part.length }, labels),
        )
        from += part.length + 1
      }
    } else edges.push(...ganttLine(line, place, labels))
  }
  return edges.map((edge) => ({
    ...edge,
    beforeLabel: labels.get(edge.before) ?? '',
    afterLabel: labels.get(edge.after) ?? '',
  }))
}
