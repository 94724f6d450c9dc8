import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import nunjucks from 'nunjucks'
import { describe, expect, test } from 'vitest'
import { documentViews } from '../../src/render/document.ts'
import { printBuiltIn, trimLines } from '../../src/render/print.ts'
import { TEMPLATE_OPTIONS } from '../../src/render/template-options.ts'
import { builtInTemplates, TEMPLATE_VARIABLES } from '../../src/render/templates.ts'
import { executions } from '../support/arbitraries.ts'

const root = new URL('../../', import.meta.url)

describe('the shipped templates', () => {
  test('are compiled as they are now', async () => {
    const script = new URL('scripts/templates.mjs', root).href
    const { generate } = (await import(/* @vite-ignore */ script)) as { generate: () => string }
    expect(readFileSync(new URL('src/render/templates.generated.ts', root), 'utf8')).toBe(generate())
  })

  test('are one for each block that is documented, with all its variables', () => {
    const files = readdirSync(new URL('templates/', root))
      .filter((name) => name.endsWith('.md'))
      .map((name) => name.slice(0, -3))
    expect(files.sort()).toEqual(Object.keys(TEMPLATE_VARIABLES).sort())
    const manual = readFileSync(new URL('docs/templates.md', root), 'utf8')
    for (const [name, variables] of Object.entries(TEMPLATE_VARIABLES)) {
      const section = manual.split(/^### /m).find((part) => part.startsWith(`\`${name}\``)) ?? ''
      expect(section, name).not.toBe('')
      for (const variable of variables) expect(section, `${name}: ${variable}`).toContain(`\`${variable}\``)
    }
  })

  test('print the same bytes compiled as through Nunjucks, and use only documented variables', () => {
    const environment = new nunjucks.Environment(null, TEMPLATE_OPTIONS)
    const sources = builtInTemplates()
    const templates = new Map(
      Object.entries(sources).map(([name, { source }]) => [name, new nunjucks.Template(source, environment)]),
    )
    fc.assert(
      fc.property(executions({ tasks: 5 }), fc.boolean(), (execution, full) => {
        for (const { template, view } of documentViews(execution, full)) {
          expect(printBuiltIn(template, view)).toBe(trimLines(templates.get(template)!.render(view)))
          expect(TEMPLATE_VARIABLES[template]).toEqual(expect.arrayContaining(Object.keys(view)))
        }
      }),
      { numRuns: 60 },
    )
  })

  test('have at most 15 lines of fixed text in a document', () => {
    // Headings, and lines whose words come from the plan for the most part, are not what readers pay for in vain.
    const prose = Object.entries(builtInTemplates())
      .filter(([name]) => !['conventions', 'notes', 'gap'].includes(name))
      .flatMap(([, { source }]) => source.replace(/\{%[^%]*%\}/g, '').split('\n'))
      .filter((line) => /^[A-Z`][^#*]/.test(line) && !/^\*\*|\{\{.*\{\{.*\{\{/.test(line))
    expect(prose.length).toBeGreaterThan(3)
    expect(prose.length).toBeLessThanOrEqual(15)
  })
})
