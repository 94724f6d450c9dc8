import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Lock, LockTask } from '../../../src/merge/lock.ts'
import { emptyLock, formatLock, parseLock } from '../../../src/merge/lock.ts'
import type { PhaseId } from '../../../src/model/task.ts'

const task = (id: string, fields: Partial<LockTask> = {}): LockTask => ({
  id,
  key: `key ${id}`,
  source: '0123456789abcdef',
  phase: 'M1',
  after: '',
  p: false,
  m: null,
  text: `Do ${id}`,
  estimate: '',
  depends: [],
  body: [],
  noted: [],
  ...fields,
})

const small: Lock = {
  ...emptyLock,
  header: { lock: 1, generator: 'intentk 0.1.0', template: 'aa', plan: 'plan.md', date: '2025-11-24' },
  documents: [
    { doc: 'plan.md', hash: 'ab' },
    { doc: 'goal.md', hash: 'cd' },
  ],
  after: 'ef',
  choice: 2,
  milestones: [{ milestone: 1, key: 'm', title: 'Library' }],
  headings: [{ heading: 'phase:M1', text: 'Phase 3: Milestone 1' }],
  tasks: [task('T010'), task('T2', { p: true, m: 1, after: 'T1', depends: ['T1'], body: ['- one', '', '  two'] })],
  entries: [{ entry: 'RM-002', key: 'r', source: 'ff', text: 'A risk', noted: [] }],
  gone: [{ gone: 'T014', key: 'g', source: 'ee', by: 'hand', text: 'Gone' }],
  blocks: [
    { block: 'order#item', hash: 'aa', source: '', text: '', noted: [] },
    { block: 'phase:M1#goal', hash: 'bb', source: 'cc', text: 'Lend books', noted: ['dd'] },
  ],
}

const printed = `[{"lock":1,"generator":"intentk 0.1.0","template":"aa","plan":"plan.md","date":"2025-11-24"}
,{"doc":"goal.md","hash":"cd"}
,{"doc":"plan.md","hash":"ab"}
,{"after":"ef"}
,{"choice":2}
,{"milestone":1,"key":"m","title":"Library"}
,{"heading":"phase:M1","text":"Phase 3: Milestone 1"}
,{"block":"order#item","hash":"aa"}
,{"block":"phase:M1#goal","hash":"bb","source":"cc","text":"Lend books","noted":["dd"]}
,{"id":"T2","key":"key T2","source":"0123456789abcdef","phase":"M1","after":"T1","p":true,"m":1,"text":"Do T2","depends":["T1"],"body":["- one","","  two"]}
,{"id":"T010","key":"key T010","source":"0123456789abcdef","phase":"M1","text":"Do T010"}
,{"entry":"RM-002","key":"r","source":"ff","text":"A risk"}
,{"gone":"T014","key":"g","source":"ee","by":"hand","text":"Gone"}
]
`

const text = fc.string({ unit: 'binary', maxLength: 12 })
const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
const phase = fc.oneof(
  fc.constantFrom<PhaseId>('setup', 'foundational', 'polish'),
  fc.nat(99).map((n): PhaseId => `M${n}`),
)
const unique = <T>(value: fc.Arbitrary<T>, by: (item: T) => unknown): fc.Arbitrary<T[]> =>
  fc.uniqueArray(value, { maxLength: 6, selector: (item) => JSON.stringify(by(item)) })
const extraName = fc.constantFrom('__proto__', 'constructor', '7', 'note')
const extra = fc.dictionary(
  extraName,
  fc.jsonValue({ maxDepth: 1 }).filter((value) => !Object.is(value, -0)),
  { minKeys: 1, noNullPrototype: true },
)
const locks: fc.Arbitrary<Lock> = fc.record({
  header: fc.record({ lock: fc.constant(1), generator: text, template: text, plan: text, date: text }),
  documents: unique(fc.record({ doc: name, hash: text }), ({ doc }) => doc),
  after: text,
  choice: fc.option(fc.nat()),
  milestones: unique(fc.record({ milestone: fc.nat(), key: text, title: text }), ({ milestone, key }) => [
    milestone,
    key,
  ]),
  headings: unique(fc.record({ heading: name, text }), ({ heading }) => heading),
  tasks: unique(
    fc.record(
      {
        id: name,
        key: text,
        source: text,
        phase,
        after: text,
        p: fc.boolean(),
        m: fc.option(fc.nat()),
        text,
        estimate: text,
        depends: fc.array(text, { maxLength: 3 }),
        body: fc.array(text, { maxLength: 3 }),
        noted: fc.array(text, { maxLength: 2 }),
        extra,
        differs: fc.uniqueArray(fc.constantFrom('text', 'p', 'body'), { minLength: 1 }),
      },
      {
        requiredKeys: [
          'id',
          'key',
          'source',
          'phase',
          'after',
          'p',
          'm',
          'text',
          'estimate',
          'depends',
          'body',
          'noted',
        ],
      },
    ),
    ({ id, key }) => [id, key],
  ),
  entries: unique(
    fc.record({ entry: name, key: text, source: text, text, noted: fc.constant([]) }),
    ({ entry, key }) => [entry, key],
  ),
  gone: unique(fc.record({ gone: name, key: text, source: text, by: text, text }), ({ gone, key }) => [gone, key]),
  blocks: unique(
    fc.record({ block: name, hash: text, source: text, text, noted: fc.array(text, { maxLength: 2 }) }),
    ({ block }) => block,
  ),
  unknown: fc.constantFrom([], ['{"wave":3,"after":"x"}']),
})

