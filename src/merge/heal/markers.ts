import type { Span } from '../../model/source.ts'

/** One conflict as git wrote it into a file. The span holds the markers too; the three others are whole lines. */
export interface Region extends Span {
  readonly ours: Span
  /** The common ancestor of `merge.conflictStyle` diff3 and zdiff3; null where the file does not hold it. */
  readonly base: Span | null
  readonly theirs: Span
}

/** The conflicts of a file. `stray` is a start of one that never ends well, null where there is none. */
export interface Regions {
  readonly regions: readonly Region[]
  readonly stray: Span | null
}

interface Fence {
  readonly mark: string
  readonly isDiagram: boolean
  closed: boolean
}

interface Found {
  readonly region: Region
  readonly labels: string
  /** The fence around it; null where a fence starts or ends inside. */
  readonly fence: Fence | null
}

interface Open {
  readonly start: number
  readonly ours: number
  readonly label: string
  readonly fence: Fence | null
  crossed: boolean
  base: Span | null
  baseFrom: number
  oursEnd: number
  theirs: number
}

const MARKER = /^(?:(<{7}|\|{7}|>{7})(?: (.*))?|(={7}))$/
const FENCE = /^[ \t>]*(?:[-*+][ \t]+)?(`{3,}(?=[^`]*$)|~{3,})[ \t]*(\S*)/

/**
 * Finds the conflicts that git left in a file: a start, perhaps the ancestor, the middle and the end, each on a line of
 * its own and in this order. Text about conflicts inside a code fence is none, unless the same merge left a conflict
 * outside of fences too, or the fence is a diagram, which intentk itself writes. Linear.
 */
export function findRegions(text: string): Regions {
  if (!text.includes('<<<<<<<')) return { regions: [], stray: null }
  const found: Found[] = []
  let open: Open | null = null
  let fence: Fence | null = null
  let stray: Span | null = null
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start)
    const next = newline < 0 ? text.length : newline + 1
    const first = text[start]
    const line = text.slice(start, newline < 0 ? next : newline).replace(/\r$/, '')
    const marker = first === '<' || first === '|' || first === '=' || first === '>' ? MARKER.exec(line) : null
    const kind = marker === null ? '' : (marker[1] ?? marker[3])![0]!
    if (kind === '<') {
      if (open !== null && open.fence === null) stray ??= { start: open.start, end: open.ours }
      open = opened(start, next, marker![2] ?? '', fence)
    } else if (open !== null && kind !== '') {
      const done = step(open, kind, start, next)
      if (done === 'broken') {
        if (open.fence === null) stray ??= { start: open.start, end: open.ours }
        open = null
      } else if (done !== null) {
        found.push({
          region: done,
          labels: `${open.label}\n${marker![2] ?? ''}`,
          fence: open.crossed ? null : open.fence,
        })
        open = null
      }
    } else {
      const after = fenceAfter(fence, line)
      if (after !== fence && open !== null) open.crossed = true
      // The sides may each open or close a fence; what counts outside is what one of them leaves.
      if (open === null || open.theirs < 0) fence = after
    }
    start = next
  }
  if (open !== null && open.fence === null) stray ??= { start: open.start, end: open.ours }
  return { regions: genuine(found), stray }
}

const opened = (start: number, ours: number, label: string, fence: Fence | null): Open => ({
  start,
  ours,
  label,
  fence,
  crossed: false,
  base: null,
  baseFrom: -1,
  oursEnd: -1,
  theirs: -1,
})

/** Takes a marker inside an open conflict. Null for one that goes on. */
function step(open: Open, kind: string, start: number, next: number): Region | 'broken' | null {
  if (kind === '|' && open.baseFrom < 0 && open.theirs < 0) {
    open.oursEnd = start
    open.baseFrom = next
  } else if (kind === '=' && open.theirs < 0) {
    if (open.baseFrom < 0) open.oursEnd = start
    else open.base = { start: open.baseFrom, end: start }
    open.theirs = next
  } else if (kind === '>') {
    if (open.theirs < 0) return 'broken'
    const { start: from, ours, oursEnd, base, theirs } = open
    return { start: from, end: next, ours: { start: ours, end: oursEnd }, base, theirs: { start: theirs, end: start } }
  }
  return null
}

function fenceAfter(fence: Fence | null, line: string): Fence | null {
  if (!line.includes('```') && !line.includes('~~~')) return fence
  const match = FENCE.exec(line)
  if (match === null) return fence
  const [, mark = '', info = ''] = match
  if (fence === null) return { mark, isDiagram: info === 'mermaid', closed: false }
  if (mark[0] !== fence.mark[0] || mark.length < fence.mark.length || info !== '') return fence
  fence.closed = true
  return null
}

/** Leaves out what a fence quotes. All conflicts of one merge carry the same labels. */
function genuine(found: readonly Found[]): Region[] {
  const quoted = ({ fence }: Found): boolean => fence !== null && fence.closed && !fence.isDiagram
  const labels = new Set(found.filter((one) => !quoted(one)).map((one) => one.labels))
  return found.filter((one) => !quoted(one) || labels.has(one.labels)).map((one) => one.region)
}
