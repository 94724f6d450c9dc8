import { commandName, readArguments } from './arguments.ts'
import type { Io } from './io.ts'
import type { Outcome } from './outcome.ts'
import { printLines, wantsColor } from './terminal.ts'

export type { Io } from './io.ts'

/** Runs one command line and answers its exit code. Throws nothing. */
export async function main(io: Io): Promise<number> {
  const { argv, env } = io
  const plain = argv.includes('--no-color')
  if (argv[0] === 'complete') {
    const { complete } = await import('./complete.ts')
    complete(argv.slice(1), io)
    return 0
  }
  let json = asksForJson(argv)
  let outcome: Outcome
  try {
    const wanted = readArguments(argv)
    if (wanted.kind === 'version') {
      io.stdout.write(`${__INTENTK_VERSION__}\n`)
      return 0
    }
    if (wanted.kind === 'help') {
      const { helpPage } = await import('./help.ts')
      io.stdout.write(printLines(helpPage(wanted.topic), wantsColor(io.stdout, env, plain)))
      return 0
    }
    json = wanted.call.switches.has('json')
    const { run } = await wanted.call.command.load()
    outcome = await run(wanted.call, io)
  } catch (error) {
    const { failureOutcome } = await import('./failure.ts')
    outcome = failureOutcome(error, io)
  }
  if (json) {
    const { printEnvelope } = await import('./envelope.ts')
    io.stdout.write(printEnvelope(commandName(argv), outcome))
    return outcome.code
  }
  if ('document' in outcome.out) await printDocument(outcome.out.document, io)
  else if (outcome.out.length > 0) io.stdout.write(printLines(outcome.out, wantsColor(io.stdout, env, plain)))
  if (outcome.notes.length > 0) io.stderr.write(printLines(outcome.notes, wantsColor(io.stderr, env, plain)))
  return outcome.code
}

/** Also for a command line that cannot be read: whoever asks for JSON gets its errors as JSON. */
function asksForJson(argv: readonly string[]): boolean {
  return argv.some(
    (word, at) => word === '--json' || word === '--format=json' || (word === 'json' && argv[at - 1] === '--format'),
  )
}

/** To a file or another program byte for byte; to a terminal with control characters made visible. */
async function printDocument(document: string, { stdout }: Io): Promise<void> {
  if (stdout.isTTY !== true) {
    stdout.write(document)
    return
  }
  const { escapeVisible } = await import('../model/escape.ts')
  stdout.write(escapeVisible(document.replaceAll('\r\n', '\n')))
}
