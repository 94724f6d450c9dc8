import { reportOf, type TestOutcome, type TestReport } from './report.ts'

interface GoEvent {
  readonly Action?: unknown
  readonly Package?: unknown
  readonly Test?: unknown
  readonly Output?: unknown
  readonly ImportPath?: unknown
}

const ends: Readonly<Record<string, TestOutcome['outcome']>> = { pass: 'passed', fail: 'failed', skip: 'skipped' }

/** Reads the lines of `go test -json`; lines between them that are no JSON are passed over. Null where there are none. */
export function readGoTest(text: string): TestReport | null {
  if (!text.includes('"Action":')) return null
  const outputs = new Map<string, string>()
  const tests = new Map<string, TestOutcome>()
  const packages = new Map<string, string>()
  for (const line of text.split('\n')) {
    const event = eventIn(line)
    if (event === null) continue
    const group = words(event.Package) || words(event.ImportPath).split(' ')[0]!
    const name = words(event.Test)
    const key = `${group} > ${name}`
    if (event.Action === 'output' || event.Action === 'build-output') {
      outputs.set(key, ((outputs.get(key) ?? '') + words(event.Output)).slice(-20_000))
      continue
    }
    const outcome = ends[words(event.Action).replace('build-', '')]
    if (outcome === undefined) continue
    if (name === '') packages.set(group, outcome === 'failed' ? 'failed' : (packages.get(group) ?? outcome))
    else tests.set(key, { name: key, outcome, ...placeIn(outputs.get(key) ?? '') })
  }
  if (tests.size === 0 && packages.size === 0) return null
  const failed = new Set([...tests.values()].flatMap(({ name, outcome }) => (outcome === 'failed' ? [name] : [])))
  const unbuilt = [...packages].flatMap(([group, outcome]): readonly TestOutcome[] =>
    // A package that does not build, or ends outside of its tests, has no test to fail.
    outcome === 'failed' && ![...failed].some((name) => name.startsWith(`${group} > `))
      ? [{ name: group, outcome: 'failed', ...placeIn(outputs.get(`${group} > `) ?? '') }]
      : [],
  )
  return reportOf([...tests.values(), ...unbuilt])
}

function eventIn(line: string): GoEvent | null {
  if (!line.startsWith('{')) return null
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? value : null
  } catch {
    // The first line of an output whose beginning is cut off.
    return null
  }
}

function placeIn(output: string): Pick<TestOutcome, 'file' | 'line' | 'message'> {
  for (const line of output.split('\n')) {
    const [, file, number, message] =
      /^\s{0,40}([\w./-]{1,300}\.go):(\d{1,7})(?::\d{1,6})?: (.{1,2000})$/.exec(line) ?? []
    if (file !== undefined) return { file, line: Number(number), message: message! }
  }
  return { file: '', line: 0, message: output.trim().split('\n').slice(-3).join('\n') }
}

const words = (value: unknown): string => (typeof value === 'string' ? value : '')
