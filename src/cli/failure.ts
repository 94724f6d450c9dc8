import { displayPath } from '../workspace/paths.ts'
import { WorkspaceError } from '../workspace/errors.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import { bareDiagnostic, type Outcome } from './outcome.ts'
import { styled, type Line } from './terminal.ts'

/** What a thrown error is to the user: misuse and I/O in plain words, anything else a defect of the program. */
export function failureOutcome(error: unknown, { cwd, env }: Pick<Io, 'cwd' | 'env'>): Outcome {
  if (error instanceof Misuse) return failed(error.ruleId, error.message, null, error.hint)
  if (error instanceof WorkspaceError) {
    const file = error.path === '' ? null : displayPath(cwd, error.path)
    return failed(error.code, error.message, file, error.hint)
  }
  // Ctrl-C at a prompt; what was answered before is written.
  if (error instanceof Error && error.name === 'ExitPromptError')
    return { ...failed('interrupted', 'Interrupted.', null, ''), code: 130 }
  const message = error instanceof Error ? error.message : String(error)
  const stack = error instanceof Error && env['INTENTK_DEBUG'] ? (error.stack ?? '').split('\n').slice(1) : []
  const outcome = failed('internal-error', `${message} (this is a bug in intentk)`, null, '')
  return { ...outcome, notes: [...outcome.notes, ...stack] }
}

function failed(ruleId: string, message: string, file: string | null, hint: string): Outcome {
  const notes: Line[] = [[styled('red', 'error'), ` ${message}`]]
  if (hint !== '') notes.push(hint)
  const whole = hint === '' ? message : `${message} ${hint}`
  return { code: 2, data: null, diagnostics: [bareDiagnostic(ruleId, whole, file)], out: [], notes }
}
