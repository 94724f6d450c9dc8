import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { builtInTemplates } from '../../src/render/templates.ts'
import { render } from '../../src/render/render.ts'
import { executionOf, type Sketch } from '../support/executions.ts'

const folder = new URL('../fixtures/render/', import.meta.url)

describe('documents as they are printed', () => {
  for (const name of readdirSync(folder).sort()) {
    test(name, () => {
      const sketch = JSON.parse(readFileSync(new URL(`${name}/execution.json`, folder), 'utf8')) as Sketch & {
        full?: boolean
      }
      const options = { full: sketch.full ?? false, templates: builtInTemplates(), eol: '\n' as const }
      const { text, diagnostics } = render(executionOf(sketch), options)
      const expected = new URL(`${name}/expected.md`, folder)
      if (process.env['UPDATE'] === '1') writeFileSync(expected, text)
      expect(existsSync(expected), 'run with UPDATE=1 and read the result').toBe(true)
      expect(text).toBe(readFileSync(expected, 'utf8'))
      expect(diagnostics).toEqual([])
    })
  }
})
