import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { z } from 'zod'
import { rules } from '../../src/check/rules/index.ts'
import { configSchemaWith } from '../../src/check/schema.ts'
import { configSchema, defaultConfig } from '../../src/workspace/config-fields.ts'
import { loadConfig, parseConfig } from '../../src/workspace/config.ts'
import { readOverrides } from '../../src/workspace/overrides.ts'
import { decodeSource } from '../../src/workspace/source-file.ts'
import { closest } from '../../src/workspace/suggest.ts'
import { memoryFileSystem } from './memory-file-system.ts'

const parse = (text: string) => parseConfig(decodeSource(Buffer.from(text), '.intentk/config.yaml'))

test('without a file all is default', async () => {
  expect(await loadConfig(memoryFileSystem({ '/repo': null }), '/repo')).toEqual({
    config: defaultConfig,
    diagnostics: [],
    source: null,
  })
})

test('reads every key', async () => {
  const text =
    'hoursPerDay: 6\ndaysPerWeek: 4.5\nsharedPaths: [src/routes.ts, package.json]\nconventions:\n  .ps1: scripts\n  "*.test.ts": tests/unit\ntests: always\nextends: strict\nrules:\n  placeholder: off\n  too-large: {severity: error, maxSteps: 20}\n  vague-term: {words: [nice]}\nrun:\n  jobs: 3\n  run_lint: npm run lint:all\n  run_tests: false\n'
  const fs = memoryFileSystem({ '/repo/.intentk/config.yaml': text })
  const { config, diagnostics } = await loadConfig(fs, '/repo')
  expect(diagnostics).toEqual([])
  expect(config).toEqual({
    hoursPerDay: 6,
    daysPerWeek: 4.5,
    sharedPaths: [...defaultConfig.sharedPaths, 'src/routes.ts'],
    conventions: { '.ps1': 'scripts', '*.test.ts': 'tests/unit' },
    tests: 'always',
    extends: 'strict',
    rules: {
      placeholder: { severity: 'off' },
      'too-large': { severity: 'error', options: { maxSteps: 20 } },
      'vague-term': { options: { words: ['nice'] } },
    },
    run: { ...defaultConfig.run, jobs: 3, run_lint: 'npm run lint:all', run_tests: false },
  })
})

