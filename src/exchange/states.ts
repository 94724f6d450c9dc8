import type { TaskState } from '../model/plan.ts'

/** Words of other tools for the states of a task, without blanks, dashes and capitals. */
const WORDS: Readonly<Record<string, TaskState>> = {
  pending: 'open',
  todo: 'open',
  open: 'open',
  new: 'open',
  backlog: 'open',
  notstarted: 'open',
  done: 'done',
  completed: 'done',
  complete: 'done',
  closed: 'done',
  finished: 'done',
  inprogress: 'started',
  started: 'started',
  doing: 'started',
  active: 'started',
  review: 'started',
  inreview: 'started',
  cancelled: 'dropped',
  canceled: 'dropped',
  dropped: 'dropped',
  wontdo: 'dropped',
  rejected: 'dropped',
}

/** Words that a box says in full, so that nobody has to read them again. */
const PLAIN = new Set(['pending', 'todo', 'open', 'done', 'inprogress', 'cancelled', 'canceled', 'dropped', 'started'])

/** The state that a word means, and the line that keeps a word which says more than the box. */
export function stateOf(status: string): { readonly state: TaskState; readonly note: readonly string[] } {
  const word = status.toLowerCase().replace(/[^a-z]/g, '')
  const state = Object.hasOwn(WORDS, word) ? WORDS[word]! : 'open'
  return { state, note: word === '' || PLAIN.has(word) ? [] : [`- Status: ${status.replace(/\s+/g, ' ').trim()}`] }
}
