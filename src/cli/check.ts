import { checkTargets } from '../workspace/check-targets.ts'
import { existingPaths } from '../workspace/existing.ts'
import { diskFileSystem, type FileSystem } from '../workspace/file-system.ts'
import type { Located } from '../workspace/locate.ts'
import type { Call } from './arguments.ts'
import { explainRule, listRules, refuseUnknownRules } from './check-rules.ts'
import { checkTarget, type CheckedTarget } from './check-run.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Outcome } from './outcome.ts'
import { countingProgress } from './progress.ts'
import { ownPaths } from './session.ts'

/** Checks documents by the rules of the linter; mends them with `--fix`. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  if (call.switches.has('list-rules')) return listRules(call, io)
  if (call.values['explain'] !== undefined) return explainRule(call.values['explain'])
  refuseUnknownRules(call.values['rule'])
  if (call.values['format'] === 'csv' && !call.switches.has('coverage'))
    throw new Misuse('`--format csv` prints a table.', 'Add `--coverage`, or choose another format.')
  const fs = io.fs ?? diskFileSystem
  const targets = checkTargets(fs, call.docs, io.cwd)
  const existing = existingByRoot(fs, targets)
  const progress = countingProgress(io.stderr, 'Checking', targets.length)
  const checked: CheckedTarget[] = []
  for (const target of targets) {
    checked.push(await checkTarget(fs, target, existing(target.root), call, io))
    progress.step()
  }
  progress.end()
  const { checkOutcome } = await import('./check-report.ts')
  return checkOutcome(checked, call, io)
}

/** The paths of each repository, looked up once for all its targets, without what intentk wrote for any of them. */
function existingByRoot(fs: FileSystem, targets: readonly Located[]): (root: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>()
  return (root) => {
    const found = known.get(root)
    if (found !== undefined) return found
    const own = targets.filter((target) => target.root === root).flatMap((target) => [...ownPaths(target)])
    const paths = existingPaths(fs, root, new Set(own))
    known.set(root, paths)
    return paths
  }
}
