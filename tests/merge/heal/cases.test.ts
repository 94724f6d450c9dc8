import { describe, expect, test } from 'vitest'
import { healPair } from '../../../src/merge/heal.ts'
import { emptyLock, formatLock, parseLock, type LockTask } from '../../../src/merge/lock.ts'
import { mergeLocks } from '../../../src/merge/heal/three-way-lock.ts'

const task = (id: string, key: string, text: string, more: Partial<LockTask> = {}): LockTask => ({
  id,
  key,
  source: 's',
  phase: 'M1',
  after: '',
  p: false,
  m: null,
  text,
  estimate: '',
  depends: [],
  body: [],
  noted: [],
  ...more,
})
const lockOf = (...tasks: readonly LockTask[]): string => formatLock({ ...emptyLock, tasks })

interface Case {
  readonly name: string
  readonly lock?: string
  readonly given: string
  readonly healed: string
  readonly conflicts?: readonly string[]
  readonly rules?: readonly string[]
}

const conflict = (ours: string, theirs: string, base?: string): string =>
  `<<<<<<< HEAD\n${ours}${base === undefined ? '' : `||||||| 1234567\n${base}`}=======\n${theirs}>>>>>>> other\n`

const cases: readonly Case[] = [
  {
    name: 'a tick on either side wins where no ancestor is known',
    given: conflict('- [x] T001 One\n- [ ] T002 Two\n', '- [ ] T001 One\n- [x] T002 Two\n'),
    healed: '- [x] T001 One\n- [x] T002 Two\n',
    rules: ['git-conflict'],
  },
  {
    name: 'a tick that one side took back is gone where the ancestor had it',
    given: conflict('- [ ] T001 One\n', '- [x] T001 One (60 min)\n', '- [x] T001 One\n'),
    healed: '- [ ] T001 One (60 min)\n',
  },
  {
    name: 'words, effort, dependencies and tags merge each by itself',
    given: conflict(
      '- [ ] T003 [P] [M1] Write it well (60 min) (depends on T001)\n',
      '- [~] T003 [M1] Write it (90 min) (depends on T001, T002)\n',
      '- [ ] T003 [M1] Write it (60 min) (depends on T001)\n',
    ),
    healed: '- [~] T003 [P] [M1] Write it well (90 min) (depends on T001, T002)\n',
  },
  {
    name: 'words that both changed: the first stay, a comment keeps the others',
    given: conflict('- [x] T001 First\n  - a\n', '- [ ] T001 Uno -- "x" -->\n  - b\n', '- [ ] T001 One\n'),
    healed: `- [x] T001 First\n  <!-- intentk:conflict T001 branch: "Uno -\\u002d \\"x\\" -\\u002d\\u003e" -->\n  - a\n  - b\n`,
    conflicts: ['T001 text'],
  },
  {
    name: 'reworded on one side, by the lock',
    lock: lockOf(task('T001', 'k', 'One')),
    given: conflict('- [x] T001 One\n', '- [ ] T001 One and a half\n'),
    healed: '- [x] T001 One and a half\n',
  },
  {
    name: 'deleted on one side and untouched on the other',
    given: conflict('- [x] T001 One\n', '- [ ] T001 One\n- [ ] T002 Two\n', '- [ ] T001 One\n- [ ] T002 Two\n'),
    healed: '- [x] T001 One\n',
  },
  {
    name: 'deleted on one side and changed on the other',
    given: conflict('', '- [x] T002 Two\n', '- [ ] T002 Two\n'),
    healed: '- [x] T002 Two\n',
    rules: ['git-conflict', 'deleted-and-changed'],
  },
  {
    name: 'a dropped task does not come back',
    lock: formatLock({
      ...emptyLock,
      tasks: [task('T002', 'k', 'Two')],
      gone: [{ gone: 'T002', key: 'k', source: 's', by: 'hand', text: 'Two' }],
    }),
    given: conflict('- [x] T001 One\n', '- [ ] T001 One\n- [ ] T002 Two\n'),
    healed: '- [x] T001 One\n',
  },
  {
    name: 'the same id twice: the one of the lock keeps it, ranges and remarks of the other side follow',
    lock: lockOf(task('T012', 'theirs', 'Pack the rows into a file')),
    given: `- [ ] T011 Start\n${conflict(
      '- [ ] T012 Ask the users\n- [ ] T013 Tell (depends on T011-T012)\n',
      '- [ ] T012 Pack the rows into a file\n- [ ] T014 Send (depends on T012)\n',
    )}`,
    healed: `- [ ] T011 Start
- [ ] T015 Ask the users
- [ ] T013 Tell (depends on T011, T015)
- [ ] T012 Pack the rows into a file
- [ ] T014 Send (depends on T012)
`,
    rules: ['git-conflict', 'duplicate-id'],
  },
  {
    name: 'the same id twice without a conflict',
    lock: lockOf(task('T002', 'k', 'Pack `zip.ts`')),
    given: '- [ ] T002 Write `a.ts`\n\n## Two\n\n- [ ] T002 Pack `zip.ts`\n',
    healed: '- [ ] T003 Write `a.ts`\n\n## Two\n\n- [ ] T002 Pack `zip.ts`\n',
    rules: ['duplicate-id'],
  },
  {
    name: 'the ids of another tool, that begin anew in each section, are left alone',
    given: '## One\n\n- [ ] 1. First\n\n## Two\n\n- [ ] 1. Other\n',
    healed: '## One\n\n- [ ] 1. First\n\n## Two\n\n- [ ] 1. Other\n',
    rules: [],
  },
  {
    name: 'text about git inside a fence',
    given: '- [ ] T001 One\n\n```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n```\n',
    healed: '- [ ] T001 One\n\n```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n```\n',
    rules: [],
  },
  {
    name: 'a conflict inside a diagram: one side, to be made anew by the next run',
    given: `## Dependencies & Execution Order\n\n\`\`\`mermaid\n${conflict('a --> b\n', 'a --> c\n')}\`\`\`\n\n- Longest chain: T001.\n`,
    healed: '## Dependencies & Execution Order\n\n```mermaid\na --> b\n```\n\n- Longest chain: T001.\n',
  },
  {
    name: 'a marker without the others',
    given: '- [ ] T001 One\n<<<<<<< HEAD\n- [ ] T002 Two\n',
    healed: '- [ ] T001 One\n<<<<<<< HEAD\n- [ ] T002 Two\n',
    rules: ['stray-conflict-marker'],
  },
  {
    name: 'an ancestor that was a conflict itself is none',
    given: conflict('- [x] T001 One\n', '- [ ] T002 Two\n', '<<<<<<<<< x\n- [ ] T002 Two\n>>>>>>>>> y\n'),
    healed: '- [x] T001 One\n- [ ] T002 Two\n',
  },
  {
    name: 'a milestone renamed on both sides',
    given: conflict(
      '## Phase 3: Milestone 1 - Rows\n\n- [x] T001 One\n',
      '## Phase 3: Milestone 1 - Lines\n\n- [ ] T001 One\n',
      '## Phase 3: Milestone 1 - Text\n\n- [ ] T001 One\n',
    ),
    healed: `## Phase 3: Milestone 1 - Rows

<!-- intentk:conflict phase:M1 branch: "## Phase 3: Milestone 1 - Lines" -->

- [x] T001 One
`,
    conflicts: ['phase:M1 text'],
  },
  {
    name: 'an entry that both changed',
    given: conflict('- **RM-001**: a risk\n', '- **RM-001**: a danger\n', '- **RM-001**: a thing\n'),
    healed: '- **RM-001**: a risk\n  <!-- intentk:conflict RM-001 branch: "a danger" -->\n',
    conflicts: ['RM-001 text'],
  },
  {
    name: 'a box inside a task',
    given: `- [ ] T001 One\n${conflict('  - [x] part\n  - [ ] more\n', '  - [ ] part\n  - [x] more\n')}`,
    healed: '- [ ] T001 One\n  - [x] part\n  - [x] more\n',
  },
  {
    name: 'the last line without an end',
    given: '<<<<<<< HEAD\n- [x] T001 One\n=======\n- [ ] T001 One\n>>>>>>> other',
    healed: '- [x] T001 One\n',
  },
]

