import type { Output } from './io.ts'
import { printLines } from './terminal.ts'

/** Documents of more characters than this take about a second. */
const longText = 4_000_000

/**
 * Does some work and says on standard error what is going on if it takes above a second. Work that keeps the processor
 * from its clock is told by the length of its text, before it begins.
 */
export async function whileWaiting<T>(
  stderr: Output,
  what: string,
  length: number,
  work: () => Promise<T>,
): Promise<T> {
  const isTerminal = stderr.isTTY === true
  let told = false
  const tell = (): void => {
    told = true
    stderr.write(isTerminal ? printLines([`${what} ...`], false).trimEnd() : printLines([`${what} ...`], false))
  }
  const timer = length > longText ? null : setTimeout(tell, 1000)
  if (timer === null) tell()
  try {
    return await work()
  } finally {
    if (timer !== null) clearTimeout(timer)
    if (told && isTerminal) stderr.write('\r\u001b[K')
  }
}

/** Counts steps on a terminal, from the moment when they have taken a second. */
export function countingProgress(
  stderr: Output,
  what: string,
  total: number,
): { readonly step: (done: number) => void; readonly end: () => void } {
  const start = performance.now()
  let last = start + 900
  let told = false
  return {
    step: (done) => {
      const now = performance.now()
      if (stderr.isTTY !== true || now - last < 100 || done >= total) return
      last = now
      told = true
      stderr.write(`\r${what} ${done} of ${total} ...\u001b[K`)
    },
    end: () => {
      if (told) stderr.write('\r\u001b[K')
    },
  }
}
