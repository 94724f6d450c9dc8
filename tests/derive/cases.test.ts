import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import type { InputDocument, InputRole } from '../../src/model/compile.ts'
import type { Execution } from '../../src/model/execution.ts'
import type { Gap, Task } from '../../src/model/task.ts'

const folder = join(import.meta.dirname, '../fixtures/derive')
const roles: readonly InputRole[] = [
  'spec',
  'plan',
  'data-model',
  'research',
  'quickstart',
  'tasks',
  'milestones',
  'goal',
]

function documentOf(path: string, role: InputRole, name: string): InputDocument {
  const text = readFileSync(join(path, name), 'utf8')
  return { role, link: name, source: { path: name, text, bom: false, eol: '\n' } }
}

function documentsOf(path: string): InputDocument[] {
  const contracts = join(path, 'contracts')
  const inner = existsSync(contracts) ? readdirSync(contracts).toSorted() : []
  return [
    ...roles.flatMap((role) => (existsSync(join(path, `${role}.md`)) ? [documentOf(path, role, `${role}.md`)] : [])),
    ...inner.map((name) => documentOf(path, 'contract', `contracts/${name}`)),
  ]
}

/** A task without what is empty, as a person reads it. */
function shown(task: Task): object {
  const paths = task.paths
    .filter((path) => path.role === 'write')
    .map((path) => (path.unresolved ? `${path.path}?` : path.path))
  return {
    [`${task.id} ${task.phase}${task.state === 'open' ? '' : ` ${task.state}`}`]: task.text,
    ...(task.kind === 'work' ? {} : { kind: task.kind }),
    ...(task.layer === null ? {} : { layer: task.layer }),
    ...(task.body.length === 0 ? {} : { body: task.body }),
    ...(paths.length === 0 ? {} : { writes: paths }),
    ...(task.covers.length === 0 ? {} : { covers: task.covers }),
  }
}

function asked(gap: Gap, documents: readonly InputDocument[]): object {
  const { text } = documents.find(({ source }) => source.path === gap.place.file)!.source
  const at = `${gap.place.file}:${text.slice(0, gap.place.start).split('\n').length}`
  return { [gap.kind]: gap.question, answer: gap.answer, at, ...(gap.blocking ? { blocking: true } : {}) }
}

function expectedOf(execution: Execution, documents: readonly InputDocument[]): object {
  const missing = execution.gaps.filter((gap) => gap.kind === 'section-missing')
  return {
    milestones: execution.milestones.map(
      ({ number, title, label }) => `M${number} ${title}${label === '' ? '' : ` (${label})`}`,
    ),
    tasks: execution.tasks.map(shown),
    gaps: [...execution.gaps.filter((gap) => gap.kind !== 'section-missing'), ...missing.slice(0, 1)].map((gap) =>
      asked(gap, documents),
    ),
  }
}

describe('a folder of documents gives these tasks and questions', () => {
  test.each(readdirSync(folder))('%s', async (name) => {
    const path = join(folder, name)
    const documents = documentsOf(path)
    const listed = join(path, 'existing.txt')
    const existing = new Set(existsSync(listed) ? readFileSync(listed, 'utf8').trim().split('\n') : [])
    const options = {
      date: '',
      full: false,
      tests: 'auto',
      choice: null,
      hoursPerDay: 8,
      daysPerWeek: 5,
      sharedPaths: [],
      conventions: {},
    } as const
    const result = await compile({
      id: name,
      documents,
      existing,
      lock: null,
      options,
      overrides: {},
      parser: 'auto',
      eol: '\n',
    })
    if (result.status !== 'compiled')
      throw new Error(`${result.status}: ${result.diagnostics.map(({ message }) => message).join(' ')}`)
    const text = `${JSON.stringify(expectedOf(result.execution, documents), null, 2)}\n`
    const file = join(path, 'expected.json')
    if (process.env['UPDATE'] === '1') writeFileSync(file, text)
    expect(text).toBe(readFileSync(file, 'utf8'))
  })
})
