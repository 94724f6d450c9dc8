import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  findInlineDependencies,
  readArrowChain,
  readDependencyLine,
  readDependencyValue,
  readMermaidEdges,
} from '../../../src/parse/text/dependencies.ts'
import { findEstimate, estimateOf } from '../../../src/parse/text/estimate.ts'
import { findGates } from '../../../src/parse/text/gate.ts'
import { codeSpans, joinSoft, plain, stripDecorations } from '../../../src/parse/text/inline.ts'
import { findPaths, identifiers } from '../../../src/parse/text/paths.ts'
import { findPriority } from '../../../src/parse/text/priority.ts'
import { isScenario } from '../../../src/parse/text/scenario.ts'
import { readTaskLine } from '../../../src/parse/text/task-line.ts'

const at = { file: 'plan.md', start: 0 }
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  codeSpans,
  plain,
  joinSoft,
  stripDecorations,
  findEstimate,
  estimateOf,
  findPriority,
  findGates,
  findPaths,
  identifiers,
  isScenario,
  readTaskLine,
  findInlineDependencies: (text) => findInlineDependencies(text, at),
  readDependencyLine: (text) => readDependencyLine(`Depends on: ${text}`, at),
  readDependencyValue: (text) => readDependencyValue(text, at, 'label'),
  readArrowChain: (text) => readArrowChain(text, at),
  readMermaidEdges: (text) => readMermaidEdges(`graph TD\n${text}`, at),
}

const pieces = [
  '[ ] ',
  '[x] ',
  'T001 ',
  '**',
  '*',
  '_',
  '~~',
  '`',
  '``',
  '[P] ',
  '[US1/2] ',
  '(depends on T002)',
  '(2h)',
  ' - 3 days',
  'src/a.ts',
  '../x',
  '[id]/',
  '{a,b}',
  '(',
  ')',
  '[',
  ']',
  '](u)',
  '<b>',
  '<!--',
  '-->',
  '\n',
  '  ',
  ' → ',
  '>95%',
  '100+ users',
  'Phase 1, ',
  'P1',
  '天',
  '以上',
  '✅',
  '😀',
  '\\',
  '&amp;',
  'a',
  '1',
  '.',
  ': ',
  '\ud800',
  '\u0000',
]
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 24 }).map((parts) => parts.join('')),
)

function inRange(source: string, span: { start: number; end: number } | null): void {
  if (span === null) return
  expect(span.start).toBeGreaterThanOrEqual(0)
  expect(span.end).toBeLessThanOrEqual(source.length)
  expect(span.start).toBeLessThanOrEqual(span.end)
}

describe.each(Object.entries(readers))('%s', (_, read) => {
  test('never throws and reads the same text the same way', () => {
    fc.assert(
      fc.property(text, (source) => {
        expect(read(source)).toEqual(read(source))
      }),
      { numRuns: 300 },
    )
  })
})

test('spans are in range, ordered and where they say', () => {
  fc.assert(
    fc.property(text, (source) => {
      let last = 0
      for (const span of codeSpans(source)) {
        inRange(source, span)
        expect(span.start).toBeGreaterThanOrEqual(last)
        expect(source[span.start]).toBe('`')
        last = span.end
      }
      inRange(source, findEstimate(source))
      inRange(source, findPriority(source))
      const inline = findInlineDependencies(source, at)
      for (const span of [...inline.spans, ...inline.unclear, ...inline.stated.map(({ place }) => place)])
        inRange(source, span)
    }),
    { numRuns: 2000 },
  )
})

test('the description of a task line is its source without the cuts', () => {
  fc.assert(
    fc.property(text, (source) => {
      const line = readTaskLine(source)
      if (line === null) return
      inRange(source, line.box)
      inRange(source, line.idSpan)
      inRange(source, { start: line.textStart, end: line.textEnd })
      if (line.idSpan !== null) expect(source.slice(line.idSpan.start, line.idSpan.end)).toBe(line.id)
      const bare = (words: string): string => words.replace(/\s/g, '')
      let rest = ''
      let from = line.textStart
      for (const cut of line.cuts) {
        rest += source.slice(from, cut.start)
        from = cut.end
      }
      expect(bare(line.text)).toBe(bare(rest + source.slice(from, line.textEnd)))
      if (line.cuts.length === 0) expect(source.slice(line.textStart, line.textEnd)).toContain(line.text)
    }),
    { numRuns: 3000 },
  )
})

test('no path leaves the repository', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('..', '.', '/', 'a', 'src', '.ts', '~', '`', ' ', 'C:', '\\', '{a,..}', 'b.md'), {
        maxLength: 14,
      }),
      (parts) => {
        for (const { path } of findPaths(parts.join('')).paths)
          expect(path).not.toMatch(/^\/|^~|(?:^|\/)\.\.(?:\/|$)|^[A-Za-z]:/)
      },
    ),
    { numRuns: 3000 },
  )
})

describe('linear on hostile text', () => {
  const units = [
    'a',
    '1',
    '`',
    '``a`',
    '*',
    '**a ',
    '_',
    '~~a ',
    '[',
    '[a](',
    '(',
    '((1 h)',
    '{a,',
    'a/',
    '../',
    '<',
    '<!--',
    '&amp;',
    ' ',
    '\n',
    ' \n',
    '-',
    'a->',
    ' → ',
    ',',
    '>5% ',
    '1,',
    '10 min ',
    'T001, ',
    '(depends on ',
    '[P]',
    '[P] ',
    '\\`',
    '✅',
    '天',
    'Phase 1, ',
    'Milestones 1 and ',
    'A-->',
    'to ',
    '`a.ts` ',
    'when ',
    'Priority: ',
    'x{a,b}{c,d}',
    '1h',
    '\ud800',
  ]
  // Generous: quadratic readers take tens of seconds here, linear ones some hundred milliseconds.
  test.each(Object.entries(readers))(
    '%s',
    (_, read) => {
      const start = performance.now()
      for (const unit of units) {
        const before = performance.now()
        read(unit.repeat(Math.ceil(60_000 / unit.length)))
        expect(performance.now() - before, JSON.stringify(unit)).toBeLessThan(3000)
      }
      expect(performance.now() - start).toBeLessThan(60_000)
    },
    90_000,
  )
})
