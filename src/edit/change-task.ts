import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import { readTaskDocument } from '../parse/tasks/document.ts'
import { readDependencyLine } from '../parse/text/dependencies.ts'
import { blockEdit } from './drop-tasks.ts'
import { refused, type Edited } from './edited.ts'
import { dependsWords, printDepends } from './head-of.ts'
import { lineAfter } from './insert-task.ts'
import { lineAt, nameOf } from './task-name.ts'
import { applyEdits, type TextEdit } from './text-edits.ts'

/** What is changed of a task; what is null stays. */
export interface TaskChanges {
  readonly text: string | null
  /** Of its `[M#]` tag. */
  readonly milestone: number | null
  /** Ids that it waits for, as the document writes them; empty for none. */
  readonly on: readonly string[] | null
  /** The task it shall stand behind. */
  readonly after: DocumentTask | null
}

/**
 * Changes single fields of a task where they stand. Refused where the result would be read otherwise than it was asked
 * for, as with bold marks that begin in front of the words and end among them.
 */
export function changeTask(document: TaskDocument, task: DocumentTask, changes: TaskChanges): Edited {
  const edits = [
    ...textEdits(task, changes.text),
    ...milestoneEdits(task, changes.milestone),
    ...onEdits(document, task, changes.on),
  ]
  const name = nameOf(document, task)
  if (changes.text?.trim() === '') return refused(`${name} would have no words.`)
  const moved = changes.after === null ? edits : move(document, task, changes.after, edits)
  if (moved === null)
    return refused(`${name} cannot stand behind ${nameOf(document, changes.after!)}, which is a part of it.`)
  if (!readsAs(document, task, changes, edits)) {
    const place = `${document.file}:${lineAt(document.text, task.line.start)}`
    return refused(`The line of ${name} would be read as something else.`, `Change it by hand: ${place}.`)
  }
  return { ok: true, edits: moved }
}

const textEdits = ({ textSpan }: DocumentTask, text: string | null): readonly TextEdit[] =>
  text === null ? [] : [{ ...textSpan, text }]

function milestoneEdits(task: DocumentTask, milestone: number | null): readonly TextEdit[] {
  if (milestone === null || (task.milestones.length === 1 && task.milestones[0] === milestone)) return []
  const { milestoneSpan, textSpan } = task
  if (milestoneSpan === null) return [{ start: textSpan.start, end: textSpan.start, text: `[M${milestone}] ` }]
  return [{ ...milestoneSpan, text: `[M${milestone}] ` }]
}

function onEdits(document: TaskDocument, task: DocumentTask, on: readonly string[] | null): readonly TextEdit[] {
  if (on === null) return []
  const { text } = document
  const line = task.depends === null ? dependencyLine(text, task) : null
  if (line !== null) return [on.length === 0 ? { ...line.whole, text: '' } : { ...line.value, text: on.join(', ') }]
  const { depends, headEnd } = task
  if (depends === null)
    return on.length === 0 ? [] : [{ start: headEnd, end: headEnd, text: printDepends(on, dependsWords(document)) }]
  const words = /^[^\p{Lu}\d#]*?(?=\s*[:：]?\s*[\p{Lu}\d#])/u.exec(depends.text)?.[0].trim() || 'depends on'
  return [{ start: depends.start, end: depends.end, text: printDepends(on, words) }]
}

interface DependencyPlace {
  readonly whole: { readonly start: number; readonly end: number }
  readonly value: { readonly start: number; readonly end: number }
}

/** The line of the body that states what a task waits for: `_Depends: 2.1, 2.2_`. */
function dependencyLine(text: string, task: DocumentTask): DependencyPlace | null {
  for (let at = text.indexOf('\n', task.headEnd) + 1; at > 0 && at < task.end;) {
    const newline = text.indexOf('\n', at)
    const next = newline < 0 ? task.end : newline + 1
    const line = text.slice(at, next)
    const read = readDependencyLine(line.trim(), { file: '', start: 0 })
    if (read !== null && read.form !== 'uses' && read.stated.length > 0) {
      const label = /^[^:：]*[:：][*_]{0,3}[ \t]*/u.exec(line)?.[0].length ?? 0
      const tail = /[\s_*]*$/.exec(line)![0].length
      if (label > 0) return { whole: { start: at, end: next }, value: { start: at + label, end: next - tail } }
    }
    at = next
  }
  return null
}

/** The edits inside a block, made with its move; null where it would be moved into itself. */
function move(
  document: TaskDocument,
  task: DocumentTask,
  after: DocumentTask,
  edits: readonly TextEdit[],
): readonly TextEdit[] | null {
  if (after.start >= task.start && after.end <= task.end) return null
  const { text, eol } = document
  const inner = edits.map((edit) => ({ ...edit, start: edit.start - task.start, end: edit.end - task.start }))
  const block = applyEdits(text.slice(task.start, task.end), inner)
  const indented = likeBullet(
    reindent(block, after.indent - task.indent).replace(/\r?\n$/, ''),
    text[after.line.start + after.indent],
  )
  return [blockEdit(document, task), lineAfter(text, after.end, indented, eol)]
}

/** A list has one kind of bullet: another begins another list. */
const likeBullet = (block: string, bullet: string | undefined): string =>
  bullet !== undefined && /^[-*+]$/.test(bullet) ? block.replace(/^([ \t]*)[-*+](?=[ \t])/, `$1${bullet}`) : block

/** Lines with more or fewer blanks in front; none loses more than it has. */
function reindent(block: string, by: number): string {
  if (by === 0) return block
  if (by > 0) return block.replace(/^(?=[^\r\n])/gm, ' '.repeat(by))
  return block.replace(new RegExp(`^ {0,${-by}}`, 'gm'), '')
}

/** Whether the edited line, where it stands, is still the same task and says what was asked for. */
function readsAs(
  document: TaskDocument,
  task: DocumentTask,
  changes: TaskChanges,
  edits: readonly TextEdit[],
): boolean {
  const text = applyEdits(document.text, edits)
  const after = readTaskDocument({ path: document.file, text, eol: document.eol }, { dialect: document.dialect })
  const now = after.tasks.find(({ line }) => line.start === task.line.start && line.end !== -1)
  if (now === undefined || after.tasks.length !== document.tasks.length) return false
  return (
    now.id === task.id &&
    now.state === task.state &&
    now.parallel === task.parallel &&
    now.text === (changes.text ?? task.text) &&
    (changes.milestone === null || now.milestones.join() === String(changes.milestone))
  )
}
