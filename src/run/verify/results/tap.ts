import { reportOf, type TestOutcome, type TestReport } from './report.ts'

const POINT = /^( {0,400})(not )?ok\b ?\d{0,9} ?(?:- )?(.{0,2000})$/
const PLAN = /^( {0,400})1\.\.(\d{1,9})\b/
const SUBTEST = /^( {0,400})# Subtest: (.{1,500})$/

type Mutable = { -readonly [Key in keyof TestOutcome]: TestOutcome[Key] }

/** What is known at one depth of nested tests. */
interface Level {
  /** The test whose parts are being read. */
  name: string
  points: number
  planned: number | null
  readonly tests: TestOutcome[]
}

/**
 * Reads TAP 12 to 14, with nested tests as node writes them: a test that holds others is not counted itself, unless it
 * alone failed. Fewer tests than planned, and a bail-out, count as failures. Null where the text is no TAP.
 */
export function readTap(text: string): TestReport | null {
  if (!/^(?:TAP version 1[234]|1\.\.\d)/m.test(text)) return null
  const levels: Level[] = []
  const indents: number[] = []
  const levelAt = (indent: number): Level => {
    while (indents.length > 0 && indents.at(-1)! > indent) {
      indents.pop()
      const { tests } = levels.pop()!
      // Their own line is missing; what they told counts.
      levels.at(-1)?.tests.push(...tests)
    }
    if (indents.at(-1) !== indent) {
      indents.push(indent)
      levels.push({ name: '', points: 0, planned: null, tests: [] })
    }
    return levels.at(-1)!
  }
  let last: Mutable | null = null
  for (const line of text.split('\n').map((each) => each.trimEnd())) {
    const [, spaces, not, rest = ''] = POINT.exec(line) ?? []
    if (spaces === undefined) {
      const [, under, name] = SUBTEST.exec(line) ?? []
      const [, before, planned] = PLAN.exec(line) ?? []
      if (under !== undefined) levelAt(under.length).name = name!
      else if (before !== undefined) levelAt(before.length).planned = Number(planned)
      else if (line.startsWith('Bail out!')) levelAt(0).tests.push({ name: line, outcome: 'failed' })
      else if (last !== null) readDetail(line, last)
      continue
    }
    const parts = takeParts(levels, indents, spaces.length)
    const level = levelAt(spaces.length)
    level.points++
    const above = levels.slice(0, -1).flatMap(({ name }) => (name === '' ? [] : [name]))
    const test = pointOf(rest, not !== undefined, above)
    const alone = parts.length === 0 || (test.outcome === 'failed' && !parts.some(isFailed))
    level.tests.push(...parts, ...(alone ? [test] : []))
    last = alone ? test : null
  }
  const tests = levels.flatMap((level) => level.tests)
  const [top] = levels
  const missing = top === undefined || indents[0] !== 0 ? 0 : (top.planned ?? 0) - top.points
  if (missing > 0) tests.push({ name: `${missing} of ${top!.planned} planned tests never ran`, outcome: 'failed' })
  return reportOf(tests)
}

/** What stands deeper than `indent` and belongs to the point that ends it. */
function takeParts(levels: Level[], indents: number[], indent: number): readonly TestOutcome[] {
  const parts: (readonly TestOutcome[])[] = []
  while (indents.length > 0 && indents.at(-1)! > indent) {
    indents.pop()
    parts.unshift(levels.pop()!.tests)
  }
  return parts.flat()
}

const isFailed = ({ outcome }: TestOutcome): boolean => outcome === 'failed'

function pointOf(rest: string, failed: boolean, above: readonly string[]): Mutable {
  const [, words = rest, directive] = /^(.*?) ?# ?(skip|todo)\b/i.exec(rest) ?? []
  const name = [...above, words.replaceAll('\\#', '#').trim()].join(' > ')
  return { name, outcome: directive !== undefined ? 'skipped' : failed ? 'failed' : 'passed', message: '' }
}

/** The details that stand below a point: its place and what was wrong. */
function readDetail(line: string, test: Mutable): void {
  const [, key, value] = /^ {1,400}(location|error|message|at): ['"]?(.{1,2000}?)['"]?$/.exec(line) ?? []
  if (key === undefined) return
  if (key === 'location' || key === 'at') {
    const [, file, number] = /^(.{1,400}?):(\d{1,7}):\d{1,6}$/.exec(value!) ?? []
    if (file !== undefined && test.file === undefined) Object.assign(test, { file, line: Number(number) })
  } else if (test.message === '' && value !== '|-') test.message = value!
}
