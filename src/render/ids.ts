interface Run {
  readonly first: string
  last: string
  size: number
}

const numberOf = (id: string): number => (/^T\d{1,9}$/.test(id) ? Number(id.slice(1)) : Number.NaN)

function runs(ids: readonly string[]): Run[] {
  const result: Run[] = []
  for (const id of ids) {
    const run = result.at(-1)
    if (run !== undefined && numberOf(id) === numberOf(run.last) + 1) {
      run.last = id
      run.size++
    } else result.push({ first: id, last: id, size: 1 })
  }
  return result
}

/** Ids in their order, neighbours as a range: `T002-T009`, `T002, T004-T006`; the number of tasks where that gets long. */
export function idRanges(ids: readonly string[]): string {
  const parts = runs(ids)
  if (parts.length > 8) return `${ids.length} tasks`
  return parts
    .map(({ first, last, size }) => (size === 1 ? first : size === 2 ? `${first}, ${last}` : `${first}-${last}`))
    .join(', ')
}

/** A chain for people: `T001 → T002 → T003`, its middle left out beyond a dozen. */
export function idChain(ids: readonly string[]): string {
  const parts = ids.length <= 12 ? ids : [...ids.slice(0, 5), `… (${ids.length - 10} more) …`, ...ids.slice(-5)]
  return parts.join(' → ')
}

/** `1`, `1 and 2`, `1, 2 and 3`. */
export function listWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
