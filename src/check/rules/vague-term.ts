import type { Span } from '../../model/source.ts'
import { maskCode } from '../../parse/text/inline.ts'
import { sentencesOf } from '../../parse/text/sentences.ts'
import { criteriaOf } from '../facts/criteria.ts'
import { isTemplate } from '../facts/own-lines.ts'
import { rule } from '../rule.ts'

const TERMS = [
  'fast',
  'quickly',
  'robust',
  'robustly',
  'user-friendly',
  'user friendly',
  'intuitive',
  'seamless',
  'seamlessly',
  'scalable',
  'performant',
  'easy to use',
  'easy-to-use',
  'state-of-the-art',
  'as appropriate',
  'where appropriate',
  'if appropriate',
  'as needed',
  'if needed',
  'as necessary',
  'if necessary',
  'when necessary',
  'and so on',
  'etc.',
  'appropriate',
  'appropriately',
  'adequate',
  'reasonable',
  'good performance',
  'high performance',
  'high quality',
  'gracefully',
  'efficiently',
  'benutzerfreundlich',
  'schnell',
  'usw.',
  'bei Bedarf',
  'convivial',
  'rápido',
  'fácil de usar',
  'si es necesario',
  'se necessário',
  'быстро',
  'удобный',
  'hızlı',
  '适当的',
  '必要に応じて',
  '使いやすい',
  '高速',
]

const DIGIT = /\d/
// What follows says what is meant.
const EXPLAINED = /^[^.;]{0,80}(?:[(:→=–—]|\b(?:based on|according to|depending on|by \p{L}+ing)\b)/u
const OPEN_END = /^(?:etc\.|and so on|usw\.)$/i
const IN_WORD = /[\p{L}\p{N}_]/u

/** Finds whole words of a list. */
function finder(words: readonly string[]): (text: string) => Span | null {
  const escaped = words
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .toSorted((a, b) => b.length - a.length)
  if (escaped.length === 0) return () => null
  const pattern = new RegExp(escaped.join('|'), 'giu')
  return (text) => {
    for (const { index, 0: word } of text.matchAll(pattern)) {
      const end = index + word.length
      const isLatin = /^[\p{Script=Latin}\p{Script=Cyrillic}]/u.test(word)
      // "fast-forward" and "robust_scaler" are names.
      if (isLatin && /[\p{L}\p{N}_/-]/u.test(text[index - 1] ?? ' ')) continue
      if (
        isLatin &&
        !word.endsWith('.') &&
        (IN_WORD.test(text[end] ?? ' ') || /^[-/]\w/.test(text.slice(end, end + 2)))
      )
        continue
      if (/["“'‘«]/.test(text[index - 1] ?? ' ') || /["”'’»]/.test(text[end] ?? ' ')) continue
      if (
        /^fast/i.test(word) &&
        (/\bfail[- ]$/i.test(text.slice(0, index)) || /^ (?:fail|path|forward|mode|track)/i.test(text.slice(end)))
      )
        continue
      if (!OPEN_END.test(word) && EXPLAINED.test(text.slice(end, end + 120))) continue
      return { start: index, end }
    }
    return null
  }
}

/** Words that everybody measures in another way. */
export default rule({
  id: 'vague-term',
  group: 'content',
  severity: 'info',
  recommended: false,
  checks: 'Tasks, criteria and requirements say how much, instead of words such as "fast" or "as appropriate".',
  why: 'Such a word means something else to each reader, and an assistant takes the meaning that is easiest to reach. Write a number ("in less than 2 s"), name the cases that "etc." leaves out, say when "as needed" is. A sentence that has a number is left alone.',
  options: { words: { default: TERMS, summary: 'The words, instead of the ones that are known.' } },
  engine: true,
  fires: [
    {
      shows: 'tasks with words of praise',
      files:
        '- [ ] T001 [US1] Make the export fast in `src/csv.ts`\n- [ ] T002 Add robust error handling, etc.\n- [ ] T003 Handle errors as appropriate\n',
      finds: ['fast', 'robust', 'as appropriate'],
    },
    {
      shows: 'a requirement and a criterion',
      files: {
        'spec.md':
          '# Spec: Export\n\n## Requirements\n\n- **FR-001**: System MUST be user-friendly\n\n## Success Criteria\n\n- **SC-001**: Search is fast\n',
      },
      finds: ['user-friendly', 'fast'],
    },
    {
      shows: 'words of a project of its own',
      files: '- [ ] 1.1 Make the form nice\n',
      finds: ['nice'],
      options: { words: ['nice'] },
    },
  ],
  silent: [
    {
      shows: 'a number',
      files:
        '- [ ] T001 Make the export fast: 1,000 orders in less than 2 s\n- [ ] T002 Add quick search (p95 < 200 ms)\n',
    },
    {
      shows: 'names and code',
      files:
        '- [ ] T001 Add fast-check and `fast` to `package.json`\n- [ ] T002 Replace the word "robust" in the texts\n- [ ] T003 Use the fast_mode flag\n- [ ] T004 Fail fast without `EXPORT_DIR`\n',
    },
    {
      shows: 'praise around the work',
      files: '# Tasks\n\nA fast and robust export.\n\n- [ ] 1.1 Write `src/csv.ts`\n',
    },
    { shows: 'what is done', files: '- [x] T001 Make the export fast\n' },
  ],
  document: (document, report, options) => {
    if (isTemplate(document.file)) return
    const find = finder((options['words'] as readonly string[]).filter((word) => word.trim() !== ''))
    const open = document.units.filter(({ state }) => state !== 'done' && state !== 'dropped')
    const said = [
      ...open.map(({ textSpan }) => textSpan),
      ...(document.isTaskList ? [] : criteriaOf(document)),
    ].toSorted((a, b) => a.start - b.start)
    let last = -1
    for (const { start, end } of said) {
      if (start < last) continue
      last = end
      const told = new Set<string>()
      for (const sentence of sentencesOf(maskCode(document.text.slice(start, end)))) {
        if (DIGIT.test(sentence.text) || sentence.text.startsWith('[N/A]')) continue
        const found = find(sentence.text)
        if (found === null) continue
        const at = start + sentence.start + found.start
        const word = document.text.slice(at, at + found.end - found.start)
        if (told.has(word.toLowerCase())) continue
        told.add(word.toLowerCase())
        report({
          start: at,
          end: at + word.length,
          message: `"${word}" means something else to each reader. ${adviceFor(word)}`,
        })
      }
    }
  },
})

function adviceFor(word: string): string {
  if (OPEN_END.test(word)) return 'Name the rest.'
  return /needed|necessary|appropriate$|required|Bedarf|necesario|necessário|必要/i.test(word) && / |必/.test(word)
    ? 'Say when, or which.'
    : 'Say how much, or what shows it.'
}
