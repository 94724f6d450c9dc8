import type { PhaseId } from '../model/task.ts'

/** Who generated, with which templates, from which plan, for which date (ISO, or '' where none is stated). */
export interface LockHeader {
  /** Version of the format. */
  readonly lock: number
  readonly generator: string
  /** Hash of the templates. */
  readonly template: string
  /** The plan, relative to the folder of the lock. */
  readonly plan: string
  readonly date: string
}

/** An input document and the hash of its text. `hash` is '' where two branches disagree. */
export interface LockDocument {
  readonly doc: string
  readonly hash: string
}

/** What all records have in common. */
interface LockRecord {
  /** Fields this version does not know, kept as they are. */
  readonly extra?: Readonly<Record<string, unknown>>
  /** Fields in which two branches disagree: they have no base. Only after a conflict or a union of lines. */
  readonly differs?: readonly string[]
}

/** A generated task as last generated. `after` is the id of the task it follows in its phase, '' for the first. */
export interface LockTask extends LockRecord {
  readonly id: string
  readonly key: string
  /** Hash of the bytes of the plan item. */
  readonly source: string
  readonly phase: PhaseId
  readonly after: string
  readonly p: boolean
  /** The M of its `[M1]` tag, null without one. */
  readonly m: number | null
  readonly text: string
  /** The effort as printed, '' for none. */
  readonly estimate: string
  readonly depends: readonly string[]
  readonly body: readonly string[]
  /** Conflicts that a comment was written for, `field:hash of what the plan says`; a comment taken out settles one. */
  readonly noted: readonly string[]
}

/** A generated block that is no task and no entry, by its key and the hash of what it says ({@link import('./normal.ts').normalBlock}). */
export interface LockBlock extends LockRecord {
  readonly block: string
  readonly hash: string
  /** Of a paragraph with the plan's own words: their hash in the plan, and the words; '' for any other. */
  readonly source: string
  readonly text: string
  /** Hash of what the plan says, where a comment told of a conflict. */
  readonly noted: readonly string[]
}

/** A generated list entry or labelled paragraph (`RM-002`). */
export interface LockEntry extends LockRecord {
  readonly entry: string
  readonly key: string
  readonly source: string
  readonly text: string
  /** Hash of what the plan says, where a comment told of a conflict. */
  readonly noted: readonly string[]
}

/** A generated heading by its block (`phase:M2`). */
export interface LockHeading extends LockRecord {
  readonly heading: string
  readonly text: string
}

/** A task (or entry) that is deleted and whose id is used up. `by` says who deleted it: `hand` or `plan`. */
export interface LockGone extends LockRecord {
  readonly gone: string
  readonly key: string
  readonly source: string
  readonly by: string
  /** Its words, by which it is known again when the plan words it otherwise. */
  readonly text: string
}

/** A milestone and its permanent number; stays when the milestone leaves the plan. */
export interface LockMilestone extends LockRecord {
  readonly milestone: number
  readonly key: string
  readonly title: string
}

/** What `execute.lock.json` holds. The order of the lists means nothing; the file has them sorted. */
export interface Lock {
  readonly header: LockHeader & LockRecord
  readonly documents: readonly (LockDocument & LockRecord)[]
  /** `hashText` of execute.md as written, '' where unknown or where two branches disagree. */
  readonly after: string
  /** Which of several plans in one document was chosen (`--plan N`). */
  readonly choice: number | null
  readonly milestones: readonly LockMilestone[]
  readonly headings: readonly LockHeading[]
  readonly tasks: readonly LockTask[]
  readonly blocks: readonly LockBlock[]
  readonly entries: readonly LockEntry[]
  readonly gone: readonly LockGone[]
  /** Records of kinds this version does not know, as JSON of one line. */
  readonly unknown: readonly string[]
}

/** The version of the format that this program writes, and the highest it reads. */
export const lockVersion = 1

/** A lock without records. */
export const emptyLock: Lock = {
  header: { lock: lockVersion, generator: '', template: '', plan: '', date: '' },
  documents: [],
  after: '',
  choice: null,
  milestones: [],
  headings: [],
  tasks: [],
  blocks: [],
  entries: [],
  gone: [],
  unknown: [],
}

/** What a field holds. The value after `=` is left out of the file and filled in on reading. */
type FieldType = 'text' | 'count' | 'text=' | 'flag=false' | 'count=null' | 'texts='

/** A record kind: the field that tells it from the others, what names a record, and its fields in written order. */
export interface RecordKind {
  readonly name: string
  /** Fields that together name a record: two lines that agree in them are one record. */
  readonly identity: readonly string[]
  readonly fields: Readonly<Record<string, FieldType>>
  /** The name is too common to tell the kind: the record holds this field and no other. */
  readonly alone?: true
}

/** All kinds in the order of the file. A record is of the first kind whose `name` it has as a field. */
export const recordKinds: readonly RecordKind[] = [
  {
    name: 'lock',
    identity: [],
    fields: { lock: 'count', generator: 'text=', template: 'text=', plan: 'text=', date: 'text=' },
  },
  { name: 'doc', identity: ['doc'], fields: { doc: 'text', hash: 'text=' } },
  { name: 'choice', identity: [], fields: { choice: 'count' }, alone: true },
  { name: 'milestone', identity: ['milestone', 'key'], fields: { milestone: 'count', key: 'text=', title: 'text=' } },
  {
    name: 'block',
    identity: ['block'],
    fields: { block: 'text', hash: 'text=', source: 'text=', text: 'text=', noted: 'texts=' },
  },
  { name: 'heading', identity: ['heading'], fields: { heading: 'text', text: 'text=' } },
  {
    name: 'id',
    identity: ['id', 'key'],
    fields: {
      id: 'text',
      key: 'text=',
      source: 'text=',
      phase: 'text',
      after: 'text=',
      p: 'flag=false',
      m: 'count=null',
      text: 'text=',
      estimate: 'text=',
      depends: 'texts=',
      body: 'texts=',
      noted: 'texts=',
    },
  },
  {
    name: 'entry',
    identity: ['entry', 'key'],
    fields: { entry: 'text', key: 'text=', source: 'text=', text: 'text=', noted: 'texts=' },
  },
  {
    name: 'gone',
    identity: ['gone', 'key'],
    fields: { gone: 'text', key: 'text=', source: 'text=', by: 'text=', text: 'text=' },
  },
  // Last of all, because a task has a field of this name too.
  { name: 'after', identity: [], fields: { after: 'text' }, alone: true },
]

/** The value a field has where the file leaves it out; undefined for one that must be there. */
export const defaults: Readonly<Record<FieldType, unknown>> = {
  text: undefined,
  count: undefined,
  'text=': '',
  'flag=false': false,
  'count=null': null,
  'texts=': [],
}

const isText = (value: unknown): boolean => typeof value === 'string'
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0

const checks: Readonly<Record<FieldType, (value: unknown) => boolean>> = {
  text: (value) => isText(value) && value !== '',
  count: isCount,
  'text=': isText,
  'flag=false': (value) => typeof value === 'boolean',
  'count=null': (value) => value === null || isCount(value),
  'texts=': (value) => Array.isArray(value) && value.every(isText),
}

export const fits = (type: FieldType, value: unknown): boolean => checks[type](value)

const phasePattern = /^(?:setup|foundational|polish|M\d{1,15})$/

/** Whether a text is a phase of execute.md. */
export const isPhaseId = (value: unknown): value is PhaseId => typeof value === 'string' && phasePattern.test(value)