/** Lists as sets, since their order means nothing. */
function unordered(lock: Lock): unknown {
  return Object.fromEntries(
    Object.entries(lock).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.map((item) => JSON.stringify(item, sortKeys)).toSorted() : value,
    ]),
  )
}
const sortKeys = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
    : value

describe('the file', () => {
  test('has one record a line, sorted, with defaults left out', () => {
    expect(formatLock(small)).toBe(printed)
    expect(parseLock(printed)).toEqual({ lock: parseLock(printed).lock, conflicted: false, diagnostics: [] })
    expect(unordered(parseLock(printed).lock)).toEqual(unordered(small))
  })

  test('is JSON, and any lock comes back from it as it was', () => {
    fc.assert(
      fc.property(locks, (lock) => {
        const file = formatLock(lock)
        expect(() => JSON.parse(file) as unknown).not.toThrow()
        const read = parseLock(file)
        expect(read.conflicted).toBe(false)
        expect(read.diagnostics.filter(({ ruleId }) => ruleId !== 'lock-duplicate-id')).toEqual([])
        expect(unordered(read.lock)).toEqual(unordered(lock))
        expect(formatLock(read.lock)).toBe(file)
      }),
      { numRuns: 500 },
    )
  })

  test('is the same for every order of the lists', () => {
    fc.assert(
      fc.property(locks, (lock) => {
        const reversed = Object.fromEntries(
          Object.entries(lock).map(([key, value]) => [key, Array.isArray(value) ? value.toReversed() : value]),
        )
        expect(formatLock(reversed as unknown as Lock)).toBe(formatLock(lock))
      }),
    )
  })

  test('changes by one line when one task is added, wherever it sorts', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(2000), { minLength: 1, maxLength: 20 }), (numbers) => {
        const tasks = numbers.map((number) => task(`T${number}`))
        const without = formatLock({ ...small, tasks: tasks.slice(1) }).split('\n')
        const withIt = formatLock({ ...small, tasks }).split('\n')
        const added = withIt.findIndex((line) => line.includes(`"T${numbers[0]}"`))
        expect(withIt.toSpliced(added, 1)).toEqual(without)
      }),
    )
  })

  test('comes back through every usual change of shape', () => {
    const lines = printed.replace(/^[[,]/gm, '').replace(/\]\n$/, '')
    const shapes = [
      printed.replaceAll('\n', '\r\n'),
      `\ufeff${printed}`,
      lines,
      JSON.stringify(JSON.parse(printed), null, 2),
      `${printed}\n\n`,
    ]
    for (const shape of shapes) expect(parseLock(shape).diagnostics).toEqual([])
    for (const shape of shapes) expect(formatLock(parseLock(shape).lock)).toBe(printed)
  })
})