test.each([
  ['', null, ''],
  ['# only a comment\n', null, ''],
  ['tests:\n', null, ''],
  ['shared_paths: []', 'config-key', 'Unexpected key `shared_paths`. Did you mean `sharedPaths`?'],
  ['test: always', 'config-key', 'Unexpected key `test`. Did you mean `tests`?'],
  [
    'colour: red',
    'config-key',
    'Unexpected key `colour`. Expected one of hoursPerDay, daysPerWeek, sharedPaths, conventions, tests, extends, rules, run.',
  ],
  ['run: {jobs: 0}', 'config-value', 'Unexpected value of `run`: `jobs`: expected a whole number from 1 to 64.'],
  ['run: {job: 2}', 'config-value', null],
  ['run: [jobs]', 'config-value', 'Unexpected value of `run`: expected `key: value` lines.'],
  ['tests: sometimes', 'config-value', 'Unexpected value of `tests`: expected auto, always or never.'],
  ['hoursPerDay: "8"', 'config-value', 'Unexpected value of `hoursPerDay`: expected a number above 0 and up to 24.'],
  ['hoursPerDay: .nan', 'config-value', 'Unexpected value of `hoursPerDay`: expected a number above 0 and up to 24.'],
  ['daysPerWeek: 8', 'config-value', 'Unexpected value of `daysPerWeek`: expected a number above 0 and up to 7.'],
  [
    'sharedPaths: package.json',
    'config-value',
    'Unexpected value of `sharedPaths`: expected a list of paths relative to the repository, with `/`.',
  ],
  [
    'sharedPaths: [../x]',
    'config-value',
    'Unexpected value of `sharedPaths`: expected a list of paths relative to the repository, with `/`.',
  ],
  [
    'conventions: {ps1: scripts}',
    'config-value',
    'Unexpected value of `conventions`: expected extensions (`.ps1`) or patterns (`*.test.ts`), each with a folder of the repository.',
  ],
  [
    'conventions: {.ps1: /etc}',
    'config-value',
    'Unexpected value of `conventions`: expected extensions (`.ps1`) or patterns (`*.test.ts`), each with a folder of the repository.',
  ],
  ['extends: all', 'config-value', 'Unexpected value of `extends`: expected recommended, strict or none.'],
  [
    'rules: {placeholder: on}',
    'config-value',
    'Unexpected value of `rules`: expected rule ids, each with off, info, warning, error or a list of its options.',
  ],
  ['tests: auto\ntests: never', 'config-key', '`tests` stands twice; keep one.'],
  ['- a\n- b', 'config-value', 'Unexpected value, expected a list of `key: value` lines.'],
  ['just text', 'config-value', 'Unexpected value, expected a list of `key: value` lines.'],
  ['run: { run_lint: " " }', 'config-value', null],
  ['tests: [', 'config-syntax', null],
  ['sharedPaths: *none', 'config-value', null],
  ['[constructor]: 1', 'config-key', null],
  ['__proto__: 1', 'config-key', null],
])('%j gives %j', async (text, rule, message) => {
  const { config, diagnostics } = await parse(text)
  expect(config).toEqual(defaultConfig)
  if (rule === null) expect(diagnostics).toEqual([])
  else expect(diagnostics[0]?.ruleId).toBe(rule)
  if (message !== null && rule !== null) expect(diagnostics[0]?.message).toBe(message)
})

test('says where a wrong value is', async () => {
  const text = 'hoursPerDay: 8\ntests: maybe\n'
  const place = (await parse(text)).diagnostics[0]?.place
  expect(place?.file).toBe('.intentk/config.yaml')
  expect(text.slice(place?.start, place?.end)).toBe('maybe')
})

test('hostile files cost little and never throw', async () => {
  const bomb = `a: &a [${'x,'.repeat(9)}x]\nb: &b [${'*a,'.repeat(9)}*a]\nc: &c [${'*b,'.repeat(9)}*b]\nd: &d [${'*c,'.repeat(9)}*c]\nsharedPaths: [${'*d,'.repeat(9)}*d]\n`
  const keys = Array.from({ length: 6000 }, (_, index) => `k${index}: 1\n`).join('')
  for (const text of [
    bomb,
    keys,
    '['.repeat(60_000),
    '{a: '.repeat(15_000),
    '? '.repeat(30_000),
    '\0',
    '--- \n--- \n',
    '!!js/function x',
  ]) {
    const start = performance.now()
    const { config, diagnostics } = await parse(text)
    expect(config).toEqual(defaultConfig)
    expect(diagnostics.length).toBeGreaterThan(0)
    expect(performance.now() - start).toBeLessThan(4000)
  }
})

test('a file above the limit is refused', async () => {
  const fs = memoryFileSystem({ '/repo/.intentk/config.yaml': '#'.repeat(70_000) })
  await expect(loadConfig(fs, '/repo')).rejects.toMatchObject({ code: 'too-large' })
})

test('the published schema is the one of the code (`npm run docs` writes it)', () => {
  const published = readFileSync(join(import.meta.dirname, '../../schemas/config.json'), 'utf8')
  expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(configSchemaWith(rules, configSchema))))
})

