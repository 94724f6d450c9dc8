#!/usr/bin/env node
import module from 'node:module'

const { argv, env } = process
const guarded = new Set<unknown>()

/** A stream to write to. Node.js builds one when it is first asked for, which costs what a run may not need. */
function output(name: 'stdout' | 'stderr'): NodeJS.WriteStream {
  const stream = process[name]
  if (!guarded.has(stream)) {
    guarded.add(stream)
    // A reader that has seen enough, such as `head`, closes the pipe; that is no failure of ours.
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      process.exit()
    })
  }
  return stream
}

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
    get stdin() {
      return process.stdin
    },
    get stdout() {
      return output('stdout')
    },
    get stderr() {
      return output('stderr')
    },
  })
}

if (argv.length === 3 && (argv[2] === '--version' || argv[2] === '-V')) {
  output('stdout').write(`${__INTENTK_VERSION__}\n`)
} else {
  // What is thrown ends the process with its stack, as anything that nobody handles.
  void run()
}
