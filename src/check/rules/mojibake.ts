import { codeSpans } from '../../parse/text/inline.ts'
import { misread, type Misread } from '../facts/mojibake.ts'
import { rule, type Found, type Report } from '../rule.ts'

// The characters as which the first bytes of UTF-8 are read.
const MAYBE = /[\u00c2-\u00f4\ufffd]/

/** Text that was read in the wrong encoding. */
export default rule({
  id: 'mojibake',
  group: 'text',
  severity: 'warning',
  recommended: false,
  checks: 'No text was read in the wrong encoding.',
  why: 'Text in UTF-8 that a tool read as Latin-1 or Windows-1252 shows as `Ã©` or `â€™`: names of files no longer match, and people stumble. The fix restores what was there. A `\ufffd` stands where a character is lost: write it again.',
  fires: [
    {
      shows: 'letters and quotes that were read as Windows-1252',
      files: '- [ ] T001 RÃ©sumÃ©: donâ€™t stop â†’ `src/cafÃ©.ts`\n',
      finds: ['Ã©'],
      fixed: '- [ ] T001 Résumé: don’t stop → `src/café.ts`\n',
    },
    {
      shows: 'an emoji, Cyrillic, and what was misread twice',
      files: '## ðŸ˜€ Ð¿Ñ€Ð¸\n\n- [ ] 1.1 ÃƒÂ©tape\n',
      finds: ['ðŸ˜€', 'ÃƒÂ©'],
      fixed: '## 😀 при\n\n- [ ] 1.1 étape\n',
    },
    { shows: 'a lost character', files: '- [ ] T001 Don\ufffdt stop\n', finds: ['\ufffd'] },
  ],
  silent: [
    {
      shows: 'text in other languages',
      files:
        '- [ ] 1. Résumé, naïve, Ångström, «là…», „Ä“, CAFÉ”\n- [ ] 2. NÃO, AÇÃO, maçã, İstanbul → 5 µs ± 2 °C\n- [ ] 3. Привет, 日本語, 한국어 😀\n',
    },
    { shows: 'a sample of it in code', files: '- [ ] T001 Find `Ã©` and `â€™` in `src/fix.ts`\n' },
    { shows: 'plain text', files: '- [ ] T001 Write `src/a.ts`\n' },
  ],
  document: ({ text }, report) => {
    if (!MAYBE.test(text)) return
    for (let at = 0; at < text.length;) {
      const newline = text.indexOf('\n', at)
      const end = newline < 0 ? text.length : newline
      const line = text.slice(at, end)
      if (MAYBE.test(line)) reportLine(line, at, report)
      at = end + 1
    }
  },
})

function findingOf(parts: readonly Misread[], from: number): Found {
  const [first] = parts as [Misread]
  const more = parts.length === 1 ? '' : `, as ${parts.length - 1} more on this line`
  return {
    start: from + first.start,
    end: from + first.end,
    message: `This is "${first.text}" read in the wrong encoding${more}.`,
    fix: {
      title: 'Restore what was there',
      edits: parts.map(({ start, end, text }) => ({ start: from + start, end: from + end, text })),
    },
  }
}

function reportLine(line: string, from: number, report: Report): void {
  const samples = line.includes('`') ? codeSpans(line).filter(({ content }) => !/[\w]/.test(content)) : []
  const isSample = (at: number): boolean => samples.some(({ start, end }) => start <= at && at < end)
  const parts = misread(line).filter(({ start }) => !isSample(start))
  if (parts.length > 0) report(findingOf(parts, from))
  const lost = line.indexOf('\ufffd')
  if (lost >= 0 && !isSample(lost))
    report({
      start: from + lost,
      end: from + lost + 1,
      message: 'A character was lost here when the text was read in the wrong encoding. Write it again.',
    })
}
