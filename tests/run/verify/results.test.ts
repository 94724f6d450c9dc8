import { expect, test } from 'vitest'
import { readTestReport, saysNoTests } from '../../../src/run/verify/results/index.ts'
import { readJunit } from '../../../src/run/verify/results/junit.ts'
import { readTap } from '../../../src/run/verify/results/tap.ts'
import type { TestReport } from '../../../src/run/verify/results/report.ts'

const read = async (text: string): Promise<TestReport> => {
  const report = await readTestReport(text)
  if (report === null) throw new Error('no report was found')
  return report
}

const tap = `TAP version 13
# Subtest: outer
    # Subtest: works
    ok 1 - works
      ---
      duration_ms: 0.6
      ...
    # Subtest: breaks
    not ok 2 - breaks
      ---
      location: '/w/a.test.mjs:3:50'
      error: '1 == 2'
      ...
    ok 3 - later # SKIP
    not ok 4 - soon # TODO
    1..4
not ok 1 - outer
  ---
  error: '1 subtest failed'
  ...
ok 2 - alone
# Subtest: parent
    ok 1 - child
    1..1
ok 3 - parent
1..3
`

const pytest = `
test_a.py:4: AssertionError
test_a.py:9: NameError
=========================== short test summary info ============================
FAILED test_a.py::test_bad - assert 1 == 2
FAILED test_a.py::test_name - NameError: name 'foo' is not defined
============== 2 failed, 1 passed, 1 skipped, 1 xfailed in 1.22s ===============
`

const go = [
  { Action: 'run', Package: 'x/a', Test: 'TestBad' },
  { Action: 'output', Package: 'x/a', Test: 'TestBad', Output: '    a_test.go:7: got 1, want 2\n' },
  { Action: 'fail', Package: 'x/a', Test: 'TestBad', Elapsed: 0 },
  { Action: 'pass', Package: 'x/a', Test: 'TestGood' },
  { Action: 'skip', Package: 'x/a', Test: 'TestLater' },
  { Action: 'fail', Package: 'x/a' },
  { Action: 'output', Package: 'x/b', Output: '# x/b\n./b.go:3:2: undefined: y\n' },
  { Action: 'fail', Package: 'x/b' },
]
  .map((event) => JSON.stringify(event))
  .join('\n')

const cargo = `running 3 tests
test t::good ... ok
test t::later ... ignored
test t::bad ... FAILED

thread 't::bad' (974) panicked at src/lib.rs:2:49:
assertion failed

test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.27s
`

const vitestText = ` FAIL  tests/a.test.ts > outer > breaks
AssertionError: expected 1 to be 2

 Test Files  1 failed (1)
      Tests  1 failed | 1 passed | 1 skipped | 1 todo (4)
`
const jestText = `  ● outer › breaks

Tests:       1 failed, 1 skipped, 2 passed, 4 total
`

const vitestJson = `\n> vitest run\n\n${JSON.stringify({
  numTotalTests: 3,
  testResults: [
    {
      name: '/w/a.test.ts',
      status: 'failed',
      assertionResults: [
        { fullName: 'outer works', status: 'passed', failureMessages: [] },
        { fullName: 'outer breaks', status: 'failed', failureMessages: ['AssertionError: x\n at /w/a.test.ts:2:81'] },
        { fullName: 'outer later', status: 'pending', failureMessages: [] },
      ],
    },
    { name: '/w/b.test.ts', status: 'failed', message: 'SyntaxError: y', assertionResults: [] },
  ],
})}\nnpm warn something\n`

const junit = `<?xml version="1.0"?>
<testsuites>
  <testsuite name="a" file="tests/a.py">
    <testcase classname="A" name="good &lt;1&gt;" line="3"/>
    <testcase classname="A" name="bad" line="7"><failure message="1 &#33;= 2">long</failure></testcase>
    <testsuite name="inner"><testcase name="broken"><error>boom at src/b.py:12: ValueError</error></testcase></testsuite>
    <testcase name="later"><skipped/></testcase>
  </testsuite>
</testsuites>`

