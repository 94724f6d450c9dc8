import type { PlanChoice } from '../../model/compile.ts'
import type { Plan, PlanMilestone, TreeEntry } from '../../model/plan.ts'
import type { SourceFile, Span } from '../../model/source.ts'
import type { BlockTree } from '../../model/blocks.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import type { BlockParser } from '../markdown.ts'
import { lineIndex, type LineIndex, positionOf } from '../lines.ts'
import type { ReadContext } from './context.ts'
import { fencedPlans, type FencedPlan } from './fenced.ts'
import { milestonesOf, onlyMilestone } from './milestones.ts'
import { plainMilestone, titleNode } from './whole.ts'
import { readRelations } from './relations.ts'
import { readSections } from './sections.ts'
import { frontTitle, headTitle } from './title.ts'
import { readTree } from './tree.ts'
import { type OutlineNode, outline } from '../outline.ts'

/** A plan as read, with the outline it was read from for the readers of other kinds. */
export interface ReadPlan {
  readonly plan: Plan
  readonly outline: OutlineNode
  readonly diagnostics: readonly Diagnostic[]
  /** The plans inside fences, where none stands outside of them; else empty. */
  readonly choices: readonly PlanChoice[]
  /** Reads its plain lists as one milestone, for where nothing else gives any. */
  readonly plainMilestone: () => PlanMilestone | null
}

/** The document's title: its first top heading without a generic prefix, else its front matter's, else the file's stem. */
export function titleOf(root: OutlineNode, { path, text }: Pick<SourceFile, 'path' | 'text'>): string {
  const top = titleNode(root)
  const title = (top === undefined ? '' : headTitle(top)) || frontTitle(text)
  return title !== '' ? title : (path.split('/').pop() ?? path).replace(/\.[^.]+$/, '')
}

const ISO_DATE = /\b(\d{4}-\d{2}-\d{2})\b/

function dateOf(root: OutlineNode): string {
  const heads = [root, ...root.children.slice(0, 2)]
  for (const field of heads.flatMap((node) => node.fields)) {
    if (
      !/^(?:date|created|last updated|datum|fecha|data|tarih|дата|日付|作成日|日期|创建日期|날짜)$/iu.test(field.key) &&
      !/\*\*Date\*\*/i.test(field.value)
    )
      continue
    const iso = ISO_DATE.exec(/\*\*Date\*\*\s*:\s*(\S+)/i.exec(field.value)?.[1] ?? field.value)
    if (iso !== null) return iso[1]!
  }
  return ''
}

const TREELESS: ReadonlySet<string> = new Set(['out', 'example', 'timeline', 'appendix', 'next-steps'])

function treesOf(ctx: ReadContext, root: OutlineNode): TreeEntry[] {
  const entries: TreeEntry[] = []
  const visit = (node: OutlineNode): void => {
    // A calendar drawn as a tree below a timeline's weeks is no source tree either.
    if (node.section !== null && TREELESS.has(node.section)) return
    for (const block of node.blocks) if (block.type === 'code' && block.fenced) entries.push(...readTree(ctx, block))
    for (const child of node.children) visit(child)
  }
  visit(root)
  return entries
}

export interface ReadPlanOptions {
  /** Reads plans inside fences; without it a document that has none outside gives no milestone. */
  readonly parse?: BlockParser
  /** The lines of the document, where they are known. */
  readonly lines?: LineIndex
  /** Which of several plans inside fences, from 1. */
  readonly choice?: number
}

const BACKLOG = /<!--\s*(?:SECTION:[A-Z]|AC:BEGIN)/

function contextOf(source: SourceFile, lines: LineIndex | undefined): ReadContext {
  const { path, text } = source
  return {
    file: path,
    text,
    lines: lines ?? lineIndex(text),
    diagnostics: [],
    dialect: path.includes('.kiro/') ? 'kiro' : '',
    criteriaOnly: BACKLOG.test(text),
  }
}

/** The plan that is meant among those inside fences: the chosen one, or the only one. */
function chosen(plans: readonly FencedPlan[], choice: number | undefined): FencedPlan | undefined {
  return plans.length === 1 ? plans[0] : plans.find((plan) => plan.number === choice)
}

function within(diagnostics: readonly Diagnostic[], span: Span): Diagnostic[] {
  return diagnostics.filter(({ place }) => place === undefined || (place.start >= span.start && place.end <= span.end))
}

/**
 * Reads a plan document in any of the shapes: milestones, extras, source tree and carried-over sections. Plans inside
 * fences count only where nothing outside gives a milestone; several of them and no choice give a plan without any.
 */
export function readPlan(source: SourceFile, tree: BlockTree, options: ReadPlanOptions = {}): ReadPlan {
  const ctx = contextOf(source, options.lines)
  const root = outline(source.text, tree.blocks)
  const title = titleOf(root, source)
  const outside = milestonesOf(ctx, root, title)
  const plans =
    outside.milestones.length > 0 || options.parse === undefined ? [] : fencedPlans(ctx, root, options.parse)
  const picked = chosen(plans, options.choice)
  const found = picked ?? outside
  const milestones = found.milestones.length + plans.length > 0 ? found.milestones : onlyMilestone(ctx, root)
  // What stands around the chosen plan, or in its neighbours, is said of something else.
  const said = picked?.outline ?? root
  const { sections, answered } = readSections(ctx, said)
  const span = { start: 0, end: source.text.length }
  const plan: Plan = {
    type: 'plan',
    file: source.path,
    title: picked?.title ?? title,
    date: dateOf(root),
    children: [...milestones, ...found.extras],
    // A tree drawn in a plan that was not chosen is the tree of that plan.
    tree: treesOf(ctx, root).filter(({ span: at }) =>
      plans.every((one) => one === picked || at.start < one.span.start || at.start >= one.span.end),
    ),
    sections,
    answered,
    relations: readRelations(ctx, said),
    position: positionOf(ctx.lines, span),
    place: { file: source.path, ...span },
  }
  const choices = plans.map((one): PlanChoice => ({
    number: one.number,
    title: one.title,
    line: one.line,
    milestones: one.milestones.length,
    steps: one.steps,
  }))
  return {
    plan,
    outline: root,
    diagnostics: picked === undefined ? ctx.diagnostics : within(ctx.diagnostics, picked.span),
    choices,
    plainMilestone: () => (plans.length > 0 ? null : plainMilestone(ctx, root, title)),
  }
}
