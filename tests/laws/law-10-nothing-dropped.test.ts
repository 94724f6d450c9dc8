import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Span } from '../../src/model/source.ts'
import {
  compileCase,
  document,
  hasReal,
  readCase,
  realCases,
  realFolders,
  WITHOUT_DOCUMENTS,
  type Case,
} from '../support/compiling.ts'
import { printPlan } from '../support/plan-sketch.ts'
import { plans } from '../support/plans.ts'

/* Nothing is dropped in silence: every line with a box is a task, a criterion, the body of one, or reported. */

const OPEN = /^[ \t>]*(?:[-*+]|\d+[.)])[ \t]+\[[ xX]\][ \t]+\S/

/** Lines with a box outside of fences and comments, by looking at lines alone. */
function boxLines(text: string): Span[] {
  const found: Span[] = []
  let fence = ''
  let comment = false
  let start = 0
  for (const line of text.split('\n')) {
    const mark = /^[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(`{3,}|~{3,})/.exec(line)?.[1]
    if (fence !== '') {
      if (
        mark !== undefined &&
        mark[0] === fence[0] &&
        mark.length >= fence.length &&
        line.trim().replace(/^>\s*/, '') === mark
      )
        fence = ''
    } else if (comment) comment = !line.includes('-->')
    else if (mark !== undefined && !(mark[0] === '`' && line.trim().slice(mark.length).includes('`'))) fence = mark
    else if (line.includes('<!--') && !line.slice(line.lastIndexOf('<!--')).includes('-->')) comment = true
    else if (OPEN.test(line)) found.push({ start: start + line.search(/[-*+\d]/), end: start + line.length })
    start += line.length + 1
  }
  return found
}

const WHOLE = new Set(['task', 'deliverable', 'step', 'criterion', 'scenario', 'statement'])

/** Places of everything read, and the first lines of what holds them. */
function placesIn(value: unknown): Span[] {
  if (Array.isArray(value)) return value.flatMap((one) => placesIn(one))
  if (typeof value !== 'object' || value === null) return []
  const { type, place, ...rest } = value as { type?: string; place?: Span; position?: unknown }
  const below = Object.entries(rest)
    .filter(([name]) => name !== 'position')
    .flatMap(([, child]) => placesIn(child))
  if ('start' in value && 'end' in value && 'file' in value)
    return [{ start: value.start as number, end: (value.start as number) + 2 }]
  if (place === undefined) return below
  return [WHOLE.has(type ?? '') || 'text' in value ? place : { start: place.start, end: place.start + 2 }, ...below]
}

async function dropped(one: Case): Promise<string[]> {
  const read = await readCase(one)
  return read.flatMap(({ source, diagnostics, plan, vision, goal, strategy, spec, foundations }) => {
    const values = [plan, vision, goal, strategy, spec, foundations]
    const places = [
      ...placesIn(values),
      ...diagnostics.flatMap(({ ruleId, place }) =>
        ruleId === 'unread-task-line' && place !== undefined ? [place] : [],
      ),
    ]
    const inside = (box: Span): boolean => places.some(({ start, end }) => start <= box.start + 2 && box.start < end)
    return boxLines(source.text).flatMap((box) => (inside(box) ? [] : [source.text.slice(box.start, box.end)]))
  })
}

test('in generated plans', async () => {
  await fc.assert(
    fc.asyncProperty(plans().map(printPlan), async (text) => {
      expect(await dropped({ name: 'plan', documents: [document('plan', text)] })).toEqual([])
    }),
    { numRuns: 150 },
  )
}, 60_000)

test.skipIf(!hasReal)(
  `in real documents ${WITHOUT_DOCUMENTS}`,
  async () => {
    const wrong: string[] = []
    for (const one of [...realCases(), ...realFolders()])
      wrong.push(...(await dropped(one)).map((line) => `${one.name}: ${line}`))
    expect(wrong.slice(0, 12)).toEqual([])
  },
  120_000,
)

const reported = async (text: string): Promise<string[]> => {
  const { diagnostics } = await compileCase({ name: 'plan', documents: [document('plan', text)] })
  return diagnostics
    .filter(({ ruleId }) => ruleId === 'unread-task-line')
    .map(({ severity, message }) => `${severity}: ${message}`)
}

const plan = '# P\n\n## Phase 1: A\n\n- [ ] do `src/a.ts`\n- [ ] do `src/b.ts`\n\n'

test.each([
  ['nothing but work', '', []],
  [
    'a checklist in one line',
    '## Constitution Check\n\n- [x] simple\n- [ ] tested\n- [ ] small\n',
    ['info: 3 boxes under "Constitution Check" are read as a checklist, not as tasks.'],
  ],
  [
    'one box that may be work',
    '## Corner of Ana\n\n- [ ] paint it\n',
    [expect.stringMatching(/^(?:warning: One box under "Corner of Ana" looks like a task)/)],
  ],
  ['boxes inside a fence and a comment', '```\n- [ ] no\n```\n\n<!--\n- [ ] no\n-->\n', []],
])('%s', async (_, more, expected) => {
  expect(await reported(plan + more)).toEqual(expected)
})

test('fifty sections are told one by one, the rest in one line', async () => {
  const many = Array.from(
    { length: 70 },
    (_, at) => `## Corner ${at}\n\nWords.\n\n- [ ] thing ${at}\n- [ ] other ${at}\n`,
  ).join('\n')
  const all = await reported(plan + many)
  expect(all.length).toBe(51)
  expect(all.at(-1)).toMatch(/^warning: 40 boxes/)
})

test('many boxes are compared in linear time', async () => {
  const many = `${plan}## Corner\n\nWords.\n\n${'- [ ] thing\n'.repeat(20_000)}`
  const before = performance.now()
  expect((await reported(many)).length).toBe(1)
  expect(performance.now() - before).toBeLessThan(10_000)
})
