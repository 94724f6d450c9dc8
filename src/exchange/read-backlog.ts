import { compareNatural } from '../model/order.ts'
import type { FrontMatterReader } from '../parse/front-matter.ts'
import { bulleted, labelled } from './body.ts'
import { bareCarried } from './carried.ts'
import type { AppendixEntry, ExchangeFile, ForeignPlan, ForeignTask } from './imported.ts'
import { field, leftOver, listOf, textOf, type JsonObject } from './json-values.ts'
import { oneLine } from './print-list.ts'
import type { ExchangePhase } from './plan.ts'
import { stateOf } from './states.ts'

/** Whether front matter is that of a task of Backlog.md. */
function isBacklogTask(data: JsonObject): boolean {
  return (
    /^[A-Za-z][A-Za-z0-9_-]*-\d+(?:\.\d+)*$/.test(textOf(field(data, 'id'))) &&
    textOf(field(data, 'title')) !== '' &&
    field(data, 'status') !== undefined
  )
}

/** The front matter of a task of Backlog.md with where it ends; null for any other file. */
export function backlogData(
  { path, text }: ExchangeFile,
  readFrontMatter: FrontMatterReader,
): { readonly data: JsonObject; readonly end: number } | null {
  const { data, span } = readFrontMatter(path, text)
  if (span === null) return null
  const found = isBacklogTask(data) ? data : plainFields(text.slice(span.start, span.end))
  return isBacklogTask(found) ? { data: found, end: span.end } : null
}

