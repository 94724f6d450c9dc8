import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyEdits } from '../../src/edit/text-edits.ts'
import type { Gap, GapKind } from '../../src/model/task.ts'
import { loadParser } from '../../src/parse/markdown.ts'
import { answerEdits } from '../../src/query/answer.ts'

const parse = await loadParser()

/** The texts after each candidate. The place is what stands between `«` and `»`. */
function answers(marked: string, kind: GapKind, answer: string, given: Partial<Gap> = {}): readonly string[] {
  const text = marked.replace(/[«»]/g, '')
  const place = { file: 'plan.md', start: marked.indexOf('«'), end: marked.indexOf('»') - 1 }
  const gap: Gap = { kind, key: 'x', question: '', answer: '', blocking: false, place, ...given }
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const result = answerEdits({ path: 'plan.md', text, bom: false, eol }, parse(text), gap, answer)
  return result.ok ? result.candidates.map((edits) => applyEdits(text, edits)) : []
}

const named = { question: 'Task `f()`: in which folder does `x.ts` live?', key: 'no-path:a:x.ts' }

test.each<
  [name: string, marked: string, kind: GapKind, answer: string, expected: string | undefined, given?: Partial<Gap>]
>([
  ['a bare name gets ticks', '- «Write x.ts now»\n', 'no-path', 'src/x.ts', '- Write `src/x.ts` now\n', named],
  ['ticks stay single', '- «Write `x.ts`»\n', 'no-path', 'src/x.ts', '- Write `src/x.ts`\n', named],
  ['a folder is enough', '- «`x.ts`»\n', 'no-path', './src/lib/', '- `src/lib/x.ts`\n', named],
  ['a folder without its slash', '- «`x.ts`»\n', 'no-path', 'src\\lib', '- `src/lib/x.ts`\n', named],
  [
    'not inside a longer name',
    '- «ax.ts, x.tsx, a/x.ts, x.ts.»\n',
    'no-path',
    'b/x.ts',
    '- ax.ts, x.tsx, a/x.ts, `b/x.ts`.\n',
    named,
  ],
  ['another file is no answer', '- «`x.ts`»\n', 'no-path', 'src/y.ts', undefined, named],
  ['no way up', '- «`x.ts`»\n', 'no-path', 'a/../../x.ts', undefined, named],
  [
    'work without a file',
    '- «Write it»\n- more\n',
    'no-path',
    'src/y.ts',
    '- Write it in `src/y.ts`\n- more\n',
    { task: 'T001' },
  ],
  [
    'several tasks without a file',
    '## «M»\n',
    'no-path',
    'src/y.ts',
    undefined,
    { question: 'Which files? (`a.ts`)', key: 'no-path:m' },
  ],
  ['a bracket is replaced', 'Use «[NEEDS CLARIFICATION: CSV or Excel?]».\n', 'decision', 'CSV', 'Use CSV.\n'],
  [
    'a link and a box are no brackets',
    '- [ ] «Use [this](x) or [TBD]»\n',
    'decision',
    'CSV',
    '- [ ] Use [this](x) or CSV\n',
  ],
  ['no bracket: a bullet', '- «Which format?»\n- b\n', 'decision', 'CSV', '- Which format?\n  - CSV\n- b\n'],
  [
    'below the sub-list',
    '- «a»\n    * b\n    * c\n\ntext\n',
    'no-check',
    '`npm test`',
    '- a\n    * b\n    * c\n    - `npm test`\n\ntext\n',
  ],
  ['below a numbered item', '10. «a»\n11. b\n', 'no-check', 'x = 1', '10. a\n    - x = 1\n11. b\n'],
  ['after a wrapped item', '- «a\n  b»\n- c\n', 'no-check', 'x = 1', '- a\n  b\n  - x = 1\n- c\n'],
  ['its own bullet is not doubled', '- «a»\n', 'no-check', '- x = 1', '- a\n  - x = 1\n'],
  [
    'below a heading',
    '## «Milestone 1»\n\n## Milestone 2\n',
    'no-work',
    'Write it',
    '## Milestone 1\n\n- Write it\n\n## Milestone 2\n',
  ],
  [
    'below the text of a heading',
    '## «M»\n\n**Goal**: x\n\n## N\n',
    'no-work',
    'Write it',
    '## M\n\n**Goal**: x\n\n- Write it\n\n## N\n',
  ],
  [
    'before a text that belongs to a list',
    '## «M»\n\nDone when:\n\n- x\n',
    'no-work',
    'W',
    '## M\n\n- W\n\nDone when:\n\n- x\n',
  ],
  ['a heading without a blank line', '## «M»\ntext\n- x\n', 'no-work', 'W', '## M\n\n- W\n\ntext\n- x\n'],
  ['at the end without a line end', '**«M 1»**', 'no-work', 'W', '**M 1**\n\n- W'],
  ['Windows line ends', '## «M»\r\n\r\n## N\r\n', 'no-work', 'W', '## M\r\n\r\n- W\r\n\r\n## N\r\n'],
  [
    'a blank of a template is replaced',
    '- [ ] «Create [Entity]\n  now»\n  - kept\n',
    'no-work',
    '- Write it',
    '- [ ] Write it\n  - kept\n',
    { key: 'last' },
  ],
  ['not in a table', '| a |\n|---|\n| «b» |\n', 'no-check', 'x', undefined],
  ['not in a quote', '> - «b»\n', 'no-work', 'x', undefined],
  [
    'a section',
    'a«»\n',
    'section-missing',
    'Time',
    'a\n\n## Risk Assessment\n\n- Time\n',
    { answer: 'Add "## Risk Assessment" to plan.md.' },
  ],
  [
    'None is no bullet',
    'a«»',
    'section-missing',
    'None',
    'a\n\n## Risks\n\nNone\n',
    { answer: 'Add `## Risks`, or None.' },
  ],
  ['a section without a known heading', 'a«»', 'section-missing', 'x', undefined],
  ['order has several places', '## «M»\n', 'order', 'x', undefined],
  ['an empty answer', '## «M»\n', 'no-work', ' ', undefined],
  ['two lines', '## «M»\n', 'no-work', 'a\nb', undefined],
  ['control characters', '## «M»\n', 'no-work', 'a\u001bb', undefined],
])('%s', (_, marked, kind, answer, expected, given) => {
  expect(answers(marked, kind, answer, given).at(given?.key === 'last' ? -1 : 0)).toBe(expected)
})

