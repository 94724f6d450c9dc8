import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import nunjucks from 'nunjucks'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Objective } from '../../src/model/documents.ts'
import { readDocument, type ReadDocument } from '../../src/parse/document.ts'
import { loadParser } from '../../src/parse/markdown.ts'
import { plain } from '../../src/parse/text/inline.ts'
import { printDocument } from '../../src/render/author/print.ts'
import { visionFrom } from '../../src/render/author/sentence.ts'
import { TEMPLATE_OPTIONS } from '../../src/render/template-options.ts'
import {
  constitutionView,
  DOCUMENT_KINDS,
  DOCUMENT_VARIABLES,
  goalView,
  milestonesView,
  planView,
  strategyView,
  type DocumentKind,
  type Known,
} from '../../src/render/author/views.ts'
import { filesOf, makeFolder, removeFolder, runHere } from '../cli/support.ts'

const parse = await loadParser()
const root = join(import.meta.dirname, '../..')
const read = (kind: DocumentKind, text: string): ReadDocument =>
  readDocument(kind, { path: `${kind}.md`, text, bom: false, eol: '\n' }, parse, null)

const known = (given: Partial<Known>): Known => ({
  id: '001-x',
  date: '',
  vision: null,
  goal: null,
  strategy: null,
  plan: null,
  files: {},
  ...given,
})

const letter = fc.constantFrom(...'abcdefghij KLM mno 0123 äöü 漢字 é — _ . , ; ! & # ( ) / \' "'.split(''))
const phrase = fc
  .array(letter, { minLength: 1, maxLength: 30 })
  .map((letters) => `Word ${letters.join('').replace(/\s+/g, ' ').trim()} end`)

const objectives = fc.array(
  fc.record({
    title: phrase.map((words) => words.replace(/[#()]/g, '')),
    priority: fc.constantFrom('P1', 'P2', 'P3', ''),
    description: phrase,
    reason: phrase,
    validation: phrase,
  }),
  { minLength: 1, maxLength: 4 },
)

/** A vision as a person would have written it, with its words in every field. */
const visionText = (list: readonly Record<string, string>[]): string =>
  `# Vision Document: All of it\n\n**Input**: User intent: "Everything at once"\n\n${list
    .map(
      (one, index) =>
        `### Intent ${index + 1} - ${one['title']}${one['priority'] === '' ? '' : ` (Priority: ${one['priority']})`}\n\n` +
        `${one['description']}\n\n**Why this priority**: ${one['reason']}\n\n**Independent Validation**: ${one['validation']}\n\n` +
        `**Outcome Scenarios**:\n\n1. **Given** ${index} rows, **When** I export, **Then** it works\n`,
    )
    .join('\n')}`

const fields = ({ number, title, priority, description, reason, validation }: Objective): unknown[] => [
  number,
  title,
  priority?.level ?? null,
  plain(description),
  plain(reason),
  plain(validation),
]

test('the readers read back from each document what the one before said', () => {
  fc.assert(
    fc.property(objectives, (list) => {
      const { vision } = read('vision', visionText(list))
      expect(vision!.intents).toHaveLength(list.length)
      const goal = read('goal', printDocument('goal', goalView(known({ vision: vision! }))))
      expect(goal.plan.title).toBe('All of it')
      expect(goal.goal!.objectives.map(fields)).toEqual(vision!.intents.map(fields))
      const strategy = read('strategy', printDocument('strategy', strategyView(known({ goal: goal.goal! }))))
      expect(strategy.strategy!.options.map(({ number }) => number)).toEqual(['1', '2'])
      const have = known({ vision: vision!, goal: goal.goal!, strategy: strategy.strategy! })
      for (const [kind, view] of [
        ['plan', planView(have)],
        ['milestones', milestonesView(have)],
      ] as const) {
        const { plan } = read(kind, printDocument(kind, view))
        const milestones = plan.children.filter((child) => child.type === 'milestone')
        expect(
          milestones.map(({ title, priority, goal: aim, validation }) => [
            plain(title),
            priority?.level ?? null,
            plain(aim),
            plain(validation),
          ]),
        ).toEqual(
          vision!.intents.map(({ title, priority, description, validation }) => [
            title,
            priority?.level ?? null,
            plain(description),
            plain(validation),
          ]),
        )
        for (const { children } of milestones)
          expect(children.filter(({ type }) => type === 'scenario')).toHaveLength(1)
      }
    }),
    { numRuns: 150 },
  )
})

test('any sentence is one intent with its words, and nothing else', () => {
  const sentence = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 120 }),
    fc
      .array(
        fc.constantFrom(
          'a',
          '# ',
          '- [ ] T001 ',
          '**Goal**: ',
          '|',
          '\n',
          '```',
          '<!--',
          '-->',
          '](',
          '`',
          '1. ',
          '---',
          '<b>',
          'Milestone 1: ',
          '[x]',
          '(Priority: P2)',
          '"',
          '\\',
          '===',
          '> ',
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(sentence, (words) => {
      const text = printDocument('vision', visionFrom(words, { id: '001-x', date: '' }, parse))
      const { vision, plan } = read('vision', text)
      expect(vision!.intents).toHaveLength(1)
      expect(vision!.intents[0]).toMatchObject({ number: '1', priority: { level: 1 } })
      expect(vision!.intents[0]!.title).not.toBe('')
      expect(vision!.criteria).toHaveLength(1)
      expect(plan.children.filter(({ type }) => type === 'extra')).toEqual([])
      expect(parse(text).blocks.filter(({ type }) => type === 'heading')).toHaveLength(9)
      expect(text.split('NEEDS CLARIFICATION')).toHaveLength(8)
    }),
    { numRuns: 300 },
  )
})

