#!/usr/bin/env node
import { fstatSync, writeSync } from 'node:fs'
import module from 'node:module'
import type { Output } from './cli/io.ts'
import { tuneForLittle } from './start.ts'

const { argv, env } = process

/** Node.js builds a stream when it is first asked for, which costs what a run may not need. */
function stream(name: 'stdout' | 'stderr'): NodeJS.WriteStream {
  const built = process[name]
  built.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit()
  })
  return built
}

/**
 * Writes to another program as its stream would, which is at once; but the modules of that stream take as long to load
 * as a small plan to read. A reader that has seen enough, such as `head`, closes the pipe; that is no failure of ours.
 */
function pipe(name: 'stdout' | 'stderr', fd: number): Output {
  let next: NodeJS.WriteStream | null = null
  return {
    write(text) {
      if (next !== null) return next.write(text)
      let rest: Uint8Array = Buffer.from(text)
      try {
        while (rest.length > 0) rest = rest.subarray(writeSync(fd, rest))
        return true
      } catch {
        // A pipe that does not wait for its reader is left to the stream, as is what else there is to complain of.
        next = stream(name)
        return next.write(rest)
      }
    },
  }
}

/** Where the output with this name goes. */
function opened(name: 'stdout' | 'stderr', fd: number): Output {
  if (process.platform === 'win32' || env['INTENTK_THREAD'] !== undefined) return stream(name)
  try {
    const stats = fstatSync(fd)
    return stats.isFIFO() || stats.isSocket() ? pipe(name, fd) : stream(name)
  } catch {
    // It was closed before the start.
    return stream(name)
  }
}

let stdout: Output | undefined
let stderr: Output | undefined

const standardOutput = (): Output => (stdout ??= opened('stdout', 1))
const standardError = (): Output => (stderr ??= opened('stderr', 2))

async function run(): Promise<void> {
  // Node 22 and later keep compiled code between runs; where nothing can be written, they go on without.
  const { enableCompileCache } = module as { enableCompileCache?: () => unknown }
  enableCompileCache?.()
  const { main } = await import('./cli/main.ts')
  process.exitCode = await main({
    argv: argv.slice(2),
    cwd: process.cwd(),
    program: import.meta.filename,
    env,
    hasLittle: tuneForLittle,
    get stdin() {
      return process.stdin
    },
    get stdout() {
      return standardOutput()
    },
    get stderr() {
      return standardError()
    },
  })
}

if (argv.length === 3 && (argv[2] === '--version' || argv[2] === '-V')) {
  standardOutput().write(`${__INTENTK_VERSION__}\n`)
} else {
  // What is thrown ends the process with its stack, as anything that nobody handles.
  void run()
}
