import type { Block } from '../../model/blocks.ts'
import type { PlanGroup, PlanTask } from '../../model/plan.ts'
import { findEstimate } from '../text/estimate.ts'
import { joinSoft, plain } from '../text/inline.ts'
import { findPaths } from '../text/paths.ts'
import { isScenario } from '../text/scenario.ts'
import { readTaskLine } from '../text/task-line.ts'
import type { SectionKind } from '../vocabulary/index.ts'
import { located, type ReadContext } from './context.ts'
import { fieldItem, isCondition, isNumberedTitle, roleOf, type FieldItem, type Role } from './roles.ts'
import { columnSection } from './board.ts'
import { readTaskTable } from './task-table.ts'
import type { OutlineNode } from '../outline.ts'
import { criterionFrom, readCriterion, readScenario, saysWhenDone } from './criteria.ts'
import { SEQUENTIAL, hasNestedBoxes, isLabelledSequence, isMarkedList, isRepeated } from './lists.ts'
import { oneLine, readItem, readTask, type TaskOptions } from './items.ts'
import { type Item, itemsOf } from './item-head.ts'
import { boldSentence, groupOf, headedTask, isBulleted, isHolder, listsTasks } from './headed.ts'
import {
  type FoundWork,
  type Frame,
  type PlainList,
  type WorkChild,
  isListing,
  isNever,
  sequenceName,
} from './frame.ts'

export type { Role } from './roles.ts'
export type { FoundWork, WorkChild } from './frame.ts'

class WorkReader {
  readonly strong: WorkChild[] = []
  readonly weak: (PlanTask | PlanGroup)[] = []
  readonly ctx: ReadContext
  private readonly skip: ReadonlySet<unknown>

  constructor(ctx: ReadContext, skip: ReadonlySet<unknown> = new Set()) {
    this.ctx = ctx
    this.skip = skip
  }

  /** A list item that is no box but holds boxes is a group of them. */
  private group({ text, block }: Item, frame: Frame): PlanGroup {
    const inner = new WorkReader(this.ctx, this.skip)
    for (const child of block.children) if (child.type === 'list') inner.list(child, { ...frame, heading: plain(text) })
    const title = oneLine(text)
    return {
      type: 'group',
      ...located(this.ctx, block),
      title,
      label: null,
      estimate: findEstimate(title)?.estimate ?? null,
      paths: findPaths(title).paths,
      children: inner.strong.filter((child) => child.type !== 'scenario'),
    }
  }

  /** `never`: see {@link isNever}; `checks`: boxes without a task id are criteria here. */
  private box(item: Item, role: Role, options: TaskOptions, never: boolean, checks: boolean): void {
    const { ctx } = this
    const { id, idForm } = item.line!
    // A task id makes a box a task anywhere; without one it is what its section says.
    const anonymous = id === '' || idForm === 'hash' || idForm === 'reference'
    if (never && !anonymous && isRepeated(ctx, id)) return
    if (!(ctx.criteriaOnly === true || (anonymous && checks))) this.strong.push(readItem(ctx, item, options))
    else if (!never || role === 'criteria') this.strong.push(readCriterion(ctx, item))
  }

  list(list: Block, frame: Frame): void {
    const { ctx, skip } = this
    const { heading, role } = frame
    const items = itemsOf(ctx, list)
    const labelled = isLabelledSequence(ctx, list)
    const numbered = list.ordered && role !== 'deliverables' && frame.section !== 'tasks'
    const sequence = labelled ? frame.chain : numbered ? sequenceName(list) : ''
    const inOrder = labelled || (numbered && role === 'listed')
    const boxes: TaskOptions = { type: 'task', heading, sequence: inOrder ? sequence : '' }
    const never = isNever(frame)
    const checks = never || role === 'criteria' || (frame.outside && !isListing(frame))
    const plainly: PlainList = { frame, sequence, labelled, ordered: list.ordered, marked: isMarkedList(items, frame) }
    for (let at = 0; at < items.length; at += 1) {
      const item = items[at]!
      const { block, line } = item
      if (skip.size > 0 && skip.has(block)) continue
      if (line !== null && line.legend) continue
      if (line !== null && line.box !== null) this.box(item, role, boxes, never, checks)
      else if (role !== 'criteria' && role !== 'silent' && hasNestedBoxes(ctx, block, numbered))
        this.strong.push(this.group(item, frame))
      else if (role === 'silent') this.silent(block, frame)
      else if (role === 'criteria') this.strong.push(readCriterion(ctx, item))
      else if (role === 'scenarios') this.strong.push(readScenario(ctx, item))
      else this.plainItem(item, plainly)
    }
  }

