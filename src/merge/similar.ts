import { findPaths } from '../parse/text/paths.ts'
import { terms } from '../derive/keys.ts'

/** Something to find again by its words. `group` is where it stands: the key of a milestone. */
export interface Candidate {
  readonly key: string
  readonly text: string
  readonly group: string
}

/** Shares of words that two texts need to be the same thing, inside one group and across the whole plan. */
const NEAR = { group: 0.5, plan: 0.66 }

/** A word that more candidates have than this tells nothing, and would make the search quadratic. */
export const COMMON = 40

function wordsOf(text: string): ReadonlySet<string> {
  const words = new Set(terms(text))
  // A path says more than any word: it counts as one more.
  for (const { path } of findPaths(text).paths) words.add(`path:${path.toLowerCase()}`)
  return words
}

/** Twice the words that both have, by the words of both. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0
  for (const word of a) if (b.has(word)) shared++
  return a.size + b.size === 0 ? 0 : (2 * shared) / (a.size + b.size)
}

function pairsOf(wanted: readonly Candidate[], known: readonly Candidate[]): [number, number, number][] {
  const knownWords = known.map((one) => wordsOf(one.text))
  const postings = new Map<string, number[]>()
  knownWords.forEach((words, at) => {
    for (const word of words) {
      const list = postings.get(word)
      if (list === undefined) postings.set(word, [at])
      else list.push(at)
    }
  })
  return wanted.flatMap((one, from) => {
    const words = wordsOf(one.text)
    const near = new Set<number>()
    for (const word of words) {
      const list = postings.get(word)
      if (list !== undefined && (list.length <= COMMON || word.startsWith('path:')))
        for (const at of list.slice(0, COMMON)) near.add(at)
    }
    return [...near].flatMap((to): [number, number, number][] => {
      const same = one.group === known[to]!.group
      const score = likeness(words, knownWords[to]!)
      return score >= (same ? NEAR.group : NEAR.plan) ? [[from, to, same ? score + 1 : score]] : []
    })
  })
}

/**
 * Finds things again whose words changed: the key of each wanted one to that of the known one it was, the most alike
 * first, inside one group before the whole plan. Each is used once.
 */
export function matchByWords(wanted: readonly Candidate[], known: readonly Candidate[]): Map<string, string> {
  const found = new Map<string, string>()
  if (wanted.length === 0 || known.length === 0) return found
  const used = new Set<number>()
  const taken = new Set<number>()
  const pairs = pairsOf(wanted, known).sort((a, b) => b[2] - a[2] || a[0] - b[0] || a[1] - b[1])
  for (const [from, to] of pairs) {
    if (taken.has(from) || used.has(to)) continue
    taken.add(from)
    used.add(to)
    found.set(wanted[from]!.key, known[to]!.key)
  }
  return found
}
