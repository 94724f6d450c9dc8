import type { Block } from '../../model/blocks.ts'
import type { PlanCriterion, PlanGroup, PlanScenario, PlanTask } from '../../model/plan.ts'
import type { Span } from '../../model/source.ts'
import type { OutlineNode } from '../outline.ts'
import { readLabel } from '../label.ts'
import { classifySection } from '../section.ts'
import { findEstimate } from '../text/estimate.ts'
import { plain } from '../text/inline.ts'
import { findPaths } from '../text/paths.ts'
import { isScenario } from '../text/scenario.ts'
import { readTaskLine, type TaskLine } from '../text/task-line.ts'
import type { SectionKind } from '../vocabulary/index.ts'
import { located, type ReadContext } from './context.ts'
import { criterionFrom, itemHead, oneLine, readCriterion, readItem, readScenario, readTask } from './items.ts'
import { readTaskTable } from './task-table.ts'

export type WorkChild = PlanGroup | PlanTask | PlanCriterion | PlanScenario

/** How the lists of a node are read. */
export type Role = 'work' | 'listed' | 'deliverables' | 'criteria' | 'scenarios' | 'silent'

/** Work as found, before it is decided whether plain bullets count. */
export interface FoundWork {
  /** Boxes, numbered steps, deliverables, headed tasks, groups that hold them. */
  readonly strong: readonly WorkChild[]
  /** Plain bullets and headings with nothing but bullets or prose: work where nothing stronger is listed. */
  readonly weak: readonly (PlanTask | PlanGroup)[]
}

const ROLE_OF: Readonly<Partial<Record<SectionKind, Role>>> = {
  tasks: 'listed',
  steps: 'listed',
  files: 'silent',
  deliverables: 'deliverables',
  criteria: 'criteria',
  checklist: 'criteria',
  validation: 'silent',
  scenarios: 'scenarios',
  requirements: 'silent',
  risks: 'silent',
  notes: 'silent',
  out: 'silent',
  metrics: 'criteria',
  timeline: 'silent',
  overview: 'silent',
  'next-steps': 'silent',
  appendix: 'silent',
  resources: 'silent',
  dependencies: 'silent',
  priority: 'silent',
  duration: 'silent',
  status: 'silent',
  goal: 'silent',
  structure: 'silent',
  technology: 'silent',
  prerequisites: 'silent',
  example: 'silent',
}

/** Sections below which not even a box is work. */
const NEVER: ReadonlySet<SectionKind> = new Set<SectionKind>(['out', 'example', 'appendix', 'criteria', 'checklist', 'scenarios', 'next-steps', 'risks', 'metrics', 'timeline', 'overview'])

export function roleOf(section: SectionKind | null): Role {
  return section === null ? 'work' : (ROLE_OF[section] ?? 'work')
}

interface Frame {
  readonly role: Role
  readonly section: SectionKind | null
  /** Title of the heading the work stands under. */
  readonly heading: string
  /** Names the sequence that step labels of this container form. */
  readonly chain: string
  /** A milestone's or group's own level, not a label such as Tasks. */
  readonly depth: number
  /** The whole document, no milestone: numbered lists and numbered headings alone are not work. */
  readonly loose: boolean
}

function sequenceName(node: Span): string {
  return `sequence@${node.start}`
}

const SEQUENTIAL: ReadonlySet<string> = new Set(['step', 'day', 'week'])

/** A list whose items are labelled `Step n`, `Day n` or `Week n`. */
function isLabelledSequence(ctx: ReadContext, list: Block): boolean {
  return list.children.some((item) => {
    const kind = readLabel(itemHead(ctx, item).text.slice(0, 80))?.kind
    return kind !== undefined && SEQUENTIAL.has(kind)
  })
}

