/** Two texts of a drawing that an arrow joins: `after` waits for `before`. Lines count from 0; both texts stand in them. */
export interface DrawnEdge {
  readonly before: string
  readonly after: string
  readonly firstLine: number
  readonly lastLine: number
}

type Side = 'L' | 'R' | 'U' | 'D'

interface Cell {
  readonly text: string
  readonly start: number
  readonly end: number
}

const SIDES: Readonly<Record<string, string>> = {
  '─': 'LR',
  '━': 'LR',
  '═': 'LR',
  '-': 'LR',
  '=': 'LR',
  '—': 'LR',
  '│': 'UD',
  '┃': 'UD',
  '║': 'UD',
  '|': 'UD',
  '┌': 'RD',
  '╭': 'RD',
  '┐': 'LD',
  '╮': 'LD',
  '└': 'RU',
  '╰': 'RU',
  '┘': 'LU',
  '╯': 'LU',
  '├': 'UDR',
  '┤': 'UDL',
  '┬': 'LRD',
  '┴': 'LRU',
  '┼': 'LRUD',
  '+': 'LRUD',
}
const RIGHT_HEADS = new Set('→▶►➜⟶>')
const DOWN_HEADS = new Set('↓▼▾⬇vV')
const OPPOSITE: Readonly<Record<Side, Side>> = { L: 'R', R: 'L', U: 'D', D: 'U' }
const SIDE_NAMES: readonly Side[] = ['L', 'R', 'U', 'D']
const STEP: Readonly<Record<Side, readonly [number, number]>> = { L: [0, -1], R: [0, 1], U: [-1, 0], D: [1, 0] }
/** Larger drawings are not read. */
const MAX_LINES = 300
const MAX_WIDTH = 300

/** Where a letter or sign of typing (`v`, `-`, `>`, `+`) is a line and no part of a word. */
function isLine(row: string, at: number, above: string): boolean {
  const [char, before, after] = [row[at]!, row[at - 1] ?? ' ', row[at + 1] ?? ' ']
  if (/[vV]/.test(char)) return before === ' ' && after === ' ' && /[|│vV]/.test(above)
  if (/[-=—]/.test(char)) return before === char || after === char || after === '>'
  if (char === '>') return /[-=─]/.test(before)
  if (char === '+') return /[-─+ ]/.test(before) && /[-─+ ]/.test(after)
  return true
}

interface Grid {
  readonly rows: readonly string[]
  /** Sides of each character that is part of a line or an arrowhead, by row and column. */
  readonly sides: readonly (readonly string[])[]
  readonly cells: readonly (readonly Cell[])[]
}

function cellsOf(row: string, sides: readonly string[]): Cell[] {
  const masked = sides.map((side, at) => (side === '' ? row[at]! : '\n')).join('')
  return [...masked.matchAll(/[^ \n\t]+(?: [^ \n\t]+)*/g)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }))
}

function gridOf(lines: readonly string[]): Grid {
  const rows = lines.map((line) => line.replace(/\r$/, '').slice(0, MAX_WIDTH))
  const sides = rows.map((row, line) =>
    Array.from({ length: row.length }, (_, at): string => {
      const char = row[at]!
      const head = RIGHT_HEADS.has(char) ? '>' : DOWN_HEADS.has(char) ? 'v' : ''
      const known = head || (SIDES[char] ?? '')
      return known !== '' && isLine(row, at, rows[line - 1]?.[at] ?? ' ') ? known : ''
    }),
  )
  return { rows, sides, cells: rows.map((row, line) => cellsOf(row, sides[line]!)) }
}

/** Sides by which a character is entered; the way out of an arrowhead leads to its target. */
function entriesOf(sides: string): readonly Side[] {
  return (sides === '>' ? ['L'] : sides === 'v' ? ['U'] : sides.split('')) as Side[]
}

/** The text next to the end of a line: at most three blanks beside it, or right above or below. */
function textAt(grid: Grid, line: number, at: number, side: Side): Cell | null {
  const [down, right] = STEP[side]
  const cells = grid.cells[line + down] ?? []
  if (down !== 0) return cells.find((cell) => cell.start - 1 <= at && at <= cell.end) ?? null
  const near = cells.find((cell) =>
    right > 0 ? cell.start > at && cell.start - at <= 4 : cell.end <= at && at - cell.end <= 3,
  )
  return near ?? null
}

const BENDS = /^(?:RD|LD|RU|LU|UDR|UDL)$/

/** Where a line goes on; bends that a hand drew up to two columns off still meet. */
function neighbour(grid: Grid, line: number, at: number, side: Side): [number, number] | null {
  const [down, right] = STEP[side]
  const row = grid.sides[line + down] ?? []
  const back = OPPOSITE[side]
  if (entriesOf(row[at + right] ?? '').includes(back)) return [line + down, at + right]
  if (down === 0 || !BENDS.test(grid.sides[line]![at]!)) return null
  for (const off of [-1, 1, -2, 2]) {
    const other = row[at + off] ?? ''
    if (BENDS.test(other) && entriesOf(other).includes(back)) return [line + down, at + off]
  }
  return null
}

/** Follows the lines that hang together with one character: what they lead from and what their heads point at. */
function trace(grid: Grid, line: number, at: number, seen: Set<number>): DrawnEdge[] {
  const sources = new Map<Cell, number>()
  const targets = new Map<Cell, number>()
  const open: [number, number][] = [[line, at]]
  seen.add(line * MAX_WIDTH + at)
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [row, column] = next
    const own = grid.sides[row]![column]!
    for (const side of SIDE_NAMES) {
      const leaves = entriesOf(own).includes(side)
      const joined = leaves ? neighbour(grid, row, column, side) : null
      if (joined !== null) {
        const key = joined[0] * MAX_WIDTH + joined[1]
        if (!seen.has(key)) open.push(joined)
        seen.add(key)
      } else if (leaves && (side === 'L' || side === 'U')) {
        const source = textAt(grid, row, column, side)
        if (source !== null) sources.set(source, row + STEP[side][0])
      } else if ((own === '>' && side === 'R') || (own === 'v' && side === 'D')) {
        const target = textAt(grid, row, column, side)
        if (target !== null) targets.set(target, row + STEP[side][0])
      }
    }
  }
  if (sources.size * targets.size > 100) return []
  return [...targets].flatMap(([after, to]) =>
    [...sources].map(([before, from]) => ({
      before: before.text,
      after: after.text,
      firstLine: Math.min(from, to),
      lastLine: Math.max(from, to),
    })),
  )
}

/**
 * The arrows of a drawing made of signs: `A ──→ B`, a `│` and `▼` between lines, branches and joins (`┬`, `┐`, `├─►`).
 * Lines without an arrowhead order nothing, nor do the frames of boxes.
 */
export function readDrawing(lines: readonly string[]): DrawnEdge[] {
  if (lines.length > MAX_LINES) return []
  const grid = gridOf(lines)
  const seen = new Set<number>()
  return grid.sides.flatMap((row, line) =>
    row.flatMap((sides, at) => (sides === '' || seen.has(line * MAX_WIDTH + at) ? [] : trace(grid, line, at, seen))),
  )
}
