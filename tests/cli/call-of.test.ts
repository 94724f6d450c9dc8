import { expect, test } from 'vitest'
import { readArguments } from '../../src/cli/arguments.ts'
import { callOf } from '../../src/cli/call-of.ts'

const hint = (argv: readonly string[]): string => {
  const wanted = readArguments(argv)
  return wanted.kind === 'call' ? callOf(wanted.call, 'list', ['--ready']) : ''
}

test.each<[argv: string[], expected: string]>([
  [['execute'], 'intentk list --ready'],
  [['execute', '001'], 'intentk list 001 --ready'],
  [
    ['execute', '--in', 'docs/PLAN.md', '--plan', '2', '--out', 'a b.md'],
    "intentk list docs/PLAN.md --plan 2 --out 'a b.md' --ready",
  ],
  [['execute', "it's; rm -rf $HOME"], "intentk list 'it'\\''s; rm -rf $HOME' --ready"],
  [['execute', '-'], 'intentk list - --ready'],
])('the next command after %j', (argv, expected) => {
  expect(hint(argv)).toBe(expected)
})
