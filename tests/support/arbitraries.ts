import fc from 'fast-check'
import type { Execution } from '../../src/model/execution.ts'
import type { SectionName, TaskState } from '../../src/model/plan.ts'
import type { Gap, GapKind, PhaseId, TaskKind } from '../../src/model/task.ts'
import type { Estimate, Gate } from '../../src/model/values.ts'
import { executionOf, type Sketch } from './executions.ts'

/** Pieces that mean something to some reader of the document: Markdown, task lines, YAML, Mermaid, terminals. */
const HOSTILE = [
  '\n',
  '\r\n',
  '\n\n',
  '# ',
  '\n## Phase 9: Evil',
  '\n- [ ] T999 evil',
  '\n---\n',
  '\n===',
  '```',
  '\n```\n',
  '~~~',
  '~~',
  '`',
  '``',
  '[x]',
  '[ ]',
  '[P]',
  '[M1]',
  '[M2]',
  '[US1]',
  '[P1]',
  '[TODO]',
  '](',
  '](http://x)',
  '![',
  '[a][b]',
  '[a]: /x',
  '\n[P]: /x\n',
  '<!--',
  '-->',
  '<b>',
  '<script>',
  '<details>',
  '&amp;',
  '&#91;',
  '\\',
  '\\[',
  '|',
  '\n|---|\n',
  '**',
  '__',
  '*',
  '_',
  ':',
  '-',
  '- ',
  '+ ',
  '1. ',
  '> ',
  '(30 min)',
  '(2 h)',
  'Effort: 2 days',
  ' - 28h',
  '(depends on T001)',
  '(after T002)',
  '(requires T003)',
  '%%{init: {}}%%',
  '--> B["x"]',
  '"',
  "'",
  '#quot;',
  '{{ x }}',
  '{% raw %}',
  '\u202e',
  '\u2066',
  '\u0000',
  '\u001b]52;c;aGk=\u0007',
  '\u2028',
  '\u0085',
  '\ud800',
  '\t',
  '    ',
  'T001',
  'T-1',
  'FR-001',
  '**T001**',
]

const WORDS = [
  'Create',
  'the',
  'schema',
  'in',
  '`src/db.ts`',
  'error',
  'detection',
  'für',
  'テスト',
  '🎯',
  'a/b.md',
  'with',
  'Validate',
  '(all of it)',
  '12',
  '95%',
  'app/[id]/page.tsx',
]

/** A sentence of a plan, now and then with something hostile in it. */
export const words: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join(' '))

