import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Execution } from '../../src/model/execution.ts'
import type { EdgeReason } from '../../src/model/graph.ts'
import type { StatedDependency } from '../../src/model/values.ts'
import {
  compileCase,
  compileText,
  hasReal,
  realCases,
  realFolders,
  type Case,
  WITHOUT_DOCUMENTS,
  document,
} from '../support/compiling.ts'
import { printPlan } from '../support/plan-sketch.ts'
import { plans } from '../support/plans.ts'

/* Dependencies are never invented from prose: each has a reason of the list, and a stated one the words that state it. */

const REASONS: ReadonlySet<EdgeReason> = new Set(['stated', 'same-file', 'sequence', 'layer', 'barrier', 'validation'])

const FORMS: ReadonlySet<StatedDependency['form']> = new Set([
  'inline',
  'sub-line',
  'label',
  'front-matter',
  'uses',
  'prose',
  'table',
  'diagram',
  'bullet',
])

const words = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const long = (text: string): string[] =>
  words(text)
    .split(' ')
    .filter((word) => word.length > 3)

/** The number at the end of a target: of `Phase 3`, `T012`, `2.1`. */
const numberOf = (target: string): number => Number(/(\d+)\D*$/.exec(target)?.[1] ?? NaN)

/** Between the ends of a range: `T005-T010`, `Phases 1 to 3`. */
function isInRange(target: string, stated: string): boolean {
  const ends = [...stated.matchAll(/\d+/g)].map(Number)
  const number = numberOf(target)
  const joined = /-|–|—|~|\.\.|to|through|bis|à|〜|至|到/u.test(stated)
  return joined && number >= Math.min(...ends) && number <= Math.max(...ends)
}

/**
 * Whether the words of a statement name its target: all of its words, the file it ends in, or a range it stands in.
 * Where labels and titles are stated, `Phase 3` may be `フェーズ 3`, and a long title may be cut short.
 */
function isNamed(target: string, stated: string, form: StatedDependency['form']): boolean {
  if (target === '*') return /all|alle|every|前|previous|todas|toutes|すべて|全|все|tüm/iu.test(stated)
  const text = ` ${words(stated)} `
  const last = target.split('/').at(-1)!
  if (
    [target, last].some((name) =>
      words(name)
        .split(' ')
        .every((part) => text.includes(part)),
    )
  )
    return true
  if (isInRange(target, stated)) return true
  if (form === 'inline' || form === 'sub-line' || form === 'uses') return false
  return text.includes(` ${numberOf(target)} `) || long(target).some((word) => text.includes(word))
}

/** What stands on the line of an inline statement or a `Uses:`, around the name. */
const FORM_WORDS: Readonly<Partial<Record<StatedDependency['form'], RegExp>>> = {
  inline: /depend|after|require|block|need|wait|prereq|abhäng|nach|依存|依赖|dépend|depende|bağım|завис|→|->|<-|←/iu,
  'sub-line': /depend|after|require|block|need|prereq|abhäng|voraus|依存|依赖|dépend|depende|bağım|завис|前提/iu,
  uses: /depend|after|require|block|need|wait|prereq|依存|依赖|前提|uses?\b|nutzt|verwendet|使用|利用|utilise|usa\b|kullan/iu,
}

function lineAround(text: string, { start, end }: StatedDependency['place']): string {
  const next = text.indexOf('\n', end)
  return text.slice(text.lastIndexOf('\n', start - 1) + 1, next < 0 ? text.length : next)
}

/** An arrow of a diagram names its nodes by short ids; what they stand for is in brackets where they are drawn. */
function isDrawn(arrow: string, text: string): boolean {
  const ends = arrow.split(/[-.=<]+>?(?:\|[^|]*\|)?|→/).map((end) => end.trim())
  const nodes = ends.filter((end) => /^\w+$/.test(end))
  return nodes.length > 1 && nodes.every((node) => ['[', '(', '{'].some((open) => text.includes(`${node}${open}`)))
}

/** Everything that a stated dependency has to have; '' where it has it. */
function wrongStatement({ target, form, place }: StatedDependency, texts: ReadonlyMap<string, string>): string {
  const text = texts.get(place.file)
  if (text === undefined) return `no such document: ${place.file}`
  if (!FORMS.has(form)) return `no such form: ${form}`
  if (place.start < 0 || place.end > text.length || place.start >= place.end)
    return `no place: ${place.start}-${place.end} of ${text.length}`
  const said = text.slice(place.start, place.end)
  const spoken = FORM_WORDS[form]
  if (spoken !== undefined && !spoken.test(lineAround(text, place))) return `"${said}" has no words of ${form}`
  if (form === 'diagram' && isDrawn(said, text)) return ''
  return isNamed(target, said, form) ? '' : `"${target}" is not in "${said}" (${form})`
}

