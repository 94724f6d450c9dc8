import { expect, test } from 'vitest'
import { check, type Subject } from '../../src/check/engine.ts'
import { applyFixes } from '../../src/check/fix.ts'
import { rules } from '../../src/check/rules/index.ts'
import { activeRules } from '../../src/check/settings.ts'
import { checkedDocument, type CheckedDocument } from '../../src/check/subject.ts'
import { tryEdits } from '../../src/edit/text-edits.ts'
import { compile } from '../../src/compile.ts'
import { defaultCheckConfig } from '../../src/model/check-config.ts'
import type { InputDocument } from '../../src/model/compile.ts'
import type { Diagnostic } from '../../src/model/diagnostic.ts'
import { loadParser } from '../../src/parse/markdown.ts'
import { hasReal, inputOf, realCases, realFolders, WITHOUT_DOCUMENTS } from '../support/compiling.ts'

/* Every rule over real documents: places, fixes, and lines that nobody reads. */

const parse = await loadParser()
const active = activeRules(rules, defaultCheckConfig, { all: true })
const cases = [...realCases(), ...realFolders()].filter(
  (_, at) => process.env['INTENTK_FULL'] !== undefined || at % 4 === 0,
)

async function subjectOf(inputs: readonly InputDocument[]): Promise<Subject> {
  const documents = inputs.map(({ role, source }): CheckedDocument => checkedDocument({ role, source, parse }))
  if (documents.every(({ isTaskList }) => isTaskList)) return { documents, vision: null }
  const result = await compile(inputOf(inputs), { judge: true })
  const execution = result.status === 'compiled' ? result.execution : null
  return { documents, vision: { id: 'real', documents, execution, result, lock: null } }
}

const find = async (inputs: readonly InputDocument[]): Promise<readonly Diagnostic[]> =>
  check(await subjectOf(inputs), active, rules, { others: true }).findings

test.skipIf(!hasReal)(`findings stand in their documents ${WITHOUT_DOCUMENTS}`, { timeout: 300_000 }, async () => {
  let count = 0
  for (const { documents, name } of cases) {
    const texts = new Map(documents.map(({ source }) => [source.path, source.text]))
    for (const { ruleId, place, message, related = [], fix } of await find(documents)) {
      count++
      const about = `${name}: ${ruleId} ${message}`
      expect(message, about).toMatch(/\S/)
      for (const at of [place, ...related.map((other) => other.place)]) {
        if (at === undefined) continue
        const text = texts.get(at.file)
        expect(text, about).toBeDefined()
        expect(at.start >= 0 && at.start <= at.end && at.end <= text!.length, about).toBe(true)
      }
      if (fix !== undefined) expect(tryEdits(texts.get(place!.file)!, fix.edits).ok, about).toBe(true)
    }
  }
  expect(count).toBeGreaterThan(100)
})

test.skipIf(!hasReal)(`what is mended stays mended ${WITHOUT_DOCUMENTS}`, { timeout: 300_000 }, async () => {
  let mended = 0
  for (const { documents, name } of cases) {
    let now: readonly InputDocument[] = documents
    for (let round = 0; ; round++) {
      expect(round, `${name} is never done`).toBeLessThan(10)
      const findings = await find(now)
      if (!findings.some(({ fix }) => fix !== undefined)) break
      now = now.map((document) => {
        const fixes = findings.flatMap(({ place, fix }) =>
          fix !== undefined && place?.file === document.source.path ? [fix] : [],
        )
        const { text, count } = applyFixes(document.source.text, fixes)
        mended += count
        expect(count > 0 || fixes.length === 0, name).toBe(true)
        return { ...document, source: { ...document.source, text } }
      })
    }
  }
  expect(mended).toBeGreaterThan(10)
})

const BOX = /^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[ xX~-]\][ \t]+\S/

/** Offsets of lines with a box outside of fences, comments and front matter, by a reader of its own. */
function boxLines(text: string): readonly number[] {
  const found: number[] = []
  let fence = ''
  let comment = false
  let at = 0
  const front = /^---\r?\n[\s\S]*?\n---\r?\n/.exec(text)?.[0].length ?? 0
  for (const line of text.split('\n')) {
    const mark = /^[ \t>]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)?(`{3,}|~{3,})/.exec(line)?.[1] ?? ''
    if (fence !== '') {
      if (mark.startsWith(fence) && line.trim().replace(/^[>\s]+/, '') === mark) fence = ''
    } else if (mark !== '') fence = mark
    else if (comment) comment = !line.includes('-->')
    else if (line.lastIndexOf('<!--') > line.lastIndexOf('-->')) comment = true
    else if (at >= front && BOX.test(line)) found.push(at)
    at += line.length + 1
  }
  return found
}

test.skipIf(!hasReal)(`no line with a box is dropped in silence ${WITHOUT_DOCUMENTS}`, { timeout: 300_000 }, () => {
  let lines = 0
  const dropped: string[] = []
  for (const { documents, name } of cases) {
    for (const { role, source } of documents) {
      const { tasks, unread } = checkedDocument({ role, source }).tasks
      const spans = [...tasks, ...unread]
      for (const at of boxLines(source.text)) {
        lines++
        const end = source.text.indexOf('\n', at)
        const stop = end < 0 ? source.text.length : end
        if (!spans.some((span) => span.start <= stop && span.end > at))
          dropped.push(`${name} ${source.path}: ${source.text.slice(at, stop)}`)
      }
    }
  }
  expect(lines).toBeGreaterThan(1000)
  expect(dropped).toEqual([])
})
