import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import { exportFiles, type FileFormat } from '../../src/exchange/exports.ts'
import { exchangeOf } from '../../src/exchange/from-execution.ts'
import type { ExchangePlan, ExchangeTask } from '../../src/exchange/plan.ts'
import type { Execution } from '../../src/model/execution.ts'
import {
  compileCase,
  compiled,
  document,
  hasReal,
  inputOf,
  realCases,
  WITHOUT_DOCUMENTS,
} from '../support/compiling.ts'
import { printPlan } from '../support/plan-sketch.ts'
import { plans } from '../support/plans.ts'
import { candidatesOf } from './support.ts'

const FORMATS = ['spec-kit', 'openspec', 'task-master', 'json'] as const satisfies readonly FileFormat[]

async function thereAndBack(format: FileFormat, plan: ExchangePlan): Promise<ExchangePlan> {
  const files = exportFiles(format, plan).map(([path, text]) => ({ path, text }))
  const candidates = await candidatesOf(files)
  expect(candidates).toHaveLength(1)
  const { plan: text } = candidates[0]!.read()
  return exchangeOf(compiled(await compile(inputOf([document('plan', text)]))).execution)
}

/** A name that a tree of the plan has placed stands bare in the words; its path stands beside it. */
const isPlaced = (file: string, all: readonly string[]): boolean =>
  all.some((other) => other !== file && other.toLowerCase().endsWith(`/${file.toLowerCase()}`))

interface Carried {
  readonly id: string
  readonly text: string
  readonly state: string
  readonly phase: string
  readonly estimate: string
  readonly dependsOn: readonly string[]
}

/** What each format promises to carry. OpenSpec has no mark for a started task. */
function carried(format: FileFormat, { id, text, state, phase, estimate, dependsOn }: ExchangeTask): Carried {
  return { id, text, state: format === 'openspec' && state === 'started' ? 'open' : state, phase, estimate, dependsOn }
}

/** Tasks whose words name files although they write none: what checks something, what only asks for something. */
const isSilent = ({ files }: ExchangeTask): boolean => files.length === 0

/** Compares the tasks, and counts the files that were there and those of them that came back. */
function compare(format: FileFormat, before: ExchangePlan, after: ExchangePlan): { all: number; back: number } {
  const files = { all: 0, back: 0 }
  expect(after.tasks.map(({ id }) => id).toSorted()).toEqual(before.tasks.map(({ id }) => id).toSorted())
  const back = new Map(after.tasks.map((task) => [task.id, task]))
  const awake = new Set(
    before.tasks.filter((task) => isSilent(task) && back.get(task.id)!.files.length > 0).map(({ id }) => id),
  )
  for (const task of before.tasks) {
    const again = back.get(task.id)!
    // A file that comes back where there was none may make its task wait for another that writes it.
    const computed =
      awake.size === 0
        ? []
        : again.dependsOn.filter((id) => !task.dependsOn.includes(id) && (awake.has(id) || awake.has(task.id)))
    const seen = { ...again, dependsOn: again.dependsOn.filter((id) => !computed.includes(id)) }
    expect(carried(format, seen)).toEqual(carried(format, task))
    const wanted = task.files.filter((each) => !isPlaced(each, task.files))
    files.all += wanted.length
    files.back += wanted.filter((file) => again.files.includes(file)).length
  }
  return files
}

/** Plans that no format of another tool can hold: no task at all, or milestones of which none has one. */
const holdsWork = ({ tasks, milestones }: Execution): boolean =>
  milestones.some(({ number }) => tasks.some(({ phase }) => phase === `M${number}`))

describe.each(FORMATS)('%s: export and import give the same tasks', (format) => {
  test('over generated plans', async () => {
    await fc.assert(
      fc.asyncProperty(plans({ milestones: 3, hostile: false }), async (sketch) => {
        const result = await compile(inputOf([document('plan', printPlan(sketch))]))
        if (result.status !== 'compiled' || !holdsWork(result.execution)) return
        const plan = exchangeOf(result.execution)
        // Words that had to be printed with entities are those words to people, and other ones to a comparison.
        if (plan.tasks.some(({ text }) => text.includes('&#'))) return
        const { all, back } = compare(format, plan, await thereAndBack(format, plan))
        expect(back).toBe(all)
      }),
      { numRuns: process.env['INTENTK_FULL'] === '1' ? 300 : 12 },
    )
  }, 200_000)

  test.skipIf(!hasReal)(
    `over real documents ${WITHOUT_DOCUMENTS}`,
    async () => {
      const every = process.env['INTENTK_FULL'] === '1' ? 1 : 30
      const found: string[] = []
      const files = { all: 0, back: 0 }
      for (const [at, each] of realCases().entries()) {
        if (at % every !== 0) continue
        const result = await compileCase(each)
        if (result.status !== 'compiled' || !holdsWork(result.execution)) continue
        const plan = exchangeOf(result.execution)
        try {
          const { all, back } = compare(format, plan, await thereAndBack(format, plan))
          files.all += all
          files.back += back
        } catch (error) {
          found.push(`${each.name}: ${String(error).slice(0, 600)}`)
        }
      }
      expect(found).toEqual([])
      // What one document calls a path, another word of the same task may hide.
      expect(files.back / files.all).toBeGreaterThan(0.99)
    },
    200_000,
  )
})
