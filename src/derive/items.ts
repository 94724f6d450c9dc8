import type { PlanGroup, PlanMilestone, PlanTask } from '../model/plan.ts'
import type { PlanItem, TaskKind } from '../model/task.ts'
import type { PathMention, StatedDependency } from '../model/values.ts'
import { readLabel } from '../parse/label.ts'
import { plain } from '../parse/text/inline.ts'
import { findPaths, identifiers } from '../parse/text/paths.ts'
import { isLetter } from '../parse/text/traits.ts'
import { kindOf, layerOf, writes } from './layer.ts'
import { lineOf } from './item-line.ts'
import { noKeys, slug, uniqueKey, type UsedKeys } from './keys.ts'
import type { Resolver } from './resolver.ts'
import { isConstraint } from './verbs.ts'

/** What turning plan tasks into items needs to know about its document. */
export interface ItemContext {
  /** Texts of the documents by path. */
  readonly texts: ReadonlyMap<string, string>
  /** Whether the plan is English; few of them have a line that asks. */
  readonly english: () => boolean
  /** What names the source of an item in a lock. */
  readonly hashOf: (source: string) => string
  readonly resolve: Resolver
  readonly keys: UsedKeys
  /** Counts how often each of the plan's own `T001` ids is used; only unique ones are kept. */
  readonly ownIds: ReadonlyMap<string, number>
}

/** The bytes of the document that say a task. */
function sourceOf(ctx: ItemContext, task: PlanTask): string {
  return (ctx.texts.get(task.place.file) ?? '').slice(task.place.start, task.place.end)
}

const KEEPABLE = /^T\d{3,}$/

const NONE: readonly never[] = []

/** The paths of a task: its own, its group's where it has none, those of its body and those it says it uses. */
function pathsOf(
  ctx: ItemContext,
  task: PlanTask,
  own: readonly PathMention[],
  inherited: readonly PathMention[],
): readonly PathMention[] {
  const { body, stated } = task
  if (body.length === 0 && inherited.length === 0 && stated.length === 0) return settled(own)
  const writesOwn = writes(own)
  const paths = writesOwn ? [...own] : [...own, ...inherited]
  if (body.length > 0)
    for (const path of ctx.resolve.mentions(findPaths(body.join('\n')).paths)) {
      if (own.some((known) => known.path === path.path)) continue
      // A body names what is written only where the line itself names nothing.
      paths.push(writesOwn || inherited.length > 0 ? { ...path, role: 'read' } : path)
    }
  const uses: PathMention[] = []
  for (let at = 0; at < stated.length; at++) {
    const { form, target } = stated[at]!
    if (form === 'uses')
      uses.push({ raw: target, path: target, role: 'read', kind: 'file', unresolved: !target.includes('/') })
  }
  if (uses.length > 0) paths.push(...ctx.resolve.mentions(uses))
  return settled(paths)
}

/** What a task states, the files that it uses with their folders. */
function statedOf(ctx: ItemContext, { stated }: PlanTask): PlanItem['stated'] {
  let placed: StatedDependency[] | null = null
  for (let at = 0; at < stated.length; at++) {
    const one = stated[at]!
    const target = one.form === 'uses' ? ctx.resolve.name(one.target) : one.target
    if (target === one.target) continue
    placed ??= [...stated]
    placed[at] = { ...one, target }
  }
  return placed ?? stated
}

