import { allowCommands, allowedCommands } from '../workspace/allowed.ts'
import type { FileSystem } from '../workspace/file-system.ts'
import type { Call } from './arguments.ts'
import { saysYes } from './ask.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'

/** Who wants to run commands, in words: the document as shown, and what else can be done. */
interface Asking {
  readonly shown: string
  /** The other way, as a sentence that begins with what `--yes` does. */
  readonly hint: string
}

/**
 * Asks for the commands that were never allowed in this checkout; answers what a person declined. Misuse where nobody
 * can be asked; then nothing has run.
 */
export async function askForCommands(
  fs: FileSystem,
  root: string,
  commands: readonly string[],
  { shown, hint }: Asking,
  { switches }: Pick<Call, 'switches'>,
  io: Io,
): Promise<ReadonlySet<string>> {
  const known = allowedCommands(fs, root)
  const fresh = commands.filter((command) => !known.has(command))
  const allowed: string[] = []
  const declined = new Set<string>()
  for (const command of fresh) {
    const yes = switches.has('yes') ? true : await saysYes(io, `${shown} wants to run \`${command}\`. Allow it?`)
    if (yes === null) {
      throw new Misuse(
        `\`${command}\` of ${shown} was never allowed to run here. Nothing is changed.`,
        `${hint}; on a terminal you are asked.`,
        'command-not-allowed',
      )
    }
    if (yes) allowed.push(command)
    else declined.add(command)
  }
  if (allowed.length > 0) allowCommands(fs, root, allowed)
  return declined
}
