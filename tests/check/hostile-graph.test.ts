import { describe, expect, test } from 'vitest'
import { check } from '../../src/check/engine.ts'
import { applyFixes } from '../../src/check/fix.ts'
import { rules } from '../../src/check/rules/index.ts'
import { activeRules } from '../../src/check/settings.ts'
import { defaultCheckConfig } from '../../src/model/check-config.ts'
import { checkedDocument } from '../../src/check/subject.ts'

const OURS = [
  'broken-reference',
  'duplicate-id',
  'git-conflict-marker',
  'mixed-task-syntax',
  'unclosed-fence',
  'unknown-milestone',
  'unread-task-line',
  'dependency-cycle',
  'missed-parallel',
  'order-contradicts-dependency',
  'parallel-conflict',
  'priority-inversion',
  'self-dependency',
  'unknown-dependency',
  'uses-before-created',
]

const id = (number: number): string => `T${String(number).padStart(5, '0')}`
const times = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join('')
/** About 100 KB of a piece. */
const much = (piece: string): string => piece.repeat(Math.ceil(100_000 / piece.length))

const documents: Readonly<Record<string, string>> = {
  'one id ten thousand times': times(10_000, () => '- [ ] T001 a\n'),
  'one id with other words each time': times(5000, (at) => `- [ ] T001 word${at} other${at * 7} x\n`),
  'numbers that begin again': times(5000, (at) => `## ${at}\n\n- [ ] 1.1 do ${at}\n`),
  'a chain up': times(3000, (at) => `- [ ] ${id(at)} do (depends on ${id(at + 1)})\n`),
  'a chain down': times(3000, (at) => `- [ ] ${id(at + 1)} do (depends on ${id(at)})\n`),
  'one great circle': times(3000, (at) => `- [ ] ${id(at)} do (depends on ${id((at + 1) % 3000)})\n`),
  'a thousand circles of two': times(2000, (at) => `- [ ] ${id(at)} do (depends on ${id(at ^ 1)})\n`),
  'everything waits for everything': times(300, (at) => `- [ ] ${id(at)} do (depends on ${id(0)}-${id(299)})\n`),
  'a task that waits for thousands': `- [ ] T1 do (depends on ${times(12_000, (at) => `T${at}, `)}T1)\n- [ ] T2 do\n`,
  'names that nothing has': times(2500, (at) => `- [ ] ${id(at)} do (depends on ${id(at + 90_000)})\n`),
  'phases that nothing has': times(2500, (at) => `## Phase ${at}\n\n- [ ] ${id(at)} do (depends on Phase 999)\n`),
  'sentences of order': `- [ ] T1 a\n- [ ] T2 b\n\n${times(5000, () => 'T1 depends on T2, T2\n')}`,
  'one long sentence of order': `- [ ] T1 a\n- [ ] T2 b\n\n${much('T1 -> T2 -> ')}\n`,
  'marked tasks in a chain, with sentences about their ends': `${times(1200, (at) => `- [ ] ${id(at + 1)} [P] do (depends on ${id(at)})\n`)}\n${times(
    1500,
    (at) => `${id((at % 500) + 1)} depends on ${id(1199 - (at % 500))}\n`,
  )}`,
  'ranges in sentences': `${times(2000, (at) => `- [ ] ${id(at)} a\n`)}\n${times(2000, () => `T00001-T01999 before T00001-T01999\n`)}`,
  'ids in sentences that nothing has': `- [ ] T1 a\n- [ ] T2 b\n- [ ] T3 c\n\n${much('T9 ')}\n\n${much('T9\n')}`,
  'one file in all marked tasks': times(3000, (at) => `- [ ] ${id(at)} [P] write \`src/a.ts\`\n`),
  'many files in one marked task': `- [ ] T1 [P] write ${times(5000, (at) => `\`src/f${at}.ts\`, `)}\n- [ ] T2 [P] write \`src/f1.ts\`\n`,
  'marked tasks by turns': times(
    2500,
    (at) => `- [ ] ${id(at)} ${at % 2 === 0 ? '' : '[P] '}Create \`src/m/f${at}.ts\`\n`,
  ),
  'names used far from where they are made': times(
    1200,
    (at) => `- [ ] ${id(at)} Extend it using \`makeThing${at}\`\n`,
  ).concat(times(1200, (at) => `- [ ] ${id(at + 5000)} Implement \`makeThing${at}\` in \`src/m${at}.ts\`\n`)),
  'code spans without an end': much('- [ ] T1 using `'),
  'a path without an end': `- [ ] T1 write ${much('a/')}\n- [ ] T2 write ${much('a.')}\n`,
  'fences that never close': much('- [ ] T1 a\n  ```x\n'),
  'conflict marks': much('<<<<<<< a\n'),
  'closing conflict marks': much('>>>>>>> a\n'),
  'boxes in tables': `# a\n\n| a | b |\n|---|---|\n${times(4000, (at) => `| [ ] | T${at} x |\n`)}`,
  'boxes in the wrong form': `- [ ] T0 a\n${times(5000, (at) => `-[ ] T${at + 1} x\n`)}`,
  'stories that nothing tells': `## User Story 1\n\n## User Story 2\n\n${times(4000, (at) => `- [ ] T${at} [US${at}] x\n`)}`,
  'headings of stories': `${times(4000, (at) => `## User Story ${at}-${at + 9000}\n`)}- [ ] T1 [US1] x\n`,
  'deep nesting': times(300, (at) => `${'  '.repeat(at)}- [ ] T${at} x (depends on T${at + 1})\n`),
  ...Object.fromEntries(
    Array.from('-*+[]`~<>(|#"T1 .,/@_:\t→☐').flatMap((char) => [
      [`a line of ${JSON.stringify(char)}`, `- [ ] T1 a\n- [ ] T2 b\n- [ ] T3 c\n\n${much(char)}\n`],
      [`a task of ${JSON.stringify(char)}`, `- [ ] T1 [P] ${much(char)}\n- [ ] T2 b\n- [ ] T3 ${much(char)}\n`],
    ]),
  ),
}

const seen = (text: string): ReturnType<typeof checkedDocument> =>
  checkedDocument({ role: 'tasks', source: { path: 'tasks.md', text, bom: false, eol: '\n' } })

const active = activeRules(rules, defaultCheckConfig, { only: OURS })

test('every rule of structure and graph is there', () => {
  expect(active.map(({ rule }) => rule.id).toSorted()).toEqual(OURS.toSorted())
})

describe('a hostile document', () => {
  test.each(Object.entries(documents))('of %s is judged in time', (_, text) => {
    // What reads the document is timed elsewhere.
    void seen(text).tasks
    for (const setting of active) {
      const document = seen(text)
      void document.tasks
      const start = performance.now()
      const { findings } = check({ documents: [document], vision: null }, [setting], rules)
      const took = performance.now() - start
      for (const { place } of findings) {
        expect(place!.start).toBeGreaterThanOrEqual(0)
        expect(place!.end).toBeLessThanOrEqual(text.length)
        expect(place!.end).toBeGreaterThan(place!.start)
      }
      expect(`${setting.rule.id} ${took < 2000 ? 'in time' : Math.round(took)}`).toBe(`${setting.rule.id} in time`)
      applyFixes(
        text.slice(0, 5000),
        findings
          .slice(0, 50)
          .flatMap(({ fix }) => fix ?? [])
          .filter(({ edits }) => edits.every(({ end }) => end < 5000)),
      )
    }
  })
})
