import type { PlanMilestone } from '../../model/plan.ts'
import { LABEL_RANK } from '../label.ts'
import { classifySection } from '../section.ts'
import { plain, stripDecorations } from '../text/inline.ts'
import { labelWords, type LabelKind } from '../vocabulary/index.ts'
import { type OutlineNode, walk } from '../outline.ts'
import type { ReadContext } from './context.ts'
import { itemsOf } from './item-head.ts'
import type { MilestoneDraft } from './levels.ts'
import { readMilestone } from './milestone.ts'
import { tasksIn } from './work.ts'

/** A heading as one of a series: the word that all of them open with, and what is its own. */
interface Member {
  readonly node: OutlineNode
  readonly word: string
  /** '' in a series that is not numbered. */
  readonly number: string
  readonly rest: string
}

const NUMBERED =
  /^(\p{L}[\p{L}'’-]{1,24}(?: \p{L}[\p{L}'’-]{1,24})?) (?:№ ?|nr\.? )?(\d{1,3})(?:\s*[:：.)–—-]+\s*|$)(.*)$/su
const WORDED = /^(\p{L}[\p{L} ]{1,24}?)(?:\s*[:：]|\s[–—-]\s)\s*(\S.*)$/su

/** Words of series that list what is weighed, asked or found, not what is done. */
const OTHER =
  /^(?:options?|alternatives?|approach|variant|choice|idea|proposal|risk|question|answer|q|test(?: case)?|case|scenario|example|appendix|section|chapter|figure|table|requirement|decision|issue|problem|finding|bug|error|note|lesson|exercise|rule|principle|criterion|metric|goal|objective|assumption|constraint|layer|level|attempt|round|file|page|screen|adr|kpi|okr|anhang|abschnitt|frage|risiko|annexe|pregunta|riesgo|pergunta|risco|domanda|rischio|вопрос|риск|вариант|приложение|раздел|soru|bölüm)$/iu

/** Words beside those of the vocabulary that name a piece of a product where no number follows. */
const PIECES: ReadonlySet<string> = new Set(['feature', 'theme', 'initiative', 'module', 'component', 'service'])

const isOuter = (kind: LabelKind | undefined): boolean => kind !== undefined && LABEL_RANK[kind] <= 5

function memberOf(node: OutlineNode): Member | null {
  if (node.kind !== 'heading' || node.label !== null || node.section !== null) return null
  const head = plain(stripDecorations(node.head).text)
  const numbered = NUMBERED.exec(head)
  if (numbered !== null && !OTHER.test(numbered[1]!))
    return { node, word: `${numbered[1]!.toLowerCase()} 1`, number: numbered[2]!, rest: numbered[3]! }
  const worded = numbered === null ? WORDED.exec(head) : null
  if (worded === null) return null
  const word = worded[1]!.toLowerCase()
  if (!PIECES.has(word) && !isOuter(labelWords().kinds.get(word))) return null
  return { node, word, number: '', rest: worded[2]! }
}

/** Whether a node lists work: boxes or numbered steps; in a series without numbers every list is. */
function listsWork(ctx: ReadContext, node: OutlineNode, every: boolean): boolean {
  const own = node.blocks.some(
    (block) =>
      (block.type === 'list' &&
        (every || block.ordered || itemsOf(ctx, block).some(({ line }) => line?.box != null))) ||
      (every && block.type === 'table'),
  )
  return own || node.children.some((child) => listsWork(ctx, child, every))
}

/** The series of headings of one depth that mostly list work, the outermost first. */
function seriesOf(ctx: ReadContext, root: OutlineNode): readonly (readonly Member[])[] {
  const series = new Map<string, Member[]>()
  for (const node of walk(root)) {
    const member = memberOf(node)
    if (member === null) continue
    const key = `${node.depth} ${member.word}`
    const known = series.get(key)
    if (known === undefined) series.set(key, [member])
    else known.push(member)
  }
  const found = [...series.values()].filter((members) => {
    const isDistinct = members[0]!.number === '' || new Set(members.map(({ number }) => number)).size === members.length
    if (!isDistinct || members.length < 2) return false
    const working = members.filter(({ node, number }) => listsWork(ctx, node, number === ''))
    return working.length >= 2 && working.length * 2 > members.length
  })
  return found.sort(([a], [b]) => a!.node.depth - b!.node.depth)
}

function draftOf({ node, number, rest }: Member): MilestoneDraft {
  const label = { kind: 'phase', number, printed: plain(node.head), rest } as const
  const source = { type: 'node', node } as const
  const definition = { label, source, node, weight: 1, weak: false, nesting: 1, start: node.start, end: node.end }
  return { definition, mentions: [definition] }
}

/**
 * Milestones by the form of their headings: siblings that open with the same word and count up, in whatever language
 * (`Etap 1: Model`, `Etap 2: API`), or that open with a milestone's word and a colon (`Epic: Search`, `Epic: Billing`).
 * The outermost such series that gives work; for documents where no label of the vocabulary is numbered.
 */
export function seriesMilestones(
  ctx: ReadContext,
  root: OutlineNode,
): { readonly milestones: PlanMilestone[]; readonly skip: Set<unknown>; readonly first: number } {
  for (const series of seriesOf(ctx, root)) {
    const members = series.filter(({ rest }) => classifySection(rest) !== 'out')
    const milestones = members.map((member) => {
      const read = readMilestone(ctx, draftOf(member), [])
      return member.number === '' ? { ...read, label: null } : read
    })
    const working = milestones.filter(({ children }) => tasksIn(children).length > 0)
    if (working.length < 2 || working.length * 2 <= milestones.length) continue
    return { milestones, skip: new Set<unknown>(members.map(({ node }) => node)), first: members[0]!.node.start }
  }
  return { milestones: [], skip: new Set(), first: 0 }
}