describe('healing', () => {
  test.each(cases)('$name', ({ given, healed, lock = null, conflicts = [], rules }) => {
    const result = healPair(given, lock)
    expect(result.written).toBe(healed)
    expect(result.conflicts.map(({ about, field }) => `${about} ${field}`)).toEqual(conflicts)
    if (rules !== undefined) expect(result.diagnostics.map(({ ruleId }) => ruleId)).toEqual(rules)
    const again = healPair(result.written, result.lock)
    expect([again.written, again.lock]).toEqual([result.written, result.lock])
    // What is not settled is told again.
    expect(again.conflicts.map(({ about, field }) => `${about} ${field}`)).toEqual(conflicts)
    const crlf = healPair(given.replaceAll('\n', '\r\n'), lock)
    expect(crlf.written).toBe(healed.replaceAll('\n', '\r\n'))
  })

  test('ten thousand tasks with a thousand conflicts', () => {
    const text = (count: number): string =>
      Array.from({ length: count }, (_, at) => {
        const line = (box: string): string => `- [${box}] T${String(at).padStart(5, '0')} Write \`src/${at}.ts\`\n`
        return at % 10 === 0 ? conflict(line('x'), line(' ')) : line(' ')
      }).join('')
    const measure = (count: number): number => {
      const given = text(count)
      const start = performance.now()
      const { written } = healPair(given, null)
      const time = performance.now() - start
      expect(written.split('\n').filter((line) => line.startsWith('- [x]'))).toHaveLength(count / 10)
      return time
    }
    measure(500)
    const small = measure(1000)
    // Ten times the tasks in ten times the time, with room for a machine that is busy.
    expect(measure(10_000)).toBeLessThan(40 * Math.max(small, 20))
  })
})

