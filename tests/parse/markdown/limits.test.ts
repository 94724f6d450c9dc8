import { describe, expect, it } from 'vitest'
import { loadParser } from '../../../src/parse/markdown.ts'
import { MAX_BYTES, MAX_NESTING, checkLimits } from '../../../src/parse/limits.ts'

const nested = (depth: number): string =>
  Array.from({ length: depth }, (_, level) => `${'  '.repeat(level)}- a`).join('\n')

describe('checkLimits', () => {
  it.each([
    ['bullets on one line', '- '.repeat(MAX_NESTING) + 'a', '- '.repeat(MAX_NESTING + 1) + 'a'],
    ['quotes', '>'.repeat(MAX_NESTING) + 'a', '>'.repeat(MAX_NESTING + 1) + 'a'],
    ['quotes with blanks', '> '.repeat(MAX_NESTING) + 'a', '> '.repeat(MAX_NESTING + 1) + 'a'],
    ['lists by indent', nested(MAX_NESTING), nested(MAX_NESTING + 1)],
    ['numbers', '1. '.repeat(MAX_NESTING) + 'a', '1. '.repeat(MAX_NESTING + 1) + 'a'],
    ['footnotes', '[^a]: '.repeat(MAX_NESTING) + 'a', '[^a]: '.repeat(MAX_NESTING + 1) + 'a'],
    ['markers in a fence', '```\n' + '>'.repeat(400), '```\n' + '>'.repeat(401)],
  ])('%s', (_name, allowed, refused) => {
    expect(checkLimits('a.md', allowed)).toBeNull()
    expect(checkLimits('a.md', refused)).toMatchObject({ ruleId: 'nesting-too-deep', severity: 'error' })
  })

  it('names the line', () => {
    const text = `# A\r\n\r\n${'> '.repeat(200)}x\r\n`
    expect(checkLimits('a.md', text)?.place).toEqual({ file: 'a.md', start: 7, end: text.length - 2 })
  })

  it('knows a thematic break from a list, and prose from a marker', () => {
    expect(checkLimits('a.md', '- '.repeat(5000))).toBeNull()
    expect(checkLimits('a.md', '> * - ' + '* '.repeat(5000))).toBeNull()
    expect(checkLimits('a.md', ' '.repeat(5000) + 'a')).toBeNull()
  })

  it('refuses what is too long', () => {
    expect(checkLimits('a.md', 'x'.repeat(MAX_BYTES))).toBeNull()
    expect(checkLimits('a.md', 'x'.repeat(MAX_BYTES + 1))?.ruleId).toBe('document-too-large')
  })

  it.each(['satteri', 'remark'] as const)('%s is not asked', async (kind) => {
    const parse = await loadParser(kind)
    expect(parse('- '.repeat(5000) + 'a').blocks).toEqual([])
  })
})