test.each<readonly [string, string, readonly number[], readonly string[], readonly string[]]>([
  ['TAP', tap, [3, 1, 2], ['outer > breaks'], ['/w/a.test.mjs:3']],
  ['pytest', pytest, [1, 2, 2], ['test_a.py::test_bad', 'test_a.py::test_name'], ['test_a.py:4', 'test_a.py:9']],
  ['pytest -q', '1 passed, 2 warnings in 0.01s\n', [1, 0, 0], [], []],
  ['go test -json', go, [1, 2, 1], ['x/a > TestBad', 'x/b'], ['a_test.go:7', './b.go:3']],
  ['cargo test', cargo, [1, 1, 1], ['t::bad'], ['src/lib.rs:2']],
  ['vitest', vitestText, [1, 1, 2], ['outer > breaks'], ['tests/a.test.ts:0']],
  ['jest', jestText, [2, 1, 1], ['outer › breaks'], [':0']],
  ['vitest JSON', vitestJson, [1, 2, 1], ['outer breaks', '/w/b.test.ts'], ['/w/a.test.ts:2', '/w/b.test.ts:0']],
  ['JUnit', junit, [1, 2, 1], ['A > bad', 'broken'], ['tests/a.py:7', 'src/b.py:12']],
  [
    'node spec',
    '✖ breaks (0.8ms)\nℹ tests 3\nℹ pass 1\nℹ fail 1\nℹ skipped 1\nℹ todo 0\n',
    [1, 1, 1],
    ['breaks'],
    [':0'],
  ],
  ['mocha', '  5 passing (20ms)\n  1 pending\n', [5, 0, 1], [], []],
])('%s is read', async (_, text, [passed, failed, skipped], names, places) => {
  const { counts, failures } = await read(text)
  expect(counts).toEqual({ passed, failed, skipped, failedNames: names })
  expect(failures.map(({ file, line }) => `${file}:${line}`)).toEqual(places)
  // Line ends of Windows and colours are no difference.
  const windows = await read(text.replaceAll('\n', '\r\n'))
  expect(windows.counts).toEqual(counts)
})

test('what is no report is none', async () => {
  for (const text of ['', 'ok', 'all good\n5 files\n', '{"Action":', '<html><body/></html>', '{"testResults":5}'])
    expect(await readTestReport(text)).toBeNull()
})

test('JUnit expands no entities and survives what is hostile', () => {
  const bomb = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
<testsuite><testcase name="&b;&f;&#x1F600;&#0;"/></testsuite>`
  expect(readJunit(bomb)?.counts).toMatchObject({ passed: 1, failed: 0 })
  expect(
    JSON.stringify(
      readJunit(
        bomb.replace('<testcase name="&b;&f;&#x1F600;&#0;"/>', '<testcase name="&b;&f;"><failure/></testcase>'),
      ),
    ),
  ).toContain('&b;&f;')
  for (const text of ['<testsuite', '<testsuite><testcase name="a">', `<testsuite>${'<testsuite>'.repeat(20_000)}`])
    expect(() => readJunit(text)).not.toThrow()
  const polluted = readJunit('<testsuite><testcase name="a"><__proto__ x="1"/></testcase></testsuite>')
  expect(polluted === null || polluted.counts.passed === 1).toBe(true)
  expect(({} as Record<string, unknown>)['@x']).toBeUndefined()
})

test('TAP with fewer tests than planned, or a bail-out, is a failure', () => {
  expect(readTap('1..3\nok 1 - a\n')?.counts).toMatchObject({ passed: 1, failed: 1 })
  expect(readTap('TAP version 14\nok 1\nBail out! disk full\n')?.counts.failedNames).toEqual(['Bail out! disk full'])
  expect(readTap('1..1\nnot ok 1 - a\n    ok 1 - late\n')?.counts).toMatchObject({ passed: 1, failed: 1 })
})

test('having nothing to test is said by several programs', () => {
  expect(saysNoTests('No test files found, exiting with code 1')).toBe(true)
  expect(saysNoTests('============ no tests ran in 0.01s ============')).toBe(true)
  expect(saysNoTests('1 failed')).toBe(false)
})

test('half a megabyte of anything is read in time', async () => {
  for (const part of [
    'ok 1 - a\n',
    '    ok 1 - a\n',
    '{"Action":"pass"}\n',
    '<testsuite>',
    'FAILED a::b\n',
    '● a › b\n',
    ' '.repeat(1000),
  ]) {
    const started = performance.now()
    await readTestReport(`1..1\n${part.repeat(Math.ceil(500_000 / part.length))}`)
    expect(performance.now() - started, part).toBeLessThan(3000)
  }
})
