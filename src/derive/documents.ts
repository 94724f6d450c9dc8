import type { Principle } from '../model/documents.ts'
import type { Plan, PlanMilestone, SectionEntry, SectionName } from '../model/plan.ts'
import { plain } from '../parse/text/inline.ts'
import { isPlaceholder } from './placeholders.ts'
import { headline } from './requirements.ts'
import type { ParsedDocument } from './types.ts'
import { isGenericTitle } from '../parse/plan/title.ts'

/** The order in which documents fill the carried-over sections. */
const ORDER = ['plan', 'milestones', 'strategy', 'goal', 'vision', 'spec', 'research', 'validation', 'constitution']

const rank = (document: ParsedDocument): number => {
  const at = ORDER.indexOf(document.role)
  return at < 0 ? ORDER.length : at
}

function add(sections: Map<SectionName, SectionEntry[]>, name: SectionName, entry: SectionEntry): void {
  const entries = sections.get(name) ?? []
  const words = plain(entry.text).toLowerCase()
  if (isPlaceholder(entry.text) || words === '' || entries.some((known) => plain(known.text).toLowerCase() === words))
    return
  sections.set(name, [...entries, entry])
}

/** A principle is a rule of some words; what explains it stays in the constitution. */
const LONGEST_PRINCIPLE = 240

function principleText({ title, text }: Principle): string {
  const rule = title === '' || text === '' ? `${title}${text}` : `${title}: ${text}`
  return rule.length <= LONGEST_PRINCIPLE ? rule : title || headline(rule)
}

/**
 * Objectives of the goal are measured, intents of the vision are what alignment is checked against, and the principles of
 * a project are standards that the result is held to.
 */
function derivedEntries(document: ParsedDocument): [SectionName, SectionEntry][] {
  const entries: [SectionName, SectionEntry][] = []
  for (const objective of document.goal?.objectives ?? []) {
    for (const criterion of objective.criteria)
      entries.push(['measurement', { place: criterion.place, id: '', text: `${objective.title}: ${criterion.text}` }])
  }
  for (const principle of document.constitution?.principles ?? [])
    entries.push(['quality', { place: principle.place, id: '', text: principleText(principle) }])
  for (const intent of document.vision?.intents ?? []) {
    if (intent.title !== '')
      entries.push(['alignment', { place: intent.place, id: '', text: `Intent ${intent.number}: ${intent.title}` }])
  }
  return entries
}

/** High risks with an owner escalate to the owner. */
function escalations(risks: readonly SectionEntry[]): SectionEntry[] {
  return risks.flatMap((risk) => {
    const owner = /\bOwner\s*:\s*([^;.]+)/iu.exec(risk.text)?.[1]?.trim()
    const high = /\bImpact\s*:\s*(?:high|critical)/iu.test(risk.text)
    const what = risk.text.split(/[.;]/)[0]!.trim()
    return owner === undefined || !high || isPlaceholder(owner)
      ? []
      : [{ place: risk.place, id: '', text: `${what}: escalate to ${owner}` }]
  })
}

/** The carried-over sections of all documents together, each entry once. */
export function sectionsOf(documents: readonly ParsedDocument[]): {
  readonly sections: Partial<Record<SectionName, readonly SectionEntry[]>>
  readonly answered: readonly SectionName[]
} {
  const sections = new Map<SectionName, SectionEntry[]>()
  const ordered = [...documents].sort((a, b) => rank(a) - rank(b))
  for (const document of ordered) {
    for (const [name, entries] of Object.entries(document.plan.sections) as [SectionName, readonly SectionEntry[]][])
      for (const entry of entries) add(sections, name, entry)
  }
  for (const document of ordered) for (const [name, entry] of derivedEntries(document)) add(sections, name, entry)
  for (const entry of escalations(sections.get('risk') ?? [])) add(sections, 'escalation', entry)
  return {
    sections: Object.fromEntries(sections),
    answered: [...new Set(documents.flatMap((document) => document.plan.answered))],
  }
}

/** The execution's title: the plan's, else that of the first document whose title says what it is about. */
export function titleFrom(main: Plan, documents: readonly ParsedDocument[]): string {
  const candidates = [main.title, ...documents.map((document) => document.plan.title)]
  const named = candidates.filter((title) => title !== '' && !isPlaceholder(title))
  return named.find((title) => !isGenericTitle(title)) ?? named[0] ?? main.title
}

const ASKED =
  /\b(?:test-first|test-driven|tdd|tests? first|tests (?:are )?(?:requested|required|mandatory))\b|テスト駆動|测试驱动|testgetrieben/iu
/** What ASKED cannot do without, as a pattern that goes through a long text several times as fast. */
const MAY_ASK = /-fir|-dri|tdd|te[s\u017F]t[s\u017F]? (?:fir|are|re|man)|テスト駆動|测试驱动|te[s\u017F]tget/i
const OPTIONAL = /\btests? (?:are|is) (?:optional|not requested|not required)\b/iu

/** Whether a plan, a specification or the constitution asks for tests. */
export function asksForTests(documents: readonly ParsedDocument[]): boolean {
  const texts = documents
    .filter((document) => ['plan', 'spec', 'constitution', 'milestones', 'strategy'].includes(document.role))
    .map((document) => document.source.text)
  return texts.some((text) => MAY_ASK.test(text) && ASKED.test(text)) && !texts.some((text) => OPTIONAL.test(text))
}

/** A text of the milestone for comparing requirements with it. */
export function textOf(documents: readonly ParsedDocument[]): (milestone: PlanMilestone) => string {
  const texts = new Map(documents.map((document) => [document.source.path, document.source.text]))
  return (milestone) => (texts.get(milestone.place.file) ?? '').slice(milestone.place.start, milestone.place.end)
}
