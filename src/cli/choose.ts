import type { Conflict, Take } from '../model/merge.ts'
import type { Call } from './arguments.ts'
import { questionOf } from './ask.ts'
import type { Io } from './io.ts'
import { oneLine, printLines, styled, wantsColor } from './terminal.ts'

/** Asks for each conflict whose words to take; null where none was chosen. An empty answer leaves one open. */
export async function chooseSides(conflicts: readonly Conflict[], call: Call, io: Io): Promise<Take | null> {
  const ask = await questionOf(io)
  if (ask === null) return null
  const plan: string[] = []
  const mine: string[] = []
  const color = wantsColor(io.stderr, io.env, call.switches.has('no-color'))
  for (const conflict of conflicts) {
    io.stderr.write(
      printLines(
        [
          [styled('bold', conflict.about), conflict.field === 'text' ? '' : ` ${conflict.field}`],
          `  was    ${oneLine(conflict.base)}`,
          ['  ', styled('cyan', `yours  ${oneLine(conflict.mine)}`)],
          ['  ', styled('green', `plan   ${oneLine(conflict.plan)}`)],
        ],
        color,
      ),
    )
    const answer = (await ask('Take [p]lan or [m]ine? (empty leaves it open, q ends)'))?.trim().toLowerCase() ?? 'q'
    if (answer.startsWith('q')) break
    if (answer.startsWith('p')) plan.push(conflict.about)
    else if (answer.startsWith('m')) mine.push(conflict.about)
  }
  return plan.length + mine.length === 0 ? null : { plan, mine }
}
