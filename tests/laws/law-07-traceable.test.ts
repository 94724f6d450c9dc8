import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Execution } from '../../src/model/execution.ts'
import type { Plan, PlanMilestone } from '../../src/model/plan.ts'
import type { Place } from '../../src/model/source.ts'
import { isPlaceholder } from '../../src/derive/placeholders.ts'
import { plain } from '../../src/parse/text/inline.ts'
import { tasksIn } from '../../src/parse/plan/whole.ts'
import {
  compileCase,
  document,
  hasReal,
  readCase,
  realCases,
  realFolders,
  WITHOUT_DOCUMENTS,
  type Case,
} from '../support/compiling.ts'
import { printPlan } from '../support/plan-sketch.ts'
import { plans, planTexts } from '../support/plans.ts'

/*
 * Traceable both ways: every task and gap names the bytes it comes from; every milestone, deliverable, requirement,
 * criterion and scenario that was read is in a task or in a gap.
 */

function wrongPlace(
  what: string,
  { file, start, end }: Place,
  texts: ReadonlyMap<string, string>,
  mayBeEmpty = false,
): string[] {
  const text = texts.get(file)
  if (text === undefined) return [`${what}: no document ${file}`]
  const inside = start >= 0 && end <= text.length && (mayBeEmpty ? start <= end : start < end)
  if (!inside) return [`${what}: ${start}-${end} of ${text.length}`]
  return mayBeEmpty || text.slice(start, end).trim() !== '' ? [] : [`${what}: its place is blank`]
}

function untraced({ tasks, milestones, gaps, diagnostics }: Execution, documents: Case['documents']): string[] {
  const texts = new Map(documents.map(({ source }) => [source.path, source.text]))
  return [
    ...tasks.flatMap(({ id, origin }) => [
      ...wrongPlace(id, origin.place, texts),
      ...(origin.file === origin.place.file ? [] : [`${id}: two files`]),
    ]),
    ...milestones.flatMap(({ number, origin }) => wrongPlace(`M${number}`, origin.place, texts)),
    ...gaps.flatMap(({ key, kind, place }) => wrongPlace(key, place, texts, kind === 'section-missing')),
    ...diagnostics.flatMap(({ ruleId, place }) => (place === undefined ? [] : wrongPlace(ruleId, place, texts, true))),
  ]
}

/** A file that several milestones make is made once and extended by each. */
const VERB = /^(?:create|extend)/

/** Letters and digits alone; the folder that a bare file name of the plan got is no difference. */
const words = (text: string): string =>
  plain(text)
    .replaceAll(/(?:[\w@.-]+\/)+(?=[\w@.-])/g, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '')

/** All that the result says about work and openings, as words without blanks. */
function said({ tasks, gaps, milestones }: Execution): string {
  const lines = [
    ...tasks.flatMap(({ text, body }) => [text, ...body]),
    ...gaps.flatMap(({ question, key }) => [question, key]),
    ...milestones.flatMap(({ title, goal, validation }) => [title, goal, validation]),
  ]
  return lines.map(words).join('\n')
}

function partsOf(milestone: PlanMilestone): { kind: string; text: string; place: Place }[] {
  const open = (children: PlanMilestone['children']): PlanMilestone['children'][number][] =>
    children.flatMap((child) => (child.type === 'group' ? open(child.children) : [child]))
  const checks = open(milestone.children).flatMap((child) =>
    child.type === 'criterion' || child.type === 'scenario'
      ? [{ kind: child.type, text: child.text, place: child.place }]
      : [],
  )
  return [
    { kind: 'milestone', text: milestone.title, place: milestone.place },
    ...checks,
    ...tasksIn(milestone.children).map(({ type, text, place, paths }) => ({
      kind: type,
      // A deliverable that names the file of a listed task is that task.
      text: type === 'deliverable' ? (paths[0]?.raw ?? text) : text,
      place,
    })),
  ]
}

/** Of several documents one gives the milestones; what was chosen has to be whole. */
function isChosen({ place }: PlanMilestone, { milestones }: Execution): boolean {
  return milestones.some(({ origin }) => origin.file === place.file && origin.place.start === place.start)
}

/** Phases of a plan that hold the work of a list: the list has to be whole then, in the place of the plan's own steps. */
function filledFrom(
  { plan, source }: { readonly plan: Plan; readonly source: { readonly path: string } },
  { milestones, tasks }: Execution,
): string {
  const own = milestones.filter(({ origin }) => origin.file === source.path).map(({ number }) => `M${number}`)
  if (plan.children.length === 0 || own.length === 0 || !source.path.endsWith('plan.md')) return ''
  const listed = tasks.filter(({ phase, kind }) => own.includes(phase) && kind !== 'validate' && kind !== 'test')
  const others = new Set(listed.map(({ origin }) => origin.file))
  const [file = ''] = others
  return others.size === 1 && file.endsWith('tasks.md') ? file : ''
}

