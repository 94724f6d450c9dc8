import { readWords } from '../../merge/hand.ts'
import type { DocumentTask } from '../../model/task-document.ts'
import { verifyCommands } from '../../parse/tasks/verify-command.ts'
import type { VerifiedTask } from '../contract.ts'

/** A task of a document as verification sees it: what it writes by its words, and its commands. */
export function verifiedTaskOf({ id, text, body }: Pick<DocumentTask, 'id' | 'text' | 'body'>): VerifiedTask {
  const { paths, kind } = readWords(text, body)
  const written = paths.filter(({ role, kind: of, unresolved }) => role === 'write' && of !== 'glob' && !unresolved)
  return {
    id: id === '' ? text : id,
    kind: isValidation(text) ? 'validate' : kind,
    text,
    writes: [
      ...new Set(written.map(({ path, kind: of }) => (of === 'directory' ? `${path.replace(/\/{1,9}$/, '')}/` : path))),
    ],
    verify: verifyCommands({ text, body }),
  }
}

/** The task that ends a milestone. */
export const isValidation = (text: string): boolean => /^Validate (?:Milestone \d|the measurable)/.test(text)
