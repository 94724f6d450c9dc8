#!/usr/bin/env node
import module from 'node:module'

const { argv, env, stdout, stderr } = process

// A reader that has seen enough, such as `head`, closes the pipe; that is no failure of ours.
for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit()
  })
}

if (argv.length === 3 && (argv[2] === '--version' || argv[2] === '-V')) {
  stdout.write(`${__INTENTK_VERSION__}\n`)
} else {
  // Node 22 and later keep compiled code between runs; where nothing can be written, they go on without.
  const { enableCompileCache } = module as { enableCompileCache?: () => unknown }
  enableCompileCache?.()
  const { main } = await import('./cli/main.ts')
  process.exitCode = await main({ argv: argv.slice(2), cwd: process.cwd(), env, stdin: process.stdin, stdout, stderr })
}
