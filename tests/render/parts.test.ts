import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { escapeVisible } from '../../src/model/escape.ts'
import { formatEstimate, formatMinutes, sumEstimates } from '../../src/render/estimate.ts'
import { formatGate, withGates } from '../../src/render/gates.ts'
import { idChain, idRanges, listWords } from '../../src/render/ids.ts'
import { codeSpan, documentLink, linkTarget, oneLine, paragraphLine } from '../../src/render/inline.ts'
import { flowchart, mermaidLabel } from '../../src/render/mermaid.ts'
import { shownText } from '../../src/render/read-back.ts'
import { taskBody } from '../../src/render/task-body.ts'
import { taskText } from '../../src/render/task-text.ts'
import { anyText, bodyLines, hostileText } from '../support/arbitraries.ts'

describe('text shown to people', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['plain ünï 日本 🎯\t\n', 'plain ünï 日本 🎯\t\n'],
    ['\u202eabc', '\\u{202e}abc'],
    ['\u001b]52;c;aGk=\u0007', '\\u{1b}]52;c;aGk=\\u{7}'],
    ['a\rb\bc\u007f\u009b', 'a\\u{d}b\\u{8}c\\u{7f}\\u{9b}'],
    ['\ud800x', '\\u{d800}x'],
    ['א\u200f ן\u200c', 'א\u200f ן\u200c'],
  ]
  for (const [text, expected] of cases) test(JSON.stringify(text), () => expect(escapeVisible(text)).toBe(expected))
})

describe('minutes', () => {
  const cases: readonly (readonly [low: number, high: number, expected: string])[] = [
    [45, 45, '45 min'],
    [300, 300, '5 h'],
    [360, 420, '6-7 h'],
    [150, 150, '2.5 h'],
    [30, 90, '0.5-1.5 h'],
    [960, 960, '2 d'],
    [480, 480, '8 h'],
    [100, 100, '1.67 h'],
    [0, 0, ''],
    [Number.NaN, 1, ''],
  ]
  for (const [low, high, expected] of cases)
    test(`${low}-${high}`, () => expect(formatMinutes(low, high)).toBe(expected))

  test('of the plan keep their words only where those are harmless', () => {
    expect(formatEstimate({ low: 390, high: 420, text: '6.5-7 hours' })).toBe('6.5-7 hours')
    expect(formatEstimate({ low: 60, high: 60, text: '1時間' })).toBe('1時間')
    expect(formatEstimate({ low: 61, high: 61, text: '61 min) [P]' })).toBe('61 min')
    expect(formatEstimate(null)).toBe('')
  })

  test('add up', () => {
    const estimates = [{ low: 30, high: 60, text: '' }, null, { low: 5, high: 5, text: '' }]
    expect(sumEstimates(estimates.map((estimate) => ({ estimate })))).toEqual({ low: 35, high: 65, estimated: 2 })
  })
})

describe('lists of ids', () => {
  test('as ranges', () => {
    expect(idRanges(['T002', 'T003', 'T004', 'T006', 'T008', 'T009', 'T9b'])).toBe('T002-T004, T006, T008, T009, T9b')
    expect(idRanges(Array.from({ length: 40 }, (_, index) => `T${100 + index * 2}`))).toBe('40 tasks')
    expect(idRanges([])).toBe('')
  })
  test('as a chain and as words', () => {
    expect(idChain(['T001', 'T002'])).toBe('T001 → T002')
    expect(idChain(Array.from({ length: 30 }, (_, index) => `T${index}`))).toBe(
      'T0 → T1 → T2 → T3 → T4 → … (20 more) … → T25 → T26 → T27 → T28 → T29',
    )
    expect([listWords([]), listWords(['1']), listWords(['1', '2']), listWords(['1', '2', '3'])]).toEqual([
      '',
      '1',
      '1 and 2',
      '1, 2 and 3',
    ])
  })
})

describe('links', () => {
  const cases: readonly (readonly [path: string, target: string])[] = [
    ['plan.md', './plan.md'],
    ['../vision.md', '../vision.md'],
    ['./a.md', './a.md'],
    ['/etc/passwd', './etc/passwd'],
    ['javascript:alert(1)', './javascript:alert%281%29'],
    ['a b)(c.md', './a%20b%29%28c.md'],
    ['<x>#y?z%20&amp;', './%3Cx%3E%23y%3Fz%2520%26amp;'],
    ['ä/日本.md', './ä/日本.md'],
    ['a\nb\u202e.md', './a%0Ab%E2%80%AE.md'],
    ['a\\b.md', './a/b.md'],
    ['\ud800.md', './\ufffd.md'],
  ]
  for (const [path, target] of cases) test(JSON.stringify(path), () => expect(linkTarget(path)).toBe(target))
  test('carry the file name', () =>
    expect(documentLink('../a/p*l[a]n.md')).toBe('[p\\*l\\[a\\]n.md](../a/p%2Al%5Ba%5Dn.md)'))
})

