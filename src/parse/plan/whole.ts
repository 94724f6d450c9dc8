import type { PlanExtra, PlanMilestone } from '../../model/plan.ts'
import type { Span } from '../../model/source.ts'
import { plain, stripDecorations } from '../text/inline.ts'
import { located, type ReadContext } from './context.ts'
import { isNumberedTitle, type Role } from './roles.ts'
import { type OutlineNode, walk } from '../outline.ts'
import { sectionText } from './facts.ts'
import { itemsOf } from './item-head.ts'
import { milestoneKey } from './milestone.ts'
import type { WorkChild } from './frame.ts'
import { readWork, tasksIn } from './work.ts'

export { tasksIn } from './work.ts'

/** How many boxes with a task form a node lists below itself. */
export function boxesBelow(ctx: ReadContext, node: OutlineNode): number {
  let count = 0
  for (const block of node.blocks)
    if (block.type === 'list') for (const { line } of itemsOf(ctx, block)) if (line?.box != null) count += 1
  for (const child of node.children) count += boxesBelow(ctx, child)
  return count
}

/** Numbered sibling headings that list boxes: the groups of a task document without milestone words. */
export function numberedGroups(ctx: ReadContext, root: OutlineNode): OutlineNode[] {
  for (const node of walk(root)) {
    const groups = node.children.filter(
      (child) => child.kind === 'heading' && isNumberedTitle(child.head) && child.section === null,
    )
    const listing = groups.filter((child) => boxesBelow(ctx, child) > 0)
    if (listing.length >= 2 && listing.length * 2 > groups.length)
      return node.children.filter(
        (child) => child.kind === 'heading' && isNumberedTitle(child.head) && boxesBelow(ctx, child) > 0,
      )
  }
  return []
}

/** A heading with boxes as a milestone of a task document. */
export function milestoneFromGroup(ctx: ReadContext, node: OutlineNode): PlanMilestone {
  const decorated = stripDecorations(node.head)
  const number = /^[\s*_]*(\d{1,3}(?:\.\d{1,3}){0,3}|[A-Z]\d{0,2})/.exec(node.head)?.[1] ?? ''
  const title = plain(decorated.text).replace(/^\d{1,3}(?:\.\d{1,3})*[.):]?\s+/, '')
  const found = readWork(ctx, node, { heading: title })
  return {
    type: 'milestone',
    ...located(ctx, node),
    key: milestoneKey(null, title),
    label: { kind: 'group', number },
    title,
    priority: null,
    estimate: null,
    done: decorated.done,
    goal: '',
    validation: '',
    stated: [],
    independent: false,
    mentions: [],
    children: found.strong,
  }
}

/** The heading that is the document's title. */
export function titleNode(root: OutlineNode): OutlineNode | undefined {
  const first = root.children.find((child) => child.kind === 'heading')
  return (
    root.children.find((child) => child.kind === 'heading' && child.depth === 1) ??
    (first?.depth === 2 && first.section === null ? first : undefined)
  )
}

const FRONT_TITLE = /^title:[ \t]*\S.*$/m

/** Where the one milestone of a document stands: its title, in a heading or in the front matter. */
function titleSpan(ctx: ReadContext, root: OutlineNode): Span {
  const top = titleNode(root)
  const matter = ctx.text.startsWith('---') ? ctx.text.indexOf('\n---', 3) : -1
  const title = top?.depth === 1 || matter < 0 ? null : FRONT_TITLE.exec(ctx.text.slice(0, matter))
  if (title !== null) return { start: title.index, end: root.end }
  const first = top ?? root.children[0]
  return first === undefined ? root : { start: first.start, end: root.end }
}

const REPORT = /\b(?:report|retrospective|postmortem|remediation summary|implementation summary|completion summary)$/iu

