import { escapeVisible } from '../model/escape.ts'
import type { Io } from './io.ts'

/** Asks a person for one line on the terminal; null where there is no terminal to ask on. */
export async function questionOf({
  ask,
  stdin,
  stderr,
}: Io): Promise<((question: string) => Promise<string | null>) | null> {
  if (ask !== undefined) return ask
  if (stdin.isTTY !== true || stderr.isTTY !== true) return null
  // A prompt on standard error, so that standard output stays free; inquirer is loaded here and nowhere else.
  const { default: inquirer } = await import('inquirer')
  const prompt = inquirer.createPromptModule({
    input: stdin as NodeJS.ReadStream,
    output: stderr as NodeJS.WriteStream,
  })
  return async (message) => {
    const { answer } = await prompt([{ type: 'input', name: 'answer', message }])
    return typeof answer === 'string' ? answer : null
  }
}

/** Whether a person says yes; null where there is nobody to ask. `--yes` is the caller's to look at. */
export async function saysYes(io: Io, question: string): Promise<boolean | null> {
  const ask = await questionOf(io)
  if (ask === null) return null
  // The question may quote a document, which must not be able to show another one.
  return /^\s*y(?:es)?\s*$/i.test((await ask(`${escapeVisible(question.replace(/\s+/g, ' '))} (y/N)`)) ?? '')
}

/** One entry of a list to choose from. */
export interface Choice {
  readonly name: string
  readonly value: string
  readonly checked: boolean
}

/** Lets a person choose several of a list; null where there is nobody to ask. */
export async function chooseMany(
  { choose, ask, stdin, stderr }: Io,
  message: string,
  choices: readonly Choice[],
): Promise<readonly string[] | null> {
  if (choose !== undefined) return choose(message, choices)
  if (ask !== undefined || stdin.isTTY !== true || stderr.isTTY !== true) return null
  const { default: inquirer } = await import('inquirer')
  const prompt = inquirer.createPromptModule({
    input: stdin as NodeJS.ReadStream,
    output: stderr as NodeJS.WriteStream,
  })
  const { answer } = await prompt([
    {
      type: 'checkbox',
      name: 'answer',
      message,
      choices: choices.map((each) => ({ ...each })),
      loop: false,
      pageSize: 12,
    },
  ])
  return Array.isArray(answer) ? answer.filter((each) => typeof each === 'string') : []
}
