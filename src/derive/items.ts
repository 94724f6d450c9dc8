import { hashText } from '../model/hash.ts'
import type { PlanGroup, PlanMilestone, PlanTask } from '../model/plan.ts'
import type { PlanItem, TaskKind } from '../model/task.ts'
import type { PathMention } from '../model/values.ts'
import { readLabel } from '../parse/label.ts'
import { plain } from '../parse/text/inline.ts'
import { findPaths, identifiers } from '../parse/text/paths.ts'
import { isLetter } from '../parse/text/traits.ts'
import { kindOf, layerOf } from './layer.ts'
import { lineOf, writes } from './item-line.ts'
import { slug, uniqueKey } from './keys.ts'
import type { Resolver } from './resolver.ts'
import { isConstraint } from './verbs.ts'

/** What turning plan tasks into items needs to know about its document. */
export interface ItemContext {
  /** Texts of the documents by path. */
  readonly texts: ReadonlyMap<string, string>
  readonly english: boolean
  readonly resolve: Resolver
  readonly keys: Map<string, number>
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
  if (task.body.length === 0 && inherited.length === 0 && task.stated.length === 0) return settled(own)
  const inBody = ctx
    .resolve(findPaths(task.body.join('\n')).paths)
    .filter((path) => !own.some((known) => known.path === path.path))
  // A body names what is written only where the line itself names nothing.
  const bodyPaths =
    !writes(own) && inherited.length === 0 ? inBody : inBody.map((path): PathMention => ({ ...path, role: 'read' }))
  const uses = task.stated
    .filter((stated) => stated.form === 'uses')
    .map((stated): PathMention => ({
      raw: stated.target,
      path: stated.target,
      role: 'read',
      kind: 'file',
      unresolved: !stated.target.includes('/'),
    }))
  return settled([...own, ...(writes(own) ? NONE : inherited), ...bodyPaths, ...ctx.resolve(uses)])
}

/** A file that a task uses, with its folder. */
function statedOf(ctx: ItemContext, task: PlanTask): PlanItem['stated'] {
  if (task.stated.length === 0) return task.stated
  return task.stated.map((stated) =>
    stated.form === 'uses'
      ? {
          ...stated,
          target:
            ctx.resolve([{ raw: stated.target, path: stated.target, role: 'read', kind: 'file', unresolved: true }])[0]
              ?.path ?? stated.target,
        }
      : stated,
  )
}

