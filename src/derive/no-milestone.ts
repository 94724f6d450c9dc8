import type { CompileInput } from '../model/compile.ts'
import type { Diagnostic } from '../model/diagnostic.ts'

/** Nothing in the documents is a milestone or listed work: the error says what to write. */
export function noMilestone(input: CompileInput): Diagnostic {
  const names = input.documents.map((document) => document.source.path).join(', ')
  const first = input.documents[0]
  const blank = input.documents.every((document) => document.source.text.trim() === '')
  return {
    ruleId: 'no-milestone',
    severity: 'error',
    message: blank
      ? `${names === '' ? 'The plan' : names} is empty. Write "## Milestone 1: Title" with a list of tasks below it.`
      : `No milestone and no listed work was found in ${names}. Write headings such as "## Milestone 1: Title" or "## Phase 1: Title" with a list of tasks ("- [ ] ...") below them.`,
    ...(first === undefined
      ? {}
      : { place: { file: first.source.path, start: 0, end: Math.min(first.source.text.length, 1) } }),
  }
}
