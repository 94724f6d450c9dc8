import type { Execution } from '../../src/model/execution.ts'
import type { Edge, Graph, ParallelVerdict, Phase, Timing } from '../../src/model/graph.ts'
import { emptyWork, type Gap, type Milestone, type Origin, type PhaseId, type Task } from '../../src/model/task.ts'

const place = { file: 'plan.md', start: 0, end: 0 }
const origin: Origin = { file: 'plan.md', heading: '', place }

/** A task with everything a test does not care about filled in. */
export function task(given: Partial<Task> & Pick<Task, 'id'>): Task {
  const own = { key: given.id, source: '', phase: 'M1', planId: '', hand: false } as const
  return { ...emptyWork(origin), ...own, ...given }
}

export function milestone(given: Partial<Milestone> & Pick<Milestone, 'number'>): Milestone {
  return {
    key: `m${given.number}`,
    title: '',
    label: '',
    priority: { level: given.number, word: '' },
    estimate: null,
    goal: '',
    validation: '',
    done: false,
    dependsOn: [],
    independent: false,
    origin,
    ...given,
  }
}

export function gap(given: Partial<Gap> & Pick<Gap, 'kind' | 'key'>): Gap {
  return { question: '', answer: '', blocking: false, place, ...given }
}

/** What a fixture or test says about an execution; the rest is derived or empty. */
export interface Sketch {
  readonly id?: string
  readonly title?: string
  readonly date?: string
  readonly links?: Execution['links']
  readonly milestones?: readonly (Partial<Milestone> &
    Pick<Milestone, 'number'> & { readonly after?: readonly number[] })[]
  readonly tasks?: readonly (Partial<Task> &
    Pick<Task, 'id'> & { readonly depends?: readonly string[]; readonly parallel?: boolean; readonly wave?: number })[]
  readonly gaps?: readonly (Partial<Gap> & Pick<Gap, 'kind' | 'key'>)[]
  readonly sections?: Readonly<Record<string, readonly { readonly id: string; readonly text: string }[]>>
  readonly answered?: Execution['answered']
  readonly longestChain?: readonly string[]
}

function graphOf(sketch: Sketch, tasks: readonly Task[], milestones: readonly Milestone[]): Graph {
  const edges: Edge[] = []
  const printed: Record<string, readonly string[]> = {}
  const parallel: Record<string, ParallelVerdict> = {}
  const timing: Record<string, Timing> = {}
  for (const { id, depends, parallel: beside, wave } of sketch.tasks ?? []) {
    for (const to of depends ?? []) edges.push({ from: id, to, reason: 'stated', because: '' })
    printed[id] = depends ?? []
    parallel[id] = { parallel: beside ?? false, reason: beside === true ? '' : 'no-partner', because: '' }
    timing[id] = { wave: wave ?? 0, start: 0, finish: 60 }
  }
  const idsIn = (phase: PhaseId): string[] => tasks.filter((one) => one.phase === phase).map(({ id }) => id)
  const numbers: PhaseId[] = milestones.map(({ number }): PhaseId => `M${number}`)
  const phases: Phase[] = [
    { id: 'setup', tasks: idsIn('setup'), after: [] },
    { id: 'foundational', tasks: idsIn('foundational'), after: ['setup'] },
    ...milestones.map(({ number, dependsOn }): Phase => {
      const after = dependsOn.map((one): PhaseId => `M${one.number}`)
      return { id: `M${number}`, tasks: idsIn(`M${number}`), after: ['foundational', ...after] }
    }),
    { id: 'polish', tasks: idsIn('polish'), after: ['foundational', ...numbers] },
  ]
  return { edges, phases, parallel, timing, longestChain: sketch.longestChain ?? [], criticalPath: [], printed }
}

/** An execution from what a test says about it. */
export function executionOf(sketch: Sketch): Execution {
  const tasks = (sketch.tasks ?? []).map(({ depends: _depends, parallel: _parallel, wave: _wave, ...given }) =>
    task(given),
  )
  const milestones = (sketch.milestones ?? []).map(({ after, ...given }) =>
    milestone({
      ...given,
      dependsOn:
        given.dependsOn ??
        (after ?? []).map((number) => ({
          number,
          stated: { target: `M${number}`, form: 'label', place, text: '' } as const,
        })),
    }),
  )
  const sections = Object.fromEntries(
    Object.entries(sketch.sections ?? {}).map(([name, entries]) => [
      name,
      entries.map((entry) => ({ ...entry, from: { place, ...entry } })),
    ]),
  )
  return {
    id: sketch.id ?? '001-example',
    title: sketch.title ?? 'Example',
    date: sketch.date ?? '',
    links: sketch.links ?? [{ role: 'Plan', path: 'plan.md' }],
    milestones,
    tasks,
    graph: graphOf(sketch, tasks, milestones),
    gaps: (sketch.gaps ?? []).map(gap),
    sections,
    answered: sketch.answered ?? [],
    diagnostics: [],
  }
}
