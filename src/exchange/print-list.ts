import { byKey } from '../model/by-key.ts'
import { findPaths } from '../parse/text/paths.ts'
import { indentBody, taskBody } from '../render/task-body.ts'
import { taskText } from '../render/task-text.ts'
import type { TaskState } from '../model/plan.ts'
import { milestoneNumber, type ExchangePhase, type ExchangePlan, type ExchangeTask } from './plan.ts'

/** The mark between the brackets of a box. */
export const boxMark: Readonly<Record<TaskState, string>> = { open: ' ', done: 'x', started: '~', dropped: '-' }

/** How a list of tasks is written for one tool. */
export interface ListStyle {
  /** The heading of a phase, without its marks; `number` counts from 1. */
  readonly heading: (phase: ExchangePhase, number: number) => string
  /** What stands between bullet and text: box, id and tags. */
  readonly lead: (task: ExchangeTask, phase: number, number: number) => string
  /** The words of a task as they stand; safe for every reader unless given. */
  readonly text?: (task: ExchangeTask) => string
  /** The words of what tells that a milestone is done. */
  readonly validation: string
}

/** A heading, its goal and its tasks for each phase, in order; everything that is exchanged stands in it as Markdown. */
export function printList({ phases, tasks }: ExchangePlan, style: ListStyle): readonly string[] {
  const byPhase = byKey(tasks, ({ phase }) => phase)
  return phases.flatMap((phase, at) => [
    `## ${oneLine(style.heading(phase, at + 1))}`,
    '',
    ...intro(phase, style),
    ...(byPhase.get(phase.id) ?? []).flatMap((task, index) =>
      taskLines(task, style.lead(task, at + 1, index + 1), style),
    ),
    '',
  ])
}

function intro({ goal, validation, dependsOn, notes }: ExchangePhase, style: ListStyle): readonly string[] {
  const milestones = dependsOn.flatMap((id) => milestoneNumber(id) ?? [])
  return [
    ...labelled('Goal', goal),
    ...labelled(style.validation, validation),
    ...labelled('Depends on', milestones.map((number) => `Milestone ${number}`).join(', ')),
    ...(notes.length === 0 ? [] : [...notes, '']),
  ]
}

const labelled = (label: string, words: string): readonly string[] =>
  words.trim() === '' ? [] : [`**${label}**: ${oneLine(words)}`, '']

function taskLines(task: ExchangeTask, lead: string, style: ListStyle): readonly string[] {
  const { estimate, dependsOn } = task
  const text = style.text?.(task) ?? taskText(task.text)
  const body = [...task.body, ...filesLine(task)]
  const effort = estimate === '' ? '' : ` (${estimate})`
  const after = dependsOn.length === 0 ? '' : ` (depends on ${dependsOn.join(', ')})`
  return [`- ${lead} ${text}${effort}${after}`, ...indentBody(taskBody(body))]
}

/** Files that the words of a task do not name by themselves, such as those that a tree of the plan has placed. */
function filesLine({ text, body, files }: ExchangeTask): readonly string[] {
  const written = (line: string): readonly string[] =>
    findPaths(line).paths.flatMap(({ path, role }) => (role === 'write' ? [bare(path)] : []))
  const named = new Set([text, ...body].flatMap(written))
  const unnamed = files.filter((file) => !named.has(bare(file)))
  return unnamed.length === 0 ? [] : [`${FILES}${unnamed.map((file) => `\`${file}\``).join(', ')}`]
}

const FILES = '- Files: '

const bare = (path: string): string => path.replace(/\/$/, '')

/** Words on one line. */
export const oneLine = (words: string): string =>
  words
    .split(/\s*[\r\n]+\s*/)
    .join(' ')
    .trim()
