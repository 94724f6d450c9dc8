import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { splitCommand } from '../../src/run/split-command.ts'

const split = (line: string): readonly string[] | string => {
  const result = splitCommand(line)
  return result.ok ? result.argv : result.reason
}

test.each([
  ['npm test', ['npm', 'test']],
  ['  npm   run\tlint ', ['npm', 'run', 'lint']],
  [`node -e 'process.exit(3)'`, ['node', '-e', 'process.exit(3)']],
  ['grep "a b" file', ['grep', 'a b', 'file']],
  ['echo "a \\"b\\" \\\\ \\n"', ['echo', 'a "b" \\ \\n']],
  ["echo 'a\\b'", ['echo', 'a\\b']],
  ['a\\ b c', ['a b', 'c']],
  ['x "" y', ['x', '', 'y']],
  ["pre'fix and'post", ['prefix andpost']],
  ['npx eslint src/**/*.ts', ['npx', 'eslint', 'src/**/*.ts']],
])('%j is split as a shell would', (line, expected) => expect(split(line)).toEqual(expected))

test.each([
  ['a | b', 'a pipe'],
  ['a && b', 'a second command'],
  ['a; b', 'a second command'],
  ['a > b', 'a redirection'],
  ['a < b', 'a redirection'],
  ['echo $HOME', 'a variable'],
  ['echo "$HOME"', 'a variable'],
  ['echo `id`', 'a command in a command'],
  ['echo "`id`"', 'a command in a command'],
  ['(a)', 'a subshell'],
  ['a\nb', 'a second line'],
  ["echo 'a", 'never closed'],
  ['CI=1 npm test', 'sets a variable'],
  ['', 'is empty'],
  ["''", 'is empty'],
  ['a \0b', 'NUL'],
])('%j is refused', (line, why) => expect(split(line)).toContain(why))

it('gives back every word that was quoted', () => {
  const quoted = (word: string): string => `'${word}'`
  const words = fc.array(fc.stringMatching(/^[^'\0]{1,12}$/), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(words, (list) => {
      expect(split(['x', ...list.map(quoted)].join(' '))).toEqual(['x', ...list])
    }),
  )
})
