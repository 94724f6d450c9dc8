import { expect, test } from 'vitest'
import type { JournalEntry } from '../../../src/run/contract.ts'
import {
  evaluateGates,
  gateChecks,
  gateCommands,
  gatesOfTask,
  holds,
  numberIn,
  shownValue,
} from '../../../src/run/gates/gates.ts'
import { measuresOf, type Measures } from '../../../src/run/gates/measures.ts'
import { measureName } from '../../../src/run/gates/name-measure.ts'
import { heldTriggers, misfit } from '../../../src/run/gates/triggers.ts'
import { aRun, check, journal, started, type Timed } from '../evidence/journal.ts'

const entries = journal(aRun)
const measures = measuresOf(entries)

test('a run measures durations, rates and the last report of tests', () => {
  const values = Object.fromEntries([...measures].map(([name, { value }]) => [name, value]))
  expect(values).toMatchObject({
    'run.duration.total': 100_000,
    'task.duration.mean': (23_000 + 68_000 + 45_000 + 4000) / 4,
    'task.duration.p50': 23_000,
    'task.duration.p95': 68_000,
    'task.duration.max': 68_000,
    'task.success': 3,
    'task.success_rate': 75,
    'task.failure_rate': 25,
    'task.retry_rate': 25,
    'task.first_attempt_rate': 50,
    'task.verification_rate': 50,
    'span.coverage': 100,
    'tests.passed': 12,
    'tests.pass_rate': 100,
    'tests.total': 13,
  })
  expect(measures.get('task.success_rate')!.spans.map(({ task }) => task)).toEqual(['T004'])
  expect(measures.get('tests.passed')!.spans.map(({ path }) => path)).toEqual(['M1/T002/2/tests:npm run tests'])
  expect(measuresOf(entries, new Set(['T001'])).get('task.success_rate')).toMatchObject({ value: 100, of: 1 })
  expect(measuresOf([]).size).toBe(0)
})

test.each([
  ['Task success rate', '%', 'task.success_rate'],
  ['Workflow completion rate', '%', 'task.success_rate'],
  ['Average step duration', 's', 'task.duration.mean'],
  ['p95 task duration', 's', 'task.duration.p95'],
  ['longest check takes', 's', 'check.duration.max'],
  ['Total run time', 'h', 'run.duration.total'],
  ['Retry rate', '%', 'task.retry_rate'],
  ['retries', '', 'task.retry'],
  ['Span coverage', '%', 'span.coverage'],
  ['test cases passing', '', 'tests.passed'],
  ['tests passing', '%', 'tests.pass_rate'],
  ['failing tests', '', 'tests.failed'],
  ['failed tasks', '', 'task.failure'],
  ['Tasks verified', '%', 'task.verification_rate'],
  // About what is built, not about the run.
  ['API response time', 's', ''],
  ['Test coverage', '%', ''],
  ['Code coverage', '%', ''],
  ['AI decision accuracy', '%', ''],
  ['Success of the campaign', '%', ''],
  ['customers', '', ''],
  ['latency', 'ms', ''],
  ['Generated documents per run', '', ''],
])('`%s` in `%s` is measured by `%s`', (metric, unit, name) => {
  expect(measureName({ metric, unit })).toBe(name)
})

const task = (...body: readonly string[]) => ({ text: 'Validate Milestone 1', body })

test('gates are read from what execute.md prints, else from criteria, with how they are measured', () => {
  const read = (...body: readonly string[]) =>
    gatesOfTask(task(...body)).map(({ metric, comparison, value, unit, measure }) =>
      `${metric} ${comparison} ${value} ${unit} ${measure}`.trim(),
    )
  expect(read('- SC-002: bytes written = 0 (gate: bytes written = 0)')).toEqual(['bytes written = 0'])
  expect(read('- Bundle < 200 KB (gate: Bundle < 200 KB) `measure: node size.mjs`')).toEqual([
    'Bundle < 200 KB node size.mjs',
  ])
  expect(read('- (gate: a >= 1) (gate: b >= 2 ms)', '  - Measure: `node b.mjs --x`')).toEqual([
    'a >= 1  node b.mjs --x',
    'b >= 2 ms node b.mjs --x',
  ])
  expect(read('- Response time < 2 s, `measure: task.duration.p95`')).toEqual(['Response time < 2 s task.duration.p95'])
  expect(
    read(
      '- **Given** 5 rows, **When** 3 are read, **Then** 2 stay.',
      '```',
      '- (gate: x > 1)',
      '```',
      'over 5 % of it',
    ),
  ).toEqual([])
  expect(read('- (gate: broken)', '- (gate: )')).toEqual([])
})

