import type { PhaseId } from '../model/task.ts'
import { labelled } from './body.ts'
import type { AppendixEntry, ForeignPlan, ForeignTask } from './imported.ts'
import { field, isObject, leftOver, listOf, textOf, type JsonObject } from './json-values.ts'
import { bareCarried, carriedPhases, carriedTask } from './carried.ts'
import { oneLine } from './print-list.ts'
import type { ExchangePhase } from './plan.ts'
import { stateOf } from './states.ts'

/** One list of a `tasks.json`: the file itself before there were tags, else one for each tag. */
interface Context {
  readonly tag: string
  readonly pointer: string
  readonly tasks: readonly unknown[]
  readonly holder: JsonObject
}

/** The lists of a `tasks.json` of any version of task-master; none where it is none. */
export function taskMasterContexts(value: unknown): readonly Context[] {
  const isTask = (each: unknown): boolean =>
    isObject(each) && textOf(field(each, 'id')) !== '' && typeof field(each, 'title') === 'string'
  if (Array.isArray(value)) {
    return value.length > 0 && value.every(isTask) ? [{ tag: '', pointer: '#', tasks: value, holder: {} }] : []
  }
  if (!isObject(value)) return []
  const own = field(value, 'tasks')
  if (Array.isArray(own)) {
    return own.every(isTask) ? [{ tag: '', pointer: '#/tasks', tasks: own, holder: value }] : []
  }
  return Object.keys(value).flatMap((tag) => {
    const holder = field(value, tag)
    const tasks = isObject(holder) ? field(holder, 'tasks') : undefined
    if (!isObject(holder) || !Array.isArray(tasks) || !tasks.every(isTask)) return []
    return [{ tag, pointer: `#/${tag.replaceAll('~', '~0').replaceAll('/', '~1')}/tasks`, tasks, holder }]
  })
}

const KNOWN = [
  'id',
  'title',
  'description',
  'status',
  'priority',
  'dependencies',
  'details',
  'testStrategy',
  'subtasks',
  'parentId',
  'parentTaskId',
]

/** Reads a `tasks.json`: every task and subtask is a task, every tag a milestone. */
export function readTaskMaster(file: string, value: unknown, name: string): ForeignPlan {
  const contexts = taskMasterContexts(value)
  const appendix: AppendixEntry[] = []
  const tasks: ForeignTask[] = []
  const phases: ExchangePhase[] = []
  contexts.forEach((context, at) => {
    const own = carriedPhases(context.holder)
    const phase: PhaseId = `M${at + 1}`
    if (own.length > 0 && contexts.length === 1) phases.push(...own)
    else
      phases.push({
        ...bareCarried,
        id: phase,
        title: oneLine(context.tag === '' ? name : context.tag),
        goal: goalOf(context),
      })
    const prefix = prefixOf(context, contexts)
    context.tasks.forEach((task, index) =>
      readTask({ file, phase, prefix, tasks, appendix }, task as JsonObject, `${context.pointer}/${index}`, null),
    )
    keepRest(file, context, appendix)
  })
  if (isObject(value) && !Array.isArray(field(value, 'tasks'))) {
    const rest = leftOver(
      value,
      contexts.map(({ tag }) => tag),
    )
    if (rest !== '') appendix.push({ source: `${file}#`, text: rest })
  }
  return { title: titleOf(contexts) || name, phases, tasks, appendix, warnings: [] }
}

interface Reading {
  readonly file: string
  readonly phase: PhaseId
  /** Before the ids of a tag, so that those of two tags differ; '' for the first. */
  readonly prefix: string
  readonly tasks: ForeignTask[]
  readonly appendix: AppendixEntry[]
}

