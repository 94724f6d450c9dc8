import type { PlanCriterion, PlanMilestone, PlanScenario } from '../model/plan.ts'
import type { PlanItem } from '../model/task.ts'
import type { Gate } from '../model/values.ts'
import { findGates } from '../parse/text/gate.ts'
import { codeSpans, joinSoft } from '../parse/text/inline.ts'
import { findPaths } from '../parse/text/paths.ts'
import { isAscii } from '../parse/text/traits.ts'
import type { ItemContext } from './items.ts'
import { slug, uniqueKey } from './keys.ts'
import { isPlaceholder } from './placeholders.ts'
import { planItem } from './plan-item.ts'
import type { Coverable } from './types.ts'

/** Everything that checks one milestone: test tasks, verify tasks, and the one validation task at its end. */
export interface Validation {
  /** Test tasks, which stand before what they test. */
  readonly tests: readonly PlanItem[]
  readonly items: readonly PlanItem[]
  readonly coverables: readonly Coverable[]
  /** How many criteria and scenarios there are. */
  readonly count: number
  /** Criteria with neither a number nor a command. */
  readonly unchecked: readonly PlanCriterion[]
}

/** What gives items their keys and names what they were made of. */
type Keeping = Pick<ItemContext, 'keys' | 'hashOf'>

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

/** What a milestone is checked by: each criterion once, and its scenarios; blanks of a template are left out. */
interface Checks {
  readonly criteria: Checked[]
  readonly scenarios: PlanScenario[]
}

function collect(children: readonly Child[], found: Checks, seen: Set<string>): Checks {
  for (let at = 0; at < children.length; at++) {
    const child = children[at]!
    if (child.type === 'group') collect(child.children, found, seen)
    else if (child.type === 'scenario') {
      if (!isPlaceholder(child.text)) found.scenarios.push(child)
    } else if (child.type === 'criterion') {
      const words = comparable(child.text)
      if (words === '' || seen.has(words) || isPlaceholder(child.text)) continue
      seen.add(words)
      found.criteria.push({ criterion: child, words: slug(child.text), own: hasOwnCommand(child) })
    }
  }
  return found
}

const originOf = (milestone: PlanMilestone, place = milestone.place): PlanItem['origin'] => ({
  file: milestone.place.file,
  heading: milestone.title,
  place,
})

/** All gates of a criterion; reading it has found the first. */
const gatesOf = (criterion: PlanCriterion): readonly Gate[] =>
  criterion.gate === null ? [] : findGates(criterion.text)

const criterionKey = ({ criterion, words }: Checked): string => `criterion:${criterion.place.file}:${words}`
const scenarioKey = (scenario: PlanScenario): string => `scenario:${scenario.place.file}:${slug(scenario.text)}`

function verifyItem(milestone: PlanMilestone, phase: PlanItem['phase'], checked: Checked, ctx: Keeping): PlanItem {
  const { text, place } = checked.criterion
  return planItem({
    key: uniqueKey(`${milestone.key}/verify/${checked.words}`, ctx.keys),
    source: ctx.hashOf(text),
    phase,
    kind: 'verify',
    text: `Verify: ${joinSoft(text)}`,
    paths: findPaths(text).paths.map((path) => ({ ...path, role: 'read' })),
    gates: gatesOf(checked.criterion),
    covers: [criterionKey(checked)],
    origin: originOf(milestone, place),
  })
}

function testItem(milestone: PlanMilestone, phase: PlanItem['phase'], scenario: PlanScenario, ctx: Keeping): PlanItem {
  const { text, place } = scenario
  return planItem({
    key: uniqueKey(`${milestone.key}/test/${slug(text)}`, ctx.keys),
    source: ctx.hashOf(text),
    phase,
    kind: 'test',
    text: `Test: ${joinSoft(text)}`,
    layer: 'test',
    covers: [scenarioKey(scenario)],
    origin: originOf(milestone, place),
  })
}

function hasOwnCommand(criterion: PlanCriterion): boolean {
  return criterion.command !== '' && codeSpans(criterion.text).some((span) => span.content.trim() === criterion.command)
}