/** What was read and is in no task, no gap and no milestone of the result. */
async function lost(one: Case, execution: Execution): Promise<string[]> {
  const all = said(execution)
  const read = await readCase(one)
  const withoutWork = new Set(
    execution.gaps.flatMap(({ kind, milestone }) => (kind === 'no-work' && milestone !== undefined ? [milestone] : [])),
  )
  const covered = execution.milestones
    .filter(({ number }) => withoutWork.has(`M${number}`))
    .map(({ origin }) => origin.place)
  // A milestone without work is one question; what checks it waits for the answer.
  const waits = (place: Place): boolean =>
    covered.some(({ file, start, end }) => file === place.file && start <= place.start && place.end <= end)
  const filled = read.map((document) => filledFrom(document, execution)).find((file) => file !== '') ?? ''
  return read.flatMap(({ plan, spec, source, role }) => {
    const milestones = plan.children.filter(
      (child): child is PlanMilestone =>
        child.type === 'milestone' &&
        (isChosen(child, execution) || source.path === filled) &&
        (role !== 'spec' || child.label !== null),
    )
    const isReplaced = (kind: string): boolean =>
      filled !== '' && (source.path === filled ? kind === 'milestone' : !['milestone', 'criterion'].includes(kind))
    const requirements = (spec?.requirements ?? []).map(({ id, text, place }) => ({
      kind: 'requirement',
      text: `${id} ${text}`,
      id,
      place,
    }))
    const missing = milestones
      .flatMap(partsOf)
      .filter(
        ({ kind, text, place }) =>
          !isPlaceholder(text) &&
          !isReplaced(kind) &&
          !all.includes(words(text).replace(VERB, '').slice(0, 60)) &&
          (kind === 'milestone' || !waits(place)),
      )
    const uncovered = requirements.filter(
      ({ text, id }) =>
        !isPlaceholder(text) &&
        !all.includes(words(id)) &&
        !execution.gaps.some(({ key }) => key === 'uncovered:requirements'),
    )
    return [...missing, ...uncovered].map(({ kind, text }) => `${kind} "${text.slice(0, 80)}" of ${source.path}`)
  })
}

const specText = fc
  .array(
    fc.constantFrom('export the data as CSV', 'send a mail', 'keep the history', 'show the badge', 'delete old drafts'),
    { minLength: 1, maxLength: 4 },
  )
  .map(
    (list) =>
      `# Spec\n\n## User Story 1 - Export (Priority: P1)\n\nAs a user I export the data.\n\n## Requirements\n\n### Functional Requirements\n\n${list.map((text, at) => `- **FR-00${at + 1}**: System MUST ${text}`).join('\n')}\n`,
  )

test('every place of a generated result is inside its document', async () => {
  await fc.assert(
    fc.asyncProperty(planTexts, async (text) => {
      const one = { name: 'plan', documents: [document('plan', text)] }
      const result = await compileCase(one)
      if (result.status === 'compiled') expect(untraced(result.execution, one.documents)).toEqual([])
    }),
    { numRuns: 150 },
  )
}, 60_000)

test('whatever the readers found in generated plans is in a task or a gap', async () => {
  await fc.assert(
    fc.asyncProperty(
      plans().map(printPlan),
      specText,
      fc.boolean(),
      fc.constantFrom<'auto' | 'always'>('auto', 'always'),
      async (text, spec, withSpec, tests) => {
        const documents = [document('plan', text), ...(withSpec ? [document('spec', spec)] : [])]
        const one = { name: 'plan', documents }
        const result = await compileCase(one, { options: { tests } })
        if (result.status === 'compiled') expect(await lost(one, result.execution)).toEqual([])
      },
    ),
    { numRuns: 150 },
  )
}, 60_000)

test.skipIf(!hasReal)(
  `both hold for real documents ${WITHOUT_DOCUMENTS}`,
  async () => {
    const wrong: string[] = []
    for (const one of [...realCases(), ...realFolders()]) {
      const result = await compileCase(one)
      if (result.status !== 'compiled') continue
      wrong.push(...untraced(result.execution, one.documents).map((why) => `${one.name}: ${why}`))
      wrong.push(...(await lost(one, result.execution)).map((why) => `${one.name}: lost ${why}`))
    }
    expect(wrong.slice(0, 12)).toEqual([])
  },
  120_000,
)
