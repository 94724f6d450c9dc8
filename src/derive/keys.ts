import { hashText } from '../model/hash.ts'
import { plain } from '../parse/text/inline.ts'

/** The words of a text as a key: lower case, hyphens, long ones cut and closed with a hash of the whole. */
export function slug(text: string): string {
  const words = plain(text).toLowerCase().replaceAll(/[^\p{L}\p{N}./]+/gu, '-').replaceAll(/^-+|-+$/g, '')
  return words.length <= 72 ? words : `${words.slice(0, 60)}-${hashText(words).slice(0, 8)}`
}

/** Gives each key once: the second and later ones get a counter. */
export function uniqueKey(key: string, seen: Map<string, number>): string {
  const count = (seen.get(key) ?? 0) + 1
  seen.set(key, count)
  return count === 1 ? key : `${key}#${count}`
}

/** The words of a text that carry meaning, for comparing two texts. */
export function terms(text: string): ReadonlySet<string> {
  const words = plain(text).toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []
  return new Set(words.filter((word) => !STOP.has(word)).map((word) => word.replace(/(?:ies|es|s|ing|ed)$/u, '')))
}

const STOP = new Set('the and for with that this from must can should shall will are not all each when then given user users system able has have been was were into its any more than'.split(' '))

/** How many of the terms of `a` stand in `b`, as a share of `a`. */
export function share(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0) return 0
  let common = 0
  for (const term of a) if (b.has(term)) common += 1
  return common / a.size
}
