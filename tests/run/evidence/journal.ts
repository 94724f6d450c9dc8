import type { CheckResult, JournalEntry, JournalEvent } from '../../../src/run/contract.ts'

const epoch = Date.parse('2026-03-02T09:00:00.000Z')

/** An entry of a journal, so many seconds after its beginning; the numbers are given by {@link journal}. */
export type Timed = readonly [second: number, event: JournalEvent]

export const journal = (events: readonly Timed[]): readonly JournalEntry[] =>
  events.map(([second, event], at) => ({ seq: at + 1, at: timeAt(second), ...event }))

export const timeAt = (second: number): string => new Date(epoch + second * 1000).toISOString()

export const check = (
  kind: CheckResult['kind'],
  verdict: CheckResult['verdict'],
  second: number,
  more: Partial<CheckResult> = {},
): CheckResult => ({
  kind,
  name: `npm run ${kind}`,
  verdict,
  startedAt: timeAt(second),
  durationMs: 2000,
  code: verdict === 'passed' ? 0 : 1,
  output: verdict === 'failed' ? 'src/a.ts(3,5): error TS2322: odd' : '',
  tests: null,
  failures: verdict === 'failed' ? [{ kind: 'type', file: 'src/a.ts', line: 3, message: 'error TS2322: odd' }] : [],
  ...more,
})

const tasks = [
  ['T001', 'Make `src/a.ts`', 'setup', 0, 30],
  ['T002', 'Write `src/csv.ts`', 'M1', 1, 60],
  ['T003', 'Write `src/tsv.ts`', 'M1', 1, null],
  ['T004', 'Validate Milestone 1', 'M1', 2, 15],
  ['T005', 'Pack `pack/zip.ts`', 'M2', 3, 45],
] as const

export const started = (more: Partial<Extract<JournalEvent, { type: 'run-started' }>> = {}): Timed => [
  0,
  {
    type: 'run-started',
    run: '20260302-090000-a1b2',
    document: 'visions/001-export/execute.md',
    approved: 'ab'.repeat(32),
    approvedBy: 'anna',
    agent: 'claude',
    jobs: 2,
    isolation: 'snapshot',
    tasks: tasks.map(([id, text, phase, wave, estimateMinutes]) => ({ id, text, phase, wave, estimateMinutes })),
    intentk: '0.1.0',
    ...more,
  },
]

const agent = (
  task: string,
  attempt: number,
  durationMs: number,
  end: 'passed' | 'failed' = 'passed',
): JournalEvent => ({
  type: 'agent-ended',
  task,
  attempt,
  end,
  code: end === 'passed' ? 0 : 1,
  durationMs,
  output: `${task} says <b>hello</b>`,
  cut: false,
})

const ended = (
  task: string,
  attempt: number,
  outcome: Extract<JournalEvent, { type: 'task-ended' }>['outcome'],
  why = '',
): JournalEvent => ({ type: 'task-ended', task, attempt, outcome, why, changed: [`src/${task}.ts`] })

const tests = { passed: 12, failed: 0, skipped: 1, failedNames: [] }

/** A run with a retry, a rollback, an attestation and a failure; M2 never begins. */
export const aRun: readonly Timed[] = [
  started(),
  [0, { type: 'phase-started', phase: 'setup' }],
  [1, { type: 'task-started', task: 'T001', attempt: 1, phase: 'setup' }],
  [20, agent('T001', 1, 18_000)],
  [23, { type: 'check-ended', task: 'T001', attempt: 1, check: check('files', 'passed', 20, { name: 'src/a.ts' }) }],
  [24, ended('T001', 1, 'verified')],
  [24, { type: 'ticked', task: 'T001' }],
  [25, { type: 'phase-ended', phase: 'setup', verdict: 'passed' }],
  [25, { type: 'phase-started', phase: 'M1' }],
  [26, { type: 'task-started', task: 'T002', attempt: 1, phase: 'M1' }],
  [26, { type: 'task-started', task: 'T003', attempt: 1, phase: 'M1' }],
  [60, agent('T002', 1, 30_000)],
  [63, { type: 'check-ended', task: 'T002', attempt: 1, check: check('typecheck', 'failed', 60) }],
  [64, { type: 'heal-step', task: 'T002', attempt: 1, rule: 'ask-again' }],
  [65, { type: 'task-started', task: 'T002', attempt: 2, phase: 'M1' }],
  [70, agent('T003', 1, 40_000)],
  [71, ended('T003', 1, 'attested')],
  [71, { type: 'ticked', task: 'T003' }],
  [90, agent('T002', 2, 20_000)],
  [93, { type: 'check-ended', task: 'T002', attempt: 2, check: check('tests', 'passed', 90, { tests }) }],
  [94, ended('T002', 2, 'verified')],
  [94, { type: 'ticked', task: 'T002' }],
  [95, { type: 'task-started', task: 'T004', attempt: 1, phase: 'M1' }],
  [
    97,
    { type: 'check-ended', task: 'T004', attempt: 1, check: check('gate', 'failed', 95, { name: '(gate: rows = 3)' }) },
  ],
  [98, { type: 'rolled-back', task: 'T004', attempt: 1 }],
  [99, ended('T004', 1, 'failed', '(gate: rows = 3) does not hold')],
  [99, { type: 'phase-ended', phase: 'M1', verdict: 'failed' }],
  [100, { type: 'run-ended', outcome: 'failed', why: 'T004 failed' }],
]