/** Numbers of the headings that a place stands under, and of its own: work may be named by them. */
function headingsAbove({ file, start, end }: StatedDependency['place'], texts: ReadonlyMap<string, string>): string[] {
  const numbers: string[] = []
  let depth = 7
  const above = (texts.get(file) ?? '').slice(0, end).split('\n')
  for (const line of above.toReversed()) {
    const [, marks, number] =
      /^(#{1,6})\s+((?:[A-Z]{1,3}\.?)?\d[\d.]*)(?=[.):]?\s)/u.exec(line) ?? /^(#{1,6})\s/u.exec(line) ?? []
    if (marks === undefined || marks.length >= depth) continue
    depth = marks.length
    if (number !== undefined) numbers.push(number.replace(/\.$/, ''))
  }
  return start < end ? numbers : []
}

function inventions(execution: Execution, documents: Case['documents']): string[] {
  const texts = new Map(documents.map(({ source }) => [source.path, source.text]))
  const { graph, tasks, milestones } = execution
  const byId = new Map(tasks.map((task) => [task.id, task]))
  const wrong: string[] = []
  for (const { number, dependsOn } of milestones) {
    for (const { number: before, stated } of dependsOn) {
      const label = milestones.find((one) => one.number === before)?.label ?? ''
      const names = [stated.target, label, label.replace(/^Story /, 'US')].filter((name) => name !== '')
      const why =
        names.map((target) => wrongStatement({ ...stated, target }, texts)).find((one) => one === '') ??
        wrongStatement(stated, texts)
      if (why !== '') wrong.push(`M${number}: ${why}`)
    }
  }
  for (const edge of [...graph.edges, ...(graph.joins ?? [])]) {
    if (!REASONS.has(edge.reason)) wrong.push(`no such reason: ${edge.reason}`)
    if (edge.reason !== 'stated') continue
    // A stated edge stands between two tasks of which the waiting one, or its milestone, states it.
    const own = 'from' in edge ? (byId.get(edge.from)?.stated ?? []) : []
    const stated = 'stated' in edge && edge.stated !== undefined ? [edge.stated] : own
    const ends = 'from' in edge ? `${edge.from} ⇐ ${edge.to}` : edge.because
    if (stated.length === 0) wrong.push(`${ends} is stated nowhere`)
    for (const one of stated) {
      const why = wrongStatement(one, texts)
      const meant = byId.get(one.target)
      const above = meant === undefined ? [] : headingsAbove(meant.origin.place, texts)
      if (why !== '' && !above.some((target) => wrongStatement({ ...one, target }, texts) === ''))
        wrong.push(`${ends}: ${why}`)
    }
  }
  for (const phase of graph.phases) {
    for (const before of phase.after) {
      if (!before.startsWith('M')) continue
      const said = milestones
        .find(({ number }) => `M${number}` === phase.id)
        ?.dependsOn.some(({ number }) => `M${number}` === before)
      if (phase.id !== 'polish' && said !== true) wrong.push(`${phase.id} waits for ${before}, which nothing states`)
    }
  }
  return wrong
}

test('every stated edge of a generated plan has the words that state it', async () => {
  let stated = 0
  await fc.assert(
    fc.asyncProperty(plans().map(printPlan), async (text) => {
      const documents = [document('plan', text)]
      const result = await compileText(text)
      if (result.status !== 'compiled') return
      expect(inventions(result.execution, documents)).toEqual([])
      stated += result.execution.graph.edges.filter(({ reason }) => reason === 'stated').length
    }),
    { numRuns: 200 },
  )
  expect(stated).toBeGreaterThan(20)
}, 60_000)

test.skipIf(!hasReal)(
  `and of real documents ${WITHOUT_DOCUMENTS}`,
  async () => {
    const wrong: string[] = []
    let stated = 0
    for (const one of [...realCases(), ...realFolders()]) {
      const result = await compileCase(one)
      if (result.status !== 'compiled') continue
      stated += result.execution.graph.edges.filter(({ reason }) => reason === 'stated').length
      wrong.push(...inventions(result.execution, one.documents).map((why) => `${one.name}: ${why}`))
    }
    expect(wrong.slice(0, 12)).toEqual([])
    expect(stated).toBeGreaterThan(100)
  },
  120_000,
)

test.each([
  ['Install dependencies for the parser', 'Write `src/b.ts`'],
  ['Write `src/a.ts`', 'Write `src/b.ts` after lunch, depending on mood'],
  ['Write `src/a.ts`', 'Upgrade 0.6.4 → 0.10.12 in `src/b.ts`'],
  ['Write `src/a.ts`', 'Reorder (P1 → P2 → P3) in `src/b.ts`'],
  ['Write `src/a.ts`', 'Describe how the cache depends on the parser in `docs/b.md`'],
])('prose makes no edge: %s / %s', async (first, second) => {
  const result = await compileText(`# P\n\n## Phase 1: A\n\n- [ ] ${first}\n- [ ] ${second}\n`)
  expect(result).toMatchObject({ status: 'compiled' })
  const edges = result.status === 'compiled' ? result.execution.graph.edges : []
  expect(edges.map(({ reason }) => reason).filter((reason) => reason !== 'validation')).toEqual([])
})
