import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import type { Node, Parent } from 'unist'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { reportCommand } from '../../src/cli/run-report.ts'
import { printLines } from '../../src/cli/terminal.ts'
import { htmlReport } from '../../src/run/report/html.ts'
import { markdownReport } from '../../src/run/report/markdown.ts'
import { reportOf, type RunReport } from '../../src/run/report/model.ts'
import { againstEstimate, durationWords } from '../../src/run/report/words.ts'
import type { Io } from '../../src/cli/io.ts'
import { filesOf, makeFolder, removeFolder } from '../cli/support.ts'
import { bigRun } from './evidence/big-run.ts'
import { readPage } from './dom.ts'
import { aRun, journal, started, type Timed } from './evidence/journal.ts'

const report = (events: readonly Timed[] = aRun): RunReport => reportOf(journal(events))!

test('a report says what was done, when, and what is left', () => {
  const { counts, rates, timeline, waves, phases, gates, failures, left, outcome, elapsedMs, tests } = report()
  expect({ outcome, elapsedMs, counts, tests: tests?.passed }).toEqual({
    outcome: 'failed',
    elapsedMs: 100_000,
    counts: { tasks: 5, verified: 2, attested: 1, failed: 1, skipped: 0, left: 1 },
    tests: 12,
  })
  expect(rates).toEqual({ success: 75, firstAttempt: 50, retry: 25, verification: 50 })
  expect(timeline[1]).toMatchObject({
    task: 'T002',
    start: 26_000,
    end: 94_000,
    attempts: [
      { attempt: 1, start: 26_000, end: 65_000, good: false },
      { attempt: 2, start: 65_000, end: 94_000, good: true },
    ],
  })
  expect(waves.map(({ wave, done, start, estimateMinutes }) => [wave, done, start, estimateMinutes])).toEqual([
    [0, 1, 1000, 30],
    [1, 2, 26_000, 60],
    [2, 0, 95_000, 15],
    [3, 0, null, 45],
  ])
  expect(
    phases.map(({ phase, verdict, done, workMs, estimateMinutes }) => [phase, verdict, done, workMs, estimateMinutes]),
  ).toEqual([
    ['setup', 'passed', 1, 23_000, 30],
    ['M1', 'failed', 2, 117_000, 75],
    ['M2', 'not begun', 0, 0, null],
  ])
  expect(gates).toMatchObject([{ task: 'T004', gate: '(gate: rows = 3)', verdict: 'failed' }])
  expect(failures).toMatchObject([
    { task: 'T004', outcome: 'failed', rolledBack: true, attempts: [{ checks: [{ kind: 'gate' }] }] },
  ])
  expect(left.map(({ task, why }) => [task, why])).toEqual([
    ['T004', 'failed'],
    ['T005', 'not begun'],
  ])
})

test('a run that was killed is not finished, and what was under way says so', () => {
  const killed = report(aRun.slice(0, 12))
  expect(killed.outcome).toBe('open')
  expect(killed.left.map(({ task, why }) => [task, why])).toEqual([
    ['T002', 'under way'],
    ['T003', 'under way'],
    ['T004', 'not begun'],
    ['T005', 'not begun'],
  ])
  expect(killed.counts.left).toBe(4)
  const resumed = report([
    ...aRun,
    [200, { type: 'run-resumed' }],
    [201, { type: 'task-started', task: 'T004', attempt: 2, phase: 'M1' }],
  ])
  expect(resumed).toMatchObject({ outcome: 'open', resumed: 1 })
  expect(reportOf([])).toBeNull()
  expect(reportOf(journal(aRun.slice(1)))).toBeNull()
})