const gate = (line: string) => gatesOfTask(task(line))
const never = async () => null

async function evaluate(line: string, with_: Measures = measures, output = '', end: 'passed' | 'failed' = 'passed') {
  const ran: string[] = []
  const [result] = await evaluateGates(gate(line), with_, async (_, argv) => {
    ran.push(argv.join(' '))
    return { end, code: end === 'passed' ? 0 : 3, output }
  })
  return { ...result!, ran }
}

test('values are held against thresholds in the unit of the gate', async () => {
  expect(await evaluate('- (gate: p95 task duration < 70 s)')).toMatchObject({ value: 68, verdict: 'passed', ran: [] })
  expect(await evaluate('- (gate: p95 task duration < 1 min)')).toMatchObject({ value: 68 / 60, verdict: 'failed' })
  expect(await evaluate('- (gate: Task success rate >= 75 %)')).toMatchObject({
    value: 75,
    verdict: 'passed',
    spans: [{ name: 'task T004' }],
  })
  expect(await evaluate('- (gate: Task success rate > 75 %)')).toMatchObject({ verdict: 'failed' })
  expect(await evaluate('- (gate: p95 task duration < 70 users)')).toMatchObject({
    verdict: 'unmeasured',
    why: '`task.duration.p95` is in ms, not in users',
  })
  expect(await evaluate('- (gate: tests passing = 12)', new Map())).toMatchObject({
    verdict: 'unmeasured',
    why: 'no run has measured it yet',
  })
  expect(await evaluate('- (gate: happy users > 5)')).toMatchObject({ verdict: 'unmeasured', measure: '' })
})

test('a command that measures prints a number on its last line', async () => {
  const line = '- (gate: size < 200 KB) `measure: node size.mjs`'
  expect(await evaluate(line, measures, 'building\n199.5\n')).toMatchObject({
    value: 199.5,
    verdict: 'passed',
    measure: 'node size.mjs',
    ran: ['node size.mjs'],
  })
  expect(await evaluate(line, measures, 'none')).toMatchObject({
    value: null,
    verdict: 'failed',
    why: 'its last line holds no number',
  })
  expect(await evaluate(line, measures, '5', 'failed')).toMatchObject({
    value: null,
    verdict: 'failed',
    why: 'it ended with 3',
  })
  expect(await evaluate('- (gate: t < 1 s) `measure: bench`', measures, 'p95: 900 ms')).toMatchObject({
    value: 0.9,
    verdict: 'passed',
  })
  expect(await evaluate('- (gate: t < 1 s) `measure: a | b`')).toMatchObject({ verdict: 'failed', ran: [] })
  expect(await evaluateGates(gate(line), measures, never)).toMatchObject([
    { verdict: 'unmeasured', why: 'it was not allowed to run' },
  ])
  expect(gateCommands([...gate(line), ...gate('- (gate: x > 1) `measure: task.success_rate`')])).toEqual([
    'node size.mjs',
  ])
})

test('a criterion that a check shows holds when the check passes, and a command runs once', async () => {
  const gates = gatesOfTask({
    text: 'Verify: bytes = 100%, shown by `npx vitest run a`',
    body: ['- (gate: bytes >= 100 %)', '- (gate: rows >= 1)'],
  })
  let ran = 0
  const results = await evaluateGates(gates, measures, async () => ({ end: 'passed', code: 0, output: `x${ran++}` }))
  expect(results).toMatchObject([{ verdict: 'passed', value: null, why: 'its check passed' }, { verdict: 'passed' }])
  expect(ran).toBe(1)
})

test.each([
  ['12', 12, ''],
  ['12.5 %', 12.5, '%'],
  ['total: 1,234,567', 1234567, ''],
  ['-3e2', -300, ''],
  ['p95: 120 ms', 120, 'ms'],
  ['3 of 4', 4, ''],
  ['v1.2.3', null, ''],
  ['', null, ''],
  ['5\nno', null, ''],
  [`${'9'.repeat(400)}`, null, ''],
])('the number in %j is %s', (output, value, unit) => {
  const found = numberIn(output)
  expect(found?.value ?? null).toBe(value)
  if (found !== null) expect(found.unit).toBe(unit)
})

