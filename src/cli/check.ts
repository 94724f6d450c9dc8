import { checkTargets } from '../workspace/check-targets.ts'
import { countFeatures } from '../workspace/features.ts'
import { existingPaths } from '../workspace/existing.ts'
import { ownPaths } from '../workspace/locate.ts'
import { diskFileSystem, type FileSystem } from '../workspace/file-system.ts'
import { repositoryRoot } from '../workspace/git.ts'
import type { Located } from '../workspace/locate.ts'
import { rememberingFileSystem } from '../workspace/remembering.ts'
import type { Call } from './arguments.ts'
import {
  answerShare,
  newPart,
  ownPart,
  startHelpers,
  take,
  threadsFor,
  type Helper,
  type Part,
  type Share,
} from './check-pool.ts'
import { explainRule, listRules, refuseUnknownRules } from './check-rules.ts'
import { checkTarget, lookAround, type Around, type CheckedTarget } from './check-run.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Outcome } from './outcome.ts'
import { countingProgress } from './progress.ts'

/** Checks documents by the rules of the linter; mends them with `--fix`. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  if (call.switches.has('list-rules')) return listRules(call, io)
  if (call.values['explain'] !== undefined) return explainRule(call.values['explain'])
  const part = ownPart(io)
  if (part !== null) {
    answerShare(await checkShare(await part, call, io, () => undefined))
    return { code: 0, data: null, diagnostics: [], out: [], notes: [] }
  }
  refuseUnknownRules(call.values['rule'])
  if (call.values['format'] === 'csv' && !call.switches.has('coverage'))
    throw new Misuse('`--format csv` prints a table.', 'Add `--coverage`, or choose another format.')
  const fs = diskOf(call, io)
  const isTable = call.switches.has('coverage')
  // The others start while this thread looks for what there is to check.
  const expected = isTable || call.docs.length > 0 ? 0 : countFeatures(fs, repositoryRoot(fs, io.cwd))
  const helpers = startHelpers(threadsFor(expected, io) - 1, io)
  const targets = checkTargets(fs, call.docs, io.cwd)
  if (isTable) {
    const { coverageOutcome } = await import('./check-coverage.ts')
    return coverageOutcome(fs, targets, call, io)
  }
  const checked = await checkAll(fs, targets, helpers, call, io)
  const { checkOutcome } = await import('./check-report.ts')
  const outcome = await checkOutcome(checked, call, io)
  if (call.values['format'] !== 'checklist') return outcome
  const { withChecklists } = await import('./check-checklist.ts')
  return withChecklists(outcome, fs, targets, checked, call)
}

/** A thousand visions share their folders and their settings; what is mended is looked at anew. */
function diskOf({ switches }: Call, { fs = diskFileSystem }: Io): FileSystem {
  return switches.has('fix') ? fs : rememberingFileSystem(fs)
}

/** Checks all targets, in several threads where there are many; answers in their order. */
async function checkAll(
  fs: FileSystem,
  targets: readonly Located[],
  early: readonly Helper[],
  call: Call,
  io: Io,
): Promise<readonly CheckedTarget[]> {
  const helpers = early.length > 0 ? early : startHelpers(threadsFor(targets.length, io) - 1, io)
  const existing = existingByRoot(fs, targets)
  // What is looked up when it is asked for cannot be handed to a thread.
  const whole =
    helpers.length === 0 ? existing : new Map([...existing].map(([root, paths]) => [root, new Set(paths)] as const))
  const part = newPart(targets, whole)
  const progress = countingProgress(io.stderr, 'Checking', targets.length)
  const others = helpers.map((helper) => helper.check(part))
  const own = await checkShare(part, call, io, () => progress.step(part.taken[0]!))
  const all = [own, ...(await Promise.all(others))].flat()
  progress.end()
  return all.toSorted(([a], [b]) => a - b).map(([, checked]) => checked)
}

async function checkShare(part: Part, call: Call, io: Io, step: () => void): Promise<Share> {
  const fs = diskOf(call, io)
  const around = new Map<string, Around>()
  const share: (readonly [number, CheckedTarget])[] = []
  for (let next = take(part); next.length > 0; next = take(part)) {
    for (const at of next) {
      const target = part.targets[at]!
      const { root, folder } = target
      // One look at a folder tells what all the others would ask for.
      if (folder !== null) fs.list(folder)
      let known = around.get(root)
      if (known === undefined) around.set(root, (known = await lookAround(fs, root, part.existing.get(root)!, call)))
      share.push([at, await checkTarget(fs, target, known, call, io)])
    }
    step()
  }
  return share
}

/** The paths of each repository, looked up once for all its targets, without what intentk wrote for any of them. */
function existingByRoot(fs: FileSystem, targets: readonly Located[]): ReadonlyMap<string, ReadonlySet<string>> {
  const roots = new Set(targets.map(({ root }) => root))
  return new Map(
    [...roots].map((root) => {
      const own = targets.filter((target) => target.root === root).flatMap((target) => [...ownPaths(target)])
      return [root, existingPaths(fs, root, new Set(own))] as const
    }),
  )
}
