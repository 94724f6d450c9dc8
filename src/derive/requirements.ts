import { hashText } from '../model/hash.ts'
import type { PlanMilestone } from '../model/plan.ts'
import type { PlanItem } from '../model/task.ts'
import type { Statement } from '../model/documents.ts'
import { identifiers } from '../parse/text/paths.ts'
import { plain } from '../parse/text/inline.ts'
import { share, slug, terms, uniqueKey } from './keys.ts'
import { isPlaceholder } from './placeholders.ts'
import { plainItem } from './surroundings.ts'
import type { Coverable, ParsedDocument } from './types.ts'

const ID = /\b(?:FR|NFR|REQ)-?\d{1,4}[a-z]?\b/gu

export const requirementKey = (requirement: Statement): string => `requirement:${requirement.id}`

export function requirementsOf(documents: readonly ParsedDocument[]): readonly Statement[] {
  return documents.flatMap((document) => document.spec?.requirements ?? []).filter((requirement) => !isPlaceholder(requirement.text))
}

export function requirementCoverables(requirements: readonly Statement[]): Coverable[] {
  return requirements.map((requirement) => ({ key: requirementKey(requirement), kind: 'requirement', text: `${requirement.id}: ${plain(requirement.text)}`, place: requirement.place }))
}

/** Items that name a requirement's id (in line or body) cover it. */
export function coverNamed(items: readonly PlanItem[], known: ReadonlySet<string>): PlanItem[] {
  if (known.size === 0) return [...items]
  return items.map((item) => {
    const named = new Set([item.text, ...item.body].join(' ').match(ID) ?? [])
    const covers = [...named].filter((id) => known.has(id)).map((id) => `requirement:${id}`)
    return covers.length === 0 ? item : { ...item, covers: [...item.covers, ...covers] }
  })
}

interface Home {
  readonly milestone: PlanMilestone
  readonly text: string
  readonly terms: ReadonlySet<string>
}

/** Where a requirement belongs: the story that names it, else the one that shares most of its terms, else none. */
function homeOf(requirement: Statement, homes: readonly Home[]): PlanMilestone | null {
  const named = homes.find((home) => requirement.id !== '' && new RegExp(`\\b${requirement.id}\\b`).test(home.text))
  if (named !== undefined) return named.milestone
  const wanted = terms(requirement.text)
  let best: Home | null = null
  let most = 0.34
  for (const home of homes) {
    const common = share(wanted, home.terms)
    if (common > most) {
      most = common
      best = home
    }
  }
  return best?.milestone ?? null
}

/** One item per functional requirement and entity of a specification, for a feature whose plan lists no work. */
export function specItems(documents: readonly ParsedDocument[], milestones: readonly PlanMilestone[], text: (milestone: PlanMilestone) => string, keys: Map<string, number>): PlanItem[] {
  const homes = milestones.map((milestone): Home => ({ milestone, text: text(milestone), terms: terms(text(milestone)) }))
  const place = (statement: Statement): PlanItem['phase'] => {
    const home = homeOf(statement, homes)
    return home === null ? 'foundational' : `milestone:${home.key}`
  }
  const requirements = requirementsOf(documents).map((requirement): PlanItem => ({
    ...plainItem({ key: uniqueKey(`spec/${slug(requirement.id)}`, keys), phase: 'foundational', kind: 'work', text: `Implement ${requirement.id}: ${requirement.text}`, covers: [requirementKey(requirement)], heading: requirement.heading, place: requirement.place }),
    phase: place(requirement), source: hashText(requirement.text), mentions: identifiers(requirement.text).mentions,
  }))
  const entities = documents.flatMap((document) => document.spec?.entities ?? []).filter((entity) => !isPlaceholder(entity.text)).map((entity): PlanItem => {
    const name = plain(entity.text).split(/[:：–—]| - /u)[0]!.trim()
    return { ...plainItem({ key: uniqueKey(`spec/entity/${slug(name)}`, keys), phase: 'foundational', kind: 'work', text: `Create the ${name} model`, body: [`- ${entity.text}`], heading: entity.heading, place: entity.place }), phase: place(entity), layer: 'model' }
  })
  return [...entities, ...requirements]
}
