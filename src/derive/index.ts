import { hashText } from '../model/hash.ts'
import { once } from '../model/once.ts'
import type { Gap, PlanItem } from '../model/task.ts'
import { coverage } from './coverage.ts'
import { openDecisions } from './decisions.ts'
import { asksForTests, sectionsOf, textOf, titleFrom } from './documents.ts'
import { shareFoundations } from './duplicates.ts'
import { headingsIn } from './ends.ts'
import { frontMatterRelations } from './front-matter.ts'
import { noPlanYet, requirementFiles, SECTIONS, sectionMissing, unlisted, untold } from './gaps.ts'
import { byImportance } from './importance.ts'
import type { ItemContext } from './items.ts'
import { noKeys, slug } from './keys.ts'
import { isEnglish } from './language.ts'
import { estimateFindings } from './estimates.ts'
import { draftOf, withoutCommonEnding } from './drafts.ts'
import { withoutMentions } from './mentioned.ts'
import { chooseMilestones, type ChosenMilestones } from './milestones.ts'
import { unknownMilestones } from './order.ts'
import { resolveMilestone } from './milestone-names.ts'
import { ownIdsOf, type OwnIds } from './own-ids.ts'
import { isPlaceholder } from './placeholders.ts'
import { coverNamed, requirementCoverables, requirementsOf } from './requirements.ts'
import { relate } from './relations.ts'
import { remarked } from './remarks.ts'
import { resolverFor } from './resolver.ts'
import { specItems } from './spec-items.ts'
import { extraItems, foundationItems, polishItems, structureItems } from './surroundings.ts'
import type { Coverable, Derived, DeriveInput, MilestoneDraft, ParsedDocument } from './types.ts'
import { workOf } from './work.ts'

export type { Coverable, Derived, DeriveInput, DeriveOptions, MilestoneDraft, ParsedDocument } from './types.ts'

/** Documentation, quality standards, validation.md and plan-wide outcomes. */
function polishOf(
  documents: readonly ParsedDocument[],
  sections: Derived['sections'],
  main: ParsedDocument,
): { items: PlanItem[]; coverables: Coverable[] } {
  const place = { file: main.source.path, start: 0, end: 0 }
  const outcomes = documents
    .flatMap((document) => [
      ...(document.vision?.criteria ?? []),
      ...(document.spec?.criteria ?? []),
      ...(document.goal?.criteria ?? []),
    ])
    .filter((statement) => statement.text !== '' && !isPlaceholder(statement.text))
  const coverables = outcomes.map((statement): Coverable => ({
    key: `outcome:${statement.place.file}:${statement.id || slug(statement.text)}`,
    kind: 'criterion',
    text: statement.text,
    place: statement.place,
  }))
  const validation = documents.find((document) => document.role === 'validation')
  const items = polishItems([
    {
      key: 'documentation',
      text: 'Write the required documentation',
      lines: (sections.documentation ?? []).map((entry) => ({ text: entry.text })),
      place: sections.documentation?.[0]?.place ?? place,
    },
    {
      key: 'quality',
      text: 'Check the result against the quality standards',
      lines: (sections.quality ?? []).map((entry) => ({ text: entry.text })),
      place: sections.quality?.[0]?.place ?? place,
    },
    {
      key: 'validation',
      text: `Run the checks of \`${validation?.source.path.split('/').pop() ?? ''}\``,
      lines: validation === undefined ? [] : [{ text: validation.plan.title }],
      place: { ...place, file: validation?.source.path ?? place.file },
    },
    {
      key: 'outcomes',
      text: 'Validate the measurable outcomes',
      lines: outcomes.map((statement, index) => ({
        text: `${statement.id === '' ? '' : `${statement.id}: `}${statement.text}`,
        key: coverables[index]!.key,
      })),
      place: outcomes[0]?.place ?? place,
    },
  ])
  return { items, coverables }
}

/** Setup and Foundational: structure, named extras, shared resources, files several milestones create. */
function surroundingItems(
  ctx: ItemContext,
  input: DeriveInput,
  chosen: ChosenMilestones,
  work: readonly PlanItem[],
  specified: readonly PlanItem[],
): { before: PlanItem[]; work: readonly PlanItem[]; polish: PlanItem[] } {
  const extras = extraItems(ctx, chosen.extras)
  const trees = input.documents.filter((document) => document.plan.tree.length > 0)
  const structure = trees
    .flatMap((document) => structureItems(document.source.path, document.plan.tree, input.existing))
    .slice(0, 1)
  const shared = shareFoundations(work, ctx.english)
  const foundational = [
    ...extras.filter((item) => item.phase === 'foundational'),
    ...foundationItems(input.documents, ctx.keys),
    ...shared.foundational,
  ]
  const folders = extras.some((item) => item.phase === 'setup') ? [] : structure
  const of = (phase: PlanItem['phase']): PlanItem[] => specified.filter((item) => item.phase === phase)
  return {
    before: [
      ...folders,
      ...extras.filter((item) => item.phase === 'setup'),
      ...of('setup'),
      ...foundational,
      ...of('foundational'),
    ],
    work: shared.items,
    polish: [...extras.filter((item) => item.phase === 'polish'), ...of('polish')],
  }
}