/** Fields line by line, for front matter that is no YAML: `assignee: @name` is none, and the tool writes it. */
function plainFields(yaml: string): JsonObject {
  const fields = new Map<string, string | string[]>()
  const bare = (value: string): string => value.trim().replace(/^(["'])(.*)\1$/, '$2')
  let list = ''
  for (const line of yaml.split(/\r\n|\r|\n/)) {
    const [, name = '', value = ''] = /^([A-Za-z_]\w{0,40}):(?: (.*))?$/.exec(line.trimEnd()) ?? []
    const item = /^\s*- (.*)$/.exec(line)?.[1]
    if (name !== '') {
      list = name
      const inner = /^\[(.*)\]$/.exec(value.trim())?.[1]
      const values = (inner ?? '')
        .split(',')
        .map(bare)
        .filter((each) => each !== '')
      fields.set(name, inner !== undefined ? values : value.trim() === '' ? [] : bare(value))
    } else if (item !== undefined && list !== '') {
      const before = fields.get(list)
      if (Array.isArray(before)) before.push(bare(item))
    }
  }
  return Object.fromEntries(fields)
}

const KNOWN = ['id', 'title', 'status', 'assignee', 'labels', 'dependencies', 'priority', 'milestone']

/** Sections that tell what to do; the others tell what was done and said, and go behind the plan. */
const WORK = new Set(['description', 'acceptance criteria', 'definition of done', 'implementation plan', 'plan'])

interface Section {
  readonly title: string
  readonly lines: readonly string[]
}

/** The sections of a task by its headings of level 2; what stands before the first has no title. */
function sectionsOf(text: string): readonly Section[] {
  const sections: { title: string; lines: string[] }[] = [{ title: '', lines: [] }]
  let fence = ''
  for (const line of text.split(/\r\n|\r|\n/)) {
    const run = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? ''
    if (fence === '' && run !== '') fence = run
    else if (fence !== '' && run[0] === fence[0] && run.length >= fence.length && line.trim() === run) fence = ''
    const title = fence === '' ? /^##[ \t]+(\S.*?)[ \t#]*$/.exec(line)?.[1] : undefined
    if (title !== undefined) sections.push({ title, lines: [] })
    // Marks by which the tool finds its sections again.
    else if (!/^<!-- (?:AC|DOD|SECTION:[A-Z_]+|COMMENTS?):?(?:BEGIN|END) -->\s*$/.test(line))
      sections.at(-1)!.lines.push(line)
  }
  return sections
}

/** A criterion of a task is no task: its number stands in parentheses, which no reader takes for an id. */
const criterion = (line: string): string => line.replace(/^(\s*[-*+] \[[ xX]\] )#(\d{1,4})(?=\s)/, '$1($2)')

/** Reads the tasks of a Backlog.md folder; its milestones are milestones. */
export function readBacklog(
  files: readonly ExchangeFile[],
  readFrontMatter: FrontMatterReader,
  name: string,
): ForeignPlan {
  const appendix: AppendixEntry[] = []
  const read = files.flatMap((file) => {
    const found = backlogData(file, readFrontMatter)
    return found === null ? [] : [{ file, data: found.data, from: found.end }]
  })
  const sorted = read.toSorted((a, b) => compareNatural(textOf(a.data['id']), textOf(b.data['id'])))
  const milestones = [...new Set(sorted.map(({ data }) => oneLine(textOf(field(data, 'milestone')))))]
  const phases = milestones.map((title, at): ExchangePhase => ({
    ...bareCarried,
    id: `M${at + 1}`,
    title: title || name,
  }))
  const keys = new Set(sorted.map(({ data }) => textOf(data['id']).toUpperCase()))
  const byNumber = new Map([...keys].map((key) => [numberOf(key), key]))
  // A project that changed the letters of its ids keeps the old ones in what names them.
  const named = (id: string): string => (keys.has(id) ? id : (byNumber.get(numberOf(id)) ?? id))
  const tasks = sorted.map(({ file, data, from }): ForeignTask => {
    const phase = `M${milestones.indexOf(oneLine(textOf(field(data, 'milestone')))) + 1}` as const
    const task = readTask(file, data, file.text.slice(from), phase, appendix)
    return { ...task, dependsOn: task.dependsOn.map(named) }
  })
  return { title: name, phases, tasks, appendix, warnings: [] }
}

const numberOf = (id: string): string => id.slice(id.lastIndexOf('-') + 1)

function readTask(
  { path }: ExchangeFile,
  data: JsonObject,
  text: string,
  phase: ForeignTask['phase'],
  appendix: AppendixEntry[],
): ForeignTask {
  const id = textOf(field(data, 'id'))
  const archived = /(?:^|\/)archive\//.test(path)
  const said = stateOf(textOf(field(data, 'status')))
  const sections = sectionsOf(text)
  const work = sections.filter(({ title }) => WORK.has(title.toLowerCase()))
  const rest = sections.filter(({ title, lines }) => !WORK.has(title.toLowerCase()) && lines.join('').trim() !== '')
  const left = leftOver(data, KNOWN)
  const others = rest.map(({ title, lines }) => `${title === '' ? '' : `## ${title}\n`}${lines.join('\n').trimEnd()}`)
  if (left !== '' || others.length > 0) {
    appendix.push({ source: path, text: [left, ...others].filter((part) => part !== '').join('\n\n') })
  }
  const names = (field: string): readonly string[] =>
    listOrOne(data, field)
      .map(textOf)
      .filter((each) => each !== '')
  return {
    source: `${path}:1`,
    foreignId: id,
    key: id.toUpperCase(),
    id,
    text: oneLine(textOf(field(data, 'title'))),
    state: archived && said.state !== 'done' ? 'dropped' : said.state,
    phase,
    estimate: '',
    files: [],
    dependsOn: names('dependencies').map((each) => each.toUpperCase()),
    body: [
      ...said.note,
      ...bulleted('Priority', names('priority')),
      ...bulleted('Labels', names('labels')),
      ...bulleted('Assignee', names('assignee')),
      ...work.flatMap(({ title, lines }) => labelled(title, lines.map(criterion).join('\n'))),
    ],
  }
}

function listOrOne(data: JsonObject, name: string): readonly unknown[] {
  const value = field(data, name)
  return Array.isArray(value) ? listOf(value) : [value]
}