/** One milestone for a document that lists work without any milestone label; null where it lists none. */
export function milestoneFromDocument(ctx: ReadContext, root: OutlineNode, title: string): PlanMilestone | null {
  if (REPORT.test(title)) return null
  const found = readWork(ctx, root, { heading: title, loose: true })
  return tasksIn(found.strong).length === 0 ? null : milestoneOf(ctx, root, title, found.strong)
}

function milestoneOf(
  ctx: ReadContext,
  root: OutlineNode,
  title: string,
  children: PlanMilestone['children'],
): PlanMilestone {
  const span = titleSpan(ctx, root)
  const holder = titleNode(root) ?? root
  const validation = sectionText(ctx, holder, 'validation')
  return {
    type: 'milestone',
    ...located(ctx, span),
    key: milestoneKey(null, title),
    label: null,
    title,
    priority: null,
    estimate: null,
    done: false,
    goal: sectionText(ctx, holder, 'goal'),
    // Boxes there are tasks of their own.
    validation: /^\[[ xX]\]/.test(validation) ? '' : validation,
    stated: [],
    independent: false,
    mentions: [],
    children,
  }
}

/** Lists right below the title, and in sections that say what changes; these have no order. */
function plainWork(ctx: ReadContext, root: OutlineNode, title: string): readonly WorkChild[] {
  const top = titleNode(root)
  const bare = [root, ...(top === undefined ? [] : [top])].map((node) => ({ ...node, children: [] }))
  const changes = walk(root).filter(({ section, parent }) => section === 'scope' && parent?.section !== 'scope')
  const read = (node: OutlineNode, role: Role): readonly WorkChild[] => {
    const { strong, weak } = readWork(ctx, node, { heading: title, role })
    return [...strong, ...weak]
  }
  const loose = (child: WorkChild): WorkChild =>
    child.type === 'step' ? { ...child, type: 'task', sequence: '' } : child
  return [
    ...bare.flatMap((node) => read(node, 'work')),
    ...changes.flatMap((node) => read(node, 'listed').map(loose)),
  ].sort((a, b) => a.place.start - b.place.start)
}

/**
 * One milestone of plain lists, for a plan that has nothing else: right below its title or in a section that says what
 * changes, steps that are numbered and points that name the files they are about. Lists of remarks are neither.
 */
export function plainMilestone(ctx: ReadContext, root: OutlineNode, title: string): PlanMilestone | null {
  const children = plainWork(ctx, root, title)
  const tasks = tasksIn(children)
  const certain = tasks.filter(({ type, paths }) => type === 'step' || paths.some(({ role }) => role === 'write'))
  return certain.length > 1 && certain.length * 2 > tasks.length ? milestoneOf(ctx, root, title, children) : null
}

function phaseOf(section: string | null, before: boolean): PlanExtra['phase'] {
  if (section === 'setup' || section === 'foundational' || section === 'polish') return section
  if (section === 'documentation' || section === 'quality') return 'polish'
  return before ? 'foundational' : 'polish'
}

/** Work outside the milestones: set-up, foundations and polish by the heading it stands under, else by its place. */
export function extrasOf(
  ctx: ReadContext,
  root: OutlineNode,
  skip: ReadonlySet<unknown>,
  firstMilestone: number,
): PlanExtra[] {
  const found = readWork(ctx, root, { heading: '', loose: true, outside: true, skip })
  return tasksIn(found.strong).map((task) => {
    const holder = holderOf(root, task.place.start)
    return {
      type: 'extra',
      position: task.position,
      place: task.place,
      phase: phaseOf(holder, task.place.start < firstMilestone),
      task,
    }
  })
}

/** The nearest section kind above an offset that names a fixed phase. */
function holderOf(root: OutlineNode, offset: number): string | null {
  let node: OutlineNode | undefined = root
  let kind: string | null = null
  while (node !== undefined) {
    if (node.section !== null) kind = node.section
    node = node.children.find((child) => child.start <= offset && offset < child.end)
  }
  return kind
}
