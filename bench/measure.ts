import { compile } from '../src/compile.ts'
import { comparedPath, defaultSharedPaths } from '../src/graph/paths.ts'
import { readDocument } from '../src/parse/document.ts'
import { loadParser, type BlockParser } from '../src/parse/markdown.ts'
import type { CompileResult, InputDocument } from '../src/model/compile.ts'
import type { Execution } from '../src/model/execution.ts'
import type { PlanMilestone, PlanTask } from '../src/model/plan.ts'
import type { Task } from '../src/model/task.ts'

/** The figures of one list of tasks. */
export interface Side {
  readonly tasks: number
  readonly files: ReadonlySet<string>
  /** Requirement ids that its tasks name. */
  readonly requirements: ReadonlySet<string>
  /** Tasks that carry `[P]`. */
  readonly parallel: number
  /** Pairs of `[P]` tasks of one phase that write overlapping paths. */
  readonly overlaps: number
  /** `[P]` tasks that wait for another task of their phase without saying so on their line. */
  readonly unstated: number
}

/** What became of the listed tasks when they were compiled together with everything else. */
export interface Kept {
  readonly listed: number
  /** Ids, ticks and stories of listed tasks that the result does not have. */
  readonly lostIds: readonly string[]
  readonly lostTicks: readonly string[]
  readonly lostStories: readonly string[]
}

/** One feature: the compiled list beside the real one. */
export interface Comparison {
  readonly real: Side
  readonly ours: Side
  /** Requirements that the specification numbers. */
  readonly stated: ReadonlySet<string>
  /** Files of both that stand in the same phase. */
  readonly together: number
  /** Questions that the compiled plan asks, those about missing sections aside. */
  readonly gaps: number
}

const options = {
  date: '',
  full: false,
  tests: 'auto',
  choice: null,
  hoursPerDay: 8,
  daysPerWeek: 5,
  sharedPaths: defaultSharedPaths,
  conventions: {},
} as const

function compiled(id: string, documents: readonly InputDocument[]): Promise<CompileResult> {
  return compile({ id, documents, existing: new Set(), lock: null, options, overrides: {}, parser: 'auto', eol: '\n' })
}

const REQUIREMENT = /\b(?:FR|NFR|REQ)-?\d{1,4}[a-z]?\b/gu
const written = (task: Task): string[] =>
  task.paths.filter((path) => path.role === 'write' && path.kind === 'file').map((path) => comparedPath(path.path))

/** A path and the folders above it. */
function chain(path: string): string[] {
  return path.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'))
}

function note(map: Map<string, string[]>, key: string, id: string): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [id])
  else list.push(id)
}

/** Pairs of `[P]` tasks in one phase whose written paths are equal or one above the other. */
function overlapsOf(tasks: readonly Task[], marked: ReadonlySet<string>): number {
  let pairs = 0
  const at = new Map<string, string[]>()
  const below = new Map<string, string[]>()
  for (const task of tasks) {
    if (!marked.has(task.id)) continue
    const written = task.paths.filter((path) => path.role === 'write')
    const paths = written.map((path) => `${task.phase}/${comparedPath(path.path).replace(/\/$/, '')}`)
    const partners = paths.flatMap((path) => [
      ...chain(path).flatMap((one) => at.get(one) ?? []),
      ...(below.get(path) ?? []),
    ])
    pairs += new Set(partners).size
    for (const path of paths) {
      note(at, path, task.id)
      for (const folder of chain(path).slice(0, -1)) note(below, folder, task.id)
    }
  }
  return pairs
}

/** `[P]` tasks with an edge inside their phase that neither their line nor a chain of stated edges gives. */
function unstatedOf(
  execution: Execution,
  marked: ReadonlySet<string>,
  statedBy: (id: string) => readonly string[],
): number {
  const phase = new Map(execution.tasks.map((task) => [task.id, task.phase]))
  const reached = (from: string): Set<string> => {
    const seen = new Set<string>()
    const open = [from]
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const next of statedBy(at)) {
        if (seen.has(next)) continue
        seen.add(next)
        open.push(next)
      }
    }
    return seen
  }
  let count = 0
  for (const id of marked) {
    const known = reached(id)
    if (
      execution.graph.edges.some(
        (edge) =>
          edge.from === id && edge.reason !== 'layer' && phase.get(edge.to) === phase.get(id) && !known.has(edge.to),
      )
    )
      count += 1
  }
  return count
}

function sideOf(
  execution: Execution,
  tasks: readonly Task[],
  marked: ReadonlySet<string>,
  statedBy: (id: string) => readonly string[],
): Side {
  return {
    tasks: tasks.length,
    files: new Set(tasks.flatMap(written)),
    requirements: new Set(tasks.flatMap((task) => [task.text, ...task.body].join('\n').match(REQUIREMENT) ?? [])),
    parallel: marked.size,
    overlaps: overlapsOf(tasks, marked),
    unstated: unstatedOf(execution, marked, statedBy),
  }
}

interface Listed {
  readonly task: PlanTask
  readonly story: string
}

function listedIn(children: PlanMilestone['children'], story: string): Listed[] {
  return children.flatMap((child): Listed[] => {
    if (child.type === 'group') return listedIn(child.children, story)
    if (child.type === 'criterion' || child.type === 'scenario') return []
    return [{ task: child, story }, ...listedIn(child.children, story)]
  })
}