test('the page is one file without scripts, requests or inline styles, under a strict policy', async () => {
  const html = htmlReport(report(bigRun(40)))
  const document = await readPage(html)
  expect(document.querySelectorAll('script, link, img, iframe, object, form, base, [style], a')).toHaveLength(0)
  const handlers = [...document.querySelectorAll('*')].flatMap(({ attributes }) =>
    [...attributes].filter(({ name }) => name.startsWith('on')),
  )
  expect(handlers).toEqual([])
  const remote = [...document.querySelectorAll('*')].flatMap(({ attributes }) =>
    [...attributes].filter(({ name }) => /src|href|action|data$/.test(name)),
  )
  expect(remote).toEqual([])
  expect(document.querySelector('style')!.textContent).not.toMatch(/url\(|@import/)
  expect(html).toMatch(
    /Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'"/,
  )
  expect(html).toContain('name="viewport"')
  expect(html).toContain('prefers-color-scheme:dark')
  expect(document.title).toBe('Failed: visions/001-export/execute.md')
})

test('the page says all of it in words', async () => {
  const { body } = await readPage(htmlReport(report()))
  const text = body.textContent.replace(/\s+/g, ' ')
  for (const part of [
    '3 of 5',
    '75 %',
    'T002 Write src/csv.ts',
    'verified, 1 min 8 s',
    'rows = 3',
    'does not hold',
    'What is left',
    'not begun',
    '1 min 57 s',
    '3 % used',
    '12 passed',
  ])
    expect(text).toContain(part)
  expect(body.querySelectorAll('.row')).toHaveLength(5)
  const bar = body.querySelector('.row:nth-child(1) .bar rect:not(.track)')!
  expect([bar.getAttribute('x'), bar.getAttribute('width')]).toEqual(['1.00%', '23.00%'])
})

const kindsIn = (node: Node): ReadonlySet<string> =>
  new Set([node.type, ...((node as Partial<Parent>).children ?? []).flatMap((child) => [...kindsIn(child)])])

test('text of others is text on the page and in Markdown, whatever it holds', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
        fc.constantFrom(
          '</style><script>alert(1)</script>',
          '"><img src=x onerror=alert(1)>',
          '`<b>`',
          '&lt;',
          '| a | b |',
          '```\n# x',
          '\u202e\u0000\ud800',
          '![x](http://a/b)',
          '@someone #1',
        ),
      ),
      async (text) => {
        const events: readonly Timed[] = [
          started({
            run: 'r',
            document: text,
            agent: text,
            approvedBy: text,
            tasks: [{ id: text, text, phase: text, wave: 0, estimateMinutes: 1 }],
          }),
          [1, { type: 'task-started', task: text, attempt: 1, phase: text }],
          [
            2,
            {
              type: 'agent-ended',
              task: text,
              attempt: 1,
              end: 'failed',
              code: 1,
              durationMs: 5,
              output: text,
              cut: false,
            },
          ],
          [
            3,
            {
              type: 'check-ended',
              task: text,
              attempt: 1,
              check: {
                kind: 'tests',
                name: text,
                verdict: 'failed',
                startedAt: '',
                durationMs: 1,
                code: 1,
                output: text,
                tests: null,
                failures: [{ kind: 'test', file: text, line: 1, message: text }],
              },
            },
          ],
          [4, { type: 'task-ended', task: text, attempt: 1, outcome: 'failed', why: text, changed: [text] }],
        ]
        const whole = report(events)
        const html = htmlReport(whole)
        const page = await readPage(html)
        expect(page.querySelectorAll('script, img, iframe, a')).toHaveLength(0)
        expect(page.querySelectorAll('main')).toHaveLength(1)
        // oxlint-disable-next-line no-control-regex
        expect(html).not.toMatch(/[\u0000-\u0008\u202a-\u202e]/)
        const markdown = markdownReport(whole)
        // An autolink is what an address in words becomes on any page.
        expect(
          [...kindsIn(unified().use(remarkParse).use(remarkGfm).parse(markdown))].filter((kind) =>
            /html|image|definition/.test(kind),
          ),
        ).toEqual([])
        // oxlint-disable-next-line no-control-regex
        expect(markdown).not.toMatch(/[\u0000-\u0008\u202a-\u202e]/)
      },
    ),
    { numRuns: 60 },
  )
})

