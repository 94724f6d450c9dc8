import { hashText } from '../model/hash.ts'
import type { PlanCriterion, PlanMilestone, PlanScenario } from '../model/plan.ts'
import { emptyWork, type PlanItem } from '../model/task.ts'
import type { Gate } from '../model/values.ts'
import { findGates } from '../parse/text/gate.ts'
import { codeSpans, joinSoft } from '../parse/text/inline.ts'
import { findPaths } from '../parse/text/paths.ts'
import { isAscii } from '../parse/text/traits.ts'
import { slug, uniqueKey } from './keys.ts'
import { isPlaceholder } from './placeholders.ts'
import type { Coverable } from './types.ts'

/** Everything that checks one milestone: test tasks, verify tasks, and the one validation task at its end. */
export interface Validation {
  /** Test tasks, which stand before what they test. */
  readonly tests: readonly PlanItem[]
  readonly items: readonly PlanItem[]
  readonly coverables: readonly Coverable[]
  /** Criteria with neither a number nor a command. */
  readonly unchecked: readonly PlanCriterion[]
}

/** What intentk writes for the validation of a milestone. */
const VALIDATES = /^Validate Milestone \d{1,9}$/

function comparable(text: string): string {
  const lower = text.toLowerCase()
  return lower.replaceAll(isAscii(lower) ? /[^a-z0-9%<>=.]+/g : /[^\p{L}\p{N}%<>=.]+/gu, ' ').trim()
}

/** A criterion with the words of its key. */
interface Checked {
  readonly criterion: PlanCriterion
  readonly words: string
  /** Its command span alone states it, so that it has a task of its own; the others are listed in the validation. */
  readonly own: boolean
}

/** Each criterion once, blanks of a template left out. */
function distinct(criteria: readonly PlanCriterion[]): Checked[] {
  const seen = new Set<string>()
  return criteria.flatMap((criterion) => {
    const words = comparable(criterion.text)
    if (words === '' || seen.has(words) || isPlaceholder(criterion.text)) return []
    seen.add(words)
    return [{ criterion, words: slug(criterion.text), own: hasOwnCommand(criterion) }]
  })
}

function base(milestone: PlanMilestone, phase: PlanItem['phase'], key: string, text: string): PlanItem {
  const origin = { file: milestone.place.file, heading: milestone.title, place: milestone.place }
  return { ...emptyWork(origin), key, source: '', phase, keepId: '', planId: '', kind: 'validate', text }
}

/** All gates of a criterion; reading it has found the first. */
const gatesOf = (criterion: PlanCriterion): readonly Gate[] =>
  criterion.gate === null ? [] : findGates(criterion.text)

const criterionKey = ({ criterion, words }: Checked): string => `criterion:${criterion.place.file}:${words}`
const scenarioKey = (scenario: PlanScenario): string => `scenario:${scenario.place.file}:${slug(scenario.text)}`

function verifyItem(
  milestone: PlanMilestone,
  phase: PlanItem['phase'],
  checked: Checked,
  keys: Map<string, number>,
): PlanItem {
  const { criterion } = checked
  const item = base(
    milestone,
    phase,
    uniqueKey(`${milestone.key}/verify/${checked.words}`, keys),
    `Verify: ${joinSoft(criterion.text)}`,
  )
  return {
    ...item,
    kind: 'verify',
    source: hashText(criterion.text),
    gates: gatesOf(criterion),
    covers: [criterionKey(checked)],
    paths: findPaths(criterion.text).paths.map((path) => ({ ...path, role: 'read' })),
    origin: { ...item.origin, place: criterion.place },
  }
}

function testItem(
  milestone: PlanMilestone,
  phase: PlanItem['phase'],
  scenario: PlanScenario,
  keys: Map<string, number>,
): PlanItem {
  const item = base(
    milestone,
    phase,
    uniqueKey(`${milestone.key}/test/${slug(scenario.text)}`, keys),
    `Test: ${joinSoft(scenario.text)}`,
  )
  return {
    ...item,
    kind: 'test',
    layer: 'test',
    source: hashText(scenario.text),
    covers: [scenarioKey(scenario)],
    origin: { ...item.origin, place: scenario.place },
  }
}