/** One task as an item of its phase; `inherited` are the files that its group writes. */
export function itemOf(
  ctx: ItemContext,
  task: PlanTask,
  phase: PlanItem['phase'],
  scope: string,
  inherited: readonly PathMention[] = NONE,
  sequence = task.sequence,
): PlanItem {
  const { body, ownId, place } = task
  const own = ctx.resolve.mentions(task.paths)
  const text = lineOf(task, own, inherited, ctx.english)
  const paths = pathsOf(ctx, task, own, inherited)
  const names = identifiers(body.length === 0 ? text : [text, ...body].join('\n'))
  const kind: TaskKind = kindOf(text, paths)
  const unique = ownId !== '' && ctx.ownIds.get(ownId) === 1
  const kept = unique && KEEPABLE.test(ownId)
  const isDeliverable = task.type === 'deliverable'
  const words = unique && !isDeliverable ? '' : slug(task.text)
  return {
    key: uniqueKey(`${scope}/${unique ? ownId.toLowerCase() : words}`, ctx.keys),
    source: ctx.hashOf(sourceOf(ctx, task)),
    phase,
    keepId: kept ? ownId : '',
    planId: kept ? '' : ownId === '' ? stepName(ctx, task) : ownId.replace(/^(?:task|issue|item|step)\s+(?=\S)/iu, ''),
    kind,
    text,
    body,
    state: task.state,
    paths,
    introduces: names.introduces,
    mentions: names.mentions,
    estimate: task.estimate,
    gates: NONE,
    stated: statedOf(ctx, task),
    sequence: sequence === '' ? '' : `${scope} ${sequence}`,
    layer: layerOf(kind, text, paths),
    covers: isDeliverable ? [`deliverable:${place.file}:${words}`] : NONE,
    origin: { file: place.file, heading: task.heading, place },
  }
}

