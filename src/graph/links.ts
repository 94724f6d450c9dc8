import type { Diagnostic } from '../model/diagnostic.ts'
import type { Milestone, Task } from '../model/task.ts'
import { admit } from './cycles.ts'
import { droppedDiagnostics } from './dropped.ts'
import { layerLinks, spellOutLayers } from './layers.ts'
import { netOf, topologicalOrder, type Link } from './net.ts'
import { builtInBarriers, membership, type Frame } from './phases.ts'
import { sameFileLinks } from './same-file.ts'
import { sequenceLinks } from './sequence.ts'
import { cycleDiagnostics } from './shortest.ts'
import { statedLinks } from './stated.ts'
import { validationLinks } from './validation.ts'

/** All links of a plan, without a cycle, strongest reason first. */
export interface PlanLinks {
  readonly size: number
  readonly links: readonly Link[]
  /** The barriers among them, from the end of one phase to the start of another. */
  readonly barriers: readonly Link[]
  /** Task numbers that the end of their phase does not wait for. */
  readonly exempt: readonly number[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Adds reason by reason, strongest first, so that a cycle always loses its weakest edge: stated, then barrier,
 * validation, sequence, same-file, layer. A cycle of statements alone is an error; the graph goes on without the
 * statements that close it. Where a task of an early phase states to wait for a later phase, the barrier stands and
 * the task is taken out of what its phase's end waits for.
 */
export function planLinks(tasks: readonly Task[], milestones: readonly Milestone[], frame: Frame): PlanLinks {
  const { starts, ends } = membership(frame)
  const said = statedLinks(tasks, milestones, frame)
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
  if (join(sameFileLinks(tasks, tasks.keys())) > 0)
    links = [...links, ...turnedWriters(tasks, frame, [...structure, ...links])]
  const base = [...structure, ...links]
  const layers = layerLinks(tasks, frame, base)
  const layered = admit(layers.size, base, layers.links)
  diagnostics.push(...droppedDiagnostics(layers.size, [...base, ...layered.kept], layered.dropped, frame, tasks))
  links = [...links, ...spellOutLayers(frame, base, layered.kept)]
  const isBarrier = (each: Link): boolean => each.before >= frame.taskCount && each.after >= frame.taskCount
  return {
    size: layers.size,
    links: [...links, ...structure],
    barriers: [...built, ...stated.kept.filter(isBarrier)],
    exempt: held.dropped.map((each) => each.before),
    diagnostics,
  }
}

// Where stronger edges turned two writers round, their neighbours in the chain may have lost their order with each
// other; a second chain along the order of the graph gives it back and can close no cycle.
function turnedWriters(tasks: readonly Task[], frame: Frame, links: readonly Link[]): Link[] {
  const order = topologicalOrder(netOf(frame.size, links)).filter((node) => node < frame.taskCount)
  const known = new Set(links.map((each) => each.before * frame.size + each.after))
  return sameFileLinks(tasks, order).filter((each) => !known.has(each.before * frame.size + each.after))
}
