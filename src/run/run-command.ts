import { spawn, type ChildProcess } from 'node:child_process'

/** A program to run: its words, where, with which environment, and for how long at most. */
export interface CommandRun {
  readonly argv: readonly [string, ...string[]]
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly deadlineMs: number
  /** How many bytes of the output's end are kept; 64 KiB unless given. */
  readonly keep?: number
  /** Ends the program, as an interruption of this process does. */
  readonly signal?: AbortSignal
}

/** How a program ended. `output` is the end of what it printed, both streams in the order they came. */
export interface CommandEnd {
  readonly end: 'passed' | 'failed' | 'timeout' | 'interrupted' | 'not-started'
  /** Null where a signal or the deadline ended it. */
  readonly code: number | null
  readonly output: string
  /** More was printed than is kept. */
  readonly cut: boolean
}

/** The end of the output is what tells why; a program that never stops printing must not fill the memory. */
const keptBytes = 64 * 1024
const graceMs = 2000

/**
 * Runs a program without a shell and answers how it ended; throws nothing. It gets no input. At the deadline, and when
 * this process is interrupted, it ends with everything it started: first asked, then killed.
 */
export function runCommand(run: CommandRun): Promise<CommandEnd> {
  return new Promise((resolve) => {
    const [program, ...args] = run.argv
    const child = spawn(program, args, {
      cwd: run.cwd,
      env: run.env,
      shell: false,
      // A group of its own, so that what it starts can be ended with it.
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    })
    const tail = keepTail(child, run.keep ?? keptBytes)
    let stopped: 'timeout' | 'interrupted' | null = null
    const stop = (why: 'timeout' | 'interrupted'): void => {
      stopped ??= why
      endGroup(child, 'SIGTERM')
      setTimeout(() => endGroup(child, 'SIGKILL'), graceMs).unref()
    }
    const interrupt = (): void => stop('interrupted')
    const deadline = setTimeout(() => stop('timeout'), run.deadlineMs)
    for (const signal of signals) process.on(signal, interrupt)
    run.signal?.addEventListener('abort', interrupt)
    if (run.signal?.aborted === true) interrupt()
    const settle = (end: CommandEnd['end'], code: number | null, note = ''): void => {
      clearTimeout(deadline)
      for (const signal of signals) process.off(signal, interrupt)
      run.signal?.removeEventListener('abort', interrupt)
      child.stdout.destroy()
      child.stderr.destroy()
      resolve({ end, code, ...tail(note) })
    }
    child.once('error', (error) => settle('not-started', null, error.message))
    child.once('exit', (code) => {
      // What it left behind would hold the pipes open, and nobody would ever end it.
      endGroup(child, 'SIGKILL')
      const end = stopped ?? (code === 0 ? 'passed' : 'failed')
      const done = setTimeout(() => settle(end, code), 500)
      child.once('close', () => {
        clearTimeout(done)
        settle(end, code)
      })
    })
  })
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

function endGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // It is gone already.
  }
}

/** Collects the end of both streams; answers it as text with a note behind. */
function keepTail(child: ChildProcess, keep: number): (note: string) => Pick<CommandEnd, 'output' | 'cut'> {
  const chunks: Buffer[] = []
  let size = 0
  let cut = false
  const add = (chunk: Buffer): void => {
    chunks.push(chunk)
    size += chunk.length
    while (size - chunks[0]!.length >= keep) {
      size -= chunks.shift()!.length
      cut = true
    }
  }
  child.stdout?.on('data', add)
  child.stderr?.on('data', add)
  return (note) => {
    const all = Buffer.concat(chunks)
    const kept = all.subarray(Math.max(0, all.length - keep))
    const output = new TextDecoder().decode(kept) + note
    return { output, cut: cut || kept.length < all.length }
  }
}
