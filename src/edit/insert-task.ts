import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import { readTaskDocument } from '../parse/tasks/document.ts'
import { applyEdits, type TextEdit } from './text-edits.ts'
import { headLike, printDepends } from './head-of.ts'
import { lastOfSection } from './sections.ts'

/** A task to add, and where: behind a task, or at the end of a section, or of the document. */
export interface NewTask {
  readonly text: string
  readonly after: DocumentTask | null
  /** Index of a heading; null where none is named. */
  readonly section: number | null
  /** Of its `[M#]` tag; null for none. */
  readonly milestone: number | null
  readonly on: readonly string[]
  /** '' for a document without ids. */
  readonly id: string
  /** The task that shows how ids are written. */
  readonly model: DocumentTask | null
}

export type Inserted =
  | { readonly ok: true; readonly edits: readonly TextEdit[]; readonly task: DocumentTask }
  | { readonly ok: false; readonly reason: string; readonly hint: string }

/** The task that a new one is like and stands behind; null where there is none to be like. */
export function neighbourOf(document: TaskDocument, wanted: Pick<NewTask, 'after' | 'section'>): DocumentTask | null {
  if (wanted.after !== null) return wanted.after
  if (wanted.section !== null) return lastOfSection(document, wanted.section)
  const last = document.tasks.findLast(({ parent }) => parent === -1)
  return last === undefined ? null : lastOfSection(document, last.section)
}

/**
 * Adds a task in the form of its neighbour: bullet, indent, box, the marks of its id, tags, blank lines and line end.
 * Refused where the text would be read as something else than the words of one task.
 */
export function insertTask(document: TaskDocument, wanted: NewTask): Inserted {
  const like = neighbourOf(document, wanted)
  const edit = like === null ? intoEmpty(document, wanted) : behind(document, like, wanted)
  const text = applyEdits(document.text, [edit])
  const after = readTaskDocument({ path: document.file, text, eol: document.eol }, { dialect: document.dialect })
  const end = edit.start + edit.text.length
  const task = after.tasks.find(({ line }) => line.start >= edit.start && line.start < end)
  const isRead =
    task !== undefined &&
    task.id === wanted.id &&
    task.text === wanted.text &&
    task.state === 'open' &&
    after.tasks.length === document.tasks.length + 1
  if (isRead) return { ok: true, edits: [edit], task }
  return {
    ok: false,
    reason: `\`${wanted.text}\` would not be read as the words of one task.`,
    hint: 'Leave out ids, tags, boxes and dependencies: they have options of their own.',
  }
}

function behind(document: TaskDocument, like: DocumentTask, wanted: NewTask): TextEdit {
  const { text, eol } = document
  const bullet = nextBullet(text.slice(like.line.start, like.content))
  const line = `${bullet}${headLike(document, like, wanted.model, wanted)}`
  const gap = like.kind === 'heading' || isLoose(document, like) ? eol : ''
  return lineAfter(text, like.end, `${gap}${line}`, eol)
}

/** A line as an insertion at the end of another one, which may be the last and without a line end. */
export function lineAfter(text: string, at: number, line: string, eol: string): TextEdit {
  const ended = at === 0 || text[at - 1] === '\n'
  return { start: at, end: at, text: ended ? `${line}${eol}` : `${eol}${line}` }
}

/** `3. ` is followed by `4. `, every other bullet by its like. */
const nextBullet = (bullet: string): string =>
  bullet.replace(/(\d+)(?=[.)][ \t]*$)/, (digits) => String(Number(digits) + 1).padStart(digits.length, '0'))

/** Blank lines part the tasks around. */
function isLoose({ tasks, text }: TaskDocument, like: DocumentTask): boolean {
  const at = tasks.indexOf(like)
  const siblings = tasks.filter(({ parent, section }) => parent === like.parent && section === like.section)
  const place = siblings.indexOf(tasks[at]!)
  const [above, below] = place > 0 ? [siblings[place - 1], like] : [like, siblings[place + 1]]
  if (above === undefined || below === undefined) return false
  const between = text.slice(above.end, below.start)
  return between.trim() === '' && between.includes('\n')
}

/** The first task of a section or of a whole document. */
function intoEmpty(document: TaskDocument, { section, id, text, milestone, on }: NewTask): TextEdit {
  const { pieces, eol } = document
  const own = section === null ? pieces : pieces.filter((piece) => piece.section === section)
  const at = own.at(-1)?.end ?? 0
  const tag = milestone === null ? '' : `[M${milestone}] `
  const line = `- [ ] ${id === '' ? '' : `${id} `}${tag}${text}${printDepends(on, 'depends on')}`
  return lineAfter(document.text, at, `${at === 0 ? '' : eol}${line}`, eol)
}