describe('inline text', () => {
  const cases: readonly (readonly [string, string])[] = [
    [' two\r\n  lines ', 'two lines'],
    ['a ` tick', 'a \\` tick'],
    ['`a` and ` tick', '`a` and \\` tick'],
    ['\\` stays', '\\` stays'],
    ['<!-- open', '&lt;!-- open'],
    ['<!-- closed --> `<!-- code`', '<!-- closed --> `<!-- code`'],
  ]
  for (const [text, expected] of cases) test(JSON.stringify(text), () => expect(oneLine(text)).toBe(expected))
  test('at the start of a block', () => {
    expect(['# a', '- a', '1. a', '> a', '[x]: /y', '**a**', '`a`', '---', '***'].map(paragraphLine)).toEqual([
      '\\# a',
      '\\- a',
      '1\\. a',
      '\\> a',
      '\\[x]: /y',
      '**a**',
      '`a`',
      '\\---',
      '\\***',
    ])
  })
  test('as code', () => expect(['a', 'a`b', '`', ''].map(codeSpan)).toEqual(['`a`', '``a`b``', '`` ` ``', '']))
})

describe('gates', () => {
  const reuse = { metric: 'reuse', comparison: '>=', value: 70, unit: '%' } as const
  test('stand behind their criterion, once', () => {
    const body = ['- speed of 70 ms', '- 70%+ Reuse from the library', '  - reuse 70 nested']
    const once = withGates(body, [reuse])
    expect(once).toEqual([
      '- speed of 70 ms',
      '- 70%+ Reuse from the library (gate: reuse >= 70 %)',
      '  - reuse 70 nested',
    ])
    expect(withGates(once, [reuse, reuse])).toEqual(once)
  })
  test('have a bullet of their own where no criterion states them', () => {
    expect(withGates(['- x'], [reuse])).toEqual(['- x', '- (gate: reuse >= 70 %)'])
    expect(formatGate({ metric: 'a (b) <c>\n- [ ] T9', comparison: '<', value: 1.5, unit: ') s' })).toBe(
      '(gate: a b c - [ ] T9 < 1.5 s)',
    )
  })
})

describe('diagrams', () => {
  test('chain their arrows and keep lonely nodes', () => {
    const nodes = ['a', 'b', 'c', 'd'].map((id) => ({ id, label: id.toUpperCase() }))
    const arrows = [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
      { from: 'a', to: 'c' },
    ]
    expect(flowchart(nodes, arrows)).toBe('flowchart LR\n  a["A"] --> b["B"] --> c["C"]\n  a --> c\n  d["D"]')
  })
  test('have harmless labels', () => {
    expect(mermaidLabel('**Bold** `code` "q" #1')).toBe('Bold code #34;q#34; #35;1')
    expect(Array.from(mermaidLabel('🎯'.repeat(90)))).toHaveLength(60)
  })
})

describe('what was made safe', () => {
  test('stays as it is when made safe again', () => {
    fc.assert(
      fc.property(anyText, bodyLines, (text, body) => {
        expect(oneLine(oneLine(text))).toBe(oneLine(text))
        expect(paragraphLine(paragraphLine(text))).toBe(paragraphLine(text))
        expect(taskText(taskText(text))).toBe(taskText(text))
        expect(taskBody(taskBody(body))).toEqual(taskBody(body))
      }),
      { numRuns: 1000 },
    )
  })

  test('shows what it showed', () => {
    const law = fc.property(hostileText, (text) => {
      expect(shownText(taskText(text))).toBe(shownText(oneLine(text)))
    })
    fc.assert(law, { numRuns: 1000 })
  })

  test('takes time that grows with the text and no faster', () => {
    const seeds = [
      '[P] ',
      '`',
      '``` ',
      '<!-- ',
      '(30 min) ',
      '(depends on T1) ',
      '~~',
      '\\',
      '- ',
      '> ',
      '[',
      '](',
      '1. ',
      ' - 28h',
    ]
    for (const seed of seeds) {
      const start = performance.now()
      taskText(seed.repeat(8000))
      taskBody([seed.repeat(8000), ...Array.from({ length: 8000 }, () => seed)])
      expect(performance.now() - start, seed).toBeLessThan(1500)
    }
  })
})

test('one milestone of four steps is under 30 lines', () => {
  const text = readFileSync(new URL('../fixtures/render/one-milestone/expected.md', import.meta.url), 'utf8')
  expect(text.split('\n').filter((line) => line.trim() !== '').length).toBeLessThan(30)
})

test('a line of fence marks stays as it is when made safe again', () => {
  const once = paragraphLine('``` ```')
  expect(paragraphLine(once)).toBe(once)
})
