import { expect, test } from 'vitest'
import { readDrawing } from '../../../src/parse/text/drawing.ts'

const edges = (drawing: string): string[] =>
  readDrawing(drawing.split('\n')).map(({ before, after }) => `${after} waits for ${before}`)

test.each([
  ['A ──→ B', ['B waits for A']],
  ['A --> B ==> C', ['B waits for A', 'C waits for B']],
  ['Phase 1 (x)\n    │\n    ▼\nPhase 2 (y)', ['Phase 2 (y) waits for Phase 1 (x)']],
  ['Alpha\n  |\n  v\nBeta', ['Beta waits for Alpha']],
  ['One ─┐\n     ├─► Three\nTwo ─┘', ['Three waits for Two', 'Three waits for One']],
  // Drawn two columns off.
  ['One ─┐\n       ├─► Three\nTwo ──┘', ['Three waits for Two', 'Three waits for One']],
  ['One ─┬─► Two\n     └─► Three', ['Two waits for One', 'Three waits for One']],
  [
    'Base → Core → Shell\n  ↓              ↓\nDocs           Tests',
    ['Core waits for Base', 'Shell waits for Core', 'Docs waits for Base', 'Tests waits for Shell'],
  ],
  // No head, no order; frames join nothing; letters and hyphens of words are words.
  ['A ── B', []],
  ['src\n├── a.ts\n└── b.ts', []],
  ['┌───┐\n│ A │\n└─┬─┘\n┌─▼─┐\n│ B │\n└───┘', []],
  ['very well-known v2\nnone', []],
])('%j', (drawing, expected) => expect(edges(drawing).toSorted()).toEqual(expected.toSorted()))

test('a large drawing is read in time that grows with its size', () => {
  const started = performance.now()
  expect(readDrawing(Array.from({ length: 300 }, () => '─┼'.repeat(150)))).toEqual([])
  expect(performance.now() - started).toBeLessThan(2000)
})