test('comparisons forgive what conversions lose', () => {
  expect(holds(0.1 + 0.2, { comparison: '=', value: 0.3 })).toBe(true)
  expect(holds(0.1 + 0.2, { comparison: '>', value: 0.3 })).toBe(false)
  expect(holds(0.1 + 0.2, { comparison: '<=', value: 0.3 })).toBe(true)
  expect(shownValue({ value: 2 / 3, unit: '%' })).toBe('0.6667 %')
})

test('gates become checks of a validation task; what nobody measured is left to a person', async () => {
  const gates = gatesOfTask(
    task('- (gate: Task success rate >= 99 %)', '- (gate: happy users > 5)', '- (gate: tests passing = 12)'),
  )
  const checks = gateChecks(await evaluateGates(gates, measures, never))
  expect(checks.map(({ kind, verdict }) => `${kind} ${verdict}`)).toEqual([
    'gate failed',
    'gate skipped',
    'gate passed',
  ])
  expect(checks[0]!.failures[0]!.message).toBe('(gate: Task success rate >= 99 %): 75 %')
})

const entry = (text: string) => ({ id: 'AT-001', text, from: { place: { file: '', start: 0, end: 0 }, id: '', text } })

test('triggers hold where a run shows their number; what only people can judge never does', () => {
  const held = (text: string, from: Measures = measures) =>
    heldTriggers(
      { sections: { adaptation: [entry(text)], 'adaptation-process': [entry('Stop.'), entry('Ask.')] } },
      from,
    )
  expect(held('Task success rate falls below 80%')).toEqual([
    {
      id: 'AT-001',
      text: 'Task success rate falls below 80%',
      measure: 'task.success_rate',
      value: 75,
      process: ['Stop.', 'Ask.'],
    },
  ])
  expect(held('Task success rate falls below 70%')).toEqual([])
  expect(held('More than 0 failed tasks')).toHaveLength(1)
  expect(held('The merge of 10,000 tasks takes longer than 1 s')).toEqual([])
  expect(held('User satisfaction drops below 50%')).toEqual([])
  expect(held('Two reviewers cannot read it')).toEqual([])
  // One failure of one task is no rate.
  expect(held('Task success rate falls below 80%', measuresOf(entries, new Set(['T004'])))).toEqual([])
  expect(heldTriggers({ sections: {} }, measures)).toEqual([])
})

const ends = (...outcomes: readonly ('verified' | 'failed' | 'escalated' | 'interrupted')[]): readonly JournalEntry[] =>
  journal([
    started(),
    ...outcomes.map((outcome, at): Timed => [
      at,
      { type: 'task-ended', task: `T${at + 1}`, attempt: 1, outcome, why: '', changed: [] },
    ]),
  ])

test('a run whose failures show that plan and project do not fit says so', () => {
  expect(misfit(ends('verified', 'failed', 'verified', 'failed'))).toBeNull()
  expect(misfit(ends('failed', 'interrupted', 'failed'))).toBeNull()
  expect(misfit(ends('verified', 'failed', 'failed', 'failed'))).toContain('T2, T3, T4 failed one after the other')
  expect(misfit(ends('failed', 'verified', 'failed', 'verified', 'failed', 'verified'))).toContain(
    '3 of 6 tasks failed',
  )
  expect(misfit(ends('escalated', 'verified', 'escalated'))).toContain('T1 and T3 say that an assumption')
  const same = ['T1', 'T2', 'T3', 'T4'].flatMap((id, at): readonly Timed[] => [
    [at, { type: 'check-ended', task: id, attempt: 1, check: check('tests', 'failed', at) }],
    [
      at,
      { type: 'task-ended', task: id, attempt: 1, outcome: id === 'T2' ? 'verified' : 'failed', why: '', changed: [] },
    ],
  ])
  expect(misfit(journal([started(), ...same]))).toMatch(/^The same failure stopped .*src\/a\.ts: error TS2322/)
  expect(misfit([])).toBeNull()
})