/** One task as an item of its phase. */
export function itemOf(
  ctx: ItemContext,
  task: PlanTask,
  phase: PlanItem['phase'],
  scope: string,
  group: PlanGroup | null,
): PlanItem {
  const { body, ownId } = task
  const own = ctx.resolve(task.paths)
  const inherited =
    group === null ? NONE : ctx.resolve(group.paths).filter((path) => path.role === 'write' && path.kind === 'file')
  const text = lineOf(task, own, inherited, ctx.english)
  const paths = pathsOf(ctx, task, own, inherited)
  const names = identifiers(body.length === 0 ? text : [text, ...body].join('\n'))
  const kind: TaskKind = kindOf(text, paths)
  const unique = ownId !== '' && ctx.ownIds.get(ownId) === 1
  const kept = unique && KEEPABLE.test(ownId)
  return {
    key: uniqueKey(`${scope}/${unique ? ownId.toLowerCase() : slug(task.text)}`, ctx.keys),
    source: hashText(sourceOf(ctx, task)),
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
    sequence: task.sequence === '' ? '' : `${scope} ${task.sequence}`,
    layer: layerOf(kind, text, paths),
    covers: task.type === 'deliverable' ? [deliverableKey(task)] : NONE,
    origin: { file: task.place.file, heading: task.heading, place: task.place },
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
  if (!paths.some((path) => path.unresolved)) return paths
  const placed = paths.some((path) => path.role === 'write' && path.kind === 'file' && !path.unresolved)
  return placed ? paths.map((path) => (path.unresolved ? { ...path, role: 'read' as const } : path)) : paths
}

/** The coverage key of a deliverable. */
export function deliverableKey(task: PlanTask): string {
  return `deliverable:${task.place.file}:${slug(task.text)}`
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
  for (const child of children) {
    if (child.type === 'group') listed(child.children, child, found)
    else if (child.type !== 'criterion' && child.type !== 'scenario') {
      const entry = worded({ task: child, group })
      if (entry !== null) found.push(entry)
      listed(child.children, group, found)
    }
  }
  return found
}

const hasBox = (ctx: ItemContext, task: PlanTask): boolean =>
  /^(?:[-*+]|\d{1,9}[.)])\s+\[/.test(sourceOf(ctx, task).slice(0, 16))

/** Steps that only constrain become body lines of the sibling before them (or after, for the first). */
function foldConstraints(ctx: ItemContext, tasks: readonly Listed[]): Listed[] {
  const folded: Listed[] = []
  const waiting: string[] = []
  for (const entry of tasks) {
    const constraint =
      ctx.english &&
      entry.task.ownId === '' &&
      entry.task.type !== 'deliverable' &&
      isConstraint(entry.task.text) &&
      !hasBox(ctx, entry.task)
    const last = folded[folded.length - 1]
    if (!constraint)
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
  return folded.length === 0 ? [...tasks] : folded
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
function tellApart(items: readonly PlanItem[], groups: readonly (PlanGroup | null)[]): readonly PlanItem[] {
  if (groups.every((group) => group === null)) return items
  const counts = new Map<string, number>()
  for (const item of items) counts.set(item.text, (counts.get(item.text) ?? 0) + 1)
  return items.map((item, index) => {
    const group = groups[index]
    if ((counts.get(item.text) ?? 0) < 2 || group == null) return item
    return { ...item, text: `${item.text} (${nameOf(group)})` }
  })
}

/** An item whose head is no paragraph is called by the first line below it; one without any words is nothing. */
function worded(entry: Listed): Listed | null {
  const { text, body } = entry.task
  if (isLetter(text.charCodeAt(0)) || /^[\p{L}\p{N}]/u.test(text) || plain(text).trim() !== '') return entry
  const at = body.findIndex((line) => /[\p{L}\p{N}]/u.test(line) && !/^\s*(?:```|~~~)/.test(line))
  if (at < 0) return null
  const words = body[at]!.replace(/^[\s\\#>*+-]+/, '').trim()
  return { ...entry, task: { ...entry.task, text: words, body: body.toSpliced(at, 1) } }
}

/** Sequences are called by the heading their steps stand under; the same heading twice gets a counter. */
function sequenceNames(tasks: readonly Listed[]): Map<string, string> {
  const names = new Map<string, string>()
  const used = new Map<string, number>()
  for (const { task, group } of tasks) {
    if (task.sequence === '' || names.has(task.sequence)) continue
    names.set(task.sequence, uniqueKey(plain(group?.title ?? task.heading) || 'steps', used))
  }
  return names
}

/** All work of a milestone as items, in plan order. */
export function itemsOf(
  ctx: ItemContext,
  milestone: PlanMilestone,
  phase: PlanItem['phase'],
  done: boolean,
): readonly PlanItem[] {
  const tasks = foldConstraints(ctx, listed(milestone.children, null))
  const names = sequenceNames(tasks)
  const items = tasks.map(({ task, group }) =>
    itemOf(
      ctx,
      task.sequence === '' ? task : { ...task, sequence: names.get(task.sequence)! },
      phase,
      milestone.key,
      group,
    ),
  )
  const named = tellApart(
    items,
    tasks.map((entry) => entry.group),
  )
  if (!done) return named
  // An empty box says of its own task what the heading says of all.
  const stillOpen = ({ state }: PlanItem, at: number): boolean => state !== 'open' || hasBox(ctx, tasks[at]!.task)
  return named.map((item, at) => (stillOpen(item, at) ? item : { ...item, state: 'done' }))
}
