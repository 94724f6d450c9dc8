import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import type { InputDocument, InputRole } from '../../src/model/compile.ts'
import type { Execution } from '../../src/model/execution.ts'

const options = {
  date: '',
  full: false,
  tests: 'auto',
  choice: null,
  hoursPerDay: 8,
  daysPerWeek: 5,
  sharedPaths: [],
  conventions: {},
} as const

async function executionOf(
  texts: Partial<Record<InputRole, string>>,
  existing: readonly string[] = [],
): Promise<Execution> {
  const documents = Object.entries(texts).map(([role, text]): InputDocument => ({
    role: role as InputRole,
    link: `${role}.md`,
    source: { path: `${role}.md`, text, bom: false, eol: '\n' },
  }))
  const result = await compile({
    id: 'law',
    documents,
    existing: new Set(existing),
    lock: null,
    options,
    overrides: {},
    parser: 'auto',
    eol: '\n',
  })
  if (result.status !== 'compiled') throw new Error(result.status)
  return result.execution
}

const word = fc.constantFrom(
  'harbour',
  'ticket',
  'invoice',
  'mail',
  'window',
  'engine',
  'garden',
  'bridge',
  'lantern',
  'health',
)
const words = fc.array(word, { minLength: 2, maxLength: 6 }).map((list) => list.join(' '))
const stem = fc.tuple(word, word).map(([a, b]) => `${a}-${b}`)
const name = fc
  .tuple(
    fc.constantFrom('models', 'services', 'api', 'tests', 'web'),
    stem,
    fc.constantFrom('.ts', '.test.ts', '.md', '.config.js'),
  )
  .map(([folder, base, end]) => ({ folder, file: `${base}${end}` }))

interface Feature {
  readonly stories: readonly string[]
  readonly requirements: readonly string[]
  readonly files: readonly { readonly folder: string; readonly file: string; readonly existing: boolean }[]
}

const feature: fc.Arbitrary<Feature> = fc.record({
  stories: fc.array(words, { minLength: 2, maxLength: 4 }),
  requirements: fc.array(words, { minLength: 1, maxLength: 8 }),
  files: fc.uniqueArray(
    fc.record({ name, existing: fc.boolean() }).map((one) => ({ ...one.name, existing: one.existing })),
    { selector: (one) => `${one.folder}/${one.file}`, minLength: 2, maxLength: 10 },
  ),
})

function specOf({ stories, requirements }: Feature): string {
  const told = stories.map(
    (text, index) => `### User Story ${index + 1} - ${text} (Priority: P${index + 1})\n\nA keeper wants ${text}.\n`,
  )
  return `# Feature Specification: Harbour\n\n${told.join('\n')}\n## Requirements\n\n${requirements.map((text, index) => `- **FR-${String(index + 1).padStart(3, '0')}**: System MUST handle ${text}.`).join('\n')}\n`
}

function planOf({ files }: Feature): string {
  const folders = [...new Set(files.map((one) => one.folder))]
  const rows = folders.flatMap((folder) => [
    `├── ${folder}/`,
    ...files
      .filter((one) => one.folder === folder)
      .map((one) => `│   ├── ${one.file}${one.existing ? '  # existing' : ''}`),
  ])
  return `# Implementation Plan: Harbour\n\n\`\`\`text\nroot/\n${rows.join('\n')}\n\`\`\`\n`
}

describe('a feature without a list of tasks', () => {
  test('every new file has one task that creates it, every existing one none', async () => {
    await fc.assert(
      fc.asyncProperty(feature, async (one) => {
        const { tasks } = await executionOf({ spec: specOf(one), plan: planOf(one) })
        const writers = (path: string): number =>
          tasks.filter((task) =>
            task.paths.some((mention) => mention.kind === 'file' && mention.role === 'write' && mention.path === path),
          ).length
        for (const { folder, file, existing } of one.files)
          expect([`${folder}/${file}`, writers(`root/${folder}/${file}`)]).toEqual([
            `${folder}/${file}`,
            existing ? 0 : 1,
          ])
      }),
      { numRuns: 60 },
    )
  })

  test('every requirement is covered by exactly one task, which says its words', async () => {
    await fc.assert(
      fc.asyncProperty(feature, async (one) => {
        const { tasks } = await executionOf({ spec: specOf(one), plan: planOf(one) })
        one.requirements.forEach((text, index) => {
          const id = `FR-${String(index + 1).padStart(3, '0')}`
          const covering = tasks.filter((task) => task.covers.includes(`requirement:${id}`))
          expect(covering.map((task) => [task.text, ...task.body].join('\n').includes(text))).toEqual([true])
        })
      }),
      { numRuns: 60 },
    )
  })

  test('a file on disk makes no task', async () => {
    const plan = '# Plan: X\n\n```text\nsrc/\n├── alpha.ts\n└── beta.ts\n```\n'
    const spec = '# Feature Specification: X\n\n- **FR-001**: System MUST shine.\n'
    const { tasks } = await executionOf({ spec, plan }, ['src/alpha.ts'])
    expect(tasks.flatMap((task) => task.paths.filter(({ kind }) => kind === 'file').map(({ path }) => path))).toEqual([
      'src/beta.ts',
    ])
  })

  test('thousands of stories, requirements and files take no more than their share of time', async () => {
    const big = (count: number): Feature => ({
      stories: Array.from({ length: count }, (_, at) => `story number ${at} of harbour`),
      requirements: Array.from({ length: count }, (_, at) => `number ${at} of harbour tickets`),
      files: Array.from({ length: count }, (_, at) => ({
        folder: `f${at % 7}`,
        file: `harbour-${at}.ts`,
        existing: false,
      })),
    })
    const timed = async (count: number): Promise<number> => {
      const one = big(count)
      const [spec, plan] = [specOf(one), planOf(one)]
      const start = performance.now()
      await executionOf({ spec, plan })
      return performance.now() - start
    }
    await timed(100)
    const [small, large] = [await timed(500), await timed(4000)]
    // Eight times the size; quadratic would be sixty-four.
    expect(large / small).toBeLessThan(32)
  }, 60_000)
})
