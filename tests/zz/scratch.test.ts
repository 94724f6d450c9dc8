import { test } from 'vitest'
import { readFileSync } from 'node:fs'
import { readDocument } from '../../src/parse/document.ts'
import { loadParser } from '../../src/parse/markdown.ts'
test('x', async () => {
  const parse = await loadParser()
  for (const r of ['vision', 'goal', 'strategy'] as const) {
    const text = readFileSync(`visions/001-lossless-regeneration/${r}.md`, 'utf8')
    const d = readDocument(r, { path: `${r}.md`, text, bom: false, eol: '\n' }, parse, null) as any
    console.log(
      JSON.stringify(
        d[r],
        (k, v) => (k === 'position' || k === 'place' || k === 'criteria' || k === 'scenarios' ? undefined : v),
        1,
      ).slice(0, 2600),
    )
  }
  const text = readFileSync('../shared/corpus/intentkit/Nom-nom-hub__intent-kit/memory/constitution.md', 'utf8')
  const d = readDocument('constitution', { path: `c.md`, text, bom: false, eol: '\n' }, parse, null) as any
  console.log(
    JSON.stringify(d.constitution, (k, v) => (k === 'position' || k === 'place' ? undefined : v), 1).slice(0, 1500),
  )
})
