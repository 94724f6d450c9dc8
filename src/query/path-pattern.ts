import { segmentsOf } from '../graph/paths.ts'

/**
 * A test for paths: `*` and `?` stand for anything inside one name, `**` for any folders, a pattern without them for the
 * path itself and all below it. Case does not count. Brackets and braces are letters, as in `app/[id]/page.tsx`.
 */
export function pathPattern(pattern: string): (path: string) => boolean {
  const wanted = segmentsOf(pattern)
  const plain = !/[*?]/.test(pattern)
  return (path) => matchSegments(plain ? [...wanted, '**'] : wanted, segmentsOf(path))
}

// The last `**` alone has to be tried again further on, so that no pattern costs more than its length times the path's.
function matchSegments(wanted: readonly string[], path: readonly string[]): boolean {
  return wildcard(
    wanted.length,
    path.length,
    (at) => wanted[at] === '**',
    (at, to) => matchName(wanted[at]!, path[to]!),
  )
}

function matchName(wanted: string, name: string): boolean {
  return wildcard(
    wanted.length,
    name.length,
    (at) => wanted[at] === '*',
    (at, to) => wanted[at] === '?' || wanted[at] === name[to],
  )
}

/** Matches a pattern in which some parts stand for any number of others, the rest for one each. */
function wildcard(
  patternLength: number,
  length: number,
  isStar: (at: number) => boolean,
  same: (at: number, to: number) => boolean,
): boolean {
  let at = 0
  let to = 0
  let star = -1
  let retry = 0
  while (to < length) {
    if (at < patternLength && isStar(at)) {
      star = at++
      retry = to
    } else if (at < patternLength && same(at, to)) {
      at++
      to++
    } else {
      if (star === -1) return false
      at = star + 1
      to = ++retry
    }
  }
  while (at < patternLength && isStar(at)) at++
  return at === patternLength
}
