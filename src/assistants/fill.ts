import { isShared, type Assistant, type Target } from './assistant.ts'
import type { Command } from './command.ts'

/** A command in the words of one assistant. */
export interface Filled {
  readonly name: string
  readonly description: string
  /** What the user may write behind it. */
  readonly hint: string
  /** Ends with one line end. */
  readonly body: string
}

/** What stands for the user's words where an assistant hands none over. */
const SPOKEN = 'what the user writes beside this command, in the conversation'

/**
 * Puts the placeholder of an assistant and its spelling of other commands into a body. What several assistants read
 * names the commands of the command line, which are the same for all of them.
 */
export function fill(command: Command, assistant: Assistant, { path }: Target, all: readonly Command[]): Filled {
  const { name, description, hint } = command
  const neutral = isShared(path)
  const spelled = (word: string, other: string): string => {
    const named = all.find((each) => each.name === other)
    if (named === undefined) return word
    return neutral ? named.instead : assistant.invoked.replace('<c>', () => other)
  }
  const body = command.body
    .replace(/\/intentk\.([a-z]+)/g, spelled)
    .replaceAll('$ARGUMENTS', () => assistant.placeholder ?? SPOKEN)
  return { name, description, hint, body }
}
