import { briefOf, MAX_TOKENS, openBriefing } from '../query/brief.ts'
import { indexAt } from '../query/board-tasks.ts'
import { lineIndex, pointAt } from '../parse/lines.ts'
import { documentsBeside } from '../workspace/brief-documents.ts'
import type { Call } from './arguments.ts'
import { callOf, callOfTasks } from './call-of.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import { bareDiagnostic, type Outcome } from './outcome.ts'
import { taskOf } from './show.ts'
import { oneLine, type Line } from './terminal.ts'
import { openViewed } from './viewed.ts'

/** Prints the block that an agent gets for one task. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const viewed = openViewed(call, io)
  const named = viewed === null ? null : taskOf(viewed, call)
  if (viewed === null || named === null)
    throw new Misuse(
      viewed === null
        ? 'There is no document with tasks yet.'
        : `There is no task \`${call.ids[0]}\` in ${viewed.target.shown}.`,
      `Run \`${callOf(call, 'execute')}\` first.`,
      'unknown-task',
    )
  const { board, fs, target } = viewed
  const { task } = named
  const lines = lineIndex(board.document.text)
  const lineOf = (offset: number): number => pointAt(lines, offset).line
  const briefing = openBriefing(board, documentsBeside(fs, target), lineOf)
  const maxTokens = Number(call.values['max-tokens'] ?? MAX_TOKENS)
  const brief = briefOf(briefing, indexAt(board, task.start), { maxTokens, force: call.switches.has('force') })
  const line = lineOf(task.start)
  const name = task.id === '' ? `L${line}` : task.id
  if (brief.ok) {
    const { prompt, tokens, omitted } = brief
    return {
      code: 0,
      data: { id: task.id, line, maxTokens, prompt, tokens, omitted },
      diagnostics: [],
      out: { document: prompt },
      notes: [
        `${tokens} of ${maxTokens} tokens${omitted.length === 0 ? '' : '; left out: '}${omitted.map(({ what, left }) => `${left} ${what}`).join(', ')}`,
      ],
    }
  }
  const refused = (status: string, message: string, data: object, hints: readonly Line[]): Outcome => ({
    code: 1,
    data: { status, id: task.id, line, ...data },
    diagnostics: [{ ...bareDiagnostic(status, message, target.shown), line }],
    out: [],
    notes: [message, ...hints],
  })
  if (brief.why === 'several-focuses')
    return refused(
      'several-focuses',
      `${name} has ${brief.focuses.length} focuses, and an agent gets one at a time.`,
      { focuses: brief.focuses, split: splitCommands(call, name, brief.focuses) },
      [
        ...brief.focuses.map((focus, at) => `  ${at + 1}. ${oneLine(focus)}`),
        'Split it in the plan, or here:',
        ...splitCommands(call, name, brief.focuses).map((command) => `  ${command}`),
        `To hand it over as it is: ${callOfTasks(call, 'show', [name, '--for-agent', '--force'])}`,
      ],
    )
  const least = brief.why === 'budget' ? brief.least : 0
  return refused('budget', `${name} alone takes ${least} tokens, more than ${maxTokens}.`, { maxTokens, least }, [
    `Give it room: ${callOfTasks(call, 'show', [name, '--for-agent', '--max-tokens', String(least)])}`,
  ])
}

/** The commands that make one task of each focus. */
function splitCommands(call: Call, name: string, focuses: readonly string[]): readonly string[] {
  const [first = '', ...others] = focuses.map(oneLine)
  return [
    callOfTasks(call, 'edit', [name, '--text', first]),
    ...others.toReversed().map((focus) => callOfTasks(call, 'add', [focus, '--after', name])),
  ]
}
