import fc from 'fast-check'
import { hostileText } from './arbitraries.ts'
import { printPlan, type MilestoneSketch, type PlanSketch, type TaskSketch, type Words } from './plan-sketch.ts'

/* Plans as people write them, in several shapes, languages and line ends, good and hostile. */

const LANGUAGES: readonly Words[] = [
  {
    labels: ['Phase', 'Milestone', 'Sprint', 'Stage', 'Epic'],
    goal: 'Goal',
    tasks: 'Tasks',
    deliverables: 'Deliverables',
    criteria: 'Success Criteria',
    scenarios: 'Acceptance Scenarios',
    dependencies: 'Dependencies',
    none: 'None',
    checklist: 'Constitution Check',
  },
  {
    labels: ['Meilenstein', 'Phase'],
    goal: 'Ziel',
    tasks: 'Aufgaben',
    deliverables: 'Ergebnisse',
    criteria: 'Erfolgskriterien',
    scenarios: 'Akzeptanzszenarien',
    dependencies: 'Abhängigkeiten',
    none: 'Keine',
    checklist: 'Checkliste',
  },
  {
    labels: ['フェーズ', 'マイルストーン'],
    goal: '目標',
    tasks: 'タスク',
    deliverables: '成果物',
    criteria: '成功基準',
    scenarios: '受け入れシナリオ',
    dependencies: '依存関係',
    none: 'なし',
    checklist: 'チェックリスト',
  },
  {
    labels: ['Fase', 'Hito'],
    goal: 'Objetivo',
    tasks: 'Tareas',
    deliverables: 'Entregables',
    criteria: 'Criterios de éxito',
    scenarios: 'Escenarios de aceptación',
    dependencies: 'Dependencias',
    none: 'Ninguna',
    checklist: 'Lista de verificación',
  },
  {
    labels: ['阶段', '里程碑'],
    goal: '目标',
    tasks: '任务',
    deliverables: '交付物',
    criteria: '成功标准',
    scenarios: '验收场景',
    dependencies: '依赖',
    none: '无',
    checklist: '检查清单',
  },
]

const NAMES = [
  'parser',
  'lexer',
  'ledger',
  'cache',
  'router',
  'exporter',
  'index',
  'badge',
  'queue',
  'mailer',
  'login',
  'audit',
  'Lager',
  'Übersicht',
  '在庫',
  '画面',
  'pantalla',
  'informe',
]
const VERBS = [
  'Create',
  'Write',
  'Extend',
  'Check',
  'Remove',
  'Move',
  'Ensure',
  'Use',
  'the',
  'Schreibe',
  '作成',
  'Crear',
  'Test',
]
const PATHS = [
  'src/a.ts',
  'src/b.ts',
  'src/lib/c.py',
  'app/[id]/page.tsx',
  'docs/guide.md',
  'tests/a.test.ts',
  'package.json',
  'bare.ps1',
  'src/lib/',
  '../../etc/passwd',
  'db/schema.sql',
]
const BLANKS = [
  '[Title]',
  'TODO',
  'TXXX',
  '[Describe the outcome]',
  'NEEDS CLARIFICATION',
  '[NEEDS CLARIFICATION: which database?]',
  'TBD',
]

/** Noise of all kinds between the parts of a plan. */
const NOISE = [
  '',
  'Some words in between.',
  '> A quoted remark.\n> - [ ] a quoted box',
  '```bash\n- [ ] no task\nnpm test\n```',
  '<!-- - [ ] no task either -->',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  '```mermaid\nflowchart LR\n  A --> B\n```',
  '<details><summary>More</summary>\n\n- [ ] inside details\n\n</details>',
  '- nested\n  - deeper\n    - [ ] deepest',
  '***',
  '**Note**: this matters.',
  '1. one\n2. two',
  '    indented code',
  '[ref]: https://example.org',
  '- [N/A] not needed\n- [-] dropped ~~words~~',
  '* [ ] star\n+ [x] plus',
  '1. [ ] numbered box\n2) [ ] other',
  '| Task | State |\n|---|---|\n| Build it | [ ] |',
]

const name = (at: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...VERBS),
      fc.constantFrom(...NAMES),
      fc.constantFrom('', ' with care', ' für alle', ' (first cut)', ' ✅', ' **now**'),
    )
    .map(([verb, noun, rest]) => `${verb} the ${noun} ${at}${rest}`)

const rarely = <T>(value: fc.Arbitrary<T>, usual: T, weight = 9): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: fc.constant(usual), weight }, { arbitrary: value, weight: 1 })

function task(at: string, earlier: readonly string[], hostile: boolean): fc.Arbitrary<TaskSketch> {
  const wild = hostile ? rarely(hostileText, '', 4) : fc.constant('')
  return fc
    .record({
      name: name(at),
      wild,
      blank: rarely(fc.constantFrom(...BLANKS), '', hostile ? 14 : 1000),
      box: fc.constantFrom<TaskSketch['box']>('[ ]', '[ ]', '[ ]', '[x]', '[~]', ''),
      parallel: fc.boolean(),
      path: fc.oneof(fc.constant(''), fc.constantFrom(...PATHS)),
      estimate: fc.constantFrom('', '', ' (30 min)', ' (2-3 hours)', ' - 1.5d'),
      depends:
        earlier.length === 0
          ? fc.constant('')
          : rarely(
              fc
                .constantFrom(...earlier)
                .chain((id) => fc.constantFrom(` (depends on ${id})`, ` (after ${id})`, ` (依存: ${id})`)),
              '',
              4,
            ),
      body: fc.array(
        fc.constantFrom('detail one', '`Name-It` function', 'Uses: `src/a.ts`', '[ ] a sub-box', 'Effort: 2 h'),
        { maxLength: 2 },
      ),
    })
    .map(({ wild: extra, blank, ...rest }) => ({
      ...rest,
      ownId: '',
      name: `${blank === '' ? '' : `${blank} `}${rest.name}${extra === '' ? '' : ` ${extra}`}`,
    }))
}