describe('the templates of documents', () => {
  test('are compiled as they are now, and print what Nunjucks prints', async () => {
    const script = new URL('../../scripts/templates.mjs', import.meta.url).href
    const { generate } = (await import(/* @vite-ignore */ script)) as { generate: (folder: string) => string }
    const generated = readFileSync(join(root, 'src/render/author/templates.generated.ts'), 'utf8')
    expect(generated).toBe(generate('templates/documents'))
    const environment = new nunjucks.Environment(null, TEMPLATE_OPTIONS)
    const { vision } = read('vision', readFileSync(join(root, 'visions/001-lossless-regeneration/vision.md'), 'utf8'))
    const have = known({ vision: vision!, date: '2026-01-01', files: { vision: 'vision.md', goal: 'goal.md' } })
    const views = {
      vision: visionFrom('Export orders', have, parse),
      goal: goalView(have),
      strategy: strategyView(have),
      plan: planView(have),
      milestones: milestonesView(have),
      constitution: constitutionView('x', '', vision!.principles),
    }
    for (const kind of DOCUMENT_KINDS) {
      const source = readFileSync(join(root, `templates/documents/${kind}.md`), 'utf8')
      const text = new nunjucks.Template(source, environment).render(views[kind])
      expect(printDocument(kind, views[kind])).toBe(
        `${text
          .replace(/[^\S\n]+$/gm, '')
          .replace(/\n{3,}/g, '\n\n')
          .trim()}\n`,
      )
      expect(DOCUMENT_VARIABLES[kind]).toEqual(expect.arrayContaining(Object.keys(views[kind])))
    }
  })

  test('are one for each kind, described with their variables', () => {
    const files = readdirSync(join(root, 'templates/documents')).map((name) => name.slice(0, -3))
    expect(files.sort()).toEqual([...DOCUMENT_KINDS].sort())
    const manual = readFileSync(join(root, 'docs/templates.md'), 'utf8').split('## Documents')[1] ?? ''
    for (const kind of DOCUMENT_KINDS) {
      const section = manual.split(/^### /m).find((part) => part.startsWith(`\`documents/${kind}\``)) ?? ''
      for (const variable of DOCUMENT_VARIABLES[kind])
        expect(section, `${kind}: ${variable}`).toContain(`\`${variable}\``)
    }
  })
})

describe('in a repository', () => {
  let folder = ''
  beforeEach(() => void (folder = makeFolder({})))
  afterEach(() => removeFolder(folder))
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  // The worker of templates is built beside the command.
  const bin = join(root, 'dist/bin.cjs')
  const built = (...argv: readonly string[]) =>
    spawnSync(process.execPath, [bin, ...argv], { cwd: folder, encoding: 'utf8', timeout: 30_000 })
  const own = (kind: string): string => `.intentk/templates/documents/${kind}.md`

  test('a template of its own takes the place of the shipped one', async () => {
    put(own('vision'), '# {{ title }}\n\n### Intent 1: {{ title }} (Priority: P1)\n\nOurs: {{ text }}\n')
    const ran = built('new', 'vision', 'Export orders')
    expect(ran).toMatchObject({ status: 0 })
    expect(readFileSync(join(folder, 'visions/001-export-orders/vision.md'), 'utf8')).toBe(
      '# Export orders\n\n### Intent 1: Export orders (Priority: P1)\n\nOurs: Export orders\n',
    )
    expect((await runHere(folder, ['execute'])).code).toBe(0)
  })

  test.each([
    ['{{ range.constructor("return 1")() }}', 'is refused'],
    ['# {{ title }}\n', 'does not read back'],
    ['{% for a in title %}', 'is refused'],
    ['{{ secret }}', 'no variable'],
    ['### Intent 1 - {{ title }} (Priority: P1)\n\n### Intent 2 - More\n', 'does not read back'],
  ])('%j is refused, and nothing is written', async (template, words) => {
    put(own('vision'), template)
    const ran = built('new', 'vision', 'Export orders')
    expect(ran.status).toBe(1)
    expect(ran.stderr).toContain(words)
    expect(ran.stderr).toContain(own('vision'))
    expect(Object.keys(filesOf(folder))).toEqual([own('vision')])
  })

  test('a constitution takes the principles that visions name, and every vision is held to it', async () => {
    put(
      'visions/001-a/vision.md',
      '# Vision: A\n\n### Intent 1 - Export (Priority: P1)\n\n## Guiding Principles\n\n- **The hand wins**: edits stay.\n- **Principle 2**: Say what happened\n',
    )
    const ran = await runHere(folder, ['new', 'constitution', '--date', '2026-02-03'])
    expect(ran.stderr).toContain('Wrote .intentk/constitution.md: 2 principles, 1 question')
    const text = readFileSync(join(folder, '.intentk/constitution.md'), 'utf8')
    expect(text).toContain('### I. The hand wins\n\nedits stay.\n\n### II. Say what happened\n')
    expect((await runHere(folder, ['new', 'constitution'])).code).toBe(2)
    put('visions/001-a/plan.md', '# Plan: A\n\n## Milestone 1: Export\n\n- [ ] Write `src/a.ts`\n')
    expect((await runHere(folder, ['execute'])).code).toBe(0)
    const execute = readFileSync(join(folder, 'visions/001-a/execute.md'), 'utf8')
    expect(execute).toMatch(/- \*\*QS-001\*\*: The hand wins: edits stay\./)
    expect(execute).toMatch(
      /- \[ \] T\d+ Check the result against the quality standards\n(?: {2}- .*\n)* {2}- Say what happened/,
    )
    expect(JSON.parse((await runHere(folder, ['gaps', '--json'])).stdout)).toMatchObject({
      data: { gaps: expect.arrayContaining([expect.objectContaining({ file: '.intentk/constitution.md' })]) },
    })
  })

  test.each([
    [{ '.specify/x': '' }, '.specify/memory/constitution.md'],
    [{ 'memory/x.md': '' }, 'memory/constitution.md'],
    [{}, '.intentk/constitution.md'],
  ])('a constitution goes where the tool that is there looks for it: %j', async (files, path) => {
    for (const [name, text] of Object.entries(files)) put(name, text)
    expect((await runHere(folder, ['new', 'constitution'])).stderr).toContain(`Wrote ${path}: 2 questions`)
    expect((await runHere(folder, ['new', 'constitution'])).stderr).toContain('is there already')
  })
})
