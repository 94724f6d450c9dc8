import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'

/** A prompt on standard error, so that standard output stays free; inquirer is loaded here and nowhere else. */
export async function terminalQuestion({ stdin, stderr }: Io): Promise<(question: string) => Promise<string | null>> {
  if (stdin.isTTY !== true || stderr.isTTY !== true) {
    throw new Misuse(
      '`--answer` needs a terminal to ask on.',
      '`intentk gaps` lists the questions with the place where each answer goes.',
    )
  }
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
