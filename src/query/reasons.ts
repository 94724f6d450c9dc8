import type { EdgeReason, ParallelVerdict } from '../model/graph.ts'

/** Why one task waits for another, as the end of a sentence. */
export function reasonWords(reason: EdgeReason, because: string): string {
  switch (reason) {
    case 'stated':
      return because === '' ? 'the plan says so' : `the plan says \`${because}\``
    case 'same-file':
      return `both write ${because === '' ? 'the same file' : because}`
    case 'sequence':
      return because === '' ? 'they are steps of one sequence' : `they are steps of one sequence: ${because}`
    case 'layer':
      return because === '' ? 'its layer comes later' : because
    case 'barrier':
      return because === '' ? 'its phase comes later' : `phases are in order: ${because}`
    case 'validation':
      return because === '' ? 'it validates the milestone' : because
  }
}

/** Whether a task may run beside others, and if not, why, in one sentence. */
export function parallelWords(verdict: ParallelVerdict): string {
  const { parallel, reason, because } = verdict
  if (parallel) return '[P]: may run beside any [P] task of its phase that it does not depend on.'
  switch (reason) {
    case 'unknown-files':
      return because === ''
        ? 'No [P]: it names no file that it writes.'
        : `No [P]: \`${because}\` is not one known file.`
    case 'shared-path':
      return `No [P]: it writes ${because}, which many tasks touch.`
    case 'not-first-writer':
      return `No [P]: ${because} writes the same file before it.`
    case 'introduced-symbol':
      return `No [P]: it names \`${because}\`, which another task of the phase introduces at an unknown time.`
    case 'no-partner':
      return 'No [P]: no other task of its phase can run beside it.'
    case 'verify':
      return because === 'validate' ? 'No [P]: it validates its milestone.' : 'No [P]: it only runs a check.'
    default:
      return `No [P]${because === '' && reason === '' ? '.' : `: ${reason} ${because}`.trimEnd()}`
  }
}
