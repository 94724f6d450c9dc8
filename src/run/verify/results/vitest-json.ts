import { reportOf, type TestOutcome, type TestReport } from './report.ts'

type Json = Readonly<Record<string, unknown>>

/** Reads the JSON of vitest and jest (`--reporter=json`, `--json`), also with other lines around it; else null. */
export function readVitestJson(text: string): TestReport | null {
  const value = objectIn(text)
  if (value === null || !Array.isArray(value['testResults'])) return null
  const tests = value['testResults'].filter(isJson).flatMap(testsOf)
  return reportOf(tests)
}

/** The first object that begins a line, or the text, and holds test results. */
function objectIn(text: string): Json | null {
  if (!text.includes('"testResults"')) return null
  const end = text.lastIndexOf('}') + 1
  let tries = 0
  for (let start = text.indexOf('{'); start !== -1 && tries < 5; start = text.indexOf('\n{', start + 1)) {
    tries++
    try {
      const value: unknown = JSON.parse(text.slice(start, end))
      if (isJson(value)) return value
    } catch {
      // Another line may begin the report.
    }
  }
  return null
}

function testsOf(suite: Json): readonly TestOutcome[] {
  const file = typeof suite['name'] === 'string' ? suite['name'].replaceAll('\\', '/') : ''
  const results = Array.isArray(suite['assertionResults']) ? suite['assertionResults'].filter(isJson) : []
  const tests = results.map((test): TestOutcome => {
    const location = isJson(test['location']) ? test['location'] : {}
    const messages = Array.isArray(test['failureMessages']) ? test['failureMessages'] : []
    return {
      name: text(test['fullName']) || text(test['title']),
      outcome: outcomes[text(test['status'])] ?? 'skipped',
      file,
      line: typeof location['line'] === 'number' ? location['line'] : lineIn(text(messages[0]), file),
      message: text(messages[0]),
    }
  })
  // A file that cannot even be loaded has no tests to fail.
  const broken = suite['status'] === 'failed' && !tests.some(({ outcome }) => outcome === 'failed')
  return broken ? [...tests, { name: file, outcome: 'failed', file, line: 0, message: text(suite['message']) }] : tests
}

const outcomes: Readonly<Record<string, TestOutcome['outcome']>> = { passed: 'passed', failed: 'failed' }

/** The line of the test file that a stack names. */
function lineIn(stack: string, file: string): number {
  const at = file === '' ? -1 : stack.indexOf(`${file}:`)
  return at === -1 ? 0 : Number(/^\d{1,7}/.exec(stack.slice(at + file.length + 1))?.[0] ?? 0)
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