test('Markdown has the same sections', () => {
  const markdown = markdownReport(report())
  expect(markdown.match(/^#+ .*$/gm)).toEqual([
    '# Failed: visions/001-export/execute.md',
    '## What went wrong',
    '### T004 failed',
    '## Time by milestone',
    '## Waves against the plan',
    '## Gates',
    '## What is left',
  ])
  expect(markdown).toContain('| M1 | failed | 2 of 3 | 1 min 57 s | 1 h 15 min (3 % used) |')
})

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1000, '1 s'],
  [59_600, '1 min'],
  [68_000, '1 min 8 s'],
  [3_600_000, '1 h'],
  [7_500_000, '2 h 5 min'],
])('%d ms are `%s`', (ms, words) => {
  expect(durationWords(ms)).toBe(words)
})

test('against an estimate', () => {
  expect(againstEstimate(30_000, 1)).toBe('50 % used')
  expect(againstEstimate(1, 100)).toBe('less than 1 % used')
  expect(againstEstimate(1, null)).toBe('')
  expect(againstEstimate(1, 0)).toBe('')
})

test('5,000 tasks give a page of some megabytes in some seconds', () => {
  const began = performance.now()
  const html = htmlReport(report(bigRun(5000, false)))
  expect(performance.now() - began).toBeLessThan(6000)
  expect(html.length).toBeLessThan(6_000_000)
})

let folder = ''
beforeEach(() => void (folder = makeFolder({})))
afterEach(() => removeFolder(folder))

function leave(events: readonly Timed[], run = '20260302-090000-a1b2'): void {
  mkdirSync(join(folder, `.intentk/runs/${run}`), { recursive: true })
  const entries = journal([[0, { ...events[0]![1], run } as never], ...events.slice(1)])
  writeFileSync(
    join(folder, `.intentk/runs/${run}/journal.jsonl`),
    entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
  )
}
const io = (): Io => ({ cwd: folder, argv: [], env: {} }) as unknown as Io
const ask = (values: Readonly<Record<string, string>> = {}, run: string | null = null) =>
  reportCommand({ values }, io(), run)

test('the command reports on the latest run, or on the one that is named', async () => {
  await expect(ask()).rejects.toThrow('There is no run yet.')
  leave(aRun)
  leave(aRun.slice(0, 5), '20260101-000000-ffff')
  const { out, notes, code } = await ask()
  expect(code).toBe(0)
  expect(printLines(out as never, false))
    .toBe(`Failed  visions/001-export/execute.md, run 20260302-090000-a1b2, 1 min 40 s
T004 failed
3 of 5 tasks done: 2 verified, 1 attested, 1 failed, 0 skipped
Success 75 %, at the first attempt 50 %, tried again 25 %
Tests 12 passed, 0 failed, 1 skipped
Gates 0 of 1 hold
failed  T004: (gate: rows = 3) does not hold
Left 2 tasks
  T004  failed  Validate Milestone 1
  T005  not begun  Pack \`pack/zip.ts\`
`)
  expect(notes).toEqual(['Next intentk run --resume'])
  expect((await ask({}, 'ffff')).data).toMatchObject({ run: '20260101-000000-ffff', outcome: 'open' })
  expect((await ask({ format: 'markdown' })).out).toMatchObject({
    document: expect.stringContaining('# Failed') as string,
  })
  await expect(ask({}, '20260302-090000-a1b3')).rejects.toMatchObject({ hint: 'Did you mean 20260302-090000-a1b2?' })
  for (const odd of ['../x', '/etc', '', '.', 'a/b', 'x\0'])
    await expect(ask({}, odd), odd).rejects.toThrow('There is no run')
})

test('the page is written where it is wanted, whole', async () => {
  leave(aRun)
  expect((await ask({ html: 'out/report.html' })).notes[0]).toBe('Wrote out/report.html')
  expect(filesOf(folder)['out/report.html']).toMatch(/^<!doctype html>[^]*<\/html>\n$/)
  expect(Object.keys(filesOf(folder)).filter((name) => name.includes('.tmp'))).toEqual([])
  await expect(ask({ html: 'out' })).rejects.toThrow('is a folder')
  await expect(ask({ html: 'out/report.html/x.html' })).rejects.toThrow('Cannot write')
})
