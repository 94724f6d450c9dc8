import { lstatSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { applyEdits, type TextEdit } from '../edit/text-edits.ts'
import { toggleTask } from '../edit/toggle-task.ts'
import type { TaskState } from '../model/plan.ts'
import type { SourceFile } from '../model/source.ts'
import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import { readTaskDocument } from '../parse/tasks/document.ts'
import { WorkspaceError } from '../workspace/errors.ts'
import type { FileSystem } from '../workspace/file-system.ts'
import { sourceContent } from '../workspace/source-file.ts'
import { readTarget, rewriteTarget, type TaskTarget } from '../workspace/task-target.ts'

/** What was found when the document was looked at after an agent's work. */
export interface Meddling {
  /** Tasks whose boxes somebody changed; they are again as they were. */
  readonly undone: readonly string[]
  /** The document was gone or could not be read; it is there again. */
  readonly restored: boolean
  /** Something else of it changed. */
  readonly revised: boolean
}

/** Keeps the boxes of one document during a run. */
export interface Ticker {
  /** Ticks a task with the next {@link flush}. */
  readonly tick: (key: string) => void
  /** Writes all ticks that wait and answers their tasks. One write, however many they are. */
  readonly flush: () => readonly string[]
  readonly waiting: () => number
  /** Looks whether somebody else changed the document since it was last asked. */
  readonly inspect: () => Meddling
  /** Sets boxes to what the run knows of them, at once; answers the tasks whose box was another. */
  readonly enforce: (wanted: ReadonlyMap<string, TaskState>) => readonly string[]
}

export const keyOfTask = ({ id, text }: Pick<DocumentTask, 'id' | 'text'>): string => (id === '' ? text : id)

/** The edits that set boxes to what is wanted of them. */
const edit = (document: TaskDocument, wanted: ReadonlyMap<string, TaskState>): readonly TextEdit[] =>
  document.tasks.flatMap((task) => {
    const wish = wanted.get(keyOfTask(task))
    if (wish === undefined || wish === task.state) return []
    const answer = toggleTask(document, task, wish)
    return answer.ok ? answer.edits : []
  })

interface State {
  source: SourceFile
  document: TaskDocument
  stamp: string
  /** What others did to the document since it was last asked for. */
  readonly undone: Set<string>
  revised: boolean
}

/** How boxes are kept. */
export interface TickerHow {
  /** Boxes that others change during the run are set back; else they are theirs. */
  readonly undo: boolean
  /** Where a broken document is put before it is restored. */
  readonly aside: () => string
}

/** Opens a document for ticking. */
export function openTicker(fs: FileSystem, target: TaskTarget, how: TickerHow): Ticker {
  const first = readTarget(fs, target).source
  const document = readDocument(target, first)
  const state: State = { source: first, document, stamp: stampOf(target.path), undone: new Set(), revised: false }
  // What the boxes are by the word of the run.
  const boxes = new Map(document.tasks.map((task) => [keyOfTask(task), task.state]))
  const pending = new Set<string>()
  // A document behind a link stays behind it.
  const linked = lstatSync(target.path).isSymbolicLink()
  const write = (wanted: ReadonlyMap<string, TaskState>, isFresh: boolean): void =>
    writeBoxes(fs, target, state, boxes, wanted, how.undo, isFresh)
  return {
    tick: (key) => void pending.add(key),
    waiting: () => pending.size,
    flush: () => {
      if (pending.size === 0) return []
      const keys = [...pending]
      write(new Map(keys.map((key) => [key, 'done'])), false)
      for (const key of keys) boxes.set(key, 'done')
      pending.clear()
      return keys
    },
    enforce: (wanted) => {
      const wrong = state.document.tasks.filter((task) => {
        const wish = wanted.get(keyOfTask(task))
        return wish !== undefined && wish !== task.state
      })
      if (wrong.length > 0) write(wanted, false)
      for (const task of state.document.tasks) boxes.set(keyOfTask(task), task.state)
      return wrong.map(keyOfTask)
    },
    inspect: () => {
      let restored = false
      if (stampOf(target.path) !== state.stamp) {
        restored = restoreBroken(fs, target, state.source, linked, how.aside)
        write(new Map(), true)
      }
      const seen = { undone: [...state.undone], restored, revised: state.revised }
      state.undone.clear()
      state.revised = false
      return seen
    },
  }
}

const readDocument = ({ dialect }: TaskTarget, source: SourceFile): TaskDocument =>
  readTaskDocument(source, dialect === undefined ? {} : { dialect })

/** Sets boxes in the document as it is on the disk, and those that somebody else changed since it was last read. */
function writeBoxes(
  fs: FileSystem,
  target: TaskTarget,
  state: State,
  boxes: Map<string, TaskState>,
  wanted: ReadonlyMap<string, TaskState>,
  undo: boolean,
  isFresh: boolean,
): void {
  const change = (source: SourceFile): { readonly text: string | null; readonly result: null } => {
    const foreign = source.text === state.source.text ? new Map<string, TaskState>() : noticed(source)
    const edits = edit(state.document, new Map([...foreign, ...wanted]))
    if (edits.length === 0) return { text: null, result: null }
    const text = applyEdits(source.text, edits)
    state.document = edited(state.document, text, edits) ?? readDocument(target, { ...source, text })
    state.source = { ...source, text }
    return { text, result: null }
  }
  const noticed = (source: SourceFile): Map<string, TaskState> => {
    const before = state.document
    state.source = source
    state.document = readDocument(target, source)
    state.revised ||= isRevised(before, state.document)
    const foreign = foreignBoxes(state.document, boxes)
    if (!undo) {
      for (const task of state.document.tasks) if (foreign.has(keyOfTask(task))) boxes.set(keyOfTask(task), task.state)
      return new Map()
    }
    for (const key of foreign.keys()) if (!wanted.has(key)) state.undone.add(key)
    return foreign
  }
  rewriteTarget(fs, target, change, isFresh ? null : { source: state.source, before: sourceContent(state.source) })
  state.stamp = stampOf(target.path)
}

/** Tasks whose boxes are not what the run knows, with what it knows. */
function foreignBoxes({ tasks }: TaskDocument, boxes: ReadonlyMap<string, TaskState>): Map<string, TaskState> {
  const foreign = new Map<string, TaskState>()
  for (const task of tasks) {
    const known = boxes.get(keyOfTask(task))
    if (known !== undefined && known !== task.state) foreign.set(keyOfTask(task), known)
  }
  return foreign
}

/** Tells whether a file was written: any write changes it. */
function stampOf(path: string): string {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  return stats === undefined ? '' : [stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs, stats.mode].join(' ')
}

/** A document whose edits only replaced a mark by another of the same length: every place in it still holds. */
function edited(document: TaskDocument, text: string, edits: readonly TextEdit[]): TaskDocument | null {
  const marks = new Map(edits.map((one) => [one.start, one]))
  if (edits.some(({ start, end, text: mark }) => end - start !== mark.length)) return null
  const tasks = document.tasks.map((task) => {
    const mark = task.box === null ? undefined : marks.get(task.box.mark.start)
    if (mark === undefined) return task
    const state: TaskState = /^[x✓✔v☑✅]$/iu.test(mark.text) ? 'done' : 'open'
    return { ...task, state, box: { ...task.box!, state } }
  })
  const isPlain = edits.every(({ text: mark }) => /^[x✓✔v☑✅ ]$/iu.test(mark))
  return isPlain ? { ...document, text, tasks } : null
}

/** Writes the document again as it was where an agent removed it, made it unreadable or put a link in its place. */
function restoreBroken(
  fs: FileSystem,
  target: TaskTarget,
  source: SourceFile,
  linked: boolean,
  undone: () => string,
): boolean {
  const stats = lstatSync(target.path, { throwIfNoEntry: false })
  try {
    const isOther =
      stats !== undefined && (stats.isSymbolicLink() !== linked || (!linked && (stats.mode & 0o200) === 0))
    if (isOther) throw new WorkspaceError('io', '')
    readTarget(fs, target)
    return false
  } catch (error) {
    if (!(error instanceof WorkspaceError)) throw error
    if (stats !== undefined) {
      const place = undone()
      mkdirSync(dirname(place), { recursive: true })
      renameSync(target.path, place)
    }
    mkdirSync(dirname(target.path), { recursive: true })
    writeFileSync(target.path, sourceContent(source))
    return true
  }
}

/** Whether two readings differ in more than their boxes. */
function isRevised(before: TaskDocument, after: TaskDocument): boolean {
  if (before === after) return false
  if (before.tasks.length !== after.tasks.length || before.text.length !== after.text.length) return true
  return plain(before) !== plain(after)
}

function plain({ text, tasks }: TaskDocument): string {
  let rest = ''
  let from = 0
  for (const { box } of tasks) {
    if (box === null || box.mark.start < from) continue
    rest += text.slice(from, box.mark.start)
    from = box.mark.end
  }
  return rest + text.slice(from)
}
