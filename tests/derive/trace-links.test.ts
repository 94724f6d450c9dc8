import { expect, test } from 'vitest'
import { traceLinks, type Traced } from '../../src/derive/trace-links.ts'

const one = (kind: Traced['kind'], number: string, title: string, says = ''): Traced => ({
  kind,
  number,
  title,
  about: title,
  says,
})

const shown = (upper: readonly Traced[], lower: readonly Traced[], ...lines: readonly string[]): readonly string[] =>
  traceLinks(upper, lower, lines).map(({ upper: from, lower: to, link }) => `${from}-${to} ${link}`)

const upper = [one('objective', '1', 'Complete export'), one('objective', '2', 'Quick archive')]
const lower = [one('milestone', '1', 'Zebra'), one('milestone', '2', 'Giraffe')]

test.each([
  ['Milestone 1 reaches Objective 2', ['1-0 stated']],
  ['Objectives 1 and 2 are reached with phase 2', ['0-1 stated', '1-1 stated']],
  ['Ziel 1: Meilenstein 2', ['0-1 stated']],
  ['目標1はマイルストーン2', ['0-1 stated']],
  ['Objective 12 with Milestone 1', []],
  ['Objective 1 alone', []],
])('%j states %j', (line, expected) => {
  expect(shown(upper, lower, line)).toEqual(expected)
})

test('a section that names the other end states it', () => {
  expect(shown(upper, [one('milestone', '1', 'Zebra', 'Goal: serves Objective 2')])).toEqual(['1-0 stated'])
  expect(shown([one('objective', '1', 'Lion', 'Done with Phase 2')], lower)).toEqual(['0-1 stated'])
})

test('shared words link what is not stated, the nearest first', () => {
  const milestones = [one('milestone', '1', 'Exporting everything'), one('milestone', '2', 'Archives that are quick')]
  expect(shown(upper, milestones)).toEqual(['0-0 inferred', '1-1 inferred'])
  expect(shown(upper, milestones, 'Milestone 2 is for Objective 1')).toEqual([
    '0-1 stated',
    '0-0 inferred',
    '1-1 inferred',
  ])
})

test('words that all of a list have tell nothing', () => {
  const milestones = ['A', 'B', 'C'].map((name, at) => one('milestone', String(at + 1), `Export ${name}`))
  expect(shown(upper, milestones)).toEqual([])
})