  /** In a section that lists no work, only boxes (and what holds them) are looked at. */
  private silent(item: Block, frame: Frame): void {
    if (!hasNestedBoxes(this.ctx, item, false)) return
    for (const child of item.children) if (child.type === 'list') this.list(child, frame)
  }

  private plainItem(item: Item, list: PlainList): void {
    const { ctx } = this
    const { frame, sequence, labelled, ordered } = list
    const field = frame.role === 'deliverables' || ordered ? null : fieldItem(item.text, item.start)
    if (field !== null && this.field(item, field, frame)) return
    if (frame.role === 'deliverables')
      return void (
        frame.outside ||
        this.strong.push(readItem(ctx, item, { type: 'deliverable', heading: frame.heading, sequence: '' }))
      )
    if (isScenario(item.text)) return void this.strong.push(readScenario(ctx, item))
    if (isCondition(item.text)) return
    const { line } = item
    const identified = line !== null && line.id !== '' && line.idForm !== 'hash' && line.idForm !== 'number'
    if (frame.outside && !isListing(frame) && !identified) return
    if (list.marked) return
    const type = ordered || labelled ? 'step' : 'task'
    const task = readItem(ctx, item, { type, heading: frame.heading, sequence })
    if ((frame.role === 'listed' && frame.section !== 'scope') || (ordered && !frame.loose) || labelled || identified)
      this.strong.push(task)
    else this.weak.push(task)
  }

  /** An item that opens a section of the milestone (`- **Tasks**:` with a list), or states one. False where it is plain work. */
  private field(item: Item, field: FieldItem, frame: Frame): boolean {
    const role = roleOf(field.section)
    const lists = item.block.children.filter((child) => child.type === 'list')
    if (lists.length > 0 && field.value === '') {
      for (const list of lists) this.list(list, { ...frame, role, section: field.section })
      return true
    }
    if (role !== 'listed' || field.section === 'scope') return true
    this.strong.push(readItem(this.ctx, item, { type: 'task', heading: frame.heading, sequence: '' }))
    return true
  }

  child(node: OutlineNode, frame: Frame): void {
    if (this.skip.has(node)) return
    // A numbered heading below Steps is a step, also where it is called `4. Tests`.
    const isStep =
      frame.section === 'steps' &&
      node.section !== null &&
      STEPS.has(node.section) &&
      node.kind === 'heading' &&
      isNumberedTitle(node.head)
    const section = isStep ? null : columnSection(node)
    const kind = node.label?.kind
    const line = node.kind === 'heading' || node.kind === 'label' ? readTaskLine(node.head, this.ctx) : null
    const silenced = isNever(frame) ? frame : null
    if (silenced !== null && section === null) return this.node(node, { ...silenced, heading: node.title })
    if (kind === 'task' || line?.idForm === 'T' || line?.idForm === 'label') return this.headedOrGroup(node, frame, '')
    if (kind === 'step' || kind === 'day') return this.headedOrGroup(node, frame, frame.chain)
    const role = roleOf(section)
    if (section !== null && role !== 'work') {
      const chain = section === 'steps' ? sequenceName(node) : frame.chain
      const before = this.strong.length + this.weak.length
      this.node(node, { ...frame, role, section, chain, heading: frame.heading === '' ? node.title : frame.heading })
      // "Implementation" above nothing but code is one piece of work.
      const coded = role === 'listed' && node.kind === 'heading' && node.blocks.some((block) => block.type === 'code')
      if (coded && !frame.outside && before === this.strong.length + this.weak.length)
        this.weak.push(headedTask(this.ctx, node, frame.heading, ''))
      return
    }
    this.groupNode(node, frame)
  }

  private headedOrGroup(node: OutlineNode, frame: Frame, sequence: string): void {
    const inner = new WorkReader(this.ctx, this.skip)
    inner.node(node, { ...frame, role: 'work', section: null, heading: node.title })
    if (listsTasks(this.ctx, inner.strong, sequence !== '')) this.strong.push(groupOf(this.ctx, node, inner.strong))
    else this.strong.push(headedTask(this.ctx, node, frame.heading, sequence))
  }