/** Text made to break out of wherever it is put. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.constantFrom(...WORDS), fc.string({ maxLength: 4 })), {
    maxLength: 9,
  })
  .chain((parts) => fc.constantFrom(' ', '').map((glue) => parts.join(glue)))

export const anyText: fc.Arbitrary<string> = fc.oneof(words, hostileText)

const bodyLine: fc.Arbitrary<string> = fc.oneof(
  words.map((text) => `- ${text}`),
  hostileText,
  fc
    .tuple(fc.constantFrom('- ', '  ', '  - ', '    ', '> ', '* ', '1. '), hostileText)
    .map(([lead, text]) => lead + text),
  fc.constantFrom(
    '',
    '```',
    '```ts',
    '  code()',
    '- [ ] T005 nested',
    '- [x] **T006** nested',
    '## Heading',
    '---',
    '#### T007: headed',
  ),
)

export const bodyLines: fc.Arbitrary<readonly string[]> = fc.array(bodyLine, { maxLength: 6 })

export const estimates: fc.Arbitrary<Estimate> = fc.oneof(
  fc.integer({ min: 1, max: 240 }).map((minutes) => ({ low: minutes, high: minutes, text: `${minutes} min` })),
  fc
    .integer({ min: 1, max: 9 })
    .map((hours) => ({ low: hours * 60, high: (hours + 1) * 60, text: `${hours}-${hours + 1} hours` })),
  fc.integer({ min: 1, max: 90 }).map((minutes) => ({ low: minutes, high: minutes, text: `${minutes} min) [P] (x` })),
)

export const gates: fc.Arbitrary<Gate> = fc.record({
  metric: anyText,
  comparison: fc.constantFrom('>', '>=', '<', '<=', '='),
  value: fc.oneof(fc.integer({ min: 0, max: 1000 }), fc.constantFrom(95, 99.9)),
  unit: fc.constantFrom('%', 's', '', 'users', ') [P]'),
})

const KINDS: readonly TaskKind[] = ['work', 'setup', 'extend', 'test', 'verify', 'validate', 'polish']
const STATES: readonly TaskState[] = ['open', 'done', 'started', 'dropped']
const SECTIONS: readonly SectionName[] = [
  'feedback',
  'measurement',
  'evidence',
  'adaptation',
  'adaptation-process',
  'change',
  'validation-approach',
  'quality',
  'risk',
  'escalation',
  'alignment',
  'alignment-metrics',
  'documentation',
]
const GAPS: readonly GapKind[] = ['no-work', 'decision', 'no-path', 'order', 'uncovered', 'no-check', 'section-missing']

const taskId = (index: number): string => `T${String(index + 1).padStart(3, '0')}`

function sketchedTask(index: number, milestones: number) {
  const phases: PhaseId[] = [
    'setup',
    'foundational',
    'polish',
    ...Array.from({ length: milestones }, (_, at): PhaseId => `M${at + 1}`),
  ]
  return fc.record({
    id: fc.constant(taskId(index)),
    phase: fc.constantFrom(...phases),
    kind: fc.constantFrom(...KINDS),
    text: anyText,
    body: bodyLines,
    state: fc.constantFrom(...STATES),
    estimate: fc.option(estimates, { nil: null }),
    gates: fc.array(gates, { maxLength: 2 }),
    parallel: fc.boolean(),
    wave: fc.nat({ max: 4 }),
    depends: index === 0 ? fc.constant([]) : fc.uniqueArray(fc.nat({ max: index - 1 }).map(taskId), { maxLength: 3 }),
  })
}

function sketchedMilestone(index: number) {
  return fc.record({
    number: fc.constant(index + 1),
    title: anyText,
    goal: anyText,
    validation: anyText,
    estimate: fc.option(estimates, { nil: null }),
    independent: fc.boolean(),
    after: index === 0 ? fc.constant([]) : fc.uniqueArray(fc.integer({ min: 1, max: index }), { maxLength: 3 }),
  })
}

const sketchedGap: fc.Arbitrary<Partial<Gap> & Pick<Gap, 'kind' | 'key'>> = fc
  .record({
    kind: fc.constantFrom(...GAPS),
    about: hostileText,
    question: anyText,
    answer: anyText,
    blocking: fc.boolean(),
    heading: anyText,
    milestone: fc.constantFrom('1', 'M2', '9', 'x'),
  })
  .map(({ about, ...given }) => ({ ...given, key: `${given.kind}:${about}` }))

/** Executions of up to `tasks` tasks in which every text of a document may be hostile; ids and graph are sound. */
export function executions({ tasks = 8, milestones = 4 } = {}): fc.Arbitrary<Execution> {
  return fc
    .tuple(fc.nat({ max: milestones }), fc.nat({ max: tasks }))
    .chain(([numbers, count]) =>
      fc.record({
        id: anyText,
        title: anyText,
        date: fc.oneof(fc.constantFrom('', '2025-11-24'), hostileText),
        links: fc.array(fc.record({ role: anyText, path: anyText }), { maxLength: 3 }),
        milestones: fc.tuple(...Array.from({ length: numbers }, (_, index) => sketchedMilestone(index))),
        tasks: fc.tuple(...Array.from({ length: count }, (_, index) => sketchedTask(index, numbers))),
        gaps: fc.array(sketchedGap, { maxLength: 4 }),
        sections: fc.dictionary(
          fc.constantFrom(...SECTIONS),
          fc.array(fc.record({ id: fc.constantFrom('RM-001', '', 'RM-9\n# x'), text: anyText }), { maxLength: 3 }),
        ),
        answered: fc.subarray([...SECTIONS]),
      }),
    )
    .map((sketch) => executionOf(sketch as Sketch))
}
