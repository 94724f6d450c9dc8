import type { PlanItem } from '../model/task.ts'
import type { StatedDependency } from '../model/values.ts'
import { once } from '../model/once.ts'
import { cut } from '../parse/plan/items.ts'
import { findAgain, type InlineDependencies } from '../parse/text/dependencies.ts'
import { plain } from '../parse/text/inline.ts'
import { hasBracket } from '../parse/text/traits.ts'

// "(after the PHP-update)", "(braucht erst das Formular)", "- после запуска потока": the remark opens with the word.
const CUE = once(
  () =>
    /(?:[(（]\s*|\s[—–-]\s+)(?:only |erst |nur )?(?:after|once|as soon as|nach|sobald|wenn|braucht (?:erst|zuerst)|benötigt (?:erst|zuerst)|après|dès que|después de|cuando|en cuanto|depois d[aeo]s?|quando|assim que|apenas após|после|когда(?: будут| будет)?)\s([^()（）;]{3,80}?)(?:[)）]|$)/iu,
)
/** What OPENING cannot do without, in the words of the plan with their marks; no hyphen inside of a word is one. */
const REMARK = /[(（](?!depend|block|requir)|[^A-Za-z0-9][—–-](?![A-Za-z0-9])/i
const OPENING = /(?:[(（]|\s[—–-]\s)\s*(?!depend|block|requir)\p{L}/iu

function cueIn(source: string): RegExpExecArray | null {
  if (!REMARK.test(source)) return null
  const text = plain(source).slice(0, 600)
  return OPENING.test(text) ? CUE().exec(text) : null
}

/** Words of a remark that name nothing by themselves. */
const EMPTY = new Set(
  'the a an is are be been has have was were and of to in on it this that done ready finished complete completed completion works working launch start started running merged merge review approval release der die das dem den des ist sind fertig erledigt abgeschlossen steht läuft und von vom start einmal le la les l un une du de des est sont et fini terminé prêt lancement el los las una y está están listo lista del o os as um uma e pronto pronta do da das dos на в и запуска запуск готов готово готова готовы будет будут есть'.split(
    ' ',
  ),
)
const MAX_MATCHES = 50

interface Word {
  readonly text: string
  /** The word is written in capitals: a name. */
  readonly name: boolean
}

const wordsOf = (text: string): Word[] =>
  [...text.matchAll(/[\p{L}\p{N}]+/gu)].map(([word]) => ({
    text: word.toLowerCase(),
    name: word.length > 2 && word === word.toUpperCase() && /\p{L}/u.test(word),
  }))

/** Words of one stem stand under one key; whether they are the same word is looked at then. */
const stem = (word: string): string => word.slice(0, 5)

/** The same word, perhaps with another ending. */
function sameWord(a: string, b: string): boolean {
  if (a === b) return true
  let same = 0
  while (same < a.length && a[same] === b[same]) same += 1
  return same >= 5 && a.length - same <= 2 && b.length - same <= 2
}

interface Index {
  readonly byStem: ReadonlyMap<string, readonly { readonly word: string; readonly item: number }[]>
}

function withoutRemarks(text: string): string {
  return text.replaceAll(/[(（][^()（）]*[)）]/gu, ' ')
}

function indexOf(items: readonly PlanItem[]): Index {
  const byStem = new Map<string, { word: string; item: number }[]>()
  items.forEach((item, index) => {
    for (const word of new Set(wordsOf(withoutRemarks(plain(item.text))).map(({ text }) => text))) {
      const list = byStem.get(stem(word)) ?? []
      if (list.length === 0) byStem.set(stem(word), list)
      // A word of very many tasks names none of them.
      if (list.length <= MAX_MATCHES) list.push({ word, item: index })
    }
  })
  return { byStem }
}

function itemsWith(word: string, index: Index): number[] {
  const list = index.byStem.get(stem(word)) ?? []
  return list.length > MAX_MATCHES ? [] : list.flatMap((one) => (sameWord(one.word, word) ? [one.item] : []))
}

function both(a: ReadonlySet<number>, b: ReadonlySet<number>): Set<number> {
  return new Set([...a].filter((one) => b.has(one)))
}

/** The one task in whose words all words of a remark occur; of a compound (`PHP-Update`) one part is enough. */
function named(remark: string, own: number, index: Index): number | null {
  let common: ReadonlySet<number> | null = null
  let weight = 0
  for (const compound of remark.split(/[\s,/]+/u)) {
    const parts = wordsOf(compound).filter(({ text }) => text.length > 2 && !EMPTY.has(text))
    if (parts.length === 0) continue
    const found = new Set<number>(parts.flatMap(({ text }) => itemsWith(text, index)).filter((at) => at !== own))
    weight += Math.max(...parts.map(({ text, name }) => (name ? 6 : text.length)))
    common = common === null ? found : both(common, found)
    if (common.size === 0) return null
  }
  const [only, ...more] = common ?? []
  return only !== undefined && more.length === 0 && weight >= 5 ? only : null
}

const STEP = /^(?:steps?|schritte?|étapes?|pasos?|passos?|adım|шаг\p{L}*|ステップ|步骤|步驟|단계)\s?(\d{1,3})$/iu

/** Numbers that tasks carry in the lists of their documents, by phase and number; -1 where a number repeats. */
function numbered(items: readonly PlanItem[], texts: ReadonlyMap<string, string>): Map<string, number> {
  const found = new Map<string, number>()
  items.forEach((item, index) => {
    const { file, start } = item.origin.place
    const text = texts.get(file) ?? ''
    const line = text.slice(Math.max(text.lastIndexOf('\n', start - 1) + 1, start - 40), start + 8)
    const number = /^[\s>]*(\d{1,3})[.)]\s/.exec(line)?.[1]
    if (number === undefined) return
    const key = `${item.phase} ${Number(number)}`
    found.set(key, found.has(key) ? -1 : index)
  })
  return found
}

/** Of the files that are asked for those that tasks make, each with the task that does it first. */
function makersOf(items: readonly PlanItem[], wanted: ReadonlySet<string>): ReadonlyMap<string, number> {
  const makers = new Map<string, number>()
  if (wanted.size === 0) return makers
  for (let at = 0; at < items.length; at++) {
    const { paths } = items[at]!
    for (let nth = 0; nth < paths.length; nth++) {
      const { path, role, kind } = paths[nth]!
      if (role === 'write' && kind === 'file' && wanted.has(path) && !makers.has(path)) makers.set(path, at)
    }
  }
  return makers
}

const NO_STEPS: ReadonlyMap<string, number> = new Map()

const isUse = ({ form }: StatedDependency): boolean => form === 'uses'

/** `(depends on `src/a.ts`)` goes from the words where other tasks make all of these files: the edges say the same. */
function withoutMade({ items, uses, makers }: Reading, at: number): PlanItem {
  const item = items[at]!
  const said = uses.get(at)
  if (said === undefined) return item
  const isMade = (one: StatedDependency): boolean => !isUse(one) || (makers.get(one.target) ?? at) !== at
  return said.stated.every(isMade) ? { ...item, text: cut(item.text, said.files) } : item
}

/** What of the words of tasks may say something about another one; most lists have none of it. */
interface Remarks {
  /** The remarks that may name another task, by index. */
  readonly cues: Map<number, RegExpExecArray>
  /** What is said of the files that tasks use, by index. */
  readonly uses: Map<number, InlineDependencies>
  /** A task names a step by its number. */
  namesSteps: boolean
}

function remarksOf(items: readonly PlanItem[]): Remarks {
  const found: Remarks = { cues: new Map(), uses: new Map(), namesSteps: false }
  for (let at = 0; at < items.length; at++) {
    const { kind, text, stated } = items[at]!
    const cue = kind === 'validate' ? null : cueIn(text)
    if (cue !== null) found.cues.set(at, cue)
    if (stated.length === 0) continue
    if (!found.namesSteps) found.namesSteps = stated.some(({ target }) => STEP.test(target))
    if (!stated.some(isUse) || !hasBracket(text)) continue
    const said = findAgain(text, stated)
    if (said.files.length > 0) found.uses.set(at, said)
  }
  return found
}

const NO_FILES: ReadonlySet<string> = new Set()

function filesIn(uses: ReadonlyMap<number, InlineDependencies>): ReadonlySet<string> {
  if (uses.size === 0) return NO_FILES
  const files = new Set<string>()
  for (const { stated } of uses.values()) for (const one of stated) if (isUse(one)) files.add(one.target)
  return files
}

/** What is known of all tasks while their remarks are read. */
interface Reading {
  readonly items: readonly PlanItem[]
  readonly steps: ReadonlyMap<string, number>
  readonly index: Index
  readonly uses: ReadonlyMap<number, InlineDependencies>
  readonly makers: ReadonlyMap<string, number>
  readonly isMilestone: (target: string) => boolean
}

/** What a task states, steps that it names by their numbers by their keys. */
function withSteps({ items, steps, isMilestone }: Reading, item: PlanItem, at: number): PlanItem['stated'] {
  const stated = item.stated.map((one): StatedDependency => {
    const number = STEP.exec(one.target)?.[1]
    const step =
      number === undefined || isMilestone(one.target) ? undefined : steps.get(`${item.phase} ${Number(number)}`)
    return step === undefined || step < 0 || step === at ? one : { ...one, target: items[step]!.key }
  })
  return stated.some((one, nth) => one !== item.stated[nth]) ? stated : item.stated
}

function withRemarks(reading: Reading, at: number, cue: RegExpExecArray | undefined): PlanItem {
  const { items, index } = reading
  const item = withoutMade(reading, at)
  const stated = reading.steps.size === 0 ? item.stated : withSteps(reading, item, at)
  const other = cue === undefined || stated.length > 0 ? null : named(cue[1]!, at, index)
  if (other === null || !mayFollow(items, at, other)) return stated === item.stated ? item : { ...item, stated }
  const said: StatedDependency = {
    target: items[other]!.key,
    form: 'inline',
    place: item.origin.place,
    text: cue![0].replaceAll(/^[\s(（—–-]+|[)）]$/gu, '').trim(),
  }
  return { ...item, stated: [...stated, said] }
}

/**
 * What tasks state about others in the words of a remark: `(requires steps 4 and 5)` by the numbers of the list,
 * `(after the PHP-update)` where the words are those of exactly one task. The tasks with such edges added, by key.
 */
export function remarked(
  items: readonly PlanItem[],
  texts: ReadonlyMap<string, string>,
  isMilestone: (target: string) => boolean,
): readonly PlanItem[] {
  const { cues, uses, namesSteps } = remarksOf(items)
  if (cues.size === 0 && uses.size === 0 && !namesSteps) return items
  const steps = namesSteps ? numbered(items, texts) : NO_STEPS
  const index: Index = cues.size > 0 ? indexOf(items) : { byStem: new Map() }
  const reading: Reading = { items, steps, index, uses, makers: makersOf(items, filesIn(uses)), isMilestone }
  let changed: PlanItem[] | null = null
  for (let at = 0; at < items.length; at++) {
    const item = items[at]!
    if (steps.size === 0 && !cues.has(at) && !uses.has(at)) continue
    const read = withRemarks(reading, at, cues.get(at))
    if (read === item) continue
    changed ??= [...items]
    changed[at] = read
  }
  return changed ?? items
}

/** What stands before it in the same document, or beside it: a remark never turns the order of a plan around. */
function mayFollow(items: readonly PlanItem[], at: number, other: number): boolean {
  const [item, before] = [items[at]!, items[other]!]
  if (item.origin.file !== before.origin.file || before.kind === 'validate') return false
  return (
    other < at ||
    (item.phase === before.phase &&
      (item.sequence === '' || item.sequence !== before.sequence) &&
      before.stated.length === 0)
  )
}
