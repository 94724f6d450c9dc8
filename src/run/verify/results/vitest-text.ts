import { firstLines, withoutColors, type TestReport } from './report.ts'

const SUMMARY = /^\s{0,8}Tests:?\s{1,12}((?:\d{1,9} [a-z]{4,10}(?:,| \|)? ?){1,8})/

/** Reads the closing lines of vitest (`Tests  1 failed | 2 passed (3)`) and jest (`Tests: 1 failed, 2 passed`). */
export function readVitestText(output: string): TestReport | null {
  const lines = withoutColors(output).split('\n')
  const summary = lines.findLast((line) => SUMMARY.test(line))
  if (summary === undefined) return null
  const counts = new Map<string, number>()
  for (const [, number, word] of SUMMARY.exec(summary)![1]!.matchAll(/(\d{1,9}) ([a-z]{4,10})/g))
    counts.set(word!, Number(number))
  const failed = lines.flatMap((line) => {
    const [, file, name] = /^\s{0,4}FAIL\s{1,4}(\S{1,300})(?: > (.{1,500}))?$/.exec(line.trimEnd()) ?? []
    if (file !== undefined) return name === undefined ? [] : [{ file, name }]
    const [, jest] = /^\s{0,4}● (.{1,500}\S › .{1,500})$/.exec(line.trimEnd()) ?? []
    return jest === undefined ? [] : [{ file: '', name: jest }]
  })
  const names = [...new Set(failed.map(({ name }) => name))]
  return {
    counts: {
      passed: counts.get('passed') ?? 0,
      failed: counts.get('failed') ?? 0,
      skipped: (counts.get('skipped') ?? 0) + (counts.get('todo') ?? 0) + (counts.get('pending') ?? 0),
      failedNames: names,
    },
    failures: names.map((name) => ({
      kind: 'test',
      file: failed.find((each) => each.name === name)!.file,
      line: 0,
      message: firstLines(name),
    })),
  }
}