describe('a damaged file', () => {
  test.each([
    ['', []],
    ['\n\n', []],
    ['[]', []],
    ['hello', ['lock-line']],
    ['{"id":', ['lock-line']],
    ['[1,2]', ['lock-line']],
    ['{"id":"T1","key":"k","phase":"M1"}\n,{"id":"T2"', ['lock-line']],
    ['{"id":7,"phase":"M1"}', ['lock-field']],
    ['{"id":"T1"}', ['lock-field']],
    ['{"id":"T1","phase":"M01x"}', ['lock-field']],
    ['{"id":"T1","phase":"M1","p":"yes","body":[1]}', ['lock-field']],
    ['{"milestone":-1}', ['lock-field']],
    ['{"lock":2}', ['lock-version']],
    ['{"id":"T1","key":"a","phase":"M1"}\n{"id":"T1","key":"b","phase":"M1"}', ['lock-duplicate-id']],
  ])('%j gives %j', (file, rules) => {
    expect(parseLock(file).diagnostics.map(({ ruleId }) => ruleId)).toEqual(rules)
  })

  test('costs only the line that is damaged, and says where it is', () => {
    const damaged = printed.replace('"key":"key T010"', '"key":"key T010')
    const { lock, diagnostics } = parseLock(damaged, 'visions/001/execute.lock.json')
    expect(lock.tasks.map(({ id }) => id)).toEqual(['T2'])
    expect(lock.gone).toHaveLength(1)
    const [found] = diagnostics
    expect(damaged.slice(found?.place?.start, found?.place?.end)).toMatch(/^,\{"id":"T010".*\}$/)
    expect(found?.place?.file).toBe('visions/001/execute.lock.json')
  })

  test('keeps what a later version wrote', () => {
    const file =
      '[{"lock":1}\n,{"id":"T1","phase":"M1","owner":"x","__proto__":{"a":1}}\n,{"span":"s","deep":{"x":[1]}}\n]\n'
    expect(formatLock(parseLock(file).lock)).toBe(file)
  })

  test('never throws and never invents', () => {
    const piece = fc.constantFrom(
      '[',
      ']',
      ',',
      '{',
      '}',
      '\n',
      '"id"',
      ':',
      '"T1"',
      '<<<<<<< a',
      '=======',
      '>>>>>>> b',
      '||||||| c',
      '{"id":"T1","phase":"M1"}',
      '{"after":"x"}',
      '\u0000',
      '\ud800',
    )
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 30 }).map((parts) => parts.join('')),
        (file) => {
          const { lock } = parseLock(file)
          expect(lock.tasks.every(({ id }) => file.includes(id))).toBe(true)
          expect(formatLock(parseLock(formatLock(lock)).lock)).toBe(formatLock(lock))
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('a conflict of git', () => {
  const line = (value: object): string => `,${JSON.stringify(value)}`
  const ours = line({ id: 'T1', key: 'k', phase: 'M1', text: 'ours', m: 1 })
  const theirs = line({ id: 'T1', key: 'k', phase: 'M1', text: 'theirs', m: 1 })
  const conflict = (first: readonly string[], second: readonly string[], ancestor?: readonly string[]): string =>
    [
      '[{"lock":1}',
      '<<<<<<< HEAD',
      ...first,
      ...(ancestor === undefined ? [] : ['||||||| 1a2b', ...ancestor]),
      '=======',
      ...second,
      '>>>>>>> branch',
      ']',
      '',
    ].join('\n')

  test('gives both sides, and names the fields that have no base', () => {
    const { lock, conflicted, diagnostics } = parseLock(
      conflict([ours, line({ after: 'x' })], [theirs, line({ id: 'T2', key: 'n', phase: 'M1' }), line({ after: 'y' })]),
    )
    expect(conflicted).toBe(true)
    expect(diagnostics.map(({ ruleId }) => ruleId)).toEqual(['lock-conflict'])
    expect(lock.tasks.map(({ id, text: own, differs }) => ({ id, text: own, differs }))).toEqual([
      { id: 'T1', text: 'ours', differs: ['text'] },
      { id: 'T2', text: '', differs: undefined },
    ])
    expect(lock.after).toBe('')
    expect(formatLock(lock)).not.toMatch(/[<=>]{7}/)
  })

  test('leaves the common ancestor out', () => {
    const { lock } = parseLock(conflict([ours], [ours], [theirs, line({ id: 'T9', key: 'z', phase: 'M1' })]))
    expect(lock.tasks).toMatchObject([{ id: 'T1', text: 'ours' }])
    expect(lock.tasks[0]?.differs).toBeUndefined()
  })

  test('keeps two tasks that took the same id on two branches', () => {
    const { lock, diagnostics } = parseLock(conflict([ours], [line({ id: 'T1', key: 'other', phase: 'M2' })]))
    expect(lock.tasks.map(({ key }) => key)).toEqual(['k', 'other'])
    expect(diagnostics.map(({ ruleId }) => ruleId)).toEqual(['lock-conflict', 'lock-duplicate-id'])
  })

  test('an input document that differs has no hash', () => {
    const { lock } = parseLock(conflict([line({ doc: 'plan.md', hash: 'a' })], [line({ doc: 'plan.md', hash: 'b' })]))
    expect(lock.documents).toEqual([{ doc: 'plan.md', hash: '' }])
  })
})

test('a large lock is read and printed in linear time', () => {
  const tasks = Array.from({ length: 20_000 }, (_, index) => task(`T${index}`, { body: ['x'.repeat(100)] }))
  const measure = (count: number): number => {
    const start = performance.now()
    parseLock(formatLock({ ...small, tasks: tasks.slice(0, count) }))
    return performance.now() - start
  }
  measure(2_000)
  expect(measure(20_000)).toBeLessThan(40 * Math.max(10, measure(2_000)))
})