function readTask(reading: Reading, task: JsonObject, pointer: string, parent: string | null): void {
  const { file, phase, prefix } = reading
  const number = textOf(field(task, 'id'))
  const foreignId = parent === null || number.startsWith(`${parent}.`) ? number : `${parent}.${number}`
  const source = `${file}${pointer}`
  const { state, note } = stateOf(textOf(field(task, 'status')))
  const title = oneLine(textOf(field(task, 'title')))
  const text = title === '' ? `Task ${foreignId}` : title
  const carried = carriedTask(task)
  const dependsOn = listOf(field(task, 'dependencies'))
    .map(textOf)
    .filter((each) => each !== '')
  reading.tasks.push({
    source,
    foreignId,
    key: `${prefix}${foreignId}`,
    id: carried?.id ?? planId(prefix, foreignId),
    text,
    state,
    phase: carried?.phase ?? phase,
    estimate: carried?.estimate ?? '',
    files: carried?.files ?? [],
    dependsOn: dependsOn.map((each) => `${prefix}${inList(each, parent, task)}`),
    body: bodyOf(task, text, note, carried !== null),
  })
  const rest = leftOver(task, carried === null ? KNOWN : [...KNOWN, 'metadata'])
  if (rest !== '') reading.appendix.push({ source, text: rest })
  listOf(field(task, 'subtasks')).forEach((subtask, index) => {
    if (isObject(subtask)) readTask(reading, subtask, `${pointer}/subtasks/${index}`, foreignId)
    else reading.appendix.push({ source: `${source}/subtasks/${index}`, text: JSON.stringify(subtask) })
  })
}

/** Of a task that an export wrote, the details are the lines below it; else each field by its name. */
function bodyOf(task: JsonObject, text: string, note: readonly string[], carried: boolean): readonly string[] {
  const [description = '', priority = '', details = '', strategy = ''] = [
    'description',
    'priority',
    'details',
    'testStrategy',
  ].map((name) => textOf(field(task, name)))
  return [
    ...(description === text ? [] : labelled('Description', description)),
    ...(carried ? [] : labelled('Priority', priority)),
    ...note,
    ...(carried ? details.split(/\r\n|\r|\n/) : labelled('Details', details)),
    ...labelled('Test strategy', strategy),
  ]
}

/** `7` is T007 in the plan, a number that a plan gives to a task; `7.2` and `TAG-7` are ids of their own. */
function planId(prefix: string, foreignId: string): string {
  return prefix === '' && /^\d{1,6}$/.test(foreignId) ? `T${foreignId.padStart(3, '0')}` : `${prefix}${foreignId}`
}

/** A subtask names its neighbours by their number alone, and others as `5.2`. */
function inList(id: string, parent: string | null, task: JsonObject): string {
  if (parent === null || id.includes('.') || textOf(field(task, 'id')).includes('.')) return id
  return `${parent}.${id}`
}

/** The first list keeps its numbers; those of other tags get the letters of their tag before them. */
function prefixOf(context: Context, contexts: readonly Context[]): string {
  const main = contexts.find(({ tag }) => tag === 'master') ?? contexts[0]
  if (context === main) return ''
  const letters = (tag: string): string =>
    tag
      .toUpperCase()
      .replace(/[^A-Z0-9]/g, '')
      .slice(0, 10)
  const own = letters(context.tag)
  const others = contexts.filter((each) => each !== main && letters(each.tag) === own)
  const usable = /^[A-Z][A-Z0-9]{2,}$/.test(own) && others.length === 1
  return usable ? `${own}-` : `TAG${contexts.indexOf(context) + 1}-`
}

function goalOf({ holder }: Context): string {
  const metadata = field(holder, 'metadata')
  const described = isObject(metadata) ? textOf(field(metadata, 'description')) : ''
  // What task-master writes by itself says nothing.
  return /^(?:Tasks for \S+ context|Default tasks context)$/.test(described) ? '' : oneLine(described)
}

function titleOf(contexts: readonly Context[]): string {
  for (const { holder } of contexts) {
    const metadata = field(holder, 'metadata') ?? field(holder, 'meta')
    if (!isObject(metadata)) continue
    const name = textOf(field(metadata, 'projectName')) || textOf(field(metadata, 'name'))
    if (name !== '') return oneLine(name)
  }
  return ''
}

function keepRest(file: string, { holder, pointer }: Context, appendix: AppendixEntry[]): void {
  const rest = leftOver(holder, ['tasks', 'intentk'])
  if (rest !== '') appendix.push({ source: `${file}${pointer.replace(/\/tasks$/, '')}`, text: rest })
}