describe('locks', () => {
  const a = task('T012', 'rows/a', 'Write `a.ts`')
  const b = task('T012', 'files/b', 'Pack `b.ts`')
  const c = task('T013', 'files/c', 'Send it', { after: 'T012', depends: ['T012'] })

  test('two tasks with one id get the ids of their document, and what came with one follows', () => {
    const record = (line: LockTask): string =>
      `,${
        formatLock({ ...emptyLock, tasks: [line] })
          .split('\n,')[1]!
          .split('\n')[0]
      }\n`
    const lock = `[{"lock":1}\n${conflict(record(a), record(b) + record(c))}]\n`
    const given = conflict(
      '- [ ] T012 Write `a.ts`\n',
      '- [ ] T012 Pack `b.ts`\n- [ ] T013 Send it (depends on T012)\n',
    )
    const healed = healPair(given, lock)
    expect(healed.written).toBe(
      '- [ ] T012 Write `a.ts`\n- [ ] T014 Pack `b.ts`\n- [ ] T013 Send it (depends on T014)\n',
    )
    const parsed = parseLock(healed.lock!)
    expect(parsed).toMatchObject({ conflicted: false, diagnostics: [] })
    expect(parsed.lock.tasks.map(({ id, key, after, depends }) => [id, key, after, depends])).toEqual([
      ['T012', 'rows/a', '', []],
      ['T013', 'files/c', 'T014', ['T014']],
      ['T014', 'files/b', '', []],
    ])
  })

  test('a task reworded in the plan of one branch is one task', () => {
    const lock = lockOf(task('T001', 'old', 'Write the rows'), task('T001', 'new', 'Write the rows at once'))
    const { lock: healed } = healPair('- [ ] T001 Write the rows at once\n', lock)
    expect(parseLock(healed!).lock.tasks).toMatchObject([{ id: 'T001', key: 'new', differs: ['key', 'text'] }])
  })

  test('three versions merge by record and field', () => {
    const [old, gone] = [task('T001', 'k', 'One'), task('T002', 'l', 'Two')]
    const merged = mergeLocks(
      lockOf(old, gone),
      lockOf({ ...old, text: 'First' }, gone, a),
      lockOf({ ...old, source: 't' }, b),
    )
    expect(parseLock(merged).lock.tasks.map(({ id, key, text, source }) => [id, key, text, source])).toEqual([
      ['T001', 'k', 'First', 't'],
      ['T012', 'files/b', 'Pack `b.ts`', 's'],
      ['T012', 'rows/a', 'Write `a.ts`', 's'],
    ])
    expect(mergeLocks(lockOf(old), lockOf({ ...old, text: 'a' }), lockOf({ ...old, text: 'b' }))).toContain(
      '"differs":["text"]',
    )
  })
})
