import type { ParsedDocument } from './types.ts'

/**
 * The documents with the plain lists of their plans as one milestone each: for where no document gives any milestone, so
 * that three lines below a title compile. Null where the plans have no such lists either.
 */
export function withPlainLists(documents: readonly ParsedDocument[]): readonly ParsedDocument[] | null {
  let found = false
  const read = documents.map((document) => {
    const { role, plan } = document
    const isPlan = role === 'plan' || role === 'milestones'
    const milestone = isPlan && plan.children.length === 0 ? (document.plainMilestone?.() ?? null) : null
    if (milestone === null) return document
    found = true
    return { ...document, plan: { ...plan, children: [milestone] } }
  })
  return found ? read : null
}
