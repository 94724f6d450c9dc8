import { check, started, type Timed } from './journal.ts'

/** A run of many tasks in some phases, with retries, attestations, failures and hostile words. */
export function bigRun(count: number, hostile = true): readonly Timed[] {
  const phases = ['setup', 'foundational', 'M1', 'M2', 'M3', 'polish']
  const words = [
    'Create `src/rows/read.ts`: `readRows` in one pass over the file, with its errors and their places',
    'Write `src/csv.ts`',
    hostile ? 'Break <script>alert(1)</script> & "quotes" `</code><img src=x onerror=alert(2)>`' : 'Write `src/tsv.ts`',
    '表示を書く: 注文の一覧を `src/表示.ts` に出力し、見出しと合計をつける',
    'اكتب ملف التصدير `src/export.ts`',
    `Extend \`${'very-long-path/'.repeat(8)}file.ts\``,
  ]
  const tasks = Array.from({ length: count }, (_, at) => ({
    id: `T${String(at + 1).padStart(3, '0')}`,
    text: words[at % words.length]!,
    phase: phases[Math.floor((at * phases.length) / count)]!,
    wave: Math.floor(at / 3),
    estimateMinutes: at % 5 === 4 ? null : 20 + (at % 7) * 10,
  }))
  const events: Timed[] = [started({ tasks, jobs: 3, document: 'visions/001-export/execute.md' })]
  const ran = Math.floor(count * 0.8)
  let phase = ''
  for (let at = 0; at < ran; at++) {
    const task = tasks[at]!
    const from = Math.floor(at / 3) * 300 + (at % 3) * 20
    if (task.phase !== phase) events.push([from, { type: 'phase-started', phase: task.phase }])
    phase = task.phase
    const isLast = at >= ran - 2
    const tries = at % 6 === 2 || isLast ? 2 : 1
    for (let attempt = 1; attempt <= tries; attempt++) {
      const begin = from + (attempt - 1) * 120
      const good = attempt === tries && !isLast
      const checked = check(at % 2 === 0 ? 'tests' : 'typecheck', good ? 'passed' : 'failed', begin + 80, {
        output: good
          ? ''
          : `${hostile ? '</pre><script>alert(3)</script>\u202e\u001b[31m' : ''}src/rows/read.ts(12,7): error TS2322: Type 'string' is not assignable to type 'number'.\n    at readRows (src/rows/read.ts:12:7)\n`,
        tests: at % 2 === 0 ? { passed: 200 + at, failed: good ? 0 : 2, skipped: 3, failedNames: [] } : null,
      })
      events.push([begin, { type: 'task-started', task: task.id, attempt, phase: task.phase }])
      events.push([
        begin + 80,
        {
          type: 'agent-ended',
          task: task.id,
          attempt,
          end: 'passed',
          code: 0,
          durationMs: 80_000,
          output: 'ok',
          cut: false,
        },
      ])
      events.push([begin + 90, { type: 'check-ended', task: task.id, attempt, check: checked }])
      if (!good)
        events.push([
          begin + 91,
          { type: 'heal-step', task: task.id, attempt, rule: attempt < tries ? 'prettier' : 'ask-again' },
        ])
    }
    const end = from + (tries - 1) * 120 + 95
    if (isLast) events.push([end, { type: 'rolled-back', task: task.id, attempt: tries }])
    const outcome = isLast ? (at === ran - 1 ? 'escalated' : 'failed') : at % 9 === 7 ? 'attested' : 'verified'
    const why = !isLast
      ? ''
      : at === ran - 1
        ? 'there is no table `users`'
        : '2 of 2 attempts failed: `npm run typecheck`, error TS2322'
    events.push([
      end,
      { type: 'task-ended', task: task.id, attempt: tries, outcome, why, changed: [`src/${task.id}.ts`] },
    ])
    if (!isLast) events.push([end, { type: 'ticked', task: task.id }])
    if (at === Math.floor(ran / 2)) {
      const gate = (name: string, verdict: 'passed' | 'failed' | 'skipped', output: string) =>
        events.push([
          end,
          {
            type: 'check-ended',
            task: task.id,
            attempt: tries,
            check: check('gate', verdict, end, { name, output, durationMs: 5 }),
          },
        ])
      gate('(gate: bytes preserved outside an edit >= 100 %)', 'passed', '100 % by node measure.mjs')
      gate('(gate: p95 task duration < 60 s)', 'failed', '215 s by task.duration.p95')
      gate('(gate: happy users > 5)', 'skipped', 'not measured: nothing measures it')
    }
  }
  const last = Math.max(...events.map(([second]) => second))
  events.push([
    last + 5,
    {
      type: 'run-ended',
      outcome: 'failed',
      why: 'T040 says that an assumption of the plan is broken: there is no table `users`',
    },
  ])
  return events
}
