import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { PlanTask } from '../../src/model/plan.ts'
import { loadParser } from '../../src/parse/markdown.ts'
import { readPlan } from '../../src/parse/plan/index.ts'
import { tasksIn } from '../../src/parse/plan/work.ts'
import { corpus, hasCorpus, loadFacts, score, total } from '../support/facts.ts'

const parse = await loadParser('auto')
const fixtures = join(import.meta.dirname, '../fixtures')
const FILE = 'plan'

const withParts = (tasks: readonly PlanTask[]): PlanTask[] =>
  tasks.flatMap((task) => [task, ...withParts(task.children)])
const at = (node: { readonly position: { readonly start: { readonly line: number } } }): string =>
  `${FILE}:${node.position.start.line}`

/** Lines of the milestones and of the work that the reader finds in one document. */
function found(path: string, name: string): { milestones: string[]; work: string[] } {
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  const { plan } = readPlan({ path: name, text, bom: false, eol: '\n' }, parse(text), { parse })
  const milestones = plan.children.filter((child) => child.type === 'milestone')
  const extras = plan.children.filter((child) => child.type === 'extra').map((extra) => extra.task)
  const tasks = withParts([...milestones.flatMap((milestone) => tasksIn(milestone.children)), ...extras])
  return { milestones: milestones.map(at), work: tasks.filter((task) => task.state !== 'dropped').map(at) }
}

function scores(folder: string): { milestones: ReturnType<typeof total>; work: ReturnType<typeof total> } {
  // A feature folder is put together by a later stage; here every document stands alone.
  const documents = loadFacts(folder).filter(({ path }) => statSync(path).isFile())
  const each = documents.map(({ facts, path }) =>
    score(facts, FILE, { ...found(path, facts.document ?? 'plan.md'), edges: [] }),
  )
  return { milestones: total(each.map((one) => one.milestones)), work: total(each.map((one) => one.work)) }
}

// Floors, not targets: a change that reads the labelled documents worse fails here.
describe.skipIf(!hasCorpus)(`real documents (skipped: no corpus at ${corpus})`, () => {
  const { milestones, work } = hasCorpus ? scores(join(fixtures, 'facts')) : { milestones: null, work: null }
  test.each([
    ['milestones', 'precision', () => milestones!.precision, 0.99],
    ['milestones', 'recall', () => milestones!.recall, 0.99],
    ['work', 'precision', () => work!.precision, 0.98],
    ['work', 'recall', () => work!.recall, 0.97],
  ] as const)('%s: %s', (_kind, _measure, value, floor) => {
    expect(value()).toBeGreaterThanOrEqual(floor)
  })
})

describe('documents in nine languages', () => {
  const { milestones, work } = scores(join(fixtures, 'languages'))
  test.each([
    ['milestones', 'precision', milestones.precision],
    ['milestones', 'recall', milestones.recall],
    ['work', 'precision', work.precision],
    ['work', 'recall', work.recall],
  ])('%s: %s', (_kind, _measure, value) => {
    expect(value).toBeGreaterThanOrEqual(0.98)
  })
})