function milestone(
  at: number,
  words: Words,
  label: string,
  ids: boolean,
  hostile: boolean,
): fc.Arbitrary<MilestoneSketch> {
  const own = (index: number): string => (ids ? `T${at}${String(index).padStart(2, '0')}` : '')
  const before = ids ? Array.from({ length: at - 1 }, (_, index) => `T${index + 1}00`) : []
  const dependencies = [words.none, ...Array.from({ length: at - 1 }, (_, index) => `${label} ${index + 1}`)]
  return fc.record({
    title: name(`of part ${at}`).map((text) => (hostile ? text : text.replaceAll(/[✅*]/g, ''))),
    number: fc.constant(at),
    priority: fc.constantFrom('', '', 'High', 'P1', 'Medium', 'Low'),
    goal: rarely(fc.constantFrom('One outcome', 'Everything is faster than 2 s'), '', 1),
    dependencies: rarely(fc.constantFrom(...dependencies), '', 2),
    tasks: fc
      .tuple(
        ...Array.from({ length: 4 }, (_, index) =>
          task(`${at}-${index}`, index === 0 ? before : [...before, ...(ids ? [own(0)] : [])], hostile).map((one) => ({
            ...one,
            ownId: own(index),
          })),
        ),
      )
      .chain((all) => fc.subarray([...all])),
    ordered: fc.boolean(),
    deliverables: rarely(fc.subarray([`\`out/${at}/a.ts\``, `b${at}.ps1 (30 min)`, `The report ${at}`]), [], 2),
    criteria: rarely(
      fc.subarray([
        `Latency ${at} < 2 s`,
        `\`npm run check${at}\` passes`,
        `Everyone is happy ${at}`,
        `95% of ${at} pass`,
      ]),
      [],
      2,
    ),
    scenarios: rarely(fc.subarray([`**Given** a ${at}, **When** b, **Then** c`]), [], 3),
    groups: rarely<MilestoneSketch['groups']>(
      fc.constantFrom<MilestoneSketch['groups']>(
        [{ title: `Sprint ${at}.1`, steps: [`Draw ${at}`, `Colour ${at}`] }],
        [
          { title: `A${at}: tool${at}.ps1`, steps: [`Load ${at}`, `Store ${at}`] },
          { title: 'Week 1', steps: [`Walk ${at}`] },
        ],
      ),
      [],
      3,
    ),
    table: rarely<readonly string[]>(fc.constant([`| T${at}90 | Row ${at} |`]), [], 6),
    noise: rarely(fc.constantFrom(...NOISE), '', 2),
  })
}

const FRONT_MATTER = [
  '---\ntitle: X\n---\n\n',
  '---\ndate: 2026-01-02\ntags: [a, b]\n---\n',
  '---js\nmodule.exports = 1\n---\n',
  '---\nbroken: [\n---\n',
]

/** Plans of up to `milestones` milestones. `hostile` adds blanks of templates, hostile texts and noise. */
export function plans({ milestones = 4, hostile = true } = {}): fc.Arbitrary<PlanSketch> {
  return fc
    .tuple(fc.constantFrom(...LANGUAGES), fc.nat(4), fc.integer({ min: 1, max: milestones }), fc.boolean())
    .chain(([words, at, count, ids]) => {
      const label = words.labels[at % words.labels.length]!
      return fc.record({
        words: fc.constant(words),
        label: fc.constant(label),
        title: fc.constantFrom('A plan', 'Implementation Plan: Ledger', 'Umsetzungsplan', '計画'),
        frontMatter: hostile ? rarely(fc.constantFrom(...FRONT_MATTER), '') : fc.constant(''),
        tree: rarely(fc.subarray(['src/', '├── a.ts  # the first', '└── lib/', '    └── c.py']), [], 3),
        milestones: fc.tuple(
          ...Array.from({ length: count }, (_, index) => milestone(index + 1, words, label, ids, hostile)),
        ),
        sections: fc.array(
          fc.oneof(fc.constantFrom(...sections(words)), fc.constantFrom(...(hostile ? NOISE : ['']))),
          { maxLength: 3 },
        ),
        eol: fc.constantFrom<'\n' | '\r\n'>('\n', '\n', '\r\n'),
      })
    })
}

const sections = (words: Words): string[] => [
  `## ${words.checklist}\n\n- [x] simple\n- [ ] tested`,
  '## Risk Assessment\n\n- **RM-001**: it rains. Impact: High. Owner: Ana',
  '## Success Metrics\n\n- 95% adoption',
  '## Out of Scope\n\n- [ ] the moon',
  '## Progress Tracking\n\n- [ ] Phase 0\n- [x] Phase 1',
]

/** Markdown of any kind: pieces that mean something to some reader, in any order. */
export const noise: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(...NOISE),
      hostileText,
      fc.constantFrom(
        '## Phase 1: A',
        '# Plan',
        '### Step 2',
        '- [ ] T001 do `a/b.ts`',
        '**Tasks**:',
        '## Milestone 2 - B',
        '- [ ] work',
        '1. step',
      ),
      fc.string({ unit: 'binary', maxLength: 30 }),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join('\n'))

/** Texts of plans, good and hostile, and of documents that are none. */
export const planTexts: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: plans().map(printPlan), weight: 4 },
  { arbitrary: noise, weight: 1 },
)
