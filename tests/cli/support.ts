import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, sep } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { main, type Io } from '../../src/cli/main.ts'

/** What a run of the command line left behind. */
export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Files by relative path; a repository of its own, so that nothing above it counts. */
export function makeFolder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-cli-')))
  mkdirSync(join(folder, '.git'))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

/** Every file below a folder with its text, `.git` left out. */
export function filesOf(folder: string): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  )
  return Object.fromEntries(
    paths.sort().map((path) => [path.split(sep).join('/'), readFileSync(join(folder, path), 'utf8')]),
  )
}

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true })

/** Runs the command line inside this process. */
export async function runHere(
  cwd: string,
  argv: readonly string[],
  given: Partial<Io> & { readonly input?: string; readonly tty?: number } = {},
): Promise<Ran> {
  const { input = '', tty, ...io } = given
  const streams = [new PassThrough(), new PassThrough()] as const
  const texts = ['', '']
  streams.forEach((stream, at) => stream.on('data', (chunk: Buffer) => (texts[at] += chunk.toString())))
  if (tty !== undefined) for (const stream of streams) Object.assign(stream, { isTTY: true, columns: tty })
  const [stdout, stderr] = streams
  const code = await main({ argv, cwd, env: {}, stdin: Readable.from([Buffer.from(input)]), stdout, stderr, ...io })
  await Promise.all(streams.map((stream) => new Promise((done) => stream.end(done))))
  return { code, stdout: texts[0]!, stderr: texts[1]! }
}
