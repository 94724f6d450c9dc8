/** Ids in a form that ranges can be read against: `T019b` is prefix `t`, number 19, suffix `b`. */
interface Numbered {
  readonly number: number
  readonly suffix: string
  readonly task: number
}

export type RangeIndex = ReadonlyMap<string, readonly Numbered[]>

interface Parsed {
  readonly prefix: string
  readonly number: number
  readonly suffix: string
}

/** Both readings of an id: by its first number (`T007.1` is 7 with `.1`) and by its last (`2.1` is 1 of `2.`). */
function readings(id: string): Parsed[] {
  const name = id.toLowerCase()
  const first = /^(\D*)(\d{1,9})(\D.*)?$/.exec(name)
  const last = /(\d{1,9})([a-z]?)$/.exec(name)
  const list: Parsed[] = []
  if (first !== null) list.push({ prefix: first[1] as string, number: Number(first[2]), suffix: first[3] ?? '' })
  if (last !== null && last.index > (first?.[1]?.length ?? 0)) {
    list.push({ prefix: name.slice(0, last.index), number: Number(last[1]), suffix: last[2] as string })
  }
  return list
}

export function rangeIndex(ids: Iterable<readonly [string, number]>): RangeIndex {
  const index = new Map<string, Numbered[]>()
  for (const [id, task] of ids) {
    for (const { prefix, number, suffix } of readings(id)) {
      const list = index.get(prefix)
      if (list === undefined) index.set(prefix, [{ number, suffix, task }])
      else list.push({ number, suffix, task })
    }
  }
  for (const list of index.values()) list.sort(compare)
  return index
}

function compare(a: { number: number; suffix: string }, b: { number: number; suffix: string }): number {
  return a.number - b.number || (a.suffix < b.suffix ? -1 : a.suffix > b.suffix ? 1 : 0)
}

/**
 * The tasks that a range names (`T005-T010`, `T024..T028`, `T005–010`, `2.1 to 2.4`): every known id between both
 * ends, numerically. Empty where the text is no rising range or nothing lies in it; not spelled out above `limit` ids.
 */
export function rangeTargets(index: () => RangeIndex, target: string, limit: number): number[] | 'too-wide' {
  if (!/\d\s*$/.test(target)) return []
  const text = target.toLowerCase()
  for (const separator of text.matchAll(/ ?(?:\.{2,3}|[-–—~〜～]|(?<= )to(?= )) ?/g)) {
    const left = text.slice(0, separator.index).trim()
    const right = text.slice(separator.index + separator[0].length).trim()
    const found = between(index, left, right, separator[0].trim() === '-', limit)
    if (found.length > 0) return found
  }
  return []
}

function between(
  index: () => RangeIndex,
  left: string,
  right: string,
  hyphen: boolean,
  limit: number,
): number[] | 'too-wide' {
  const end = /^(.*?)(\d{1,9})$/.exec(right)
  const start = /^(.*?)(\d{1,9})$/.exec(left)
  if (start === null || end === null || (end[1] !== '' && end[1] !== start[1])) return []
  const prefix = start[1] as string
  // `03-02` is the id of one task in some tools.
  if (prefix === '' && hyphen && (left + right).startsWith('0')) return []
  const list = index().get(prefix) ?? []
  const low = { number: Number(start[2]), suffix: '' }
  const high = { number: Number(end[2]), suffix: '' }
  if (low.number >= high.number) return []
  // No id has a suffix before the line break, so this is the first place after the high end itself.
  const from = lowerBound(list, low)
  const to = lowerBound(list, { number: high.number, suffix: '\n' })
  if (to - from > limit) return 'too-wide'
  const found = new Set(list.slice(from, to).map((each) => each.task))
  return [...found].sort((x, y) => x - y)
}

function lowerBound(list: readonly Numbered[], key: { number: number; suffix: string }): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compare(list[middle]!, key) < 0) low = middle + 1
    else high = middle
  }
  return low
}
