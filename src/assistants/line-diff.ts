/** A line of a difference: in both, only in the first, or only in the second text. */
export interface DiffLine {
  readonly mark: ' ' | '-' | '+'
  readonly text: string
}

/** Above so many pairs of lines that differ, the one block simply takes the place of the other. */
const MOST = 1_000_000

/** How the second text differs from the first, line by line, with two lines around each place. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const [a, b] = [linesOf(before), linesOf(after)]
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const middle = [a.slice(start, a.length - end), b.slice(start, b.length - end)] as const
  const same = (text: string): DiffLine => ({ mark: ' ', text })
  const tail = end === 0 ? [] : a.slice(-end)
  return around([...a.slice(0, start).map(same), ...middleDiff(...middle), ...tail.map(same)])
}

const linesOf = (text: string): readonly string[] => {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

function middleDiff(a: readonly string[], b: readonly string[]): readonly DiffLine[] {
  const minus = (text: string): DiffLine => ({ mark: '-', text })
  const plus = (text: string): DiffLine => ({ mark: '+', text })
  if (a.length * b.length > MOST) return [...a.map(minus), ...b.map(plus)]
  // The longest common subsequence from each pair of places to the end.
  const width = b.length + 1
  const longest = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] =
        a[i] === b[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!)
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ mark: ' ', text: a[i++]! })
      j++
    } else if (j === b.length || (i < a.length && longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!))
      lines.push(minus(a[i++]!))
    else lines.push(plus(b[j++]!))
  }
  return lines
}

/** Leaves out what is far from any change. */
function around(lines: readonly DiffLine[]): readonly DiffLine[] {
  const near = new Set<number>()
  for (const [at, { mark }] of lines.entries()) if (mark !== ' ') for (let by = -2; by <= 2; by++) near.add(at + by)
  return lines.filter((_, at) => near.has(at))
}