function hasNestedBoxes(ctx: ReadContext, item: Block): boolean {
  return item.children.some((child) => child.type === 'list' && child.children.some((nested) => readTaskLine(itemHead(ctx, nested).text, ctx)?.box != null))
}

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
  private group(item: Block, frame: Frame): PlanGroup {
    const head = itemHead(this.ctx, item)
    const inner = new WorkReader(this.ctx, this.skip)
    for (const child of item.children) if (child.type === 'list') inner.list(child, { ...frame, heading: plain(head.text) })
    const title = oneLine(head.text)
    return { type: 'group', ...located(this.ctx, item), title, label: null, estimate: findEstimate(title)?.estimate ?? null, paths: findPaths(title).paths, children: inner.strong.filter((child) => child.type !== 'scenario') }
  }

  private box(item: Block, line: TaskLine, frame: Frame, sequence: string): void {
    const { ctx } = this
    // A task id makes a box a task anywhere; without one it is what its section says.
    const criterion = line.id === '' || line.idForm === 'hash'
    if (frame.section !== null && NEVER.has(frame.section) && criterion) {
      if (frame.role === 'criteria') this.strong.push(readCriterion(ctx, item))
      return
    }
    if (frame.role === 'criteria' && criterion) this.strong.push(readCriterion(ctx, item))
    else this.strong.push(readItem(ctx, item, { type: 'task', heading: frame.heading, sequence }))
  }

  list(list: Block, frame: Frame): void {
    const { ctx } = this
    const labelled = isLabelledSequence(ctx, list)
    const numbered = list.ordered && frame.role !== 'deliverables' && frame.section !== 'tasks'
    const sequence = labelled ? frame.chain : numbered ? sequenceName(list) : ''
    for (const item of list.children) {
      if (this.skip.has(item)) continue
      const head = itemHead(ctx, item)
      const line = readTaskLine(head.text, ctx)
      if (line?.legend === true) continue
      if (line?.box != null) this.box(item, line, frame, labelled || (numbered && frame.role === 'listed') ? sequence : '')
      else if (hasNestedBoxes(ctx, item) && frame.role !== 'criteria' && frame.role !== 'silent') this.strong.push(this.group(item, frame))
      else if (frame.role === 'silent') this.silent(item, frame)
      else if (frame.role === 'criteria') this.strong.push(readCriterion(ctx, item))
      else if (frame.role === 'scenarios') this.strong.push(readScenario(ctx, item))
      else this.plainItem(item, list, frame, line, sequence, labelled)
    }
  }

  /** In a section that lists no work, only boxes (and what holds them) are looked at. */
  private silent(item: Block, frame: Frame): void {
    if (!hasNestedBoxes(this.ctx, item)) return
    for (const child of item.children) if (child.type === 'list') this.list(child, frame)
  }

  private plainItem(item: Block, list: Block, frame: Frame, line: TaskLine | null, sequence: string, labelled: boolean): void {
    const { ctx } = this
    const head = itemHead(ctx, item).text
    if (frame.role === 'deliverables') return void this.strong.push(readItem(ctx, item, { type: 'deliverable', heading: frame.heading, sequence: '' }))
    if (isScenario(head)) return void this.strong.push(readScenario(ctx, item))
    const identified = line !== null && line.id !== '' && line.idForm !== 'hash'
    const task = readItem(ctx, item, { type: list.ordered || labelled ? 'step' : 'task', heading: frame.heading, sequence })
    if (frame.role === 'listed' || (list.ordered && !frame.loose) || labelled || identified) this.strong.push(task)
    else if (!isFieldItem(head)) this.weak.push(task)
  }

  /** A heading or label whose whole content is one task (`Task 3: ...`, `T001: ...`, a step with bullets). */
  private headed(node: OutlineNode, frame: Frame, sequence: string): PlanTask {
    const blocks = [...contentBlocks(node)].filter((block) => block.type === 'list' || block.type === 'paragraph')
    const head = { text: node.value === '' || node.label !== null ? node.head : `${node.head}: ${node.value}`, start: node.headStart, end: node.headStart + node.head.length }
    const lists = blocks.filter((block) => block.type === 'list')
    return readTask(this.ctx, head, { start: node.start, end: node.end }, lists.length > 0 ? lists : blocks.slice(0, 1), { type: sequence === '' ? 'task' : 'step', heading: frame.heading, sequence })
  }

  child(node: OutlineNode, frame: Frame): void {
    if (this.skip.has(node)) return
    const section = node.section
    const kind = node.label?.kind
    const line = node.kind === 'heading' || node.kind === 'label' ? readTaskLine(node.head, this.ctx) : null
    const silenced = frame.section !== null && NEVER.has(frame.section) ? frame : null
    if (silenced !== null && section === null) return this.node(node, { ...silenced, heading: node.title })
    if (kind === 'task' || (line !== null && line.id !== '' && line.idForm !== 'number' && line.idForm !== 'hash')) return this.headedOrGroup(node, frame, '')
    if (kind === 'step' || kind === 'day') return this.headedOrGroup(node, frame, frame.chain)
    if (section !== null && section !== 'setup' && section !== 'foundational' && section !== 'polish' && section !== 'quality' && section !== 'documentation' && section !== 'process') {
      const role = roleOf(section)
      const chain = section === 'steps' ? sequenceName(node) : frame.chain
      return this.node(node, { ...frame, role, section, chain, heading: frame.heading === '' ? node.title : frame.heading })
    }
    this.groupNode(node, frame)
  }

  private headedOrGroup(node: OutlineNode, frame: Frame, sequence: string): void {
    const inner = new WorkReader(this.ctx, this.skip)
    inner.node(node, { ...frame, role: 'work', section: null, heading: node.title })
    const listed = inner.strong.filter((child) => child.type === 'task' || child.type === 'deliverable' || child.type === 'step' || child.type === 'group')
    const own = listed.filter((child) => child.type !== 'group' && child.type !== 'criterion' && child.type !== 'scenario' && child.ownId !== '' && !/^step/i.test(child.ownId))
    // The boxes of one labelled task are its parts, unless they have ids of their own.
    const split = sequence !== '' && listed.some((child) => child.type === 'group' || (child.type === 'task' && this.ctx.text.slice(child.place.start, child.place.start + 12).includes('[')))
    if (own.length > 0 || split) this.strong.push(this.asGroup(node, inner))
    else this.strong.push(this.headed(node, frame, sequence))
  }

  private asGroup(node: OutlineNode, inner: WorkReader): PlanGroup {
    const title = plain(node.label === null ? node.head : node.label.rest || node.head)
    return {
      type: 'group', ...located(this.ctx, { start: node.start, end: node.end }), title,
      label: node.label === null ? null : { kind: node.label.kind, number: node.label.number },
      estimate: findEstimate(node.head)?.estimate ?? null, paths: findPaths(node.head).paths,
      children: inner.strong.filter((child) => child.type !== 'scenario'),
    }
  }

  /** A heading of its own inside a milestone: a group where it lists work, else possibly one task. */
  private groupNode(node: OutlineNode, frame: Frame): void {
    const inner = new WorkReader(this.ctx, this.skip)
    const chain = node.label !== null && SEQUENTIAL.has(node.label.kind) ? frame.chain : sequenceName(node)
    inner.node(node, { ...frame, role: frame.role === 'silent' ? 'silent' : 'work', section: frame.role === 'silent' ? frame.section : null, heading: plain(node.head), chain })
    const hasWork = inner.strong.some((child) => child.type !== 'criterion' && child.type !== 'scenario')
    if (hasWork) return void this.strong.push(this.asGroup(node, inner))
    for (const child of inner.strong) this.strong.push(child)
    if (frame.role === 'silent' || frame.role === 'criteria' || frame.role === 'scenarios') return
    const task = this.headed(node, frame, '')
    const implemented = node.children.some((child) => child.section === 'steps' || child.section === 'tasks' || child.section === 'deliverables')
    if ((implemented || isNumberedTitle(node.head)) && !frame.loose) this.strong.push(task)
    else if (inner.weak.length > 0 || node.blocks.some((block) => block.type === 'paragraph')) this.weak.push(task)
  }

  node(node: OutlineNode, frame: Frame): void {
    for (const block of node.blocks) {
      if (block.type === 'list') this.list(block, frame)
      else if (block.type === 'table' && (frame.role === 'listed' || (frame.role === 'work' && !frame.loose))) this.strong.push(...readTaskTable(this.ctx, block, frame.heading))
      else if (block.type === 'paragraph' && frame.role === 'criteria') this.strong.push(criterionFrom(this.ctx, this.ctx.text.slice(block.start, block.end), block))
    }
    for (const child of node.children) this.child(child, frame)
  }
}

