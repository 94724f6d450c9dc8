import { expect } from 'vitest'
import type { DocumentTask } from '../../src/model/task-document.ts'
import type { Repository } from './repository.ts'

/* What two people do on two branches of one vision, and what must be left of it. */
export const at = 'visions/001-export'
export const file = `${at}/execute.md`
export const lockFile = `${at}/execute.lock.json`

export const plan = `# Export

## Milestone 1: Rows

- [ ] Write \`src/csv.ts\` for comma separated rows
- [ ] Write \`src/tsv.ts\` for tab separated rows
- [ ] Write \`src/quote.ts\` for fields with quotes
- [ ] Write \`src/escape.ts\` for fields with line ends

## Milestone 2: Files

- [ ] Write \`src/zip.ts\` for packed files
- [ ] Write \`src/tar.ts\` for archives

## Risks

- Disks are full. Response: stop early
`

type Edit = (text: string) => string
type Branch = (repository: Repository) => Promise<void> | void

const edit =
  (...edits: readonly Edit[]): Branch =>
  ({ read, write }) =>
    write(
      file,
      edits.reduce((text, one) => one(text), read(file)),
    )
const swap =
  (from: string | RegExp, to: string): Edit =>
  (text) => {
    const after = text.replace(from, to)
    expect(after, String(from)).not.toBe(text)
    return after
  }
export const tick = (id: string): Edit => swap(`- [ ] ${id} `, `- [x] ${id} `)
const untick = (id: string): Edit => swap(`- [x] ${id} `, `- [ ] ${id} `)
const drop = (id: string): Edit => swap(new RegExp(`^- \\[.\\] ${id} .*\\n(?:  .*\\n)*`, 'm'), '')
const after = (id: string, ...lines: readonly string[]): Edit =>
  swap(new RegExp(`^(- \\[.\\] ${id} .*\\n)`, 'm'), `$1${lines.map((line) => `${line}\n`).join('')}`)
const planned =
  (...edits: readonly Edit[]): Branch =>
  async ({ read, write, intentk }) => {
    write(
      `${at}/plan.md`,
      edits.reduce((text, one) => one(text), read(`${at}/plan.md`)),
    )
    const { code, stderr } = await intentk('execute', '001')
    expect({ code, stderr }).toMatchObject({ code: 0 })
  }

/** What a merge left. */
export interface Left {
  readonly text: string
  readonly tasks: ReadonlyMap<string, DocumentTask>
  readonly conflicts: readonly string[]
  /** The common ancestor was known: by the driver, and in the styles that show it. */
  readonly hasBase: boolean
}

/** A milestone with two tasks and a criterion, at the end of the plan. */
const withMilestone = (title: string, file: string): Edit =>
  swap(
    '## Risks',
    [
      `## Milestone 3: ${title}`,
      `**Goal**: ${title} go out`,
      `- [ ] Write \`src/${file}.ts\` for ${title}\n- [ ] Pack ${title} with \`src/${file}-pack.ts\``,
      `### Success Criteria`,
      `- ${title} go out in < 3 s`,
      '## Risks',
    ].join('\n\n'),
  )

/** Two branches from one start. */
export interface Scenario {
  readonly name: string
  readonly first?: Branch
  readonly a: Branch
  readonly b: Branch
  readonly look: (left: Left) => void
}

const ids = (left: Left): readonly string[] => [...left.tasks.keys()]
const texts = (left: Left): readonly string[] => [...left.tasks.values()].map(({ text }) => text)