test('an answer adds to the document or replaces the one bracket or name, and takes nothing else', () => {
  const line = fc.constantFrom(
    '# A',
    '## B',
    'text [x] here',
    '- a',
    '  - b',
    '1. c',
    '> q',
    '```',
    '',
    '| t |',
    'x.ts',
    '\tcode',
  )
  const kinds = fc.constantFrom<GapKind>('no-path', 'no-work', 'no-check', 'decision', 'section-missing')
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), fc.nat(), kinds, (lines, at, kind) => {
      const text = lines.join('\n')
      const start = text === '' ? 0 : at % text.length
      const gap: Gap = {
        kind,

        ...named,
        answer: '## Risks',
        blocking: false,
        place: { file: '', start, end: start },
      }
      const result = answerEdits({ path: '', text, bom: false, eol: '\n' }, parse(text), gap, 'src/x.ts')
      if (!result.ok) return
      for (const edits of result.candidates) {
        for (const edit of edits) {
          const taken = text.slice(edit.start, edit.end)
          // A blank of a template is replaced as a whole.
          if (kind === 'no-work' && taken !== '') expect(taken).toContain('[x]')
          else expect(['', '[x]', 'x.ts']).toContain(taken)
        }
        expect(applyEdits(text, edits)).toContain('src/x.ts')
      }
    }),
  )
})
