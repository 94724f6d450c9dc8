import { dependenciesOf } from '../edit/dependencies-of.ts'
import { verifyCommands } from '../parse/tasks/verify-command.ts'
import type { Board } from '../tasks/board.ts'
import { firstLine, namedPaths, type BoardTask } from './board-tasks.ts'
import type { Group } from './brief-fit.ts'
import { shared, wordsOf, type Excerpt, type Library } from './brief-library.ts'
import { code, quoted, quotedLine } from './brief-text.ts'
import type { LineOf } from './status.ts'

/** Everything blocks are made from. */
export interface Pieces {
  readonly board: Board
  readonly library: Library
  readonly lineOf: LineOf
  /** Indices of the tasks that state to wait for each task. */
  readonly followers: readonly (readonly number[] | undefined)[]
  readonly phaseOf: (phase: number) => PhasePieces
  readonly partsOf: readonly (readonly number[] | undefined)[]
}

/** What a phase says about all its tasks. */
interface PhasePieces {
  readonly objective: readonly string[]
  readonly criteria: readonly string[]
  readonly where: string
  readonly criteriaAt: string
}

/** More neighbours than this are no help. */
const NEIGHBOURS = 30
const FOLLOWERS = 10
const LINES = 40

export function openPieces(board: Board, library: Library, lineOf: LineOf): Pieces {
  const followers: number[][] = []
  board.waitsFor.forEach((list, task) => {
    for (const other of list) (followers[other] ??= []).push(task)
  })
  const parts: number[][] = []
  board.tasks.forEach(({ parent }, task) => {
    if (parent >= 0) (parts[parent] ??= []).push(task)
  })
  const phases = new Map<number, PhasePieces>()
  const phaseOf = (phase: number): PhasePieces => {
    const known = phases.get(phase) ?? readPhase(board, lineOf, phase)
    phases.set(phase, known)
    return known
  }
  return { board, library, lineOf, followers, phaseOf, partsOf: parts }
}

const VALIDATES = /^Validate Milestone \d/i
/** Headings that say nothing but that tasks follow. */
const BARE = /^(?:implementation |task |todo |to-do )?(?:tasks?|plan|list|checklist|breakdown)$/i
const ABOUT =
  /^\s*(?:[-*+]\s+)?\*\*(?:goal|purpose|objective|story|user story|as a|independent (?:test|validation)|why|ziel|objectif|objetivo|obiettivo|цель|目的|目标|목표)\b/i
const CRITERION =
  /^\s*(?:[-*+]\s+)?\*\*(?:independent (?:test|validation)|checkpoint|acceptance|success|exit|done when|definition of done)/i

const LIST = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]/m
/** Longer words in front of the tasks of a phase are cut. */
const INTRO = 4_000

