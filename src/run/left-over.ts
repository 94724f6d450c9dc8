import { readdirSync, readFileSync } from 'node:fs'

/**
 * Ends processes that a run started and that left their group, or outlived the run: they are told by the environment
 * they were given. Answers how many there were. Only where the system shows the environment of processes.
 */
export function endLeftOver(run: string): number {
  if (process.platform !== 'linux') return 0
  const mark = Buffer.from(`INTENTK_RUN=${run}\0`)
  let count = 0
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue
    try {
      if (!readFileSync(`/proc/${name}/environ`).includes(mark)) continue
      process.kill(Number(name), 'SIGKILL')
      count++
    } catch {
      // Another user's, or gone already.
    }
  }
  return count
}