function hasOwnCommand(criterion: PlanCriterion): boolean {
  return criterion.command !== '' && codeSpans(criterion.text).some((span) => span.content.trim() === criterion.command)
}

/**
 * The checks of a milestone. Scenarios become tests where tests are asked for, folded into a test task that the plan
 * lists; criteria with a command get a verify task; the rest stands in the body of the validation task.
 */
export function validate(
  milestone: PlanMilestone,
  phase: PlanItem['phase'],
  work: readonly PlanItem[],
  tests: boolean,
  keys: Map<string, number>,
): Validation & { readonly work: readonly PlanItem[] } {
  const all = allChildren(milestone)
  const listed = work.find((item) => VALIDATES.test(item.text)) ?? null
  const criteria = distinct(all.filter((child): child is PlanCriterion => child.type === 'criterion'))
  const scenarios = all.filter(
    (child): child is PlanScenario => child.type === 'scenario' && !isPlaceholder(child.text),
  )
  const own = listed === null ? work : work.filter((item) => item !== listed)
  const host = own.find((item) => item.kind === 'test')
  const folded = tests && host !== undefined && scenarios.length > 0
  const testItems = tests && !folded ? scenarios.map((scenario) => testItem(milestone, phase, scenario, keys)) : []
  const verify = criteria.filter(({ own }) => own).map((checked) => verifyItem(milestone, phase, checked, keys))
  const stated = criteria.filter(({ own }) => !own)
  const made = validationItem(milestone, phase, stated, tests ? [] : scenarios, keys)
  const validation = listed === null ? made : asListed(made, listed)
  return {
    tests: testItems,
    items: [...verify, validation],
    work: folded
      ? own.map((item) =>
          item === host
            ? {
                ...item,
                body: [...item.body, ...scenarios.map((scenario) => `- ${scenario.text}`)],
                covers: [...item.covers, ...scenarios.map(scenarioKey)],
              }
            : item,
        )
      : own,
    coverables: [
      ...criteria.map((checked): Coverable => ({
        key: criterionKey(checked),
        kind: 'criterion',
        text: checked.criterion.text,
        place: checked.criterion.place,
      })),
      ...scenarios.map((scenario): Coverable => ({
        key: scenarioKey(scenario),
        kind: 'scenario',
        text: scenario.text,
        place: scenario.place,
      })),
      { key: `milestone:${milestone.key}`, kind: 'milestone', text: milestone.title, place: milestone.place },
    ],
    unchecked: stated
      .map(({ criterion }) => criterion)
      .filter((criterion) => criterion.gate === null && criterion.command === ''),
  }
}

/** The plan lists the validation itself, as a list of tasks made by intentk does: it is this one and no second. */
function asListed(made: PlanItem, { keepId, planId, state, body, stated, estimate, origin }: PlanItem): PlanItem {
  const said = new Set(body.map((line) => line.trim()))
  const rest = made.body.filter((line) => !said.has(line.trim()))
  return { ...made, keepId, planId, state, stated, estimate, origin, body: [...body, ...rest] }
}

type Child = PlanMilestone['children'][number]

function allChildren(parent: { readonly children: readonly Child[] }, found: Child[] = []): Child[] {
  for (const child of parent.children) {
    found.push(child)
    if (child.type === 'group') allChildren(child, found)
  }
  return found
}

function validationItem(
  milestone: PlanMilestone,
  phase: PlanItem['phase'],
  criteria: readonly Checked[],
  scenarios: readonly PlanScenario[],
  keys: Map<string, number>,
): PlanItem {
  const body = [
    ...criteria.map(({ criterion }) => `- ${criterion.id === '' ? '' : `${criterion.id}: `}${criterion.text}`),
    ...scenarios.map((scenario) => `- ${scenario.text}`),
  ]
  const item = base(milestone, phase, uniqueKey(`${milestone.key}/validate`, keys), `Validate ${milestone.title}`)
  return {
    ...item,
    source: hashText(body.join('\n')),
    body,
    gates: criteria.flatMap(({ criterion }) => gatesOf(criterion)),
    covers: [`milestone:${milestone.key}`, ...criteria.map(criterionKey), ...scenarios.map(scenarioKey)],
    state: milestone.done ? 'done' : 'open',
  }
}
