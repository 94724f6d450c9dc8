import { describe, expect, test } from 'vitest'
import { activeRules } from '../../src/check/settings.ts'
import { defaultCheckConfig } from '../../src/model/check-config.ts'
import { check } from '../../src/check/engine.ts'
import { applyFixes } from '../../src/check/fix.ts'
import { rules } from '../../src/check/rules/index.ts'
import { RULE_GROUPS, type Rule, type RuleExample } from '../../src/check/rule.ts'
import { checkExample, subjectOf, textsOf } from './examples.ts'

/** The text at the places of the findings, in order. */
async function finds(rule: Rule, example: RuleExample, texts = textsOf(example)): Promise<readonly string[]> {
  // What a disable comment silences is found by another rule.
  const only = rule.id === 'unused-disable' ? rules : [rule]
  const { findings } = await checkExample(example, only, texts)
  return findings.flatMap(({ ruleId, place }) =>
    ruleId !== rule.id ? [] : [place === undefined ? '' : (texts[place.file] ?? '').slice(place.start, place.end)],
  )
}

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  test.each(rule.fires.map((example) => [example.shows, example] as const))('finds %s', async (__, example) => {
    expect(example.finds ?? []).not.toEqual([])
    expect(await finds(rule, example)).toEqual(example.finds)
  })

  test.each(rule.silent.map((example) => [example.shows, example] as const))('lets %s be', async (__, example) => {
    expect(example.finds).toBeUndefined()
    expect(await finds(rule, example)).toEqual([])
  })

  const fixed = rule.fires.filter((example) => example.fixed !== undefined)
  test.each(fixed.map((example) => [example.shows, example] as const))('mends %s', async (__, example) => {
    const [[name, text]] = Object.entries(textsOf(example)) as [[string, string]]
    const active = activeRules(rules, defaultCheckConfig, { only: [rule.id] })
    let now = text
    for (let round = 0; round < 10; round++) {
      const subject = await subjectOf(example, { ...textsOf(example), [name]: now })
      const { text: next } = applyFixes(
        now,
        check(subject, active, rules).findings.flatMap(({ fix }) => fix ?? []),
      )
      if (next === now) break
      now = next
    }
    expect(now).toBe(example.fixed)
  })

  test('has what its page needs', () => {
    expect(rule.id).toMatch(/^[a-z]+(?:-[a-z0-9]+)*$/)
    expect(RULE_GROUPS).toContain(rule.group)
    expect(rule.checks).toMatch(/^[A-Z].*\.$/s)
    expect(rule.why).toMatch(/\.$/)
    expect(rule.fires.length).toBeGreaterThan(0)
    expect(rule.silent.length).toBeGreaterThan(0)
  })

  test('its own function finds what its examples show', async () => {
    const { document: __, vision: ___, ...off } = rule
    const without = rules.map((each) => (each === rule ? off : each))
    for (const example of rule.fires) {
      const subject = await subjectOf(example)
      const active = activeRules(without, defaultCheckConfig, { only: without.map(({ id }) => id) })
      const still = check(subject, active, without).findings.filter(({ ruleId }) => ruleId === rule.id)
      // The engine itself reports comments that silence nothing.
      if (rule.id !== 'unused-disable') expect(still).toEqual([])
    }
  })
})

test('rules stand in the order of their groups, then of their names, each once', () => {
  const sorted = rules.toSorted(
    (a, b) => RULE_GROUPS.indexOf(a.group) - RULE_GROUPS.indexOf(b.group) || (a.id < b.id ? -1 : 1),
  )
  expect(rules.map(({ id }) => id)).toEqual(sorted.map(({ id }) => id))
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
})
