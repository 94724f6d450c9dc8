import { type CompileInput } from '../model/compile.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Execution } from '../model/execution.ts'
import type { TaskDocument } from '../model/task-document.ts'
import type { Milestone, Task } from '../model/task.ts'
import { type Derived } from '../derive/index.ts'
import { numberAll, type Numbered } from './first.ts'
import { emptyLock, type Lock } from './lock.ts'
import { recordsById } from './by-id.ts'
import { rekey } from './match.ts'
import { withoutMentions } from './mentions.ts'
import { phasesOfHeadings, type HeadingPhases } from './phases.ts'
import { adoptedLock } from './adopted.ts'
import { entryLines, presenceOf, type Presence } from './presence.ts'
import type { Printer } from './merge-task.ts'
import { reconcile, type Reconciled } from './reconcile.ts'
import { readTaskDocument } from '../parse/tasks/document.ts'
import type { KnownLines } from '../parse/tasks/known-lines.ts'

/** Puts milestones into the order of their phases; the graph knows it, which comes later. */
type PhaseOrder = Parameters<typeof numberAll>[2]

/** Merge: what a person left of the generated tasks, by the lock; everything is new where there is no document. */
export interface Merge {
  readonly lock: Lock
  readonly presence: Presence
  readonly numbered: Numbered
  /** Null where there is no execute.md to merge with. */
  readonly into: {
    readonly doc: TaskDocument
    readonly phases: HeadingPhases
    readonly known: KnownLines
    readonly reconciled: Reconciled
  } | null
  readonly twoWay: boolean
}

export function merge(input: CompileInput, given: Lock, derived: Derived, printed: Printer, order: PhaseOrder): Merge {
  const written = input.written ?? null
  const isThere = written !== null && /\S/.test(written.text)
  const twoWay = isThere && input.lock === null
  const before = twoWay ? given : rekey(derived, given)
  const known = recordsById(before.tasks)
  // What intentk wrote has its own marks, also where it carries lines of a Kiro plan.
  const options = given === emptyLock ? {} : { dialect: '' as const, known }
  const doc = isThere ? withoutMentions(readTaskDocument(written, options)) : null
  const lock = twoWay && doc !== null ? adoptedLock(derived, doc, given) : before
  const presence = presenceOf(derived, lock, doc, { take: input.take, twoWay })
  const used = doc === null ? [] : idsIn(doc)
  const numbered = numberAll(presence.derived, presence.numbering, order, used)
  if (doc === null) return { lock, presence, numbered, into: null, twoWay }
  const phases = phasesOfHeadings(doc, lock, numbered.milestones)
  const reconciled = reconcile({ numbered, lock, doc, phases, twoWay, take: input.take, print: printed })
  return { lock, presence, numbered, into: { doc, phases, known, reconciled }, twoWay }
}

/** Ids that a document has given to somebody. */
function idsIn(doc: TaskDocument): readonly string[] {
  const ids = [...entryLines(doc).keys()]
  for (let at = 0; at < doc.tasks.length; at++) if (doc.tasks[at]!.id !== '') ids.push(doc.tasks[at]!.id)
  return ids
}

/** Milestones that only the lock knows, where tasks of theirs are left. */
export function formerOf(
  lock: Lock,
  milestones: readonly Milestone[],
  tasks: readonly Task[],
): Pick<Execution, 'formerMilestones'> {
  const defined = new Set(milestones.map((milestone) => milestone.number))
  const others = lock.milestones.filter(({ milestone }) => !defined.has(milestone))
  if (others.length === 0) return {}
  const open = new Set(tasks.map((task) => task.phase))
  const former = others
    .filter(({ milestone }) => open.has(`M${milestone}`))
    .map(({ milestone, title }) => ({ number: milestone, title }))
  return former.length === 0 ? {} : { formerMilestones: former }
}

export function noLock(input: CompileInput): Diagnostic {
  return {
    ruleId: 'lock-missing',
    severity: 'warning',
    message: `The lock of ${input.written!.path} is missing, so nobody can tell what was generated from what was written. Nothing in it is deleted or reworded; what is new in the plan is added. If the lock was lost, take it back: git checkout -- ${input.written!.path.replace(/\.md$/, '')}.lock.json`,
    place: { file: input.written!.path, start: 0, end: 0 },
  }
}
