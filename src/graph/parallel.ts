import type { ParallelVerdict, Timing } from '../model/graph.ts'
import type { Task } from '../model/task.ts'
import type { Order } from './order.ts'
import { groupOf, inSameWave, unorderedMember, type Group, type Question } from './partners.ts'
import { segmentsOf, sharedPathTest, writtenPaths } from './paths.ts'
import type { Frame } from './phases.ts'
import { createTrie, recordWriter, type PathTrie } from './trie.ts'

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
  order: Order,
  timing: readonly Timing[],
  sharedPaths: readonly string[],
): ParallelVerdict[] {
  const shared = sharedPathTest(sharedPaths)
  const verdicts = tasks.map((task) => knownFiles(task, shared))
  firstWriters(tasks, frame, order, verdicts)
  introducedSymbols(tasks, frame, order, timing, verdicts)
  partners(frame, order, timing, verdicts)
  return verdicts
}

function knownFiles(task: Task, shared: (path: string) => boolean): ParallelVerdict {
  if (task.kind === 'verify' || task.kind === 'validate') return no('verify', task.kind)
  const written = writtenPaths(task)
  const unknown = written.find((mention) => mention.unresolved || mention.kind !== 'file')
  if (unknown !== undefined) return no('unknown-files', unknown.raw)
  if (written.length === 0) return no('unknown-files', '')
  const common = written.find((mention) => shared(mention.path))
  return common === undefined ? yes : no('shared-path', common.path)
}

// Writers of overlapping paths are always ordered, so the first in the order of the graph is before all others.
function firstWriters(tasks: readonly Task[], frame: Frame, order: Order, verdicts: ParallelVerdict[]): void {
  const tries = new Map<number, PathTrie>()
  const byRank: number[] = []
  for (const node of order.order) {
    if (node >= frame.taskCount) continue
    const rank = byRank.push(node) - 1
    const phase = frame.phaseOf[node]!
    const root = tries.get(phase) ?? createTrie()
    tries.set(phase, root)
    for (const { path } of writtenPaths(tasks[node] as Task)) {
      const earlier = recordWriter(root, segmentsOf(path), rank)
      if (earlier.length === 0 || !verdicts[node]!.parallel) continue
      verdicts[node] = no('not-first-writer', tasks[byRank[Math.max(...earlier.slice(0, 100))]!]!.id)
    }
  }
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
    const introducers = groupsBySymbol(tasks, members, order, timing)
    for (const task of members) {
      if (!verdicts[task]!.parallel) continue
      const named = [...new Set([...tasks[task]!.mentions, ...tasks[task]!.introduces])]
      const asked = named.filter(
        (symbol) => introducers.get(symbol)?.members.some((member) => member !== task) === true,
      )
      const certain = asked.find((symbol) => inSameWave({ task, group: introducers.get(symbol) as Group }, timing))
      if (certain !== undefined) {
        verdicts[task] = no('introduced-symbol', certain)
        continue
      }
      for (const symbol of asked) {
        questions.push({ task, group: introducers.get(symbol) as Group })
        symbols.push(symbol)
      }
    }
  }
  unorderedMember(order, timing, questions).forEach((unordered, at) => {
    const { task } = questions[at]!
    if (unordered && verdicts[task]!.parallel) verdicts[task] = no('introduced-symbol', symbols[at]!)
  })
}

function groupsBySymbol(
  tasks: readonly Task[],
  members: readonly number[],
  order: Order,
  timing: readonly Timing[],
): Map<string, Group> {
  const lists = new Map<string, number[]>()
  for (const task of members) {
    for (const symbol of tasks[task]!.introduces) {
      const list = lists.get(symbol)
      if (list === undefined) lists.set(symbol, [task])
      else list.push(task)
    }
  }
  return new Map([...lists].map(([symbol, list]) => [symbol, groupOf(list, order, timing)]))
}

function partners(frame: Frame, order: Order, timing: readonly Timing[], verdicts: ParallelVerdict[]): void {
  const questions: Question[] = []
  for (const members of frame.members) {
    const candidates = members.filter((task) => verdicts[task]!.parallel)
    const group = groupOf(candidates, order, timing)
    for (const task of candidates) questions.push({ task, group })
  }
  unorderedMember(order, timing, questions).forEach((found, at) => {
    if (!found) verdicts[questions[at]!.task] = no('no-partner', '')
  })
}
