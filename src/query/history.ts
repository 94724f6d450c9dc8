import { plainId } from '../edit/find-tasks.ts'
import type { TaskState } from '../model/plan.ts'
import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import { readTaskLine } from '../parse/text/task-line.ts'

/** What a commit did to a task. */
export type HistoryEvent = 'added' | 'started' | 'done' | 'reopened' | 'dropped' | 'reworded' | 'removed'

export interface HistoryEntry {
  readonly what: HistoryEvent
  /** The whole hash; '' for what is not committed yet. */
  readonly commit: string
  readonly author: string
  /** ISO 8601 with the zone of the author. */
  readonly date: string
  /** The first line of the message. */
  readonly subject: string
}

/** What happened to a task, oldest first. */
export interface HistoryView {
  readonly entries: readonly HistoryEntry[]
  /** Older commits were not read. */
  readonly cut: boolean
}

interface Line {
  readonly state: TaskState
  readonly text: string
}

const LEAD = /^[ \t>]*(?:[-*+]|\d{1,9}[.)]|#{1,6})[ \t]+/

/** Reads the line of one task among lines of its document; null for any other line. */
function lineReader(task: DocumentTask, dialect: TaskDocument['dialect']): (line: string) => Line | null {
  const wanted = plainId(task.id)
  // Most lines are told by a look for the number, or for the first words.
  const sign = task.id === '' ? task.text.slice(0, 20) : (/\d+/.exec(wanted)?.[0] ?? task.id)
  return (line) => {
    if (!line.includes(sign)) return null
    const lead = LEAD.exec(line)
    const read = lead === null ? null : readTaskLine(line.slice(lead[0].length).trimEnd(), { dialect })
    if (read === null || (read.box === null) !== (task.box === null)) return null
    const same = wanted === '' ? read.id === '' && read.text.startsWith(task.text) : plainId(read.id) === wanted
    return same ? { state: read.state, text: read.text } : null
  }
}

function eventBetween(before: Line | null, after: Line | null, known: boolean): HistoryEvent | null {
  if (after === null) return 'removed'
  if (before === null && !known) return 'added'
  if (before !== null && before.state === after.state) return before.text === after.text ? null : 'reworded'
  return after.state === 'open' ? (before === null ? null : 'reopened') : after.state
}

/**
 * The history of a task in the changes of its document: a log of git, newest first, in which `\0` begins each commit
 * and its fields are apart by `\x1f`. Linear.
 */
export function historyIn(
  log: string,
  cut: boolean,
  task: DocumentTask,
  dialect: TaskDocument['dialect'],
): HistoryView {
  const read = lineReader(task, dialect)
  const entries: HistoryEntry[] = []
  let last: Line | null = null
  let known = cut
  for (const record of log.split('\0').slice(1).toReversed()) {
    const lines = record.split('\n')
    const [commit = '', author = '', date = '', ...subject] = lines[0]!.split('\x1f')
    let before: Line | null = null
    let after: Line | null = null
    let inside = false
    for (const line of lines) {
      if (line.startsWith('@@')) inside = true
      else if (line.startsWith('diff --git ')) inside = false
      if (!inside || (line[0] !== '-' && line[0] !== '+')) continue
      const found = read(line.slice(1))
      if (found === null) continue
      if (line[0] === '-') before = found
      else after = found
    }
    if (before === null && after === null) continue
    const entry = { commit, author, date, subject: subject.join('\x1f') }
    const what = eventBetween(before, after, known)
    if (what !== null) entries.push({ what, ...entry })
    // A task that comes ticked was both added and done, as far as anybody can tell.
    if (what === 'added' && after !== null && after.state !== 'open') entries.push({ what: after.state, ...entry })
    last = after
    known = after !== null || cut
  }
  // Where older commits are missing, nothing is known of a task that none of the others touched.
  const isKnown = last !== null || !cut
  const now = eventBetween(last, { state: task.state, text: last?.text ?? '' }, known)
  if (isKnown && now !== null) entries.push({ what: now, commit: '', author: '', date: '', subject: '' })
  return { entries, cut }
}
