import type { Call } from './arguments.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Outcome } from './outcome.ts'
import { printLines, wantsColor } from './terminal.ts'

/** How often the documents are looked at, in milliseconds. */
const EVERY = 500

/** Shows an answer again whenever it changes, until it is interrupted. */
export async function watchStatus(call: Call, io: Io, look: () => Outcome): Promise<Outcome> {
  if (call.switches.has('json')) throw new Misuse('`--watch` shows a screen.', 'Leave out `--json` or `--watch`.')
  const { stdout, env } = io
  const color = wantsColor(stdout, env, call.switches.has('no-color'))
  let interrupted = false
  let wake = (): void => undefined
  const interrupt = (): void => {
    interrupted = true
    wake()
  }
  process.once('SIGINT', interrupt)
  let last = ''
  while (!interrupted) {
    const { out } = look()
    const text = 'document' in out ? out.document : printLines(out, color)
    // The whole screen at once, so that nothing flickers; elsewhere one answer after the other.
    if (text !== last)
      stdout.write(stdout.isTTY === true ? `\u001b[H\u001b[2J${text}` : `${last === '' ? '' : '\n'}${text}`)
    last = text
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, EVERY)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
  process.removeListener('SIGINT', interrupt)
  return { code: 130, data: null, diagnostics: [], out: [], notes: [] }
}
