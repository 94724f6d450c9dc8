import type { PhaseId } from '../model/task.ts'
import type { Lock } from '../merge/lock.ts'
import type { Reconciled } from '../merge/reconcile.ts'
import type { PatchInput } from './patch-input.ts'

export function wantedOrder(reconciled: Reconciled): Map<PhaseId, string[]> {
  const wanted = new Map<PhaseId, string[]>()
  let last: PhaseId | null = null
  let list: string[] = []
  for (let at = 0; at < reconciled.tasks.length; at++) {
    const { id, phase } = reconciled.tasks[at]!
    if (phase !== last) {
      last = phase
      list = wanted.get(phase) ?? []
      wanted.set(phase, list)
    }
    list.push(id)
  }
  return wanted
}

/** The order in which phases were generated: the n of their `## Phase n`. */
function generatedOrder(lock: Lock): PhaseId[] {
  return lock.headings
    .map((record) => ({
      phase: record.heading.replace(/^phase:/, '') as PhaseId,
      n: Number(/Phase (\d+)/.exec(record.text)?.[1] ?? 0),
    }))
    .sort((a, b) => a.n - b.n)
    .map((one) => one.phase)
}

/** The sections move only where the person left them in the order in which they were generated. */
export function sectionOrder(input: PatchInput): PhaseId[] | null {
  const before = generatedOrder(input.lock)
  const now: PhaseId[] = [
    'setup',
    'foundational',
    ...input.execution.milestones.map(({ number }): PhaseId => `M${number}`),
    'polish',
  ]
  const known = new Set(before)
  const common = now.filter((phase) => known.has(phase))
  const shared = new Set(common)
  const old = before.filter((phase) => shared.has(phase))
  if (common.every((phase, at) => phase === old[at])) return null
  const seen = new Set<PhaseId>()
  const mine = input.phases.filter(
    (phase): phase is PhaseId => phase !== null && !seen.has(phase) && seen.add(phase) !== undefined,
  )
  const standing = mine.filter((phase) => known.has(phase))
  const there = new Set(standing)
  const left = before.filter((phase) => there.has(phase))
  return standing.every((phase, at) => phase === left[at]) ? now : null
}
