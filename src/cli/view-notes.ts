import type { Call } from './arguments.ts'
import { callOf } from './call-of.ts'
import type { Session } from './session.ts'
import type { Line } from './terminal.ts'

/** What every view says besides its answer: that execute.md does not say it yet, and how many warnings there are. */
export function viewNotes(session: Session, call: Call): readonly Line[] {
  const { written, diagnostics, result } = session
  const notes: Line[] = []
  if (written !== null && result.status === 'compiled' && result.text !== written.text)
    notes.push(`${written.path} is behind the plan: ${callOf(call, 'execute', ['--diff'])} shows what would change.`)
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length
  if (warnings > 0) notes.push(`${warnings} warning${warnings === 1 ? '' : 's'} (${callOf(call, 'gaps')})`)
  return notes
}
