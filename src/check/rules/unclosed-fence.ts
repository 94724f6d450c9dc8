import type { Fix } from '../../model/diagnostic.ts'
import { mayHoldFences, openFences, type OpenFence } from '../facts/fences.ts'
import { rule } from '../rule.ts'

/** Lines that code seldom has: behind one of them nobody can tell where the code was meant to end. */
const NO_CODE = /^[ \t>]*(?:[-*+][ \t]+\[.\][ \t]|#{2,6}[ \t]|(?:`{3}|~{3})|\*\*|\|)/m

/** Closes a fence at the end of the document, where all that follows it is code. */
function closing(text: string, { marks, indent, end }: OpenFence, eol: string): Fix | undefined {
  const code = text.slice(marks.end, end)
  const from = code.indexOf('\n') + 1
  if (end < text.length || from === 0 || indent.trim() !== '' || NO_CODE.test(code.slice(from))) return undefined
  if (code.slice(from).trim() === '') return undefined
  const before = text.endsWith('\n') ? '' : eol
  return {
    title: 'Close the code block at the end',
    edits: [{ start: end, end, text: `${before}${indent}${text.slice(marks.start, marks.end)}${eol}` }],
  }
}

/** A code block without an end. */
export default rule({
  id: 'unclosed-fence',
  group: 'structure',
  severity: 'warning',
  recommended: true,
  checks: 'Every code fence is closed.',
  why: 'Without the closing marks everything below is code: headings, tasks and dependencies in it are read by nobody. Close the fence with the same marks on a line of their own.',
  fires: [
    {
      shows: 'a block of commands that swallows the tasks below it',
      files: '## Setup\n\n```bash\nnpm ci\n\n## Tasks\n\n- [ ] T001 Create `src/a.ts`\n- [ ] T002 Create `src/b.ts`\n',
      finds: ['```'],
    },
    {
      shows: 'a block at the end of the document',
      files: '- [ ] T001 Create `src/a.ts`\n\n~~~text\nT001 -> T002\n',
      finds: ['~~~'],
      fixed: '- [ ] T001 Create `src/a.ts`\n\n~~~text\nT001 -> T002\n~~~\n',
    },
    {
      shows: 'a block closed with fewer marks than it was opened with',
      files: '- [ ] T001 Create `src/a.ts`\n\n````text\ncode\n```\n\n- [ ] T002 Create `src/b.ts`\n',
      finds: ['````'],
    },
  ],
  silent: [
    {
      shows: 'blocks that are closed, one inside of a task and one inside of another block',
      files:
        '- [ ] T001 Create `src/a.ts`\n\n  ```ts\n  export {}\n  ```\n\n````markdown\n```bash\nls\n```\n````\n\n- [ ] T002 Create `src/b.ts`\n',
    },
    {
      shows: 'marks inside of a line',
      files: '- [ ] T001 Explain ```` ``` ```` in `docs/fences.md`\n- [ ] T002 Create `src/b.ts`\n',
    },
    {
      shows: 'a block in a quote',
      files: '> ```sh\n> npm test\n> ```\n\n- [ ] 1.1 写 `src/a.ts`\n',
    },
  ],
  document: (document, report) => {
    const { text } = document
    if (!mayHoldFences(text)) return
    const { tasks } = document
    for (const fence of openFences(tasks)) {
      const fix = closing(text, fence, tasks.eol)
      report({
        ...fence.marks,
        message: `This code block is never closed, so everything below it is code. Expected \`${text.slice(fence.marks.start, fence.marks.end)}\` on a line of its own where the code ends.`,
        ...(fix === undefined ? {} : { fix }),
      })
    }
  },
  vision: ({ result }, report) => {
    for (const { ruleId, place, message } of result?.diagnostics ?? [])
      if (ruleId === 'unclosed-fence' && place !== undefined) report({ ...place, message })
  },
})
