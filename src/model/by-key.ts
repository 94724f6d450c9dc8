/** Values in groups, in the order in which their keys first come. */
export function byKey<K, T>(values: readonly T[], keyOf: (value: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>()
  // Neighbours mostly share their key.
  let last: K | undefined
  let group: T[] | undefined
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!
    const key = keyOf(value)
    if (group === undefined || key !== last) {
      group = groups.get(key)
      if (group === undefined) groups.set(key, (group = []))
      last = key
    }
    group.push(value)
  }
  return groups
}
