import { existingPaths } from '../workspace/existing.ts'
import type { FileSystem } from '../workspace/file-system.ts'
import { ownPaths, locate, withOutput } from '../workspace/locate.ts'
import type { TaskTarget } from '../workspace/task-target.ts'
import type { Call } from './arguments.ts'
import { callOf } from './call-of.ts'
import { checkTarget, lookAround } from './check-run.ts'
import type { Io } from './io.ts'
import type { Outcome } from './outcome.ts'
import { styled, type Line } from './terminal.ts'

const shown = 20

/** Checks the document before anything runs: the outcome that names its errors, null where it has none. */
export async function errorsOf(
  fs: FileSystem,
  call: Call,
  io: Io,
  { shown: document }: TaskTarget,
): Promise<Outcome | null> {
  const found = locate(fs, { argument: call.doc, cwd: io.cwd, withoutPlan: true })
  const located = call.values['out'] === undefined ? found : withOutput(fs, found, io.cwd, call.values['out'])
  const look = { ...call, values: {}, switches: new Set(['dry-run']) }
  const existing = existingPaths(fs, located.root, new Set(ownPaths(located)))
  const around = await lookAround(fs, located.root, existing, look)
  const { findings } = await checkTarget(fs, located, around, look, io)
  const errors = findings.filter(({ severity }) => severity === 'error')
  if (errors.length === 0) return null
  const lines = errors
    .slice(0, shown)
    .map(({ file, line, message, ruleId }): Line => [
      styled('red', 'error'),
      ` ${file ?? document}${line === null ? '' : `:${line}`}: ${message} (${ruleId})`,
    ])
  const more = errors.length > shown ? [`... ${errors.length - shown} more`] : []
  return {
    code: 1,
    data: null,
    diagnostics: errors,
    out: [],
    notes: [...lines, ...more, `Nothing runs while ${document} has errors. See \`${callOf(call, 'check')}\``],
  }
}