const NUMBERED_TITLE = /^[\s*_]*(?:\p{Extended_Pictographic}[\u{FE0F}\s]*)*(?:\d{1,3}(?:\.\d{1,3}){0,3}[.):：]?\s|[A-Z]{1,2}\d{1,3}(?:\.\d{1,3})?\s*[.):：–—-])/u

/** `1.2 Parser`, `B1: executor.ps1`: a numbered sub-deliverable. */
export function isNumberedTitle(head: string): boolean {
  return NUMBERED_TITLE.test(head)
}

/** `- **Objective**: ...` states a field of the milestone, no work. */
export function isFieldItem(head: string): boolean {
  const match = /^(?:\*\*|__)(.{1,60}?)(?:\*\*|__)\s*[:：]|^(?:\*\*|__)(.{1,60}?)[:：](?:\*\*|__)|^([\p{L}][\p{L} ]{2,30}?)[:：]\s/su.exec(head)
  const key = match?.[1] ?? match?.[2] ?? match?.[3]
  return key !== undefined && classifySection(key) !== null
}

/** All blocks below a node, of its labels and headings too, in order. */
export function* contentBlocks(node: OutlineNode): Generator<Block> {
  yield* node.blocks
  for (const child of node.children) yield* contentBlocks(child)
}

export interface WorkOptions {
  readonly heading: string
  readonly role?: Role
  /** See {@link Frame.loose}. */
  readonly loose?: boolean
  /** Milestones read on their own: their nodes and items are passed over. */
  readonly skip?: ReadonlySet<unknown>
}

/** Reads what a node lists as work, criteria and scenarios. */
export function readWork(ctx: ReadContext, node: OutlineNode, options: WorkOptions): FoundWork {
  const reader = new WorkReader(ctx, options.skip)
  reader.node(node, { role: options.role ?? 'work', section: null, heading: options.heading, chain: sequenceName(node), depth: 0, loose: options.loose ?? false })
  return { strong: reader.strong, weak: reader.weak }
}

/** Reads the items of one list as work of a milestone that is itself a list item. */
export function readListWork(ctx: ReadContext, lists: readonly Block[], heading: string, span: Span): FoundWork {
  const reader = new WorkReader(ctx)
  for (const list of lists) reader.list(list, { role: 'work', section: null, heading, chain: sequenceName(span), depth: 0, loose: false })
  return { strong: reader.strong, weak: reader.weak }
}
