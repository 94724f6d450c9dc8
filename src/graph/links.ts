import type { Diagnostic } from '../model/diagnostic.ts'
import type { Milestone, Task } from '../model/task.ts'
import { admit } from './cycles.ts'
import { droppedDiagnostics } from './dropped.ts'
import { layerLinks, spellOutLayers } from './layers.ts'
import { endsOf, type Link } from './net.ts'
import { acyclicOrder, orderOf, type Order } from './order.ts'
import { builtInBarriers, membership, membershipEnds, type Frame } from './phases.ts'
import { sameFileLinks } from './same-file.ts'
import { sequenceLinks } from './sequence.ts'
import { cycleDiagnostics } from './shortest.ts'
import { statedLinks, type Stated } from './stated.ts'
import { validationLinks } from './validation.ts'
import type { Writes } from './writes.ts'

/** All links of a plan, without a cycle, and the order that they make. */
export interface PlanLinks {
  /** Strongest reason first, without those that say which phase a task is part of. */
  readonly links: readonly Link[]
  /** Of these, of the phases and their barriers. */
  readonly order: Order
  /** The barriers, from the end of one phase to the start of another. */
  readonly barriers: readonly Link[]
  /** Task numbers that the end of their phase does not wait for. */
  readonly exempt: readonly number[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Everything but the layers. */
interface Base extends PlanLinks {
  /** Links of phases, their members and the barriers between them: by both ends, and in full where a cycle asks. */
  readonly structureEnds: Int32Array
  readonly structure: () => readonly Link[]
}

/**
 * The links of all reasons, strongest first: stated, then barrier, validation, sequence, same-file, layer. Nearly every
 * plan has no cycle in all of them together, so that one look at the whole is enough; else they are added reason by
 * reason.
 */
export function planLinks(
  tasks: readonly Task[],
  milestones: readonly Milestone[],
  frame: Frame,
  writes: Writes,
): PlanLinks {
  const said = statedLinks(tasks, milestones, frame, writes)
  return withLayers(tasks, frame, atOnce(tasks, frame, writes, said) ?? oneByOne(tasks, frame, writes, said))
}

/** What stands between two phases, and not between tasks. */
const isBarrier = (frame: Frame, each: Link): boolean => each.before >= frame.taskCount && each.after >= frame.taskCount

function atOnce(tasks: readonly Task[], frame: Frame, writes: Writes, said: Stated): Base | null {
  const built = builtInBarriers(frame)
  const checks = validationLinks(tasks, frame)
  const sequences = sequenceLinks(tasks)
  const sameFile = sameFileLinks(tasks, writes, null)
  const links = said.links.concat(checks, sequences, sameFile)
  const structureEnds = endsOf([built], membershipEnds(frame))
  const order = acyclicOrder(frame.size, frame.taskCount, endsOf([links], structureEnds))
  if (order === null) return null
  const barriers = [...built, ...said.links.filter((each) => isBarrier(frame, each))]
  const structure = (): Link[] => {
    const { starts, ends } = membership(frame)
    return [...starts, ...built, ...ends]
  }
  return { links, order, barriers, exempt: [], diagnostics: said.diagnostics, structureEnds, structure }
}

/**
 * Adds reason by reason, strongest first, so that a cycle always loses its weakest edge. A cycle of statements alone is
 * an error; the graph goes on without the statements that close it. Where a task of an early phase states to wait for a
 * later phase, the barrier stands and the task is taken out of what its phase's end waits for.
 */
function oneByOne(tasks: readonly Task[], frame: Frame, writes: Writes, said: Stated): Base {
  const { starts, ends } = membership(frame)
  const stated = admit(frame.size, [...starts, ...ends], said.links)
  const diagnostics = [...said.diagnostics]
  if (stated.component !== null) {
    diagnostics.push(...cycleDiagnostics([...starts, ...ends, ...said.links], stated.component, frame, tasks))
  }
  const built = builtInBarriers(frame)
  const held = admit(frame.size, [...stated.kept, ...starts, ...built], ends)
  const structure = [...starts, ...built, ...held.kept]
  let links: Link[] = [...stated.kept]
  diagnostics.push(...droppedDiagnostics(frame.size, [...links, ...structure], held.dropped, frame, tasks))
  const join = (added: readonly Link[]): number => {
    const { kept, dropped } = admit(frame.size, [...structure, ...links], added)
    links = [...links, ...kept]
    diagnostics.push(...droppedDiagnostics(frame.size, [...structure, ...links], dropped, frame, tasks))
    return dropped.length
  }
  join(validationLinks(tasks, frame))
  join(sequenceLinks(tasks))
  if (join(sameFileLinks(tasks, writes, null)) > 0)
    links = [...links, ...turnedWriters(tasks, frame, writes, [...structure, ...links])]
  return {
    links,
    order: orderOf(frame.size, frame.taskCount, [...structure, ...links]),
    barriers: [...built, ...stated.kept.filter((each) => isBarrier(frame, each))],
    exempt: held.dropped.map((each) => each.before),
    diagnostics,
    structureEnds: endsOf([structure]),
    structure: () => structure,
  }
}

// Where stronger edges turned two writers round, their neighbours in the chain may have lost their order with each
// other; a second chain along the order of the graph gives it back and can close no cycle.
function turnedWriters(tasks: readonly Task[], frame: Frame, writes: Writes, links: readonly Link[]): Link[] {
  const { order } = orderOf(frame.size, frame.taskCount, links)
  const known = new Set(links.map((each) => each.before * frame.size + each.after))
  return sameFileLinks(
    tasks,
    writes,
    order.filter((node) => node < frame.taskCount),
  ).filter((each) => !known.has(each.before * frame.size + each.after))
}

/** Layers come last, since they are weaker than every order that exists without them. */
function withLayers(tasks: readonly Task[], frame: Frame, base: Base): PlanLinks {
  const { links, structureEnds } = base
  const { size, links: wanted } = layerLinks(tasks, frame, base.order)
  if (wanted.length === 0) return base
  const orderWith = (added: readonly Link[]): Order | null =>
    acyclicOrder(size, frame.taskCount, endsOf([links, added], structureEnds))
  const dropped: Diagnostic[] = []
  let kept = wanted
  if (orderWith(wanted) === null) {
    const all = [...base.structure(), ...links]
    const admitted = admit(size, all, wanted)
    kept = admitted.kept
    dropped.push(...droppedDiagnostics(size, [...all, ...kept], admitted.dropped, frame, tasks))
  }
  const layers = spellOutLayers(frame, base.order, kept)
  return {
    ...base,
    links: [...links, ...layers],
    order: orderWith(layers) as Order,
    diagnostics: [...base.diagnostics, ...dropped],
  }
}
