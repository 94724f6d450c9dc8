import { describe, expect, test } from 'vitest'
import { check } from '../../src/check/engine.ts'
import { rules } from '../../src/check/rules/index.ts'
import { activeRules } from '../../src/check/settings.ts'
import { defaultCheckConfig } from '../../src/model/check-config.ts'
import { compiled, compileText } from '../support/compiling.ts'
import { subjectOf } from './examples.ts'

const PLAN = `# Plan

## Milestone 1: Store

- [ ] Create \`src/store/read.ts\`
- [ ] Create \`src/store/write.ts\`
- [ ] Create \`src/store/index.ts\`
  - Depends on: T003

## Milestone 2: Search

### Ranking

1. Create \`src/rank/score.ts\`
2. Sort by score in \`src/rank/sort.ts\`
3. Page in \`src/rank/page.ts\`
`

const written = async (): Promise<{ readonly text: string; readonly lock: string }> =>
  compiled(await compileText(PLAN, { id: '001-example' }))

const withoutMark = (text: string, words: string): string =>
  text.replace(/.*\n/g, (line) => (line.includes(words) ? line.replace('[P] ', '') : line))

const withMark = (text: string, words: string): string =>
  text.replace(/.*\n/g, (line) =>
    line.startsWith('- [ ] T') && line.includes(words) ? line.replace(/(T\d{3}) (?:\[P\] )?/, '$1 [P] ') : line,
  )

/** The lines at which a rule finds something in an execute.md after an edit. */
async function found(id: string, edit: (text: string) => string): Promise<readonly string[]> {
  const { text, lock } = await written()
  const edited = edit(text)
  const files = { 'plan.md': PLAN, 'execute.md': edited, 'execute.lock.json': lock }
  const subject = await subjectOf({ shows: '', files })
  const { findings } = check(subject, activeRules(rules, defaultCheckConfig, { only: [id] }), rules)
  return findings.map(({ place }) => {
    const start = edited.lastIndexOf('\n', place!.start) + 1
    return place!.file === 'execute.md' ? edited.slice(start, edited.indexOf('\n', start)) : place!.file
  })
}

describe('marks of an execute.md', () => {
  test.each(['missed-parallel', 'parallel-conflict'])('as they are written please %s', async (id) => {
    const { text } = await written()
    expect(text).toContain('[P]')
    expect(await found(id, (same) => same)).toEqual([])
  })

  test('that were taken off are missed', async () => {
    const lines = await found('missed-parallel', (text) => withoutMark(text, 'src/store/read.ts'))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('src/store/read.ts')
  })

  test('that were set on a step of a sequence are a conflict where its line states no order', async () => {
    const lines = await found('parallel-conflict', (text) =>
      withMark(text, 'src/rank/sort.ts').replace(/(src\/rank\/sort\.ts.*?) \(depends on [^)]*\)/, '$1'),
    )
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('src/rank/sort.ts')
  })
})