  /** A heading of its own inside a milestone: a group where it lists work, else possibly one task. */
  private groupNode(node: OutlineNode, frame: Frame): void {
    const inner = new WorkReader(this.ctx, this.skip)
    const chain = node.label !== null && SEQUENTIAL.has(node.label.kind) ? frame.chain : sequenceName(node)
    const silent = frame.role === 'silent'
    inner.node(node, {
      ...frame,
      role: silent ? 'silent' : 'work',
      section: silent ? frame.section : node.section,
      heading: plain(node.head),
      chain,
      labelled: node.kind === 'label' && node.label === null,
    })
    const hasWork = inner.strong.some((child) => child.type !== 'criterion' && child.type !== 'scenario')
    if (hasWork && !silent && !frame.loose && isBulleted(this.ctx, node))
      return void this.strong.push(headedTask(this.ctx, node, frame.heading, ''))
    if (hasWork) return void this.strong.push(groupOf(this.ctx, node, inner.strong))
    for (const child of inner.strong) this.strong.push(child)
    if (silent || frame.outside || frame.role === 'criteria' || frame.role === 'scenarios') return
    const implemented = node.children.some(
      (child) => child.section === 'steps' || child.section === 'tasks' || child.section === 'deliverables',
    )
    const identified = readTaskLine(node.head, this.ctx)?.idForm === 'word'
    // Numbered headings below a heading "Tasks" are its items, also where no milestone is labelled.
    const numbered = isNumberedTitle(node.head) && (!frame.loose || frame.role === 'listed')
    if (identified || numbered || (implemented && !frame.loose))
      this.strong.push(
        headedTask(this.ctx, node, frame.heading, frame.section === 'steps' && numbered ? frame.chain : ''),
      )
    else if (inner.weak.length > 0 && isHolder(this.ctx, node)) this.weak.push(groupOf(this.ctx, node, inner.weak))
    else if (
      node.kind === 'heading' &&
      (inner.weak.length > 0 || node.blocks.some((block) => block.type === 'paragraph' || block.type === 'code'))
    )
      this.weak.push(headedTask(this.ctx, node, frame.heading, ''))
  }

  private sentence(block: Block, frame: Frame): void {
    const head = boldSentence(this.ctx, block)
    if (head === null) return
    this.weak.push(readTask(this.ctx, head, block, [], { type: 'task', heading: frame.heading, sequence: '' }))
  }

  paragraph(block: Block, frame: Frame): void {
    const { role, loose, outside } = frame
    const isWork = role === 'work' || role === 'listed'
    if (role !== 'criteria' && !isWork) return
    const text = this.ctx.text.slice(block.start, block.end)
    if (role === 'criteria' || (!outside && saysWhenDone(text)))
      this.strong.push(criterionFrom(this.ctx, joinSoft(text), block))
    else if (role === 'work' && !loose) this.sentence(block, frame)
  }

  node(node: OutlineNode, frame: Frame): void {
    for (const block of node.blocks) {
      if (block.type === 'list') this.list(block, frame)
      else if (block.type === 'table' && (frame.role === 'listed' || (frame.role === 'work' && !frame.loose)))
        this.strong.push(...readTaskTable(this.ctx, block, frame.heading))
      else if (block.type === 'paragraph') this.paragraph(block, frame)
    }
    for (const child of node.children) this.child(child, frame)
  }
}

/** Sections that a numbered step may be called by: what is made in it. */
const STEPS: ReadonlySet<SectionKind> = new Set<SectionKind>(['validation', 'documentation', 'quality'])

export interface WorkOptions {
  readonly heading: string
  readonly role?: Role
  /** See {@link Frame.loose}. */
  readonly loose?: boolean
  /** See {@link Frame.outside}. */
  readonly outside?: boolean
  /** Milestones read on their own: their nodes and items are passed over. */
  readonly skip?: ReadonlySet<unknown>
}

/** Reads what a node lists as work, criteria and scenarios. */
export function readWork(ctx: ReadContext, node: OutlineNode, options: WorkOptions): FoundWork {
  const reader = new WorkReader(ctx, options.skip)
  reader.node(node, {
    role: options.role ?? 'work',
    section: null,
    heading: options.heading,
    chain: sequenceName(node),
    depth: 0,
    loose: options.loose ?? false,
    outside: options.outside ?? false,
    labelled: false,
  })
  return { strong: reader.strong, weak: reader.weak }
}

/** Tasks of a tree of work, groups opened. */
export function tasksIn(children: readonly WorkChild[], found: PlanTask[] = []): PlanTask[] {
  for (const child of children) {
    if (child.type === 'group') tasksIn(child.children, found)
    else if (child.type !== 'criterion' && child.type !== 'scenario') found.push(child)
  }
  return found
}
