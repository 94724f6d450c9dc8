import type { PlanItem } from '../model/task.ts'

/** What is known of an item that no line of a list says. */
export type KnownItem = Pick<PlanItem, 'key' | 'phase' | 'kind' | 'text' | 'origin'> & Partial<PlanItem>

const NONE: readonly never[] = []

/**
 * An item of which only some is known. Its fields are named one by one, in the order in which those of listed tasks
 * stand: objects put together from parts have a hidden class each, which slows down every later look at any of them.
 */
export function planItem(known: KnownItem): PlanItem {
  return {
    key: known.key,
    source: known.source ?? '',
    phase: known.phase,
    keepId: known.keepId ?? '',
    planId: known.planId ?? '',
    kind: known.kind,
    text: known.text,
    body: known.body ?? NONE,
    state: known.state ?? 'open',
    paths: known.paths ?? NONE,
    introduces: known.introduces ?? NONE,
    mentions: known.mentions ?? NONE,
    estimate: known.estimate ?? null,
    gates: known.gates ?? NONE,
    stated: known.stated ?? NONE,
    sequence: known.sequence ?? '',
    layer: known.layer ?? null,
    covers: known.covers ?? NONE,
    origin: known.origin,
  }
}
