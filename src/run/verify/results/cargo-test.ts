import { reportOf, withoutColors, type TestOutcome, type TestReport } from './report.ts'

/** Reads what `cargo test` prints: `test a::b ... ok` and its panics with their places. Null where it did not. */
export function readCargoTest(output: string): TestReport | null {
  const text = withoutColors(output)
  if (!/^test result: /m.test(text)) return null
  const places = new Map<string, Pick<TestOutcome, 'file' | 'line' | 'message'>>()
  const lines = text.split('\n').map((line) => line.trimEnd())
  for (const [at, line] of lines.entries()) {
    // `thread 'a::b' (123) panicked at src/lib.rs:7:9:`, the message below it.
    const [, name, file, number] =
      /^thread '([^']{1,300})'(?: \(\d{1,12}\))? panicked at ([^\s:]{1,300}):(\d{1,7}):\d{1,6}:?$/.exec(line) ?? []
    if (name !== undefined) places.set(name, { file: file!, line: Number(number), message: lines[at + 1] ?? '' })
  }
  const tests = lines.flatMap((line): readonly TestOutcome[] => {
    const [, name, outcome] = /^test (\S.{0,300}?) \.\.\. (ok|FAILED|ignored)\b/.exec(line) ?? []
    if (name === undefined) return []
    return [{ name, outcome: outcomes[outcome!]!, ...places.get(name) }]
  })
  return reportOf(tests)
}

const outcomes: Readonly<Record<string, TestOutcome['outcome']>> = {
  ok: 'passed',
  FAILED: 'failed',
  ignored: 'skipped',
}
