import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parse } from 'yaml'
import { recordsOf } from '../../../src/run/evidence/records.ts'
import { spansOf } from '../../../src/run/evidence/spans.ts'
import { recordOf, runNames, writeEvidence } from '../../../src/run/evidence/store.ts'
import { diskFileSystem } from '../../../src/workspace/file-system.ts'
import { filesOf, makeFolder, removeFolder } from '../../cli/support.ts'
import { aRun, journal, started, type Timed } from './journal.ts'

const project = join(import.meta.dirname, '../../..')
const read = (name: string): object => JSON.parse(readFileSync(join(project, `schemas/${name}.json`), 'utf8')) as object
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(read('record'))
const problems = (value: unknown): string => (validate(value) ? '' : JSON.stringify(validate.errors))

const entries = journal(aRun)

let folder = ''
beforeEach(() => void (folder = makeFolder({})))
afterEach(() => removeFolder(folder))

test('each task that ended has a record with its attempts, checks and span', () => {
  const records = recordsOf(entries)
  expect(records.map(({ task, outcome, ticked }) => [task, outcome, ticked])).toEqual([
    ['T001', 'verified', true],
    ['T002', 'verified', true],
    ['T003', 'attested', true],
    ['T004', 'failed', false],
  ])
  const [, second, , fourth] = records
  expect(second).toMatchObject({
    durationMs: 68_000,
    estimateMinutes: 60,
    attempts: [
      { attempt: 1, healed: ['ask-again'], checks: [{ kind: 'typecheck', verdict: 'failed' }], rolledBack: false },
      { attempt: 2, healed: [], checks: [{ kind: 'tests', verdict: 'passed' }], agent: { code: 0 } },
    ],
  })
  expect(fourth!.attempts[0]!.rolledBack).toBe(true)
  const span = spansOf(entries).find(({ level, task }) => level === 'task' && task === 'T002')!.span
  expect(second!.trace).toEqual({ traceId: span.traceId, spanId: span.spanId })
  for (const record of records) expect(problems(record)).toBe('')
  // The first entry and those of one task give the same record.
  const own = entries.filter((entry) => entry.type === 'run-started' || ('task' in entry && entry.task === 'T002'))
  expect(recordsOf(own)).toEqual([second])
})

test('the schema refuses what is no record', () => {
  const [record] = recordsOf(entries)
  expect(problems({ ...record, outcome: 'done' })).not.toBe('')
  expect(problems({ ...record, more: 1 })).not.toBe('')
  expect(problems({ ...record, trace: { traceId: 'x', spanId: 'y' } })).not.toBe('')
})

test('records are written as JSON and as YAML that say the same, and found again', async () => {
  await writeEvidence(diskFileSystem, folder, entries)
  const files = filesOf(folder)
  const at = '.intentk/runs/20260302-090000-a1b2'
  expect(Object.keys(files)).toEqual([
    ...['T001', 'T002', 'T003', 'T004'].flatMap((id) => [`${at}/records/${id}.json`, `${at}/records/${id}.yaml`]),
    `${at}/spans.jsonl`,
  ])
  for (const id of ['T001', 'T004']) {
    const json = JSON.parse(files[`${at}/records/${id}.json`]!) as unknown
    expect(problems(json)).toBe('')
    expect(parse(files[`${at}/records/${id}.yaml`]!)).toEqual(json)
  }
  expect(recordOf(diskFileSystem, folder, 'T002')).toEqual(recordsOf(entries)[1])
  expect(recordOf(diskFileSystem, folder, 'T002', 'other.md')).toBeNull()
  expect(recordOf(diskFileSystem, folder, 'T005')).toBeNull()
  await writeEvidence(diskFileSystem, folder, entries)
  expect(filesOf(folder)).toEqual(files)
})

test('the latest run has the word, and a task without an id goes by its words', async () => {
  const words = '../../x: `"quotes"` and 表示\n'
  const later: readonly Timed[] = [
    started({
      run: '20260303-090000-0000',
      tasks: [{ id: words, text: words, phase: '1', wave: 0, estimateMinutes: null }],
    }),
    [1, { type: 'task-started', task: words, attempt: 1, phase: '1' }],
    [2, { type: 'task-ended', task: words, attempt: 1, outcome: 'failed', why: 'no', changed: [] }],
    [3, { type: 'task-started', task: 'T001', attempt: 1, phase: '1' }],
    [4, { type: 'task-ended', task: 'T001', attempt: 1, outcome: 'failed', why: 'no', changed: [] }],
  ]
  await writeEvidence(diskFileSystem, folder, entries)
  await writeEvidence(diskFileSystem, folder, journal(later))
  expect(runNames(diskFileSystem, folder)).toEqual(['20260303-090000-0000', '20260302-090000-a1b2'])
  expect(recordOf(diskFileSystem, folder, words)).toMatchObject({ outcome: 'failed', task: words })
  expect(recordOf(diskFileSystem, folder, 'T001')).toMatchObject({ outcome: 'failed' })
  expect(recordOf(diskFileSystem, folder, 'T002')).toMatchObject({ outcome: 'verified' })
  expect(Object.keys(filesOf(folder)).every((name) => name.startsWith('.intentk/runs/2026'))).toBe(true)
})
