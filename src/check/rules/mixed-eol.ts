import type { Span } from '../../model/source.ts'
import { rule } from '../rule.ts'

/** Two kinds of line ends in one document. */
export default rule({
  id: 'mixed-eol',
  group: 'text',
  severity: 'warning',
  recommended: false,
  checks: 'All lines of a document end in the same way.',
  why: 'With two kinds of line ends, tools and git show lines as changed that nobody touched. The fix gives all lines the end that most of them have.',
  fires: [
    {
      shows: 'a line of Windows among others',
      files: '- [ ] T001 Write `a.ts`\n- [ ] T002 Write `b.ts`\r\n- [ ] T003 Write `c.ts`\n',
      finds: ['\r\n'],
      fixed: '- [ ] T001 Write `a.ts`\n- [ ] T002 Write `b.ts`\n- [ ] T003 Write `c.ts`\n',
    },
    {
      shows: 'lines of Unix in a document of Windows',
      files: '# Tasks\r\n\r\n- [ ] 1.1 Write `a.ts`\r\n- [ ] 1.2 Write `b.ts`\n\n',
      finds: ['\n'],
      fixed: '# Tasks\r\n\r\n- [ ] 1.1 Write `a.ts`\r\n- [ ] 1.2 Write `b.ts`\r\n\r\n',
    },
  ],
  silent: [
    { shows: 'line ends of Windows', files: '# Tasks\r\n\r\n- [ ] T001 Write `a.ts`\r\n' },
    { shows: 'line ends of Unix', files: '# Tasks\n\n- [ ] T001 Write `a.ts`\n' },
    { shows: 'a document of one line', files: '- [ ] T001 Write `a.ts`' },
  ],
  document: ({ text }, report) => {
    if (!text.includes('\r\n')) return
    const windows: Span[] = []
    const unix: Span[] = []
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      if (text[at - 1] === '\r') windows.push({ start: at - 1, end: at + 1 })
      else unix.push({ start: at, end: at + 1 })
    }
    if (unix.length === 0) return
    const toUnix =
      unix.length > windows.length || (unix.length === windows.length && unix[0]!.start < windows[0]!.start)
    const [odd, end, name, most] = toUnix ? [windows, '\n', 'CRLF', 'LF'] : [unix, '\r\n', 'LF', 'CRLF']
    const lines = odd.length === 1 ? 'This line ends' : `This line and ${odd.length - 1} more end`
    report({
      ...odd[0]!,
      message: `${lines} in ${name}, all others in ${most}.`,
      fix: { title: `End all lines in ${most}`, edits: odd.map((span) => ({ ...span, text: end })) },
    })
  },
})
