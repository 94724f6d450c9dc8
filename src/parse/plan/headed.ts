import type { Block } from '../../model/blocks.ts'
import type { PlanGroup, PlanTask } from '../../model/plan.ts'
import { namedLabels } from '../named-labels.ts'
import { estimateOf, findEstimate } from '../text/estimate.ts'
import { joinSoft, plain } from '../text/inline.ts'
import { findPaths } from '../text/paths.ts'
import { isNone, type SectionKind } from '../vocabulary/index.ts'
import { located, type ReadContext } from './context.ts'
import { isNumberedTitle, isProperty, roleOf } from './roles.ts'
import { statedBy } from './stated.ts'
import type { OutlineNode } from '../outline.ts'
import { saysWhenDone } from './criteria.ts'
import { readTask } from './items.ts'
import { type ItemHead, itemsOf } from './item-head.ts'
import type { WorkChild } from './frame.ts'

/** A heading or label whose whole content is one task (`Task 3: ...`, `T001: ...`, a step with bullets). */
export function headedTask(ctx: ReadContext, node: OutlineNode, heading: string, sequence: string): PlanTask {
  const blocks = [...contentBlocks(node)].filter((block) => block.type === 'list' || block.type === 'paragraph')
  const head = {
    text: node.value === '' || node.label !== null ? node.head : `${node.head}: ${node.value}`,
    start: node.headStart,
    end: node.headStart + node.head.length,
  }
  const lists = blocks.filter((block) => block.type === 'list')
  const ends = blocks.filter(({ type, start, end }) => type === 'paragraph' && saysWhenDone(ctx.text.slice(start, end)))
  // A paragraph right below a list would go on with its last item.
  const below = lists.length > 0 ? [...ends, ...lists] : [...new Set([...blocks.slice(0, 1), ...ends])]
  const task = readTask(ctx, head, { start: node.start, end: node.end }, below, {
    type: sequence === '' ? 'task' : 'step',
    heading,
    sequence,
  })
  const own = statedBy(ctx, node, []).stated.filter((one) => one.form !== 'prose' || namedLabels(one.target).length > 0)
  const { lines, paths } = labelled(ctx, node)
  const known = new Set(task.paths.map(({ path }) => path))
  const effort = node.fields.find(({ section }) => section === 'duration')
  return {
    ...task,
    estimate: task.estimate ?? (effort === undefined ? null : estimateOf(plain(effort.value))),
    stated: [...task.stated, ...own],
    body: [...lines, ...task.body],
    paths: [...task.paths, ...paths.filter(({ path }) => !known.has(path))],
  }
}

/** Values that a heading's task keeps as they are labelled: its files and how it is checked. */
const KEPT: ReadonlySet<SectionKind> = new Set<SectionKind>(['files', 'validation', 'criteria', 'checklist'])

/** What is labelled below a heading of one task, as lines of its body, and the files that are named so. */
function labelled(ctx: ReadContext, node: OutlineNode): { lines: string[]; paths: PlanTask['paths'] } {
  const fields = node.fields.filter(
    ({ section, value }) => section !== null && KEPT.has(section) && value !== '' && !isNone(value),
  )
  const listed = node.children
    .filter(({ kind, section }) => kind === 'label' && section === 'files')
    .map(({ start, end }) => ctx.text.slice(start, end))
  const files = fields.filter(({ section }) => section === 'files').map(({ value }) => value)
  return {
    lines: fields.map(({ key, value }) => `- ${key}: ${joinSoft(value)}`),
    paths: [...files, ...listed].flatMap((text) => findPaths(text).paths),
  }
}

/** A heading or label with the work below it as a group. */
export function groupOf(ctx: ReadContext, node: OutlineNode, children: readonly WorkChild[]): PlanGroup {
  const title = plain(node.label === null ? node.head : node.label.rest || node.head)
  return {
    type: 'group',
    ...located(ctx, { start: node.start, end: node.end }),
    title,
    label: node.label === null ? null : { kind: node.label.kind, number: node.label.number },
    estimate: findEstimate(node.head)?.estimate ?? null,
    paths: findPaths(node.head).paths,
    children: children.filter((child) => child.type !== 'scenario'),
  }
}

/**
 * Whether what stands below a labelled task or step are tasks of their own: the boxes of one labelled task are its parts,
 * unless they have ids; those of a step are its tasks.
 */
export function listsTasks(ctx: ReadContext, children: readonly WorkChild[], isStep: boolean): boolean {
  return children.some((child) => {
    if (child.type === 'criterion' || child.type === 'scenario') return false
    if (child.type === 'group') return isStep
    if (child.ownId !== '' && !/^step/i.test(child.ownId)) return true
    return isStep && child.type === 'task' && ctx.text.slice(child.place.start, child.place.start + 12).includes('[')
  })
}

/** A numbered heading whose only work is bullets under "Implementation": one task, the bullets are its body. */
export function isBulleted(ctx: ReadContext, node: OutlineNode): boolean {
  if (node.kind !== 'heading' || !isNumberedTitle(node.head)) return false
  const steps = node.children.filter((child) => child.section === 'steps')
  if (
    steps.length === 0 ||
    steps.length < node.children.filter((child) => child.section !== null && roleOf(child.section) === 'listed').length
  )
    return false
  const lists = steps.flatMap((child) => child.blocks).filter((block) => block.type === 'list')
  const own = node.blocks.some((block) => block.type === 'list')
  return (
    !own &&
    lists.length > 0 &&
    lists.every((list) => !list.ordered && itemsOf(ctx, list).every(({ line }) => line?.box == null))
  )
}

/** A label, a labelled heading (a sprint) or a short name holds its bullets as work; a longer title is the work itself. */
export function isHolder(ctx: ReadContext, node: OutlineNode): boolean {
  if (node.kind === 'label' || node.label !== null) return true
  const items = node.blocks.filter((block) => block.type === 'list').flatMap((list) => itemsOf(ctx, list))
  const properties = items.filter((item) => isProperty(item.text)).length
  return properties * 2 <= items.length && /^[^\s(（]+(?:\s[^\s(（]+)?$/u.test(node.title)
}

/** A paragraph that opens with a bold sentence, mostly above its code, says what to do where nothing is listed. */
export function boldSentence(ctx: ReadContext, block: Block): ItemHead | null {
  const head = { text: ctx.text.slice(block.start, block.end), start: block.start, end: block.end }
  const bold = /^\*\*([^*\n]{8,200})\*\*[^:：]/u.exec(head.text)
  return bold !== null && /\s/.test(bold[1]!.trim()) && !/[:：]$/u.test(bold[1]!) ? head : null
}

/** All blocks below a node, of its labels and headings too, in order. */
export function* contentBlocks(node: OutlineNode): Generator<Block> {
  yield* node.blocks
  for (const child of node.children) yield* contentBlocks(child)
}
