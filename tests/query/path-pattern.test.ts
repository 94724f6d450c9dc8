import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pathPattern } from '../../src/query/path-pattern.ts'

test.each([
  ['src', 'src', true],
  ['src', 'src/a/b.ts', true],
  ['src/', 'src/a.ts', true],
  ['src', 'lib/src', false],
  ['./SRC/a.ts', 'src/a.ts', true],
  ['src/*', 'src/a.ts', true],
  ['src/*', 'src/a/b.ts', false],
  ['src/**', 'src/a/b.ts', true],
  ['src/**', 'srcs/a', false],
  ['**/b.ts', 'b.ts', true],
  ['**/b.ts', 'a/c/b.ts', true],
  ['src/**/b.ts', 'src/b.ts', true],
  ['src/**/b/*.ts', 'src/b/c/b/x.ts', true],
  ['*.test.ts', 'a.test.ts', true],
  ['*.test.ts', 'src/a.test.ts', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['app/[id]/*', 'app/[id]/page.tsx', true],
  ['app/[id]', 'app/i', false],
])('%s on %s: %s', (pattern, path, expected) => {
  expect(pathPattern(pattern)(path)).toBe(expected)
})

test('it agrees with a regular expression on every short pattern', () => {
  const part = fc.constantFrom('a', 'b', '*', '**', 'a*', '?')
  const name = fc.constantFrom('a', 'b', 'ab', 'aa')
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 1, maxLength: 5 }),
      fc.array(name, { minLength: 1, maxLength: 5 }),
      (parts, names) => {
        fc.pre(parts.some((each) => /[*?]/.test(each)))
        const source = parts
          .map((each) => (each === '**' ? '(?:[^/]+/)*' : `${each.replaceAll('*', '[^/]*').replaceAll('?', '[^/]')}/`))
          .join('')
        expect(pathPattern(parts.join('/'))(names.join('/'))).toBe(
          new RegExp(`^${source}$`).test(`${names.join('/')}/`),
        )
      },
    ),
    { numRuns: 2000 },
  )
})

test('a hostile pattern costs no more than its length times the path', () => {
  const start = performance.now()
  pathPattern(`${'a*'.repeat(300)}b`)('a'.repeat(3000))
  pathPattern(`${'**/a/'.repeat(300)}b`)('a/'.repeat(3000))
  expect(performance.now() - start).toBeLessThan(2000)
})
