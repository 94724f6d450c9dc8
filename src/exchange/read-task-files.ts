import { labelled } from './body.ts'
import { bareCarried } from './carried.ts'
import type { AppendixEntry, ExchangeFile, ForeignPlan, ForeignTask } from './imported.ts'
import { oneLine } from './print-list.ts'
import { stateOf } from './states.ts'

const HEAD = /^# (Task ID|Title|Status|Dependencies|Priority|Description|Details|Test Strategy|Subtasks?): ?(.*)$/i
const SUBTASK = /^## (\d+)\. (.*?) \[([a-z -]+)\]\s*$/i
const SUB_FIELD = /^### (Dependencies|Description|Details|Test Strategy): ?(.*)$/i

/** Whether a text is one of the files that task-master writes for each task. */
export const isTaskFile = (text: string): boolean => /^\uFEFF?\s*# Task ID: \S+[ \t]*\r?\n# Title: /.test(text)

interface Fields {
  readonly values: Map<string, string[]>
  readonly subtasks: {
    readonly number: string
    readonly title: string
    readonly status: string
    readonly values: Map<string, string[]>
  }[]
}

/** Fields by their name in small letters; what stands before the first one is under ''. */
function fieldsOf(text: string): Fields {
  const values = new Map<string, string[]>()
  const subtasks: Fields['subtasks'] = []
  let lines: string[] = []
  values.set('', lines)
  const open = (map: Map<string, string[]>, name: string, first: string): void => {
    lines = [first]
    const before = map.get(name)
    // A line of a text may look like a field that was there already.
    if (before === undefined) map.set(name, lines)
    else {
      before.push(`# ${name}: ${first}`)
      lines = before
    }
  }
  for (const line of text.split(/\r\n|\r|\n/)) {
    const head = HEAD.exec(line)
    const subtask = SUBTASK.exec(line)
    const inner = SUB_FIELD.exec(line)
    const current = subtasks.at(-1)
    if (head !== null && current === undefined) open(values, head[1]!.toLowerCase(), head[2]!)
    else if (subtask !== null && values.has('subtasks')) {
      subtasks.push({ number: subtask[1]!, title: subtask[2]!, status: subtask[3]!, values: new Map() })
      lines = []
      subtasks.at(-1)!.values.set('', lines)
    } else if (inner !== null && current !== undefined) open(current.values, inner[1]!.toLowerCase(), inner[2]!)
    else lines.push(line)
  }
  return { values, subtasks }
}

const joined = (map: ReadonlyMap<string, readonly string[]>, name: string): string =>
  (map.get(name) ?? []).join('\n').trim()

/** `1, 2.3 (done), ⏱️ 4` names 1, 2.3 and 4. */
const idsIn = (words: string): readonly string[] => words.match(/\d+(?:\.\d+)*/g) ?? []

const tidy = (map: ReadonlyMap<string, readonly string[]>, note: readonly string[]): readonly string[] => [
  ...labelled('Description', joined(map, 'description')),
  ...labelled('Priority', joined(map, 'priority')),
  ...note,
  ...labelled('Details', joined(map, 'details')),
  ...labelled('Test strategy', joined(map, 'test strategy')),
]

/** Reads the text files that task-master writes beside its `tasks.json`, one for each task. */
export function readTaskFiles(files: readonly ExchangeFile[], name: string): ForeignPlan {
  const appendix: AppendixEntry[] = []
  const tasks: ForeignTask[] = []
  for (const { path, text } of files) {
    const { values, subtasks } = fieldsOf(text)
    const id = joined(values, 'task id').split(/\s/)[0] ?? ''
    const { state, note } = stateOf(joined(values, 'status'))
    const common = { phase: 'M1', estimate: '', files: [] } as const
    tasks.push({
      ...common,
      source: `${path}:1`,
      foreignId: id,
      key: id,
      id: /^\d{1,6}$/.test(id) ? `T${id.padStart(3, '0')}` : id,
      text: oneLine(joined(values, 'title')) || `Task ${id}`,
      state,
      dependsOn: idsIn(joined(values, 'dependencies')),
      body: tidy(values, note),
    })
    for (const { number, title, status, values: own } of subtasks) {
      const part = stateOf(status)
      tasks.push({
        ...common,
        source: `${path}:${1 + text.slice(0, Math.max(0, text.indexOf(`## ${number}. ${title}`))).split('\n').length - 1}`,
        foreignId: `${id}.${number}`,
        key: `${id}.${number}`,
        id: `${id}.${number}`,
        text: oneLine(title) || `Task ${id}.${number}`,
        state: part.state,
        dependsOn: idsIn(joined(own, 'dependencies')).map((each) => (each.includes('.') ? each : `${id}.${each}`)),
        body: [...labelled('Notes', joined(own, '')), ...tidy(own, part.note)],
      })
    }
    const rest = joined(values, '')
    if (rest !== '') appendix.push({ source: path, text: rest })
  }
  const phases = [{ ...bareCarried, id: 'M1' as const, title: name }]
  return { title: name, phases, tasks, appendix, warnings: [] }
}