/** How the plan may name a step without an id: by its number (`Step 4`). */
function stepName(ctx: ItemContext, task: PlanTask): string {
  if (task.type !== 'step') return ''
  const source = sourceOf(ctx, task).slice(0, 80).split('\n')[0]!
  const listed = /^(\d{1,3})[.)]\s/.exec(source)?.[1]
  if (listed !== undefined) return `Step ${listed}`
  const label = readLabel(source.replace(/^[#\s*+-]+/, ''))
  return label?.kind === 'step' ? `Step ${label.number}` : ''
}

/** Beside a file with its folder, a bare name in the same task is a mention of something known, no second target. */
function settled(paths: readonly PathMention[]): readonly PathMention[] {
  let isBare = false
  let isPlaced = false
  for (let at = 0; at < paths.length; at++) {
    const path = paths[at]!
    if (path.unresolved) isBare = true
    else if (path.role === 'write' && path.kind === 'file') isPlaced = true
  }
  if (!isBare || !isPlaced) return paths
  return paths.map((path) => (path.unresolved ? { ...path, role: 'read' as const } : path))
}

interface Listed {
  readonly task: PlanTask
  readonly group: PlanGroup | null
}

function listed(
  children: readonly PlanMilestone['children'][number][],
  group: PlanGroup | null,
  found: Listed[] = [],
): Listed[] {
  for (let at = 0; at < children.length; at++) {
    const child = children[at]!
    if (child.type === 'group') listed(child.children, child, found)
    else if (child.type !== 'criterion' && child.type !== 'scenario') {
      const task = worded(child)
      if (task !== null) found.push({ task, group })
      if (child.children.length > 0) listed(child.children, group, found)
    }
  }
  return found
}

const hasBox = (ctx: ItemContext, task: PlanTask): boolean =>
  /^(?:[-*+]|\d{1,9}[.)])\s+\[/.test(sourceOf(ctx, task).slice(0, 16))

/** A step that only restrains how its neighbour is done, and has no box of its own. */
const restrains = (ctx: ItemContext, task: PlanTask): boolean =>
  task.ownId === '' && task.type !== 'deliverable' && isConstraint(task.text) && !hasBox(ctx, task)

/** Steps that only constrain become body lines of the sibling before them (or after, for the first). */
function foldConstraints(ctx: ItemContext, tasks: readonly Listed[]): readonly Listed[] {
  if (!tasks.some(({ task }) => restrains(ctx, task)) || !ctx.english()) return tasks
  const folded: Listed[] = []
  const waiting: string[] = []
  for (const entry of tasks) {
    const last = folded[folded.length - 1]
    if (!restrains(ctx, entry.task))
      folded.push(
        waiting.length === 0
          ? entry
          : { ...entry, task: { ...entry.task, body: [...entry.task.body, ...waiting.splice(0)] } },
      )
    else if (last !== undefined && last.group === entry.group)
      folded[folded.length - 1] = { ...last, task: { ...last.task, body: [...last.task.body, asBullet(entry.task)] } }
    else waiting.push(asBullet(entry.task))
  }
  // Nothing but constraints is work after all.
  return folded.length === 0 ? tasks : folded
}

function asBullet(task: PlanTask): string {
  return [`- ${task.text}`, ...task.body.map((line) => `  ${line}`)].join('\n')
}

/** A group's title without its number and remarks: `C2: Extraction Tools (1.5 hours)`. */
function nameOf(group: PlanGroup): string {
  return plain(group.title)
    .replace(/^[A-Z]{0,2}\d{1,3}(?:\.\d{1,3})?\s*[:.)]\s*/u, '')
    .replaceAll(/\s*\([^()]*\)/gu, '')
    .trim()
}

/** The same words twice in one milestone are told apart by the group they stand in. */
function tellApart(items: readonly PlanItem[], tasks: readonly Listed[]): readonly PlanItem[] {
  if (tasks.every(({ group }) => group === null)) return items
  const counts = new Map<string, number>()
  for (const item of items) counts.set(item.text, (counts.get(item.text) ?? 0) + 1)
  if (counts.size === items.length) return items
  return items.map((item, index) => {
    const { group } = tasks[index]!
    if (group === null || counts.get(item.text)! < 2) return item
    return { ...item, text: `${item.text} (${nameOf(group)})` }
  })
}

/** A task whose head is no paragraph is called by the first line below it; one without any words is nothing. */
function worded(task: PlanTask): PlanTask | null {
  const { text, body } = task
  if (isLetter(text.charCodeAt(0)) || /^[\p{L}\p{N}]/u.test(text) || plain(text).trim() !== '') return task
  const at = body.findIndex((line) => /[\p{L}\p{N}]/u.test(line) && !/^\s*(?:```|~~~)/.test(line))
  if (at < 0) return null
  return { ...task, text: body[at]!.replace(/^[\s\\#>*+-]+/, '').trim(), body: body.toSpliced(at, 1) }
}

/** Sequences are called by the heading their steps stand under; the same heading twice gets a counter. */
function sequenceNamer(): (entry: Listed) => string {
  const names = new Map<string, string>()
  const used = noKeys()
  return ({ task, group }) => {
    if (task.sequence === '') return ''
    const known = names.get(task.sequence)
    if (known !== undefined) return known
    const name = uniqueKey(plain(group?.title ?? task.heading) || 'steps', used)
    names.set(task.sequence, name)
    return name
  }
}

const isWrittenFile = (path: PathMention): boolean => path.role === 'write' && path.kind === 'file'

/** All work of a milestone as items, in plan order. */
export function itemsOf(ctx: ItemContext, milestone: PlanMilestone, phase: PlanItem['phase']): readonly PlanItem[] {
  const tasks = foldConstraints(ctx, listed(milestone.children, null))
  const sequenceOf = sequenceNamer()
  const items: PlanItem[] = []
  let last: PlanGroup | null = null
  let inherited: readonly PathMention[] = NONE
  for (let at = 0; at < tasks.length; at++) {
    const entry = tasks[at]!
    if (entry.group !== last) {
      last = entry.group
      inherited = last === null ? NONE : ctx.resolve.mentions(last.paths).filter(isWrittenFile)
    }
    items.push(itemOf(ctx, entry.task, phase, milestone.key, inherited, sequenceOf(entry)))
  }
  const named = tellApart(items, tasks)
  if (!milestone.done) return named
  // An empty box says of its own task what the heading says of all.
  const stillOpen = ({ state }: PlanItem, at: number): boolean => state !== 'open' || hasBox(ctx, tasks[at]!.task)
  return named.map((item, at) => (stillOpen(item, at) ? item : { ...item, state: 'done' }))
}
