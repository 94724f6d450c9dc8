import type { Diagnostic } from '../model/diagnostic.ts'
import type { PlanRelation } from '../model/plan.ts'
import type { PlanItem } from '../model/task.ts'
import { once } from '../model/once.ts'
import { resolveMilestone } from './milestone-names.ts'
import { unknownMilestone } from './order.ts'
import type { MilestoneDraft, ParsedDocument } from './types.ts'

/** What the front matter of the documents says of the order of their milestones. */
export interface FrontMatterRelations {
  readonly relations: readonly PlanRelation[]
  /** Milestones of which it says that they wait for nothing, by index. */
  readonly independent: ReadonlySet<number>
  readonly diagnostics: readonly Diagnostic[]
}

/** Documents that list work: what one of them waits for, all of the work waits for. */
const LISTS: ReadonlySet<string> = new Set(['plan', 'milestones', 'tasks'])

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).toLowerCase()
const bare = (name: string): string => name.replace(/\.(?:md|markdown|mdx)$/, '')

/** `34-01-PLAN.md`, `34-01-plan` and `34-01` are one document; so is a path to it. */
function isNamed(path: string, target: string): boolean {
  const [own, wanted] = [bare(nameOf(path)), bare(nameOf(target.trim()))]
  return own === wanted || (/\d/.test(wanted) && /^[-_. ]/.test(own.slice(wanted.length)) && own.startsWith(wanted))
}

function milestonesOf(document: ParsedDocument, drafts: readonly MilestoneDraft[]): number[] {
  const own = drafts.flatMap((draft, index) => (draft.origin.file === document.source.path ? [index] : []))
  return own.length > 0 || !LISTS.has(document.role) ? own : drafts.map((_, index) => index)
}

/**
 * Makes what the front matter states of a document a relation of each of its milestones. A name is a milestone's, a
 * task's or another document's; of a document's own milestones those behind the named one wait for it.
 */
export function frontMatterRelations(
  documents: readonly ParsedDocument[],
  drafts: readonly MilestoneDraft[],
  items: readonly PlanItem[],
): FrontMatterRelations {
  const relations: PlanRelation[] = []
  const diagnostics: Diagnostic[] = []
  const independent = new Set<number>()
  const ids = once(() => new Set(items.flatMap((item) => [item.keepId, item.planId]).map((id) => id.toLowerCase())))
  for (const document of documents) {
    const stated = document.order?.stated ?? []
    if (stated.length === 0 && document.order?.independent !== true) continue
    const own = milestonesOf(document, drafts)
    if (own.length === 0) continue
    if (stated.length === 0 && own.length === 1) independent.add(own[0]!)
    for (const one of stated) {
      const other = documents.find((candidate) => candidate !== document && isNamed(candidate.source.path, one.target))
      const named =
        other === undefined
          ? one.target === '*' || ids().has(one.target.toLowerCase())
            ? []
            : resolveMilestone(one.target, drafts, 0)
          : milestonesOf(other, drafts).filter((index) => !own.includes(index))
      if (other === undefined && named.length === 0 && one.target !== '*' && !ids().has(one.target.toLowerCase())) {
        diagnostics.push(unknownMilestone([one], drafts[own[0]!]!))
        continue
      }
      const targets = named.length === 0 && other === undefined ? [one.target] : named.map((at) => keyed(drafts[at]!))
      const first = Math.max(-1, ...named.filter((at) => own.includes(at)))
      for (const at of own.filter((index) => index > first))
        for (const target of targets) relations.push({ from: keyed(drafts[at]!), stated: { ...one, target } })
    }
  }
  return { relations, diagnostics, independent }
}

/** The name by which exactly this milestone is found again. */
const keyed = (draft: MilestoneDraft): string => `milestone:${draft.key}`
