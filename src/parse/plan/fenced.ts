import type { Block } from '../../model/blocks.ts'
import type { PlanExtra, PlanMilestone } from '../../model/plan.ts'
import type { Span } from '../../model/source.ts'
import { pointAt } from '../lines.ts'
import type { BlockParser } from '../markdown.ts'
import { plain, stripDecorations } from '../text/inline.ts'
import { headTitle } from './title.ts'
import type { ReadContext } from './context.ts'
import { milestonesOf } from './milestones.ts'
import { isSingleFocus, readSingleFocus } from './single-focus.ts'
import { type OutlineNode, outline, walk } from '../outline.ts'
import { tasksIn } from './work.ts'

/** A whole plan that stands inside one fence of a document. Positions are those of the document. */
export interface FencedPlan {
  /** From 1, in document order. */
  readonly number: number
  readonly title: string
  /** 1-based line of the fence's first line of content. */
  readonly line: number
  readonly span: Span
  readonly outline: OutlineNode
  readonly milestones: readonly PlanMilestone[]
  readonly extras: readonly PlanExtra[]
  /** How many tasks it lists. */
  readonly steps: number
}

const LANGUAGES: ReadonlySet<string> = new Set(['', 'markdown', 'md', 'text', 'txt', 'plaintext'])
const WRONG = /❌|✗|\b(?:bad|wrong|anti-?patterns?|don'?t|incorrect|avoid)\b/iu
const PLACEHOLDER = /\[(?![ xX~/-]\])[^\]\n]{2,80}\](?![(:])|(?:…|\.\.\.)\s*$/u
const FORM = /template|vorlage|modèle|plantilla|modelo de|şablon|шаблон|テンプレート|模板|템플릿/iu

function isWrongExample(node: OutlineNode): boolean {
  for (let at: OutlineNode | null = node; at !== null; at = at.parent)
    if (at.section === 'example' || at.section === 'out' || WRONG.test(at.head) || FORM.test(at.head)) return true
  return false
}

/** A format to fill in: most of its lines hold a `[...]`. */
function isTemplate(content: string): boolean {
  const lines = content.split('\n').filter((line) => line.trim() !== '')
  return lines.filter((line) => PLACEHOLDER.test(line.slice(0, 400))).length * 5 >= lines.length * 2
}

/** A drawing of a process is no plan: plans are Markdown with headings, labels or lists, and perhaps a source tree. */
function isDrawing(text: string): boolean {
  return text.split('\n').some((line) => /[┌┐└┘│▼↓]/u.test(line.replace(/^[\s│]*(?:[├└]─|$)/u, '')))
}

/** The content of a fence without its opening and closing line; null where it is indented like code of a list. */
function contentOf(ctx: ReadContext, block: Block): Span | null {
  const first = ctx.text.indexOf('\n', block.start)
  if (first < 0 || first >= block.end) return null
  const end = block.closed ? ctx.text.lastIndexOf('\n', block.end - 1) : block.end
  return end <= first + 1 ? null : { start: first + 1, end }
}

function shift(blocks: readonly Block[], by: number): Block[] {
  return blocks.map((block) => ({
    ...block,
    start: block.start + by,
    end: block.end + by,
    children: shift(block.children, by),
  }))
}

const EXAMPLE =
  /^(?:(?:good |real |full )?example|beispiel|exemple|ejemplo|exemplo|esempio|örnek|пример|例|示例|예시)\s*\d*\s*[:：.–—-]?\s*/iu

/** The title of the fence: its own heading, else the words of the heading it stands under. */
function titleOf(node: OutlineNode, inner: OutlineNode | null): string {
  const own = inner?.children.find((child) => child.kind === 'heading' && child.depth === 1 && child.label === null)
  if (own !== undefined) return headTitle(own)
  let at: OutlineNode = node
  while (at.kind === 'label' && at.parent !== null) at = at.parent
  const words = plain(stripDecorations(at.head).text)
  return words.replace(EXAMPLE, '') || words
}

function readFence(
  ctx: ReadContext,
  node: OutlineNode,
  content: Span,
  parse: BlockParser,
): Omit<FencedPlan, 'number'> | null {
  const text = ctx.text.slice(content.start, content.end)
  if (isTemplate(text)) return null
  const line = pointAt(ctx.lines, content.start).line
  const inner = outline(ctx.text, shift(parse(text).blocks, content.start), content)
  if (isSingleFocus(text)) {
    const title = titleOf(node, null)
    const milestone = readSingleFocus(ctx, content, title)
    return milestone === null
      ? null
      : { title, line, span: content, outline: inner, milestones: [milestone], extras: [], steps: 1 }
  }
  if (isDrawing(text.slice(0, 4000))) return null
  const title = titleOf(node, inner)
  const { milestones, extras } = milestonesOf(ctx, inner, title)
  const steps = milestones.flatMap((milestone) => tasksIn(milestone.children)).length
  return milestones.length === 0 ? null : { title, line, span: content, outline: inner, milestones, extras, steps }
}

/**
 * The plans inside the fences of a document (without a language, or `markdown`): one plan each, never from a fence
 * under a heading Bad or ❌, nor from a template of placeholders. Where one of them has labelled milestones or a single
 * focus, task lists without any are other documents.
 */
export function fencedPlans(ctx: ReadContext, root: OutlineNode, parse: BlockParser): FencedPlan[] {
  const found: Omit<FencedPlan, 'number'>[] = []
  for (const node of walk(root)) {
    const fences = node.blocks.filter(
      (block) => block.type === 'code' && block.fenced && LANGUAGES.has(block.lang.toLowerCase()),
    )
    if (fences.length === 0 || isWrongExample(node)) continue
    for (const fence of fences) {
      const content = contentOf(ctx, fence)
      const read = content === null ? null : readFence(ctx, node, content, parse)
      if (read !== null) found.push(read)
    }
  }
  const labelled = found.filter((plan) => plan.milestones.some((milestone) => milestone.label !== null))
  return (labelled.length > 0 ? labelled : found).map((plan, index) => ({ number: index + 1, ...plan }))
}
