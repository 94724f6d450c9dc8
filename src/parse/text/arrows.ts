import type { Place } from '../../model/source.ts'
import { codeSpans } from './code-spans.ts'
import type { At } from './dependencies.ts'
import { readTargets } from './targets.ts'

/** `after` waits for `before`. Names as in a stated dependency; the caller keeps those it knows. */
export interface ChainEdge {
  readonly before: string
  readonly after: string
  readonly place: Place
  readonly text: string
}

const ARROW = /(?:-{1,3}>|=>|[→➜⇒⟶➔])\s*/gu
const VERSION = /^(?:v\d|\d+(?:\.\d+){2,}|\d+$|P\d$)/

interface Node {
  readonly names: readonly string[]
  readonly start: number
  readonly end: number
}

const nothing = (segment: { start: number; end: number }): Node => ({ names: [], ...segment })

/** What stands next to the arrow: cut at sentence marks and at a parenthesis that the segment does not close. */
function nextTo(segment: string, side: 'end' | 'start'): string {
  if (side === 'start') {
    const stop = segment.search(/[;；]|\.\s|^[^(（]*[)）]/)
    const paren = /^[^(（;；]*(?=[)）])/.exec(segment)
    return paren?.[0] ?? (stop < 0 ? segment : segment.slice(0, stop))
  }
  const tail = segment.slice(-400)
  const open = Math.max(tail.lastIndexOf('('), tail.lastIndexOf('（'))
  const unclosed = open > Math.max(tail.lastIndexOf(')'), tail.lastIndexOf('）')) ? open + 1 : 0
  const cut = Math.max(tail.lastIndexOf(';') + 1, tail.lastIndexOf(': ') + 1, tail.lastIndexOf('. ') + 1, unclosed)
  return tail.slice(cut)
}

/** Names next to an arrow with nothing else between but a remark. */
function idsOf(text: string, start: number, end: number, side: 'end' | 'start'): Node {
  const { targets, unclear } = readTargets(nextTo(text.slice(start, end), side).slice(0, 400))
  if (unclear.length > 0 || targets.length === 0) return nothing({ start, end })
  return { names: targets.map((target) => target.name), start, end }
}

function titleOf(text: string, start: number, end: number): Node {
  if (end - start > 200) return nothing({ start, end })
  const title = text
    .slice(start, end)
    .replace(/[*_`]/g, '')
    .replace(/\([^()]{0,80}\)/g, '')
    .replace(/^\s*(?:[-+]|\d+[.)])\s+/, '')
    .replace(/[.;]$/, '')
    .trim()
  const short = title !== '' && title.length <= 60 && !/[,;:!?"=<>()\u0001]|\.\s/.test(title)
  return short ? { names: [title], start, end } : nothing({ start, end })
}

/** Code hides its arrows; an id in code (`T001`) stays to be read. */
function maskNames(line: string): string {
  let masked = ''
  let from = 0
  for (const span of codeSpans(line)) {
    if (/^[A-Z]{1,6}-?\d[\w.-]{0,12}$/.test(span.content)) continue
    masked += line.slice(from, span.start) + '\u0001'.repeat(span.end - span.start)
    from = span.end
  }
  return masked + line.slice(from)
}

/**
 * Edges of an arrow chain: `T001 → T002 → T003`, `T004/T005 -> T006`. A line that is nothing but a chain may name its
 * nodes by title or letter (`A -> B`). Priorities, versions and numbers make no edge: `P1 → P2`, `0.6.4 → 0.10.12`.
 */
export function readArrowChain(line: string, at: At): ChainEdge[] {
  const text = maskNames(line)
  const arrows = [...text.matchAll(ARROW)]
  if (arrows.length === 0) return []
  const bounds = arrows.map((arrow, index) => ({
    left: { start: index === 0 ? 0 : arrows[index - 1]!.index + arrows[index - 1]![0].length, end: arrow.index },
    right: { start: arrow.index + arrow[0].length, end: arrows[index + 1]?.index ?? text.length },
  }))
  const edges: ChainEdge[] = []
  const titles = [bounds[0]!.left, ...bounds.map(({ right }) => right)].map(({ start, end }) =>
    titleOf(text, start, end),
  )
  const isChain = titles.every((node) => node.names.length > 0)
  bounds.forEach(({ left, right }, index) => {
    const ids = { left: idsOf(text, left.start, left.end, 'end'), right: idsOf(text, right.start, right.end, 'start') }
    const known = ids.left.names.length > 0 && ids.right.names.length > 0
    const before = known ? ids.left : isChain ? titles[index]! : nothing(left)
    const after = known ? ids.right : isChain ? titles[index + 1]! : nothing(right)
    const words = line.slice(left.start, right.end).trim().replace(/\s+/g, ' ')
    const place = { file: at.file, start: at.start + left.start, end: at.start + right.end }
    for (const first of before.names) {
      for (const second of after.names.slice(0, 20)) {
        if (!VERSION.test(first) && !VERSION.test(second) && first !== second)
          edges.push({ before: first, after: second, place, text: words.slice(0, 120) })
      }
    }
  })
  return edges
}
