import type { CompileInput } from '../model/compile.ts'
import type { Execution, RenderedBlock } from '../model/execution.ts'
import type { SectionName } from '../model/plan.ts'
import type { Task } from '../model/task.ts'
import { hashText } from '../model/hash.ts'
import type { Derived } from '../derive/index.ts'
import { entryKey } from './first.ts'
import { lockVersion, type Lock, type LockGone, type LockTask } from './lock.ts'

export interface LockInput {
  /** The lock as it stood. */
  readonly lock: Lock
  readonly input: CompileInput
  readonly derived: Derived
  readonly execution: Execution
  readonly blocks: readonly RenderedBlock[]
  /** Hash of execute.md as written. */
  readonly after: string
  readonly generator: string
  readonly templates: Readonly<Record<string, { readonly source: string }>>
}

function taskRecords(execution: Execution): LockTask[] {
  const last = new Map<string, string>()
  return execution.tasks.map((task: Task): LockTask => {
    const after = last.get(task.phase) ?? ''
    last.set(task.phase, task.id)
    return {
      id: task.id,
      key: task.key,
      source: task.source,
      phase: task.phase,
      after,
      p: execution.graph.parallel[task.id]?.parallel ?? false,
      m: task.phase.startsWith('M') ? Number(task.phase.slice(1)) : null,
      text: task.text,
      depends: execution.graph.printed[task.id] ?? [],
      body: task.body,
    }
  })
}

/** Ids of tasks that left the plan stay used up. */
function goneRecords(lock: Lock, execution: Execution): LockGone[] {
  const live = new Set(execution.tasks.map((task) => task.id))
  const before = new Set(lock.gone.map((record) => record.gone))
  const left = lock.tasks
    .filter((task) => !live.has(task.id) && !before.has(task.id))
    .map((task): LockGone => ({ gone: task.id, key: task.key, source: task.source, by: 'plan' }))
  return [...lock.gone.filter((record) => !live.has(record.gone)), ...left]
}

function milestoneRecords(lock: Lock, execution: Execution): Lock['milestones'] {
  const live = new Set(execution.milestones.map((milestone) => milestone.key))
  return [
    ...lock.milestones.filter((record) => !live.has(record.key)),
    ...execution.milestones.map((milestone) => ({
      milestone: milestone.number,
      key: milestone.key,
      title: milestone.title,
    })),
  ]
}

/** The lock that belongs to a generated execute.md. */
export function lockFrom(from: LockInput): Lock {
  const { lock, input, derived, execution } = from
  const plan = input.documents.find((document) => document.source.path === derived.planFile)
  const sources = Object.entries(from.templates).sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    header: {
      lock: lockVersion,
      generator: from.generator,
      template: hashText(sources.map(([name, template]) => `${name}\n${template.source}`).join('\n')),
      plan: plan?.link ?? '',
      date: execution.date,
    },
    documents: input.documents.map((document) => ({ doc: document.link, hash: hashText(document.source.text) })),
    after: from.after,
    choice: input.options.choice ?? lock.choice,
    milestones: milestoneRecords(lock, execution),
    headings: from.blocks
      .filter((block) => block.key.startsWith('phase:'))
      .map((block) => ({ heading: block.key, text: block.text.split(/\r?\n/)[0]! })),
    tasks: taskRecords(execution),
    entries: (Object.entries(execution.sections) as [SectionName, Execution['sections'][SectionName]][]).flatMap(
      ([name, entries]) =>
        (entries ?? []).map((entry) => ({
          entry: entry.id,
          key: entryKey(name, entry.from),
          source: hashText(entry.from.text),
          text: entry.text,
        })),
    ),
    gone: goneRecords(lock, execution),
    unknown: lock.unknown,
  }
}