test('the schema takes what the reader takes and nothing else', async () => {
  const schema = z.fromJSONSchema(JSON.parse(JSON.stringify(configSchema)) as never)
  const path = fc.constantFrom(
    'src',
    'a/b.ts',
    '../x',
    'a/../b',
    'a/..',
    '..',
    '..a/b',
    '/etc',
    'C:/x',
    '~/x',
    'a\\b',
    '',
    'a b',
    'é/ü',
    'a\tb',
  )
  const pattern = fc.constantFrom('.ps1', '*.test.ts', 'ps1', '', '.', '*', 'a/*.ts', '.test.ts', '* .x')
  const wild = fc.oneof(fc.jsonValue({ maxDepth: 1 }), path)
  const fields: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
    hoursPerDay: fc.oneof(fc.constantFrom(0, 24, 24.1, -1, 7.5), wild),
    daysPerWeek: fc.oneof(fc.constantFrom(0, 7, 7.5, 5), wild),
    sharedPaths: fc.oneof(fc.array(path, { maxLength: 2 }), wild),
    conventions: fc.oneof(fc.dictionary(pattern, path, { maxKeys: 2, noNullPrototype: true }), wild),
    tests: fc.oneof(fc.constantFrom('auto', 'always', 'never', 'Auto'), wild),
    extends: fc.oneof(fc.constantFrom('recommended', 'strict', 'none', 'Strict'), wild),
    rules: fc.oneof(
      fc.dictionary(
        fc.constantFrom('placeholder', 'too-large'),
        fc.oneof(
          fc.constantFrom('off', 'info', 'warning', 'error', 'warn', 1),
          fc.record(
            { severity: fc.constantFrom('off', 'error', 'fatal'), maxSteps: fc.constantFrom(3, 'x', ['a'], [1]) },
            { requiredKeys: [] },
          ),
        ),
        { maxKeys: 2, noNullPrototype: true },
      ),
      wild,
    ),
    other: wild,
  }
  // One or two keys at a time, else nearly every file would be wrong somewhere.
  const file = fc
    .subarray(Object.keys(fields), { maxLength: 2 })
    .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, fields[name] ?? wild]))))
  let taken = 0
  let refused = 0
  await fc.assert(
    fc.asyncProperty(file, async (value) => {
      // An empty value is a key somebody is about to fill in; the reader is more lenient there than an editor.
      if (Object.values(value).includes(null)) return
      const { diagnostics } = await parse(stringify(value))
      const valid = schema.safeParse(value).success
      expect(diagnostics.length === 0, JSON.stringify([value, diagnostics])).toBe(valid)
      if (valid) taken++
      else refused++
    }),
    { numRuns: 2000 },
  )
  expect(Math.min(taken, refused)).toBeGreaterThan(100)
})

test('templates are read by block, without links out and without a prototype', () => {
  const fs = memoryFileSystem({
    '/repo/.intentk/templates/task.md': '\ufeff- {{ id }}\r\n',
    '/repo/.intentk/templates/section-risk.md': 'r',
    '/repo/.intentk/templates/Notes.txt': 'x',
    '/repo/.intentk/templates/sub/header.md': 'x',
  })
  expect({ ...readOverrides(fs, '/repo') }).toEqual({ task: '- {{ id }}\n', 'section-risk': 'r' })
  expect(readOverrides(fs, '/repo')['constructor']).toBeUndefined()
  expect({ ...readOverrides(memoryFileSystem({ '/repo': null }), '/repo') }).toEqual({})
  fs.put('/elsewhere.md', 'x')
  fs.link('/repo/.intentk/templates/header.md', '/elsewhere.md')
  expect(() => readOverrides(fs, '/repo')).toThrow(
    '.intentk/templates/header.md is not read: `header.md` is a link out of the repository.',
  )
})

test.each([
  ['sharedpaths', ['tests', 'sharedPaths'], 'sharedPaths'],
  ['tset', ['tests', 'test'], 'test'],
  ['x', ['tests'], null],
  ['', ['a', 'tests'], null],
  ['visoin', ['version', 'vision'], 'vision'],
])('%j is probably %j', (word, words, meant) => {
  expect(closest(word, words)).toBe(meant)
})