/** The paragraphs between the heading of a phase and its first task. */
function introOf({ document: { text, headings } }: Board, heading: number): readonly string[] {
  if (heading < 0) return []
  const { end } = headings[heading]!
  const words = text.slice(end, Math.min(headings[heading + 1]?.start ?? text.length, end + INTRO))
  const list = words.search(LIST)
  const paragraphs = (list < 0 ? words : words.slice(0, list)).split(/\n[ \t]*\r?\n/)
  // Labels stand on lines of their own, each about something else.
  return paragraphs
    .flatMap((paragraph) => paragraph.split(/\n(?=[ \t]*\*\*[^*\n]{1,60}(?::\*\*|\*\*[ \t]*:))/))
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '' && !/^(?:<!--|```|~~~|---|\|)/.test(paragraph))
    .slice(0, LINES)
}

/** The words in front of the first task of a phase, and what its own validation asks for. */
function readPhase(board: Board, lineOf: LineOf, phase: number): PhasePieces {
  const { document, phases, tasks } = board
  const { heading, title, tasks: members } = phases[phase]!
  const where = `${document.file}:${lineOf(heading < 0 ? 0 : document.headings[heading]!.start)}`
  const intro = introOf(board, heading)
  const labelled = intro.filter((text) => ABOUT.test(text) && !CRITERION.test(text))
  const checks = intro.filter((text) => CRITERION.test(text))
  const objective =
    labelled.length > 0 ? labelled : intro.filter((text) => !text.startsWith('**') && !CRITERION.test(text))
  const own = members.find((task) => VALIDATES.test(tasks[task]!.text))
  const body = own === undefined ? [] : tasks[own]!.body.filter((line) => line.trim() !== '').slice(0, LINES)
  return {
    objective: [
      ...(title === '' || BARE.test(title) ? [] : [`**${title.replace(/\*\*/g, '')}**`]),
      ...objective.slice(0, 6),
    ].map(quoted),
    criteria: [...checks, ...body].map(quoted),
    where,
    criteriaAt: own === undefined ? where : `${document.file}:${lineOf(tasks[own]!.start)}`,
  }
}

const whole = ({ text, body }: BoardTask): string => [text, ...body].join('\n')

/** The files that the words of a task name, by what it does with them. */
function filesOf(task: BoardTask, role: 'write' | 'read'): readonly string[] {
  return namedPaths(task).flatMap((mention) => (mention.role === role ? [mention.path] : []))
}

const nameOf = ({ id, text }: BoardTask): string => (id === '' ? text : `${id} ${text}`)
const item = (text: string): string => quotedLine(`- ${text}`)

/** Excerpts that concern a task, those that share most words with it first; where none does, as they stand. */
function byRelevance(excerpts: readonly Excerpt[], words: ReadonlySet<string>): readonly Excerpt[] {
  const scored = excerpts.map((excerpt, at) => ({ excerpt, at, score: shared(excerpt.words, words) }))
  return scored.toSorted((a, b) => b.score - a.score || a.at - b.at).map(({ excerpt }) => excerpt)
}

/** The places of excerpts, shortened to their documents where there are several. */
function placesOf(excerpts: readonly Excerpt[]): string {
  if (excerpts.length === 1) return excerpts[0]!.where
  const files = [...new Set(excerpts.map(({ where }) => where.slice(0, where.lastIndexOf(':'))))]
  return files.slice(0, 4).join(', ')
}

/** An excerpt as an item of a list; its further lines stand below its first. */
function asItem({ text }: Excerpt): string {
  const lines = text
    .split('\n')
    .map((line, at) => (at === 0 || /^\s/.test(line) ? line.trimEnd() : `  ${line.trimEnd()}`))
  return quoted(`${/^(?:[-*+]|\d{1,9}[.)])\s/.test(text) ? '' : '- '}${lines.join('\n')}`)
}

const REFERENCE = /\b[A-Z]{1,6}-?\d{1,5}[a-z]?\b/g
const LISTED = /requirements?\s*[:：]\s*([^\n]*)/gi

/** Names of statements that a task refers to: `FR-001`, `US2`, `1.2` behind `_Requirements:`. */
function referencesOf(board: Board, task: BoardTask): readonly string[] {
  const { start, end } = firstLine(board, task)
  const text = `${board.document.text.slice(start, end)}\n${task.body.join('\n')}`
  const listed = [...text.matchAll(LISTED)].flatMap(([, list]) => list!.match(/\d{1,4}(?:\.\d{1,4})?/g) ?? [])
  return [...new Set([...(text.match(REFERENCE) ?? []), ...listed].map((name) => name.toLowerCase()))]
}

/** Of many items the first, and how many there are besides. */
const first = (items: readonly number[], most: number, print: (item: number) => string): readonly string[] => [
  ...items.slice(0, most).map(print),
  ...(items.length > most ? [item(`and ${items.length - most} more`)] : []),
]

/** The context of a task in order of relevance. */
export function groupsOf(pieces: Pieces, index: number): readonly Group[] {
  const { board, library, lineOf, phaseOf, partsOf, followers } = pieces
  const task = board.tasks[index]!
  const own = `${board.document.file}:${lineOf(task.start)}`
  const phase = phaseOf(board.phaseOf[index]!)
  const validates = VALIDATES.test(task.text)
  const words = wordsOf(whole(task))
  const statements = statementsFor(pieces, task, words)
  const paths = (role: 'write' | 'read'): readonly string[] => filesOf(task, role).map((path) => item(code(path)))
  const named = (other: number): string => item(nameOf(board.tasks[other]!))
  const parts = first(partsOf[index] ?? [], NEIGHBOURS, (part) => stateOf(board, part))
  const after = first(followers[index] ?? [], FOLLOWERS, named)
  const [plan, criteria, progress] = ['EXECUTION PLAN', 'SUCCESS CRITERIA', 'INCREMENTAL PROGRESS'] as const
  const commands = verifyCommands(task).map((command) => item(code(command)))
  const rows: readonly (readonly [Group['part'], string, string, string, readonly string[]])[] = [
    [validates ? criteria : plan, 'details of the task', 'It says further:', own, task.body.map(quoted)],
    [criteria, 'commands that check the task', 'These commands succeed:', own, commands],
    [plan, FILES_TO_WRITE, 'Files to write:', own, paths('write')],
    [plan, FILES_TO_READ, 'Files to read:', own, paths('read')],
    [progress, 'task it is a part of', 'It is a part of:', own, task.parent < 0 ? [] : parentOf(board, task.parent)],
    [plan, 'parts of the task', 'Its parts:', own, parts],
    [plan, 'tasks it builds on', 'It builds on these tasks and the files they made:', own, neighboursOf(pieces, index)],
    [progress, 'objective', 'It is a step of:', phase.where, phase.objective],
    [
      criteria,
      'criteria of the milestone',
      'Its milestone is held to:',
      phase.criteriaAt,
      validates ? [] : phase.criteria,
    ],
    [criteria, 'requirements', 'It serves:', placesOf(statements), statements.map(asItem)],
    rulesRow('constraints', 'Constraints:', library.constraints, words),
    rulesRow('principles', 'Principles:', library.principles, words),
    [progress, 'purposes', 'What all of it is for:', placesOf(library.purposes), library.purposes.map(asItem)],
    [progress, 'tasks that wait for it', 'These tasks wait for it:', own, after],
  ]
  return rows.flatMap(([part, what, lead, where, items]) =>
    items.length === 0 ? [] : [{ part, what, lead, where, items }],
  )
}

/** What names the groups of files, for {@link import('./brief.ts').briefOf}. */
export const [FILES_TO_WRITE, FILES_TO_READ] = ['files to write', 'files to read'] as const

const rulesRow = (what: string, lead: string, excerpts: readonly Excerpt[], words: ReadonlySet<string>) =>
  ['CONSTRAINTS AND PRINCIPLES', what, lead, placesOf(excerpts), byRelevance(excerpts, words).map(asItem)] as const

const stateOf = ({ statuses, tasks }: Board, task: number): string => item(`${statuses[task]}: ${nameOf(tasks[task]!)}`)

/** The task that a task is a part of, with what it says about all its parts. */
const parentOf = ({ tasks }: Board, parent: number): readonly string[] => {
  const task = tasks[parent]!
  return [item(nameOf(task)), ...task.body.slice(0, LINES).map((line) => quoted(`  ${line}`))]
}

/** What a task builds on: first what it states, and of the rest as much as helps. */
function neighboursOf({ board }: Pieces, index: number): readonly string[] {
  const { tasks, waitsFor, statuses } = board
  const stated = new Set(dependenciesOf(tasks[index]!).map((name) => name.toLowerCase()))
  const isStated = (other: number): boolean => stated.has(tasks[other]!.id.toLowerCase())
  const all = [...new Set(waitsFor[index])]
  const ordered = [...all.filter(isStated), ...all.filter((other) => !isStated(other))]
  return first(ordered, NEIGHBOURS, (other) => {
    const writes = filesOf(tasks[other]!, 'write')
    const made = writes.length === 0 ? '' : ` → ${writes.slice(0, 8).map(code).join(', ')}`
    return item(`${statuses[other]}: ${nameOf(tasks[other]!)}${made}`)
  })
}

/** What the task refers to by name; else requirements with a title that clearly speak of the same. */
function statementsFor({ board, library }: Pieces, task: BoardTask, words: ReadonlySet<string>): readonly Excerpt[] {
  const named = referencesOf(board, task).flatMap((name) => library.statements.get(name) ?? [])
  if (named.length > 0) return [...new Set(named)].slice(0, LINES)
  return byRelevance(library.requirements, words)
    .filter((excerpt) => shared(excerpt.words, words) >= 2)
    .slice(0, 3)
}