/** Milestones and items with what the documents state of their order elsewhere than at themselves. */
function relatedBy(
  input: DeriveInput,
  chosen: ChosenMilestones,
  drafts: readonly MilestoneDraft[],
  items: readonly PlanItem[],
) {
  const matter = frontMatterRelations(input.documents, drafts, items)
  const stated = input.documents.flatMap(({ source, plan }) => chosen.relations?.get(source.path) ?? plan.relations)
  const related = relate(
    matter.independent.size === 0
      ? drafts
      : drafts.map((draft, index) => (matter.independent.has(index) ? { ...draft, independent: true } : draft)),
    items,
    [...stated, ...matter.relations],
    () => chosen.milestones.flatMap((milestone) => headingsIn(milestone.children)),
  )
  return { ...related, diagnostics: matter.diagnostics }
}

/** A question for each section that the documents neither have nor answer. */
function missingSections(main: ParsedDocument, sections: Derived['sections'], answered: Derived['answered']): Gap[] {
  const { path, text } = main.source
  const place = { file: path, start: text.length, end: text.length }
  const file = path.slice(path.lastIndexOf('/') + 1)
  const missing = SECTIONS.filter((name) => sections[name] === undefined && !answered.includes(name))
  return missing.map((name) => sectionMissing(name, place, file))
}

const noHash = (): string => ''

/** What all items of a plan are made with. */
function contextOf(
  { documents, existing, options, unlocked }: DeriveInput,
  main: ParsedDocument,
  texts: ReadonlyMap<string, string>,
  ids: OwnIds,
): ItemContext {
  const tree = documents.flatMap((document) => document.plan.tree)
  return {
    texts,
    english: once(() => isEnglish(main.source.text)),
    hashOf: unlocked === true ? noHash : hashText,
    resolve: resolverFor(tree, existing, options.conventions),
    keys: noKeys(),
    ownIds: ids.counts,
  }
}

/**
 * Derives milestones, items, gaps and carried-over sections from the documents. Null where no document gives a
 * milestone. Items have no ids and no `[P]` yet; milestones stand in document order, items in the order of execute.md
 * except for the order of the milestones themselves.
 */
export function derive(input: DeriveInput): Derived | null {
  const texts = new Map(input.documents.map(({ source }) => [source.path, source.text]))
  const listing = chooseMilestones(input.documents)
  if (listing === null) return null
  const { chosen, ids } = withoutMentions(listing, ownIdsOf(listing), texts)
  const { main } = chosen
  const ctx = contextOf(input, main, texts, ids)
  const tests = input.options.tests === 'always' || (input.options.tests === 'auto' && asksForTests(input.documents))
  const drafts = withoutCommonEnding(chosen.milestones.map(draftOf))
  const { listsWork } = ids
  const fromSpec = listsWork
    ? []
    : specItems(input.documents, chosen.milestones, textOf(input.documents), input.existing, ctx.keys)
  const works = chosen.milestones.map((milestone, index) => workOf(ctx, milestone, drafts[index]!, fromSpec, tests))
  const isPlanned = main.role !== 'vision' && main.role !== 'goal'
  const required = requirementsOf(input.documents)
  const listed = coverNamed(
    works.flatMap((work) => work.items),
    new Set(required.map((requirement) => requirement.id)),
  )
  const around = surroundingItems(ctx, input, chosen, listed, fromSpec)
  const { sections, answered } = sectionsOf(input.documents)
  const polish = polishOf(input.documents, sections, main)
  // Where lists are long, putting them together element by element costs.
  const items = around.before.concat(around.work, around.polish, polish.items)
  const remarks = remarked(items, texts, (target) => resolveMilestone(target, drafts, 0).length > 0)
  const related = relatedBy(input, chosen, drafts, remarks)
  const requirements = requirementCoverables(required)
  const covered = coverage(requirements, items)
  const openWork = isPlanned ? works.flatMap((work) => work.gaps) : drafts.map(noPlanYet)
  return {
    title: titleFrom(main.plan, input.documents),
    planFile: main.source.path,
    date: [main, ...input.documents].map((document) => document.plan.date).find((date) => date !== '') ?? '',
    milestones: related.drafts,
    items: related.items,
    gaps: byImportance([
      ...openWork,
      ...requirementFiles(fromSpec),
      ...input.documents.flatMap((document) => openDecisions(document, listsWork && isPlanned)),
      ...covered.gaps,
      ...(chosen.untold ?? []).map(untold),
      ...(chosen.unlisted ?? []).map(unlisted),
      ...(isPlanned ? missingSections(main, sections, answered) : []),
    ]),
    coverables: works.flatMap((work) => work.coverables).concat(requirements, polish.coverables),
    sections,
    answered,
    diagnostics: [
      ...chosen.diagnostics,
      ...unknownMilestones(related.drafts, related.items),
      ...related.diagnostics,
      ...estimateFindings(drafts, items),
      ...input.documents.flatMap((document) => document.diagnostics),
    ],
  }
}
