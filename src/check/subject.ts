import type { CompileResult, InputRole } from '../model/compile.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Execution } from '../model/execution.ts'
import type { SourceFile } from '../model/source.ts'
import type { TaskDocument } from '../model/task-document.ts'
import type { Lock } from '../merge/lock.ts'
import type { BlockParser } from '../parse/markdown.ts'
import { readDocument, type ReadDocument } from '../parse/document.ts'
import { readTaskDocument } from '../parse/tasks/document.ts'
import { mayHaveTaskIds } from '../parse/tasks/may-have-ids.ts'
import { noEvidence } from './evidence.ts'
import { taskOrder, type TaskOrder } from './facts/order.ts'
import { proseLines, type ProseLine } from './facts/prose.ts'
import { taskFacts, type TaskFacts } from './facts/tasks.ts'
import { unitsOfPlan, unitsOfTasks, type Unit } from './facts/units.ts'
import { once } from './once.ts'

export type CheckedRole = InputRole | 'execute'

/** One document as rules see it. What costs something is read when a rule first asks for it. */
export interface CheckedDocument {
  readonly role: CheckedRole
  readonly source: SourceFile
  /** As shown to people. */
  readonly file: string
  readonly text: string
  /** Its tasks are what it is for: an execute.md, a task file of another tool, a file full of boxes. */
  readonly isTaskList: boolean
  /** False where no task of it can have an id, which is told without reading it. */
  readonly mayHaveIds: boolean
  /** Ids of tasks that come from a plan which is checked as well: their words are judged there. */
  readonly generated: ReadonlySet<string>
  readonly evidence: Evidence
  /** Pieces, headings and tasks by the line scanner. */
  readonly tasks: TaskDocument
  /** What the tasks say: ids, phases, files, identifiers, dependencies. */
  readonly facts: TaskFacts
  /** In which order the tasks come, by their lines and by what is said around them. */
  readonly order: TaskOrder
  /** Lines of text outside of front matter, code and comments. */
  readonly prose: readonly ProseLine[]
  /** The work it lists, in whatever shape: tasks of a task list, steps and deliverables of a plan. */
  readonly units: readonly Unit[]
  /** The document as a plan and by its role; only for rules with `engine`. Null where it is over a limit. */
  readonly read: ReadDocument | null
}

/** Documents that compile together, and what they compile to. */
export interface CheckedVision {
  readonly id: string
  readonly documents: readonly CheckedDocument[]
  /** Null where the documents do not compile. */
  readonly execution: Execution | null
  /** Null where nothing was compiled. */
  readonly result: CompileResult | null
  /** The lock beside the execute.md that is there. */
  readonly lock: Lock | null
}

/** What is needed to see a document; the parser only where a rule with `engine` or a plan is among what is checked. */
export interface DocumentInput {
  readonly role: CheckedRole
  readonly source: SourceFile
  readonly dialect?: 'kiro'
  readonly generated?: ReadonlySet<string>
  readonly evidence?: Evidence
  readonly parse?: BlockParser
  /** Reads the document with the parser, in place of reading it anew. */
  readonly reader?: typeof readDocument
}

/** Boxes with ids, or most list items with boxes, make a document a task list whatever its name is. */
function isTaskList(role: CheckedRole, ids: () => boolean, tasks: () => TaskDocument): boolean {
  if (role === 'tasks' || role === 'execute') return true
  if (!ids()) return false
  const boxed = tasks().tasks.filter(({ box }) => box !== null)
  return boxed.filter(({ id }) => id !== '').length * 2 > boxed.length
}

export function checkedDocument(input: DocumentInput): CheckedDocument {
  const { role, source, dialect, parse, generated = new Set<string>(), evidence = noEvidence } = input
  const { reader = readDocument } = input
  const tasks = once(() => readTaskDocument(source, dialect === undefined ? {} : { dialect }))
  const ids = once(() => mayHaveTaskIds(source.text))
  const list = once(() => isTaskList(role, ids, tasks))
  const read = once(() => (parse === undefined ? null : reader(role, source, parse, null)))
  const facts = once(() => taskFacts(tasks()))
  const order = once(() => taskOrder(tasks(), facts()))
  const prose = once(() => proseLines(tasks()))
  const units = once(() => {
    const plan = list() ? null : read()
    return plan === null ? unitsOfTasks(tasks(), generated) : unitsOfPlan(source.text, plan.plan)
  })
  return {
    role,
    source,
    file: source.path,
    text: source.text,
    generated,
    evidence,
    get mayHaveIds() {
      return ids()
    },
    get isTaskList() {
      return list()
    },
    get tasks() {
      return tasks()
    },
    get facts() {
      return facts()
    },
    get order() {
      return order()
    },
    get prose() {
      return prose()
    },
    get units() {
      return units()
    },
    get read() {
      return read()
    },
  }
}
