import { emptyWork, type PlanItem } from '../model/task.ts'
import { plain } from '../parse/text/inline.ts'

const words = (text: string): string =>
  plain(text)
    .toLowerCase()
    .replaceAll(/^(?:create|add|implement|build)\s+/g, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

function onlyPath(item: PlanItem): string {
  let only = ''
  for (let at = 0; at < item.paths.length; at++) {
    const path = item.paths[at]!
    if (path.role !== 'write' || path.kind !== 'file' || path.unresolved) continue
    if (only !== '') return ''
    only = path.path
  }
  return only.toLowerCase()
}

function coverSomething(items: readonly PlanItem[]): boolean {
  for (let at = 0; at < items.length; at++) if (items[at]!.covers.length > 0) return true
  return false
}

const CREATES = /^(?:create|add|write|implement|build|introduce)\b|^`/iu

/**
 * One item, one task: inside a milestone a deliverable that names the file of a listed task, or says the same words,
 * is that task. The listed task stays, and takes over what the deliverable covers and its details.
 */
export function mergeDuplicates(items: readonly PlanItem[]): readonly PlanItem[] {
  // Only where a deliverable stands is there anything to compare.
  if (!coverSomething(items)) return items
  const phases = new Set<string>()
  for (const item of items) if (item.covers.length > 0) phases.add(item.phase)
  const byPath = new Map<string, number>()
  const byWords = new Map<string, number>()
  items.forEach((item, index) => {
    if (item.covers.length > 0 || !phases.has(item.phase)) return
    const path = onlyPath(item)
    // Only the task that makes the file stands for the file; several steps on it are no duplicates.
    if (path !== '' && CREATES.test(item.text) && !byPath.has(`${item.phase} ${path}`))
      byPath.set(`${item.phase} ${path}`, index)
    const key = `${item.phase} ${words(item.text)}`
    if (!byWords.has(key)) byWords.set(key, index)
  })
  const merged = [...items]
  const gone = new Set<number>()
  items.forEach((item, index) => {
    if (item.covers.length === 0) return
    const target = byPath.get(`${item.phase} ${onlyPath(item)}`) ?? byWords.get(`${item.phase} ${words(item.text)}`)
    if (target === undefined || target === index) return
    const host = merged[target]!
    merged[target] = {
      ...host,
      covers: [...host.covers, ...item.covers],
      body: [...host.body, ...item.body.filter((line) => !host.body.includes(line))],
      estimate: host.estimate ?? item.estimate,
    }
    gone.add(index)
  })
  return merged.filter((_, index) => !gone.has(index))
}

const CREATE = /^create\b/iu

/** The file that a task makes; '' where it makes none. A list that numbers its tasks has decided which of them does. */
function madeBy(item: PlanItem): string {
  if (item.keepId !== '' || item.planId !== '') return ''
  return item.covers.length > 0 || CREATE.test(item.text) ? onlyPath(item) : ''
}

/** The files that two or more milestones make. */
function sharedFiles(items: readonly PlanItem[]): ReadonlySet<string> {
  const owners = new Map<string, PlanItem['phase']>()
  const shared = new Set<string>()
  for (let at = 0; at < items.length; at++) {
    const item = items[at]!
    const path = madeBy(item)
    if (path === '' || !item.phase.startsWith('milestone:')) continue
    const owner = owners.get(path)
    if (owner === undefined) owners.set(path, item.phase)
    else if (owner !== item.phase) shared.add(path)
  }
  return shared
}

/**
 * A file that two or more milestones list as something they create belongs to Foundational: it is created there once,
 * and each milestone's own item stays as "Extend".
 */
export function shareFoundations(
  items: readonly PlanItem[],
  isEnglish: () => boolean,
): { readonly foundational: readonly PlanItem[]; readonly items: readonly PlanItem[] } {
  const shared = sharedFiles(items)
  if (shared.size === 0) return { foundational: [], items }
  const english = isEnglish()
  const foundational: PlanItem[] = []
  const made = new Set<string>()
  const rest = items.map((item) => {
    const path = madeBy(item)
    if (!shared.has(path) || !item.phase.startsWith('milestone:')) return item
    if (!made.has(path)) foundational.push(foundationFor(item, english))
    made.add(path)
    return { ...item, kind: 'extend' as const, text: english ? extended(item.text, item) : item.text }
  })
  return { foundational, items: rest }
}

function foundationFor(item: PlanItem, english: boolean): PlanItem {
  const path = item.paths.find((one) => one.role === 'write' && one.kind === 'file')!
  return {
    ...item,
    ...emptyWork(item.origin),
    key: `foundational/${path.path.toLowerCase()}`,
    phase: 'foundational',
    keepId: '',
    planId: '',
    text: english ? `Create \`${path.path}\`` : `\`${path.path}\``,
    paths: [path],
    gates: item.gates,
    state: item.state,
  }
}

/** What only makes the file extends it from now on; "Create the model in `path`" still makes its model. */
function extended(text: string, item: PlanItem): string {
  const rest = text.replace(/^create\s+/iu, '')
  const raw = item.paths.find((path) => path.role === 'write')!
  const bare = rest.replace(/^(?:the\s+)?(?:file\s+)?`?/iu, '')
  return rest !== text && [raw.raw, raw.path].some((name) => bare.startsWith(name)) ? `Extend ${rest}` : text
}
