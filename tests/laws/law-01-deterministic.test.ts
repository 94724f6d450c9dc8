import { spawn } from 'node:child_process'
import { rmSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { rolldown } from 'rolldown'
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import type { CompileResult, InputDocument } from '../../src/model/compile.ts'
import {
  compileCase,
  compileDocuments,
  compileText,
  document,
  hasReal,
  inputOf,
  realCases,
  realFolders,
  WITHOUT_DOCUMENTS,
} from '../support/compiling.ts'
import { printPlan } from '../support/plan-sketch.ts'
import { plans, planTexts } from '../support/plans.ts'

/* The same inputs give the same bytes: no clock, no randomness, no locale, no order of files, no choice of parser. */

/** All that a result says, as one text. */
const said = (result: CompileResult): string => JSON.stringify(result)
const written = (result: CompileResult): string =>
  result.status === 'compiled' ? result.text + result.lock : said(result)

test('the same plan gives the same bytes, at any time and after any other plan', async () => {
  await fc.assert(
    fc.asyncProperty(planTexts, planTexts, async (text, other) => {
      const first = said(await compileText(text))
      await compileText(other)
      expect(said(await compileText(text))).toBe(first)
    }),
    { numRuns: 60 },
  )
})

test('the order in which documents are given changes nothing', async () => {
  const roles = ['plan', 'milestones', 'goal', 'strategy', 'research', 'spec', 'tasks'] as const
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.tuple(fc.constantFrom(...roles), plans({ milestones: 2 })), {
        minLength: 2,
        maxLength: 3,
        selector: ([role]) => role,
      }),
      async (parts) => {
        const documents = parts.map(([role, plan]) => document(role, printPlan(plan)))
        const forwards = written(await compileDocuments(documents))
        expect(written(await compileDocuments(documents.toReversed()))).toBe(forwards)
      },
    ),
    { numRuns: 60 },
  )
})

test.skipIf(!hasReal)(
  `nor does it for real features ${WITHOUT_DOCUMENTS}`,
  async () => {
    for (const { name, documents } of realFolders()) {
      const forwards = written(await compileDocuments(documents))
      const shuffled: InputDocument[] = [...documents.slice(1), documents[0]!].toReversed()
      expect(written(await compileDocuments(shuffled)) === forwards, name).toBe(true)
    }
  },
  60_000,
)

test('both parsers give the same bytes for generated plans', async () => {
  await fc.assert(
    fc.asyncProperty(plans({ milestones: 2, hostile: false }).map(printPlan), async (text) => {
      expect(written(await compileText(text, { parser: 'remark' }))).toBe(
        written(await compileText(text, { parser: 'satteri' })),
      )
    }),
    { numRuns: 40 },
  )
}, 60_000)

// The oracle is slow: every fifth document here, all of them where asked for.
const every = process.env['INTENTK_FULL'] === '1' ? 1 : 5

test.skipIf(!hasReal)(
  `and for real documents, every ${every} of them ${WITHOUT_DOCUMENTS}`,
  async () => {
    const different: string[] = []
    const cases = [...realCases(), ...realFolders()].filter((_, at) => at % every === 0)
    for (const one of cases) {
      const engine = written(await compileCase(one, { parser: 'satteri' }))
      if (written(await compileCase(one, { parser: 'remark' })) !== engine) different.push(one.name)
    }
    expect(different, `${cases.length} compiled`).toEqual([])
  },
  600_000,
)

describe('another place and another day', () => {
  const texts = fc.sample(plans(), { numRuns: 12, seed: 7 }).map(printPlan)

  test('locale, time zone and clock of the process change nothing', async () => {
    const here = await Promise.all(texts.map(async (text) => written(await compile(inputOf([document('plan', text)])))))
    const folder = mkdtempSync(join(import.meta.dirname, '../../node_modules/.law-'))
    try {
      const entry = join(import.meta.dirname, '../../src/compile.ts')
      const build = await rolldown({
        input: { compile: entry },
        platform: 'node',
        external: [/^satteri/, 'chokidar'],
        onLog: () => {},
      })
      await build.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs' })
      const inputs = texts.map((text) => ({ ...inputOf([document('plan', text)]), existing: [] }))
      writeFileSync(join(folder, 'inputs.json'), JSON.stringify(inputs))
      writeFileSync(join(folder, 'child.mjs'), child)
      for (const env of [
        { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', SHIFT: String(1e12) },
        { TZ: 'America/St_Johns', LANG: 'C', LC_ALL: 'C', SHIFT: '0' },
      ])
        expect(await answerOf(folder, env)).toEqual(here)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }, 60_000)
})

/** Compiles in a process whose clock is moved and whose default locale is another one. */
const child = `
import { readFileSync } from 'node:fs'
const now = Date.now
Date.now = () => now() + Number(process.env.SHIFT)
Math.random = () => 0.5
const compare = String.prototype.localeCompare
String.prototype.localeCompare = function (other) { return -compare.call(this, other, 'tr') }
const { compile } = await import('./compile.mjs')
const inputs = JSON.parse(readFileSync(new URL('inputs.json', import.meta.url), 'utf8'))
const results = []
for (const input of inputs) {
  const result = await compile({ ...input, existing: new Set(input.existing) })
  results.push(result.status === 'compiled' ? result.text + result.lock : JSON.stringify(result))
}
process.stdout.write(JSON.stringify(results))
`

function answerOf(folder: string, env: Readonly<Record<string, string>>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const process_ = spawn(process.execPath, [join(folder, 'child.mjs')], {
      env: { PATH: process.env['PATH'] ?? '', ...env },
    })
    let [out, err] = ['', '']
    process_.stdout.on('data', (chunk: Buffer) => (out += String(chunk)))
    process_.stderr.on('data', (chunk: Buffer) => (err += String(chunk)))
    process_.on('close', (code) => (code === 0 ? resolve(JSON.parse(out)) : reject(new Error(err))))
  })
}

test("the date is the option, else the lock's, else the plan's own, else none", async () => {
  const dated = '# P\n\n**Date**: 2025-01-02\n\n## Phase 1: A\n\n- [ ] do `src/a.ts`\n'
  const dateOf = (result: CompileResult): string => (result.status === 'compiled' ? result.execution.date : '?')
  const first = await compileText(dated, { options: { date: '2030-03-03' } })
  const lock = first.status === 'compiled' ? first.lock : null
  expect([
    dateOf(first),
    dateOf(await compileText(dated, { lock })),
    dateOf(await compileText(dated)),
    dateOf(await compileText(dated.replace('**Date**', '**Note**'))),
  ]).toEqual(['2030-03-03', '2030-03-03', '2025-01-02', ''])
})
