import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  compileCase,
  compiled,
  document,
  hasReal,
  realCases,
  realFolders,
  source,
  WITHOUT_DOCUMENTS,
  type Case,
} from '../support/compiling.ts'
import { idsOf } from '../support/story.ts'

/* Without a lock a run adds and proposes, and neither deletes nor rewords. */

const languages = join(import.meta.dirname, '../fixtures/languages')

const ours = (): readonly Case[] =>
  readdirSync(languages).map((name) => ({
    name,
    documents: [document('plan', readFileSync(join(languages, name, 'plan.md'), 'utf8'))],
  }))

const all = process.env['INTENTK_FULL'] !== undefined

/** What is wrong with a run over a document that nobody touched and whose lock was lost; '' for nothing. */
async function untouched(one: Case): Promise<string> {
  const first = await compileCase(one)
  if (first.status !== 'compiled') return ''
  for (const bytes of [first.text, first.text.replaceAll('\n', '\r\n'), `\ufeff${first.text}`]) {
    const written = source(bytes, 'execute.md')
    const second = compiled(await compileCase(one, { lock: null, written, eol: written.eol }))
    if (second.text !== written.text) return `writes ${JSON.stringify(second.merged.changes.slice(0, 2))}`
    const third = compiled(await compileCase(one, { lock: second.lock, written, eol: written.eol }))
    if (third.text !== written.text) return `then writes ${JSON.stringify(third.merged.changes.slice(0, 2))}`
  }
  return ''
}

test('a lost lock changes nothing, in any language', { timeout: 120_000 }, async () => {
  for (const one of ours()) expect(await untouched(one), one.name).toBe('')
})

test.skipIf(!hasReal)(
  `a lost lock changes nothing of real plans ${WITHOUT_DOCUMENTS}`,
  { timeout: 600_000 },
  async () => {
    const wrong: string[] = []
    for (const one of [...realCases(), ...realFolders()].filter((_, at) => all || at % 6 === 0)) {
      const problem = await untouched(one)
      if (problem !== '') wrong.push(`${one.name}: ${problem}`)
    }
    expect(wrong.length, wrong.slice(0, 10).join('\n')).toBe(0)
  },
)

/** A line of a text that does not stand in another one, in the same order. */
function lost(before: string, after: string): string | undefined {
  const lines = after.split(/\r?\n/)
  let at = 0
  for (const line of before.split(/\r?\n/)) {
    if (line.trim() === '') continue
    const found = lines.indexOf(line, at)
    if (found < 0) return line
    at = found + 1
  }
  return undefined
}

test.skipIf(!hasReal)(
  `task files of other tools keep every line ${WITHOUT_DOCUMENTS}`,
  { timeout: 600_000 },
  async () => {
    const wrong: string[] = []
    for (const one of realFolders()) {
      const tasks = one.documents.find((each) => each.role === 'tasks')
      if (tasks === undefined) continue
      const first = await compileCase(one, { lock: null, written: tasks.source, eol: tasks.source.eol })
      if (first.status !== 'compiled') continue
      // An id on two boxes is given to the first of them; nothing else of a line may change.
      const given = idsOf(tasks.source.text)
      const unique = new Set(given).size === given.length
      const gone = unique ? lost(tasks.source.text, first.text) : undefined
      if (gone !== undefined) wrong.push(`${one.name} lost ${gone}`)
      const ids = idsOf(first.text)
      if (unique && new Set(ids).size < ids.length) wrong.push(`${one.name} repeats ids`)
      const written = { ...tasks.source, text: first.text }
      const second = compiled(await compileCase(one, { lock: first.lock, written, eol: written.eol }))
      if (second.text !== first.text)
        wrong.push(`${one.name} writes ${JSON.stringify(second.merged.changes.slice(0, 2))}`)
    }
    expect(wrong.length, wrong.slice(0, 12).join('\n')).toBe(0)
  },
)
