import type { Readable, Writable } from 'node:stream'

/** Everything a command sees of the world outside. */
export interface Io {
  readonly argv: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: Readable
  readonly stdout: Writable
  readonly stderr: Writable
}

/** Runs one command and answers its exit code. */
export async function main({ stderr }: Io): Promise<number> {
  stderr.write('intentk has no commands yet\n')
  return 2
}
