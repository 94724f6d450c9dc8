import type { Plan, PlanExtra, PlanMilestone, TreeEntry } from '../../model/plan.ts'
import type { SourceFile } from '../../model/source.ts'
import type { BlockTree } from '../../model/blocks.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import { lineIndex, positionOf } from '../lines.ts'
import { outline, walk, type OutlineNode } from '../outline.ts'
import { plain, stripDecorations } from '../text/inline.ts'
import { classifySection } from '../section.ts'
import type { ReadContext } from './context.ts'
import { chooseLevel, type MilestoneDraft } from './levels.ts'
import { collectMentions, type Mention } from './mentions.ts'
import { readHeading, readMilestone } from './milestone.ts'
import { readSections } from './sections.ts'
import { readTree } from './tree.ts'
import { extrasOf, milestoneFromDocument, milestoneFromGroup, numberedGroups, tasksIn } from './whole.ts'

/** A plan as read, with the outline it was read from for the readers of other kinds. */
export interface ReadPlan {
  readonly plan: Plan
  readonly outline: OutlineNode
  readonly diagnostics: readonly Diagnostic[]
}

const PREFIX = /^(?:(?:feature )?(?:implementation|milestone|execution|project|feature|development|work) (?:plan|specification)|tasks|plan|spec|feature specification|milestones|umsetzungsplan|plan d'exécution|plan de implementación|plano de implementação|uygulama planı|план реализации|実装計画|实施计画|实施计划)\s*[:：]\s*(?=\S)/iu

/** The document's title: its first top heading without a generic prefix; else the file's stem. */
export function titleOf(root: OutlineNode, file: string): string {
  const top = root.children.find((child) => child.kind === 'heading' && child.depth === 1) ?? root.children.find((child) => child.kind === 'heading' && child.depth === 2 && child === root.children[0])
  const words = top === undefined ? '' : plain(stripDecorations(top.head).text)
  const title = words.replace(PREFIX, '')
  return title !== '' ? title : (file.split('/').pop() ?? file).replace(/\.[^.]+$/, '')
}

const ISO_DATE = /\b(\d{4}-\d{2}-\d{2})\b/

function dateOf(root: OutlineNode): string {
  const heads = [root, ...root.children.slice(0, 2)]
  for (const field of heads.flatMap((node) => node.fields)) {
    if (!/^(?:date|created|last updated|datum|fecha|data|tarih|дата|日付|作成日|日期|创建日期|날짜)$/iu.test(field.key) && !/\*\*Date\*\*/i.test(field.value)) continue
    const iso = ISO_DATE.exec(/\*\*Date\*\*\s*:\s*(\S+)/i.exec(field.value)?.[1] ?? field.value)
    if (iso !== null) return iso[1]!
  }
  return ''
}

function treesOf(ctx: ReadContext, root: OutlineNode): TreeEntry[] {
  const entries: TreeEntry[] = []
  for (const node of walk(root)) {
    if (node.section === 'out' || node.section === 'example' || node.section === 'timeline' || node.section === 'appendix') continue
    for (const block of node.blocks) if (block.type === 'code' && block.fenced) entries.push(...readTree(ctx, block))
  }
  return entries
}

/** A task document gives Setup, Foundational and Polish by name; a plan's own "Phase 1: Setup" is a milestone. */
function isFixedPhase(milestone: PlanMilestone): PlanExtra['phase'] | null {
  const section = classifySection(milestone.title)
  if (section !== 'setup' && section !== 'foundational' && section !== 'polish') return null
  const tasks = tasksIn(milestone.children)
  const identified = tasks.filter((task) => /^T-?\d/u.test(task.ownId)).length
  return identified * 2 > tasks.length || (tasks.length === 0 && milestone.title.includes('(')) ? section : null
}

function skipSet(drafts: readonly MilestoneDraft[], mentions: readonly Mention[]): Set<unknown> {
  const skip = new Set<unknown>()
  for (const mention of [...drafts.map((draft) => draft.definition), ...mentions.filter((one) => one.weak || drafts.some((draft) => draft.mentions.includes(one)))]) {
    skip.add(mention.source.type === 'node' ? mention.source.node : mention.source.block)
  }
  return skip
}

/** Headings without a number that carry a milestone's title (`Enterprise Platform Phase Gate`): criteria of it. */
function gatesFor(root: OutlineNode, title: string, definition: OutlineNode): OutlineNode[] {
  const words = plain(title).toLowerCase().replace(/\s*[-–—:(].*$/u, '').trim()
  if (words.length < 4) return []
  return [...walk(root)].filter((node) => {
    if (node === definition || node.kind === 'root' || node.label !== null) return false
    const own = node.title.toLowerCase()
    if (!own.includes(words) || own.length > words.length + 40) return false
    for (let at: OutlineNode | null = node; at !== null; at = at.parent) if (at.section === 'criteria' || at.section === 'metrics' || at.section === 'checklist') return true
    return false
  })
}

function milestonesOf(ctx: ReadContext, root: OutlineNode, title: string): { milestones: PlanMilestone[]; extras: PlanExtra[] } {
  const mentions = collectMentions(ctx, root)
  const drafts = chooseLevel(mentions)
  if (drafts.length === 0) {
    const groups = numberedGroups(ctx, root)
    if (groups.length >= 2) {
      const skip = new Set<unknown>(groups)
      return { milestones: groups.map((node) => milestoneFromGroup(ctx, node)), extras: extrasOf(ctx, root, skip, groups[0]!.start) }
    }
    const only = milestoneFromDocument(ctx, root, title)
    return { milestones: only === null ? [] : [only], extras: [] }
  }
  const read = drafts.map((draft) => readMilestone(ctx, draft, draft.definition.source.type === 'node' ? gatesFor(root, readHeading(ctx, draft.definition).title, draft.definition.source.node) : []))
  const milestones: PlanMilestone[] = []
  const extras: PlanExtra[] = []
  for (const milestone of read) {
    const phase = isFixedPhase(milestone)
    if (phase === null) milestones.push(milestone)
    else extras.push(...tasksIn(milestone.children).map((task): PlanExtra => ({ type: 'extra', position: task.position, place: task.place, phase, task })))
  }
  const first = milestones[0]?.place.start ?? 0
  return { milestones: uniqueKeys(milestones), extras: [...extras, ...extrasOf(ctx, root, skipSet(drafts, mentions), first)].sort((a, b) => a.place.start - b.place.start) }
}

/** Two milestones with the same words get their label, then a counter, behind the key. */
function uniqueKeys(milestones: readonly PlanMilestone[]): PlanMilestone[] {
  const seen = new Map<string, number>()
  return milestones.map((milestone) => {
    const count = (seen.get(milestone.key) ?? 0) + 1
    seen.set(milestone.key, count)
    return count === 1 ? milestone : { ...milestone, key: `${milestone.key}-${count}` }
  })
}

/** Reads a plan document in any of the shapes: milestones, extras, source tree and carried-over sections. */
export function readPlan(source: SourceFile, tree: BlockTree): ReadPlan {
  const lines = lineIndex(source.text)
  const ctx: ReadContext = { file: source.path, text: source.text, lines, diagnostics: [], dialect: source.path.includes('.kiro/') ? 'kiro' : '' }
  const root = outline(source.text, tree.blocks)
  const title = titleOf(root, source.path)
  const { milestones, extras } = milestonesOf(ctx, root, title)
  const { sections, answered } = readSections(ctx, root)
  const span = { start: 0, end: source.text.length }
  const plan: Plan = {
    type: 'plan', file: source.path, title, date: dateOf(root), children: [...milestones, ...extras],
    tree: treesOf(ctx, root), sections, answered, position: positionOf(lines, span), place: { file: source.path, ...span },
  }
  return { plan, outline: root, diagnostics: ctx.diagnostics }
}
