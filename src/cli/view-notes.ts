import type { Call } from './arguments.ts'
import { callOf } from './call-of.ts'
import { ownership } from './ownership.ts'
import type { Session } from './session.ts'
import type { Line } from './terminal.ts'

/** What every view says besides its answer: whose execute.md it does not show, and how many warnings there are. */
export function viewNotes(session: Session, call: Call): readonly Line[] {
  const { written, diagnostics } = session
  const notes: Line[] = []
  const owner = ownership(session)
  if (written !== null && owner !== 'own') {
    notes.push(
      `${written.path} ${owner === 'foreign' ? 'was not written by intentk' : 'was edited since'}: this is what the plan says.`,
    )
  }
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length
  if (warnings > 0) notes.push(`${warnings} warning${warnings === 1 ? '' : 's'} (${callOf(call, 'gaps')})`)
  return notes
}
