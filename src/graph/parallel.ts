import type { ParallelVerdict, Timing } from '../model/graph.ts'
import type { Task } from '../model/task.ts'
import type { PathMention } from '../model/values.ts'
import type { Order } from './order.ts'
import { groupOf, inSameWave, unorderedMember, type Group, type Question } from './partners.ts'
import { sharedComparedTest } from './paths.ts'
import type { Frame } from './phases.ts'
import { writerRecord, type Writes } from './writes.ts'

const yes: ParallelVerdict = { parallel: true, reason: '', because: '' }
const no = (reason: string, because: string): ParallelVerdict => ({ parallel: false, reason, because })

/**
 * The rule of `[P]`: (a) its written files are known and not shared, (b) it is the first writer of them in its
 * phase, (c) it names no identifier that an unordered task of the phase introduces, (d) another task of the phase
 * that passes (a) to (c) is unordered with it. Checks and runs never pass. The first rule that fails is the reason.
 */
export function parallelVerdicts(
  tasks: readonly Task[],
  frame: Frame,
  writes: Writes,
  order: Order,
  timing: readonly Timing[],
  sharedPaths: readonly string[],
): ParallelVerdict[] {
  const verdicts = knownFiles(tasks, writes, sharedPaths)
  firstWriters(tasks, frame, writes, order, verdicts)
  introducedSymbols(tasks, frame, order, timing, verdicts)
  partners(frame, order, timing, verdicts)
  return verdicts
}

function knownFiles(tasks: readonly Task[], writes: Writes, sharedPaths: readonly string[]): ParallelVerdict[] {
  const { start, mentions, files } = writes
  const shared = writes.paths.map(sharedComparedTest(sharedPaths))
  const verdicts: ParallelVerdict[] = []
  for (let at = 0; at < tasks.length; at++) {
    const { kind } = tasks[at]!
    if (kind === 'verify' || kind === 'validate') {
      verdicts.push(no('verify', kind))
      continue
    }
    const end = start[at + 1]!
    let verdict = start[at] === end ? no('unknown-files', '') : yes
    let common: PathMention | null = null
    for (let spot = start[at]!; spot < end; spot++) {
      const mention = mentions[spot]!
      if (mention.unresolved || mention.kind !== 'file') {
        verdict = no('unknown-files', mention.raw)
        common = null
        break
      }
      if (common === null && shared[files[spot]!]) common = mention
    }
    verdicts.push(common === null ? verdict : no('shared-path', common.path))
  }
  return verdicts
}

// Writers of overlapping paths are always ordered, so the first in the order of the graph is before all others.
function firstWriters(
  tasks: readonly Task[],
  { ids, taskCount, phaseOf }: Frame,
  writes: Writes,
  { order }: Order,
  verdicts: ParallelVerdict[],
): void {
  if (writes.alone) return
  const { start, files } = writes
  const records = ids.map(() => writerRecord(writes))
  for (let rank = 0; rank < order.length; rank++) {
    const node = order[rank]!
    if (node >= taskCount) continue
    const record = records[phaseOf[node]!]!
    const end = start[node + 1]!
    for (let spot = start[node]!; spot < end; spot++) {
      const earlier = record(files[spot]!, rank)
      if (earlier.length === 0 || !verdicts[node]!.parallel) continue
      verdicts[node] = no('not-first-writer', tasks[order[Math.max(...earlier.slice(0, 100))]!]!.id)
    }
  }
}

/** The tasks of a phase that introduce a symbol, and as a group once somebody else names it. */
interface Introducers {
  readonly tasks: number[]
  group: Group | null
}

function introducedSymbols(
  tasks: readonly Task[],
  frame: Frame,
  order: Order,
  timing: readonly Timing[],
  verdicts: ParallelVerdict[],
): void {
  const questions: Question[] = []
  const symbols: string[] = []
  for (const members of frame.members) {
    const introducers = introducersOf(tasks, members)
    if (introducers.size === 0) continue
    const groupFor = (symbol: string): Group => {
      const known = introducers.get(symbol)!
      return (known.group ??= groupOf(known.tasks, order, timing))
    }
    for (let place = 0; place < members.length; place++) {
      const task = members[place]!
      if (!verdicts[task]!.parallel) continue
      const asked = introducedElsewhere(tasks[task]!, task, introducers)
      if (asked.length === 0) continue
      const certain = asked.find((symbol) => inSameWave({ task, group: groupFor(symbol) }, timing))
      if (certain !== undefined) {
        verdicts[task] = no('introduced-symbol', certain)
        continue
      }
      for (const symbol of asked) {
        questions.push({ task, group: groupFor(symbol) })
        symbols.push(symbol)
      }
    }
  }
  unorderedMember(order, timing, questions).forEach((unordered, at) => {
    const { task } = questions[at]!
    if (unordered && verdicts[task]!.parallel) verdicts[task] = no('introduced-symbol', symbols[at]!)
  })
}

function introducersOf(tasks: readonly Task[], members: readonly number[]): Map<string, Introducers> {
  const introducers = new Map<string, Introducers>()
  for (let place = 0; place < members.length; place++) {
    const task = members[place]!
    const { introduces } = tasks[task]!
    for (let at = 0; at < introduces.length; at++) {
      const known = introducers.get(introduces[at]!)
      if (known === undefined) introducers.set(introduces[at]!, { tasks: [task], group: null })
      else known.tasks.push(task)
    }
  }
  return introducers
}

const nothing: readonly string[] = []

/** What a task names and another task of its phase introduces; most tasks name nothing but what is their own. */
function introducedElsewhere(
  { mentions, introduces }: Task,
  task: number,
  introducers: ReadonlyMap<string, Introducers>,
): readonly string[] {
  let found: string[] | null = null
  const count = mentions.length + introduces.length
  for (let at = 0; at < count; at++) {
    const symbol = at < mentions.length ? mentions[at]! : introduces[at - mentions.length]!
    const known = introducers.get(symbol)?.tasks
    if (known !== undefined && (known[0] !== task || known[known.length - 1] !== task)) (found ??= []).push(symbol)
  }
  return found === null ? nothing : [...new Set(found)]
}

function partners(frame: Frame, order: Order, timing: readonly Timing[], verdicts: ParallelVerdict[]): void {
  const questions: Question[] = []
  for (const members of frame.members) {
    const alone = withoutWave(members, timing, verdicts)
    if (alone.length === 0) continue
    const group = groupOf(
      members.filter((task) => verdicts[task]!.parallel),
      order,
      timing,
    )
    for (const task of alone) questions.push({ task, group })
  }
  unorderedMember(order, timing, questions).forEach((found, at) => {
    if (!found) verdicts[questions[at]!.task] = no('no-partner', '')
  })
}

/** The candidates with no other one in their wave: tasks of one wave never wait for each other. */
function withoutWave(
  members: readonly number[],
  timing: readonly Timing[],
  verdicts: readonly ParallelVerdict[],
): readonly number[] {
  // The first candidate of each wave, -1 once there is a second one.
  const first = new Map<number, number>()
  let several = -1
  for (let place = 0; place < members.length; place++) {
    const task = members[place]!
    if (!verdicts[task]!.parallel) continue
    const { wave } = timing[task]!
    if (wave === several) continue
    if (first.has(wave)) first.set((several = wave), -1)
    else first.set(wave, task)
  }
  return [...first.values()].filter((task) => task >= 0)
}
