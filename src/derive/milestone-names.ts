import type { MilestoneDraft } from './types.ts'
import { labelInteger, readLabel } from '../parse/label.ts'
import { plain } from '../parse/text/inline.ts'

const words = (text: string): string =>
  plain(text)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

// People write "Milestone 2" and "Phase 2" for the same thing; "Phase 2" never means "User Story 2".
const GENERIC: ReadonlySet<string> = new Set(['milestone', 'phase', 'stage', 'group'])

/** Milestones by their names, so that none is looked at for each statement that names another. */
interface Names {
  readonly keys: ReadonlyMap<string, number>
  /** By kind and number of the label, see {@link numberKeys}. */
  readonly labels: ReadonlyMap<string, readonly number[]>
  readonly aliases: ReadonlyMap<string, readonly number[]>
  readonly titles: () => ReadonlyMap<string, readonly number[]>
  /** What was looked up before, all but `*`. */
  readonly known: Map<string, readonly number[]>
}

const none: readonly number[] = []
const namesOf = new WeakMap<readonly MilestoneDraft[], Names>()

/** A number as it is written, in capitals, and the integer it stands for: `iv` is `IV`, which is 4. */
function numberKeys(kind: string, number: string): string[] {
  const integer = labelInteger(number)
  const written = `'${kind} ${number.toUpperCase()}`
  return integer === null ? [written] : [written, `=${kind} ${integer}`]
}

const ANY = '*'
const ANY_GENERIC = '~'

function note(map: Map<string, number[]>, key: string, index: number): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [index])
  else if (known.at(-1) !== index) known.push(index)
}

function titlesOf(drafts: readonly MilestoneDraft[]): () => ReadonlyMap<string, readonly number[]> {
  let titles: Map<string, number[]> | undefined
  return () => {
    if (titles === undefined) {
      titles = new Map()
      for (const [index, draft] of drafts.entries()) note(titles, words(draft.title), index)
    }
    return titles
  }
}

function readNames(drafts: readonly MilestoneDraft[]): Names {
  const keys = new Map<string, number>()
  const labels = new Map<string, number[]>()
  const aliases = new Map<string, number[]>()
  for (const [index, { key, label, aliases: others }] of drafts.entries()) {
    if (!keys.has(key)) keys.set(key, index)
    for (const { kind, number } of label === null ? [] : [label])
      for (const of of GENERIC.has(kind) ? [kind, ANY, ANY_GENERIC] : [kind, ANY])
        for (const name of numberKeys(of, number)) note(labels, name, index)
    for (const { kind, number } of others) for (const name of numberKeys(kind, number)) note(aliases, name, index)
  }
  return { keys, labels, aliases, titles: titlesOf(drafts), known: new Map() }
}

function byNumber(map: ReadonlyMap<string, readonly number[]>, kind: string, number: string): readonly number[] {
  const [first = none, ...more] = numberKeys(kind, number).flatMap((key) => {
    const found = map.get(key)
    return found === undefined ? [] : [found]
  })
  return more.length === 0 ? first : [...new Set([...first, ...more.flat()])].sort((a, b) => a - b)
}

function lookUp(target: string, names: Names): readonly number[] {
  if (target.startsWith('milestone:')) {
    const at = names.keys.get(target.slice('milestone:'.length))
    if (at !== undefined) return [at]
  }
  const label = readLabel(target) ?? readLabel(`${target}:`)
  if (label !== null) {
    const exact = byNumber(names.labels, label.kind, label.number)
    if (exact.length > 0) return exact
    const alias = byNumber(names.aliases, label.kind, label.number)
    if (alias.length > 0) return alias
    const numbered = GENERIC.has(label.kind) ? byNumber(names.labels, ANY_GENERIC, label.number) : none
    if (numbered.length === 1) return numbered
  }
  const wanted = words(target)
  if (wanted === '') return none
  const titled = names.titles().get(wanted)
  if (titled !== undefined) return titled
  const number = byNumber(names.labels, ANY, target.trim())
  return number.length === 1 ? number : none
}

/**
 * "All previous phases", from `first` on: those that are phases too, by their label or another name of theirs.
 */
function allBefore(drafts: readonly MilestoneDraft[], self: number, first = 0): number[] {
  const kind = drafts[self]?.label?.kind
  const same = (draft: MilestoneDraft): boolean =>
    kind === undefined ||
    draft.label === null ||
    draft.label.kind === kind ||
    draft.aliases.some((one) => one.kind === kind)
  return drafts.slice(first, self).flatMap((draft, index) => (same(draft) ? [first + index] : []))
}

/** So many previous milestones are always named one by one. */
const NAMED = 12

/**
 * As {@link resolveMilestone} for `*`, without those that are waited for anyway: where many milestones each wait for all
 * before them, each of them names those back to the one before it that does so too.
 */
export function previousMilestones(drafts: readonly MilestoneDraft[], self: number): readonly number[] {
  if (self <= NAMED) return allBefore(drafts, self)
  const kind = drafts[self]!.label?.kind
  let first = self - 1
  while (first > 0 && !(drafts[first]!.label?.kind === kind && drafts[first]!.stated.some((one) => one.target === '*')))
    first--
  return allBefore(drafts, self, first)
}

/**
 * The milestones (by index) that a stated target names: a label of the same kind and number, `M2`, a number alone
 * where the label's kind is generic, a title, `milestone:` and its key. `*` is every milestone before this one. Empty where it names none.
 */
export function resolveMilestone(target: string, drafts: readonly MilestoneDraft[], self: number): readonly number[] {
  if (target === '*') return allBefore(drafts, self)
  let names = namesOf.get(drafts)
  if (names === undefined) namesOf.set(drafts, (names = readNames(drafts)))
  let found = names.known.get(target)
  if (found === undefined) names.known.set(target, (found = lookUp(target, names)))
  return found
}
