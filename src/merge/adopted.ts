import type { Derived } from '../derive/index.ts'
import type { SectionEntry, SectionName } from '../model/plan.ts'
import type { PhaseId } from '../model/task.ts'
import type { TaskDocument } from '../model/task-document.ts'
import { entryKey, numbersOf, prefixOf } from './first.ts'
import type { Lock, LockEntry, LockMilestone, LockTask } from './lock.ts'
import { normalText } from './normal.ts'
import { entryLines, unreadTasks } from './presence.ts'
import { matchByWords } from './similar.ts'

const HEADING = /^(?:phase\s+\d+\s*[:.–—-]\s*)?milestone\s+(\d{1,9})\s*[:.–—-]\s*(.+)$/iu

/** What intentk puts behind the title of a milestone. */
const BEHIND = /\s*(?:\(Priority: [^)]*\))?\s*(?:🎯 MVP)?\s*$/u

const VALIDATES = /^Validate Milestone \d+$/

/** The numbers that headings give to milestones of the plan, by their titles. */
function milestonesOf(derived: Derived, doc: TaskDocument): LockMilestone[] {
  const numbers = new Map<string, number[]>()
  for (const heading of doc.headings) {
    const [, number, title] = HEADING.exec(heading.text) ?? []
    if (number === undefined) continue
    const name = normalText(title!.replace(BEHIND, ''))
    const list = numbers.get(name)
    if (list === undefined) numbers.set(name, [Number(number)])
    else list.push(Number(number))
  }
  const used = new Set<number>()
  return derived.milestones.flatMap(({ key, title, ownNumber }) => {
    // Of several with one title the one of the same number, else the first that is left.
    const list = (numbers.get(normalText(title)) ?? []).filter((one) => !used.has(one))
    const number = list.find((one) => one === ownNumber) ?? list[0]
    if (number === undefined) return []
    used.add(number)
    return [{ milestone: number, key, title }]
  })
}

/** The entries of the plan that stand in the document, by their words; an id alone says nothing. */
function entriesOf(derived: Derived, doc: TaskDocument): LockEntry[] {
  const sections = Object.entries(derived.sections) as [SectionName, readonly SectionEntry[]][]
  const wanted = sections.flatMap(([name, entries]) =>
    entries.map((entry) => ({ key: entryKey(name, entry), text: entry.text, group: prefixOf(name) })),
  )
  const known = [...entryLines(doc)].map(([id, text]) => ({ key: id, text, group: id.replace(/-\d+$/, '') }))
  const texts = new Map(wanted.map((one) => [one.key, one.text]))
  const pairs = matchByWords(wanted, known)
  const free = new Set(known.map((one) => one.key))
  for (const id of pairs.values()) free.delete(id)
  for (const [name, entries] of sections)
    for (const entry of entries)
      if (!pairs.has(entryKey(name, entry)) && free.delete(entry.id)) pairs.set(entryKey(name, entry), entry.id)
  return [...pairs].map(([key, entry]) => ({
    entry,
    key,
    source: '',
    text: texts.get(key)!,
    noted: [],
  }))
}

/** Ids of the document's tasks by the key of the item they are: by words, then by the item's own id. */
function tasksOf(derived: Derived, doc: TaskDocument, phases: ReadonlyMap<string, number>): Map<string, string> {
  const known = [
    ...doc.tasks.filter((task) => task.id !== ''),
    ...[...unreadTasks(doc)].map(([id, text]) => ({ id, text: text.replace(/^(?:\s*\[[^\]]*\])*\s*/, '') })),
  ]
  const free = new Set(known.map((task) => task.id))
  const pairs = new Map<string, string>()
  const pair = (key: string, id: string): void => {
    pairs.set(key, id)
    free.delete(id)
  }
  // A milestone's own validation says nothing but its number.
  const validations = new Map(known.filter((task) => VALIDATES.test(task.text)).map((task) => [task.text, task.id]))
  const validates = (item: Derived['items'][number]): boolean => item.kind === 'validate' && phases.has(item.phase)
  for (const item of derived.items.filter(validates)) {
    const id = validations.get(`Validate Milestone ${phases.get(item.phase)!}`)
    if (id !== undefined && free.has(id)) pair(item.key, id)
  }
  const near = matchByWords(
    derived.items.filter((item) => !validates(item)).map((item) => ({ key: item.key, text: item.text, group: '' })),
    known.filter((task) => free.has(task.id)).map((task) => ({ key: task.id, text: task.text, group: '' })),
  )
  for (const [key, id] of near) if (free.has(id)) pair(key, id)
  for (const item of derived.items)
    if (!pairs.has(item.key) && item.keepId !== '' && free.has(item.keepId)) pair(item.key, item.keepId)
  return pairs
}

/**
 * Stands in for a lock that is missing: which tasks, milestones and entries of the document are which of the plan, by
 * their own id, by path and by words. It has no bases, so nothing is deleted or reworded by it.
 */
export function adoptedLock(derived: Derived, doc: TaskDocument, lock: Lock): Lock {
  const numbered = { ...lock, milestones: milestonesOf(derived, doc), entries: entriesOf(derived, doc) }
  const numbers = numbersOf(derived.milestones, numbered)
  const phases = new Map(derived.milestones.map(({ key }, at) => [`milestone:${key}`, numbers[at]!]))
  const pairs = tasksOf(derived, doc, phases)
  const texts = new Map([...unreadTasks(doc), ...doc.tasks.map((task) => [task.id, task.text] as const)])
  return {
    ...numbered,
    tasks: derived.items.flatMap((item): LockTask[] => {
      const id = pairs.get(item.key)
      if (id === undefined) return []
      const number = phases.get(item.phase)
      return [
        {
          id,
          key: item.key,
          source: item.source,
          phase: number === undefined ? (item.phase as PhaseId) : `M${number}`,
          after: '',
          p: false,
          m: null,
          text: texts.get(id)!,
          estimate: '',
          depends: [],
          body: [],
          noted: [],
        },
      ]
    }),
  }
}
