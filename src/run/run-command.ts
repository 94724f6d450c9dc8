import { spawn, type ChildProcess } from 'node:child_process'

/** A program to run: its words, where, with which environment, and for how long at most. */
export interface CommandRun {
  readonly argv: readonly [string, ...string[]]
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly deadlineMs: number
  /** What it gets on its standard input; nothing unless given. */
  readonly input?: string | Uint8Array
  /** More bytes than this end it; it may print without end unless given. */
  readonly outputLimit?: number
  /** How many bytes of the output's end are kept; 64 KiB unless given. */
  readonly keep?: number
  /** Ends it from outside. */
  readonly signal?: AbortSignal
}

/** How a program ended. `output` is the end of what it printed, both streams in the order they came. */
export interface CommandEnd {
  readonly end: 'passed' | 'failed' | 'timeout' | 'output-limit' | 'interrupted' | 'not-started'
  /** Null where a signal or the deadline ended it. */
  readonly code: number | null
  readonly output: string
  /** More was printed than is kept. */
  readonly cut: boolean
}

/** The end of the output is what tells why; a program that never stops printing must not fill the memory. */
const keptBytes = 64 * 1024
const graceMs = 2000

type Stopped = 'timeout' | 'output-limit' | 'interrupted'

/**
 * Runs a program without a shell and answers how it ended; throws nothing. At the deadline, over the limit of its output,
 * and when this process is interrupted, it ends with everything it started: first asked, then killed.
 */
export function runCommand(run: CommandRun): Promise<CommandEnd> {
  if (run.signal?.aborted === true) return Promise.resolve(notStarted('interrupted', ''))
  let child: ChildProcess
  try {
    child = start(run)
  } catch (error) {
    // Words with a NUL, or more of them than the system takes, never reach a program.
    return Promise.resolve(notStarted('not-started', error instanceof Error ? error.message : String(error)))
  }
  return ended(run, child)
}

const notStarted = (end: 'interrupted' | 'not-started', output: string): CommandEnd => ({
  end,
  code: null,
  output,
  cut: false,
})

function start({ argv: [program, ...args], cwd, env, input }: CommandRun): ChildProcess {
  const child = spawn(program, args, {
    cwd,
    env,
    shell: false,
    // A group of its own, so that what it starts can be ended with it.
    detached: process.platform !== 'win32',
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    windowsHide: true,
  })
  // Whoever does not read all of its input is no error.
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(input)
  return child
}

function ended(run: CommandRun, child: ChildProcess): Promise<CommandEnd> {
  return new Promise((resolve) => {
    let stopped: Stopped | null = null
    const stop = (why: Stopped): void => {
      if (stopped !== null) return
      stopped = why
      endGroup(child, 'SIGTERM')
      setTimeout(() => endGroup(child, 'SIGKILL'), graceMs).unref()
    }
    const tail = keepTail(child, run.keep ?? keptBytes, run.outputLimit ?? Number.POSITIVE_INFINITY, () =>
      stop('output-limit'),
    )
    const interrupt = (): void => stop('interrupted')
    const deadline = setTimeout(() => stop('timeout'), run.deadlineMs)
    // Whoever gives a signal of its own also listens to the process.
    if (run.signal === undefined) for (const signal of signals) process.on(signal, interrupt)
    run.signal?.addEventListener('abort', interrupt)
    const settle = (end: CommandEnd['end'], code: number | null, note = ''): void => {
      clearTimeout(deadline)
      for (const signal of signals) process.off(signal, interrupt)
      run.signal?.removeEventListener('abort', interrupt)
      child.stdin?.destroy()
      child.stdout?.destroy()
      child.stderr?.destroy()
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
function keepTail(
  child: ChildProcess,
  most: number,
  limit: number,
  over: () => void,
): (note: string) => Pick<CommandEnd, 'output' | 'cut'> {
  const chunks: Buffer[] = []
  let size = 0
  let all = 0
  let cut = false
  const add = (chunk: Buffer): void => {
    all += chunk.length
    if (all > limit) over()
    chunks.push(chunk)
    size += chunk.length
    while (size - chunks[0]!.length >= most) {
      size -= chunks.shift()!.length
      cut = true
    }
  }
  child.stdout?.on('data', add)
  child.stderr?.on('data', add)
  return (note) => {
    const whole = Buffer.concat(chunks)
    const kept = whole.subarray(Math.max(0, whole.length - most))
    const output = new TextDecoder().decode(kept) + note
    return { output, cut: cut || kept.length < whole.length }
  }
}