export const scenarios: readonly Scenario[] = [
  {
    name: 'ticks on lines side by side',
    a: edit(tick('T001'), tick('T003')),
    b: edit(tick('T002'), tick('T004')),
    look: ({ tasks, conflicts }) => {
      expect(['T001', 'T002', 'T003', 'T004'].map((id) => tasks.get(id)!.state)).toEqual(Array(4).fill('done'))
      expect(conflicts).toEqual([])
    },
  },
  {
    name: 'a tick taken back on one side, others set on the other',
    first: edit(tick('T001'), tick('T002')),
    a: edit(untick('T001')),
    b: edit(tick('T003')),
    look: ({ tasks }) => {
      expect(['T001', 'T002', 'T003'].map((id) => tasks.get(id)!.state)).toEqual(['open', 'done', 'done'])
    },
  },
  {
    name: 'tasks added on both sides',
    a: edit(after('T002', '- [ ] T090 [M1] Ask the users of tables')),
    b: edit(after('T002', '- [ ] T091 [M1] Measure how long a row takes')),
    look: (left) => {
      const own = ids(left).filter((id) => id > 'T089')
      expect(own).toEqual(['T090', 'T091'])
      expect(left.text.indexOf('T002')).toBeLessThan(left.text.indexOf('T090'))
    },
  },
  {
    name: 'the same id twice, with a reference',
    a: edit(after('T004', '- [ ] T090 [M1] Write `docs/rows.md` for users')),
    b: edit(
      after('T004', '- [ ] T090 [M1] Measure memory of long rows', '- [ ] T091 [M1] Report it (depends on T090)'),
    ),
    look: (left) => {
      expect(left.tasks.get('T090')!.text).toBe('Write `docs/rows.md` for users')
      const other = [...left.tasks.values()].find(({ text }) => text === 'Measure memory of long rows')!
      expect(other.id).not.toBe('T090')
      expect(left.tasks.get('T091')!.depends!.text).toBe(`depends on ${other.id}`)
    },
  },
  {
    name: 'the same id twice in places that git merges cleanly',
    a: edit(after('T001', '- [ ] T090 [M1] Write `docs/rows.md` for users')),
    b: edit(after('T006', '- [ ] T090 [M2] Measure memory of archives')),
    look: (left) => {
      expect(texts(left)).toEqual(
        expect.arrayContaining(['Write `docs/rows.md` for users', 'Measure memory of archives']),
      )
      expect(left.tasks.get('T090')!.text).toBe('Write `docs/rows.md` for users')
    },
  },
  {
    name: 'the same id twice, once where git merges cleanly and once in a conflict',
    a: edit(after('T001', '- [ ] T090 [M1] Write `docs/rows.md` for users'), after('T006', '- [ ] T092 [M2] Ask Ana')),
    b: edit(after('T006', '- [x] T090 [M2] Measure memory of archives')),
    look: (left) => {
      expect(texts(left)).toEqual(expect.arrayContaining(['Write `docs/rows.md` for users', 'Ask Ana']))
      const other = [...left.tasks.values()].find(({ text }) => text === 'Measure memory of archives')!
      expect(other).toMatchObject({ state: 'done', milestones: [2] })
      expect(left.tasks.get('T090')).toMatchObject({ state: 'open', text: 'Write `docs/rows.md` for users' })
    },
  },
  {
    name: 'a task from the plan on each side, with the same id',
    a: planned(swap('\n## Milestone 2', '- [ ] Write `src/xml.ts` for trees\n\n## Milestone 2')),
    b: planned(swap('\n## Milestone 2', '- [ ] Read `src/json.ts` for lists\n\n## Milestone 2')),
    look: (left) => {
      expect(texts(left).filter((text) => /xml|json/.test(text))).toHaveLength(2)
    },
  },
  {
    name: 'the plan reworded on one side, ticks on the other',
    a: planned(swap('for tab separated rows', 'for rows with tabs between fields')),
    b: edit(tick('T001'), tick('T002'), tick('T003')),
    look: ({ tasks, conflicts, hasBase }) => {
      expect(['T001', 'T002', 'T003'].map((id) => tasks.get(id)!.state)).toEqual(['done', 'done', 'done'])
      // Without the ancestor the lock's new words look as if a person had gone back to the old ones.
      if (hasBase) expect(tasks.get('T002')!.text).toBe('Write `src/tsv.ts` for rows with tabs between fields')
      expect(conflicts).toEqual([])
    },
  },
  {
    name: 'reworded on one side, ticked on the other',
    a: edit(swap('for tab separated rows', 'for rows with tabs')),
    b: edit(tick('T002')),
    look: ({ tasks, conflicts }) => {
      expect(tasks.get('T002')).toMatchObject({ state: 'done', text: 'Write `src/tsv.ts` for rows with tabs' })
      expect(conflicts).toEqual([])
    },
  },
  {
    name: 'reworded on both sides',
    a: edit(swap('for tab separated rows', 'for rows with tabs')),
    b: edit(swap('for tab separated rows', 'for rows of spreadsheets')),
    look: ({ tasks, conflicts, text }) => {
      expect(tasks.get('T002')!.text).toBe('Write `src/tsv.ts` for rows with tabs')
      expect(text).toContain('for rows of spreadsheets')
      expect(conflicts).toEqual(['T002 text'])
    },
  },
  {
    name: 'deleted on one side, a neighbour ticked on the other',
    a: edit(drop('T002')),
    b: edit(tick('T001'), tick('T003')),
    look: ({ tasks, hasBase }) => {
      expect(['T001', 'T003'].map((id) => tasks.get(id)!.state)).toEqual(['done', 'done'])
      if (hasBase) expect(tasks.has('T002')).toBe(false)
    },
  },
  {
    name: 'deleted on one side, ticked on the other',
    a: edit(drop('T002')),
    b: edit(tick('T002')),
    look: ({ tasks }) => {
      expect(tasks.get('T002')!.state).toBe('done')
    },
  },
  {
    name: 'notes below a task on both sides',
    a: edit(after('T002', '  - seen by Ana', '  - tabs only')),
    b: edit(after('T002', '  - seen by Bo')),
    look: ({ tasks }) => {
      expect(tasks.get('T002')!.body).toEqual(expect.arrayContaining(['- seen by Ana', '- tabs only', '- seen by Bo']))
    },
  },
  {
    name: 'moved to another milestone on one side, ticked on the other',
    a: ({ read, write }) => {
      const text = read(file)
      const line = /^- \[ \] T002 .*\n/m.exec(text)![0]
      write(file, after('T005', line.trimEnd())(text.replace(line, '')))
    },
    b: edit(tick('T002')),
    look: (left) => {
      expect(left.tasks.get('T002')!.state).toBe('done')
      expect(ids(left).filter((id) => id === 'T002')).toHaveLength(1)
      expect(left.text.indexOf('T002 ')).toBeGreaterThan(left.text.indexOf('T005 '))
    },
  },
  {
    name: 'the plan grown on both sides, in different milestones',
    a: planned(swap('\n## Milestone 2', '- [ ] Write `src/xml.ts` for trees\n\n## Milestone 2')),
    b: planned(swap('\n## Risks', '- [ ] Write `src/gzip.ts` for streams\n\n## Risks')),
    look: (left) => {
      expect(texts(left).filter((text) => /xml|gzip/.test(text))).toHaveLength(2)
    },
  },
  {
    name: 'a milestone more on both sides, of the same number',
    a: planned(withMilestone('Images', 'png')),
    b: async (repository) => {
      await planned(withMilestone('Sounds', 'wav'))(repository)
      await edit(tick('T010'))(repository)
    },
    look: (left) => {
      const lines = left.text.split('\n')
      const section = (title: string): readonly string[] => {
        const start = lines.findIndex((line) => line.startsWith('## ') && line.includes(` - ${title} `))
        const end = lines.findIndex((line, at) => at > start && line.startsWith('## '))
        return lines.slice(start, end).filter((line) => line !== '')
      }
      expect(section('Images').slice(1)).toEqual([
        '**Goal**: Images go out',
        '- [ ] T009 [P] [M3] Write `src/png.ts` for Images',
        '- [ ] T010 [P] [M3] Pack Images with `src/png-pack.ts`',
        '- [ ] T011 [M3] Validate Milestone 3',
        '  - Images go out in < 3 s (gate: Images go out < 3 s)',
        '**Checkpoint**: Milestone 3 stands on its own.',
      ])
      expect(section('Sounds').slice(1)).toEqual([
        '**Goal**: Sounds go out',
        '- [ ] T012 [P] [M4] Write `src/wav.ts` for Sounds',
        '- [x] T013 [P] [M4] Pack Sounds with `src/wav-pack.ts`',
        '- [ ] T014 [M4] Validate Milestone 4',
        '  - Sounds go out in < 3 s (gate: Sounds go out < 3 s)',
        '**Checkpoint**: Milestone 4 stands on its own.',
      ])
      expect(left.conflicts).toEqual([])
    },
  },
]
