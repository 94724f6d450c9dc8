import { expect, test } from 'vitest'
import { parseErrors } from '../../../src/run/heal/errors.ts'

const shown = (output: string): readonly string[] =>
  parseErrors(output).map(({ kind, file, line }) => `${kind} ${file}:${line}`)

test.each<readonly [string, string, readonly string[]]>([
  ['tsc', "src/a.ts(3,5): error TS2322: Type 'x' is not assignable.\n", ['type src/a.ts:3']],
  ['tsc, a name', "src/a.ts(3,5): error TS2304: Cannot find name 'x'.\n", ['missing-import src/a.ts:3']],
  [
    'tsc --pretty',
    "\u001b[96msrc/a.ts\u001b[0m:\u001b[93m3\u001b[0m:\u001b[93m5\u001b[0m - \u001b[91merror\u001b[0m\u001b[90m TS2307: \u001b[0mCannot find module './b'.\n",
    ['missing-import src/a.ts:3'],
  ],
  ['tsc on Windows', 'src\\a.ts(3,5): error TS1005: ; expected.\r\n', ['type src/a.ts:3']],
  [
    'eslint',
    "\n/w/src/a.js\n  3:5  error    Missing semicolon       semi\n  4:1  warning  odd  x\n  9:2  error    'y' is not defined  no-undef\n\n✖ 2 problems\n",
    ['format /w/src/a.js:3', 'missing-import /w/src/a.js:9'],
  ],
  [
    'eslint --format unix',
    "src/a.js:3:5: 'x' is assigned but never used. [Error/no-unused-vars]\n",
    ['lint src/a.js:3'],
  ],
  [
    'oxlint',
    '\n  x eslint(no-debugger): `debugger` statement is not allowed\n   ,-[src/a.ts:3:5]\n 3 | debugger\n',
    ['lint src/a.ts:3'],
  ],
  [
    'prettier',
    'Checking formatting...\n[warn] src/a.ts\n[warn] Code style issues found in the above file.\n',
    ['format src/a.ts:0'],
  ],
  [
    'ruff',
    'src/a.py:3:5: F401 [*] `os` imported but unused\nsrc/a.py:4:1: F821 Undefined name `x`\n',
    ['lint src/a.py:3', 'missing-import src/a.py:4'],
  ],
  ['ruff, its newer form', 'F821 Undefined name `x`\n --> src/a.py:3:5\n  |\n', ['missing-import src/a.py:3']],
  ['ruff format', 'Would reformat: src/a.py\n1 file would be reformatted\n', ['format src/a.py:0']],
  ['mypy', 'src/a.py:3: error: Incompatible return value type  [return-value]\nFound 1 error\n', ['type src/a.py:3']],
  ['pyright', '  /w/a.py:3:5 - error: "x" is not defined (reportUndefinedVariable)\n', ['missing-import /w/a.py:3']],
  ['pytest', 'FAILED tests/test_a.py::test_x - assert 1 == 2\n', ['test tests/test_a.py:0']],
  ['an import of Python', "E   ModuleNotFoundError: No module named 'foo'\n", ['missing-import :0']],
  [
    'go build',
    '# x/a\n./a.go:3:5: undefined: y\n./a.go:7:2: missing return\n',
    ['missing-import a.go:3', 'type a.go:7'],
  ],
  ['go vet', 'vet: ./a.go:3:5: declared and not used: y\n', ['type a.go:3']],
  [
    'cargo',
    'error[E0308]: mismatched types\n --> src/lib.rs:3:5\n  |\nwarning: unused\n --> src/lib.rs:9:1\n',
    ['type src/lib.rs:3'],
  ],
  [
    'cargo, a name',
    'error[E0425]: cannot find value `x` in this scope\n  --> src/lib.rs:3:5\n',
    ['missing-import src/lib.rs:3'],
  ],
  ['cargo fmt', 'Diff in /w/src/lib.rs:3:\n', ['format /w/src/lib.rs:0']],
  ['gcc', "src/a.c:3:5: error: expected ';' before '}' token\n", ['type src/a.c:3']],
  ['javac', 'src/A.java:3: error: cannot find symbol\n', ['type src/A.java:3']],
  ['no errors', 'Started at 12:30:45\nhttp://localhost:8080/a.b: up\n    at f (src/a.ts:3:5)\n10:30 done\n', []],
])('%s', (_, output, expected) => {
  expect(shown(output)).toEqual(expected)
})

test('the same error counts once, and hostile output is read in time', () => {
  expect(parseErrors('a.ts(1,1): error TS1: x\n'.repeat(50))).toHaveLength(1)
  for (const part of [
    'a:1:',
    '(',
    'error ',
    '  x a\n',
    'a.b:',
    ' '.repeat(3990) + '\n',
    `${'a'.repeat(3990)}\n`,
    `${'a:1 '.repeat(900)}\n`,
  ]) {
    const started = performance.now()
    parseErrors(part.repeat(Math.ceil(300_000 / part.length)))
    expect(performance.now() - started, part.slice(0, 20)).toBeLessThan(3000)
  }
})