function statedIn(execution: Execution): (id: string) => readonly string[] {
  const targets = new Map<string, string[]>()
  for (const edge of execution.graph.edges)
    if (edge.reason === 'stated') targets.set(edge.from, [...(targets.get(edge.from) ?? []), edge.to])
  return (id) => targets.get(id) ?? []
}

/** Whether ids, ticks and stories of the listed tasks are there in what was compiled with them. */
function keptOf(listed: readonly Listed[], execution: Execution): Kept {
  const unique = new Map<string, number>()
  for (const { task } of listed) unique.set(task.ownId, (unique.get(task.ownId) ?? 0) + 1)
  const named = listed.filter(({ task }) => task.ownId !== '' && unique.get(task.ownId) === 1)
  const byId = new Map(
    execution.tasks.flatMap((task) => [
      [task.id, task] as const,
      ...(task.planId === '' ? [] : [[task.planId, task] as const, [`Task ${task.planId}`, task] as const]),
    ]),
  )
  const title = new Map(execution.milestones.map((milestone) => [`M${milestone.number}`, milestone.label]))
  const lost = (test: (one: Listed, found: Task) => boolean): string[] =>
    named
      .filter((one) => byId.has(one.task.ownId) && !test(one, byId.get(one.task.ownId)!))
      .map(({ task }) => task.ownId)
  return {
    listed: named.length,
    lostIds: named.filter(({ task }) => !byId.has(task.ownId)).map(({ task }) => task.ownId),
    lostTicks: lost(({ task }, found) => (task.state === 'done') === (found.state === 'done')),
    lostStories: lost(({ task, story }, found) => {
      const tag = task.tags.find((one) => /^US\d+$/.test(one))
      const wanted = tag === undefined ? story : `Story ${tag.slice(2)}`
      return (
        wanted === '' ||
        (title.get(found.phase) ?? '') === wanted ||
        (tag !== undefined && new RegExp(`\\b${tag}\\b`).test(found.text))
      )
    }),
  }
}

function listedOf(source: InputDocument['source'], parse: BlockParser): Listed[] {
  const { plan } = readDocument('tasks', source, parse, null)
  return plan.children.flatMap((child) => {
    if (child.type === 'extra') return [{ task: child.task, story: '' }, ...listedIn(child.task.children, '')]
    return listedIn(child.children, child.label?.kind === 'story' ? `Story ${child.label.number}` : '')
  })
}

const reasonOf = (result: CompileResult): string =>
  `${result.status}: ${result.diagnostics.find((one) => one.severity === 'error')?.ruleId ?? ''}`

/** Compiles the list of tasks together with the other documents: what of it is still there, or why nothing is. */
export async function keepFeature(id: string, documents: readonly InputDocument[]): Promise<Kept | string> {
  const together = await compiled(id, documents)
  if (together.status !== 'compiled') return reasonOf(together)
  const tasks = documents.find((document) => document.role === 'tasks')!
  return keptOf(listedOf(tasks.source, await loadParser('auto')), together.execution)
}

/** Files that both sides write in the phase of the same milestone, by title, or of the same fixed phase. */
function togetherOf(real: Execution, theirs: readonly Task[], ours: Execution): number {
  const homes = (execution: Execution, tasks: readonly Task[]): Set<string> => {
    const titles = new Map(execution.milestones.map((milestone) => [`M${milestone.number}`, milestone.title]))
    return new Set(
      tasks.flatMap((task) => written(task).map((path) => `${titles.get(task.phase) ?? task.phase} ${path}`)),
    )
  }
  const known = homes(real, theirs)
  const found = [...homes(ours, ours.tasks)].filter((one) => known.has(one))
  return new Set(found.map((one) => one.slice(one.lastIndexOf(' ')))).size
}

/** Compiles one feature without its list of tasks, and compares the result with that list; or says why it cannot. */
export async function compareFeature(id: string, documents: readonly InputDocument[]): Promise<Comparison | string> {
  const tasks = documents.find((document) => document.role === 'tasks')!
  const without = await compiled(
    id,
    documents.filter((document) => document !== tasks),
  )
  const together = await compiled(id, documents)
  if (without.status !== 'compiled') return `without its list ${reasonOf(without)}`
  if (together.status !== 'compiled') return `with its list ${reasonOf(together)}`
  const parse = await loadParser('auto')
  const listed = listedOf(tasks.source, parse)
  const theirs = together.execution.tasks.filter(
    (task) => task.origin.file === tasks.source.path && task.kind !== 'validate',
  )
  const marks = new Set(listed.filter(({ task }) => task.parallel).map(({ task }) => task.ownId))
  const theirMarked = new Set(
    theirs.filter((task) => marks.has(task.id) || marks.has(task.planId)).map((task) => task.id),
  )
  const { execution } = without
  const marked = new Set(
    execution.tasks.filter((task) => execution.graph.parallel[task.id]?.parallel === true).map((task) => task.id),
  )
  const specs = documents.filter((document) => document.role === 'spec' || document.role === 'requirements')
  const stated = specs
    .flatMap((spec) => readDocument(spec.role, spec.source, parse, null).spec!.requirements.map((one) => one.id))
    .filter((one) => one !== '')
  return {
    real: sideOf(together.execution, theirs, theirMarked, statedIn(together.execution)),
    ours: sideOf(execution, execution.tasks, marked, (one) => execution.graph.printed[one] ?? []),
    stated: new Set(stated),
    together: togetherOf(together.execution, theirs, execution),
    gaps: execution.gaps.filter((gap) => gap.kind !== 'section-missing').length,
  }
}