/** The validation task that the plan lists itself. */
function listedIn(work: readonly PlanItem[]): PlanItem | null {
  for (let at = 0; at < work.length; at++) {
    const { text } = work[at]!
    if (text.charCodeAt(0) === 0x56 && VALIDATES.test(text)) return work[at]!
  }
  return null
}

/** A test task that the plan lists, with the scenarios that it tests. */
function withScenarios(item: PlanItem, scenarios: readonly PlanScenario[]): PlanItem {
  return {
    ...item,
    body: [...item.body, ...scenarios.map((scenario) => `- ${scenario.text}`)],
    covers: [...item.covers, ...scenarios.map(scenarioKey)],
  }
}

function coverablesOf(milestone: PlanMilestone, { criteria, scenarios }: Checks): Coverable[] {
  const found: Coverable[] = []
  for (const checked of criteria) {
    const { text, place } = checked.criterion
    found.push({ key: criterionKey(checked), kind: 'criterion', text, place })
  }
  for (const scenario of scenarios)
    found.push({ key: scenarioKey(scenario), kind: 'scenario', text: scenario.text, place: scenario.place })
  const { key, title, place } = milestone
  found.push({ key: `milestone:${key}`, kind: 'milestone', text: title, place })
  return found
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
  ctx: Keeping,
): Validation & { readonly work: readonly PlanItem[] } {
  const listed = listedIn(work)
  const checks = collect(milestone.children, { criteria: [], scenarios: [] }, new Set())
  const { criteria, scenarios } = checks
  const own = listed === null ? work : work.filter((item) => item !== listed)
  const host = tests && scenarios.length > 0 ? own.find((item) => item.kind === 'test') : undefined
  const isMade = tests && host === undefined
  const testItems = isMade ? scenarios.map((scenario) => testItem(milestone, phase, scenario, ctx)) : []
  const items: PlanItem[] = []
  const stated: Checked[] = []
  const unchecked: PlanCriterion[] = []
  for (const checked of criteria)
    if (checked.own) items.push(verifyItem(milestone, phase, checked, ctx))
    else {
      stated.push(checked)
      if (checked.criterion.gate === null && checked.criterion.command === '') unchecked.push(checked.criterion)
    }
  const made = validationItem(milestone, phase, stated, tests ? [] : scenarios, ctx)
  items.push(listed === null ? made : asListed(made, listed))
  return {
    tests: testItems,
    items,
    work: host === undefined ? own : own.map((item) => (item === host ? withScenarios(item, scenarios) : item)),
    coverables: coverablesOf(milestone, checks),
    count: criteria.length + scenarios.length,
    unchecked,
  }
}

/** The plan lists the validation itself, as a list of tasks made by intentk does: it is this one and no second. */
function asListed(made: PlanItem, { keepId, planId, state, body, stated, estimate, origin }: PlanItem): PlanItem {
  const said = new Set(body.map((line) => line.trim()))
  const rest = made.body.filter((line) => !said.has(line.trim()))
  return { ...made, keepId, planId, state, stated, estimate, origin, body: [...body, ...rest] }
}

type Child = PlanMilestone['children'][number]

function validationItem(
  milestone: PlanMilestone,
  phase: PlanItem['phase'],
  criteria: readonly Checked[],
  scenarios: readonly PlanScenario[],
  ctx: Keeping,
): PlanItem {
  const body = [
    ...criteria.map(({ criterion }) => `- ${criterion.id === '' ? '' : `${criterion.id}: `}${criterion.text}`),
    ...scenarios.map((scenario) => `- ${scenario.text}`),
  ]
  return planItem({
    key: uniqueKey(`${milestone.key}/validate`, ctx.keys),
    source: ctx.hashOf(body.join('\n')),
    phase,
    kind: 'validate',
    text: `Validate ${milestone.title}`,
    body,
    state: milestone.done ? 'done' : 'open',
    gates: criteria.flatMap(({ criterion }) => gatesOf(criterion)),
    covers: [`milestone:${milestone.key}`, ...criteria.map(criterionKey), ...scenarios.map(scenarioKey)],
    origin: originOf(milestone),
  })
}
