import type { RunHow } from '../run/run-how.ts'
import type { Call } from './arguments.ts'
import { questionOf } from './ask.ts'
import type { Io } from './io.ts'
import { escapeVisible } from '../model/escape.ts'
import type { View } from './run-view.ts'
import { oneLine, printLines } from './terminal.ts'

/** What a person is asked during a run. Each question stops the view while it stands. */
export function answersOf(call: Call, io: Io, view: View): Pick<RunHow, 'manual' | 'attest' | 'checkpoint'> {
  const isYes = call.switches.has('yes')
  const say = async (question: string): Promise<boolean | null> => {
    const ask = await questionOf(io)
    if (ask === null) return null
    return view.paused(async () =>
      /^\s*y(?:es)?\s*$/i.test((await ask(`${escapeVisible(oneLine(question))} (y/N)`)) ?? ''),
    )
  }
  return {
    manual: async ({ key }, prompt) => {
      // Whoever says yes to everything has not done the work.
      const ask = await questionOf(io)
      if (ask === null) return null
      await view.paused(async () => void io.stderr.write(printLines(prompt.split('\n'), false)))
      return say(`Is ${key} done?`)
    },
    attest: async ({ key, text }) =>
      isYes ? true : say(`Nothing can check ${key} (${text.slice(0, 200)}). Is it done?`),
    checkpoint: async ({ key, text }) => (isYes ? true : say(`Go on with ${key} (${text.slice(0, 200)})?`)),
  }
}
