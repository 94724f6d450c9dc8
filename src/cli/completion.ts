import { closest } from '../workspace/suggest.ts'
import type { Call } from './arguments.ts'
import { completionScripts } from './completion-scripts.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Outcome } from './outcome.ts'
import { shells } from './shell-commands.ts'

/** Prints the completion script of a shell. */
export async function run(call: Call, _io: Io): Promise<Outcome> {
  const [word = ''] = call.ids
  const shell = shells.find((name) => name === word.toLowerCase())
  if (shell === undefined) {
    const near = /^(?:pwsh|ps1?)$/i.test(word) ? 'powershell' : closest(word, shells)
    const hint = near === null ? `There are ${shells.join(', ')}.` : `Did you mean \`intentk completion ${near}\`?`
    throw new Misuse(`There is no completion for \`${word}\`.`, hint)
  }
  const script = completionScripts[shell]
  return { code: 0, data: { shell, script }, diagnostics: [], out: { document: script }, notes: [] }
}
