import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stripDecorations } from '../../../src/parse/text/decorations.ts'
import { isOrdinaryFile } from '../../../src/parse/text/file-names.ts'
import { pathName, splitList } from '../../../src/parse/text/path-names.ts'
import { findPaths, identifiers } from '../../../src/parse/text/paths.ts'
import { plain } from '../../../src/parse/text/plain.ts'
import { readTargets } from '../../../src/parse/text/targets.ts'
import { readTaskLine } from '../../../src/parse/text/task-line.ts'

/* What is told of an ordinary text by one pattern is what the whole reader says of it, asked in a way that it takes. */

const WORDS =
  'Create Add Task Subtask Tarea Tests T001 TASK-3 US1 use from into the a file e.g. and/or done. x: 5 ms ~~ ~~gone~~ [P] (2h) * _so_ größer 完了 LICENSE profile src/a.ts `src/a.ts` `lib/b.test.js` `node.js` `web/node.js` `reader` `node` `true` `a b` ` ` `` `path/to/x.ts` `all/x.ts` `Makefile` `x.y/z.ts` `src/a..b.ts` `snake_case` branch -> <br>'.split(
    ' ',
  )
const line = fc.array(fc.constantFrom(...WORDS), { maxLength: 8 }).map((words) => words.join(' '))
const part = fc.constantFrom(
  ...'src lib all tests path to a b node Node index x1 _y file .. . ... ts TS js json md png Makefile env 9'.split(' '),
)
const word = fc
  .tuple(
    fc.array(fc.tuple(part, fc.constantFrom('/', '/', '.', '-', '_')), { maxLength: 4 }),
    part,
    fc.constantFrom('', '.ts', '.TS', '.test.md', '/'),
  )
  .map(([parts, last, end]) => parts.map(([name, glue]) => name + glue).join('') + last + end)

// Longer than what is asked in one go, of words that say nothing.
const MORE = ` ${'x '.repeat(1200)}x`

test('an ordinary file is the path that it is taken for', () => {
  let ordinary = 0
  fc.assert(
    fc.property(word, (path) => {
      if (!isOrdinaryFile(path)) return
      ordinary++
      expect(pathName(path, true)).toEqual({ path, kind: 'file', unresolved: false, escapes: false })
      expect(splitList(path)).toEqual([path])
    }),
    { numRuns: 2000 },
  )
  expect(ordinary).toBeGreaterThan(50)
})

test('a short line names the paths that it names as a part of a long text', () => {
  fc.assert(
    fc.property(line, (text) => {
      expect(findPaths(text)).toEqual(findPaths(text + MORE))
    }),
    { numRuns: 1000 },
  )
})

test('a name is the same with a blank before it', () => {
  fc.assert(
    fc.property(fc.constantFrom('Create', 'Use'), fc.oneof(word, part), (verb, name) => {
      expect(identifiers(`${verb} \`${name}\``)).toEqual(identifiers(`${verb} \` ${name}\``))
    }),
    { numRuns: 1000 },
  )
})

test('the words of a short line are those it has in a long text', () => {
  fc.assert(
    fc.property(line, (text) => {
      fc.pre(!/[*_~<[]/.test(text.replaceAll(/`[^`]*`/g, '')) && text !== '')
      expect(plain(text) + MORE).toBe(plain(text + MORE))
    }),
    { numRuns: 1000 },
  )
})

test('a label has the same words behind a number', () => {
  fc.assert(
    fc.property(line, (text) => {
      fc.pre(/^[A-Za-z]/.test(text))
      expect(stripDecorations(`1. ${text}`)).toEqual({
        ...stripDecorations(text),
        marks: ['1.', ...stripDecorations(text).marks],
      })
    }),
    { numRuns: 1000 },
  )
})

test('a task line is the same behind a blank', () => {
  fc.assert(
    fc.property(line, (text) => {
      const behind = readTaskLine(` [ ] ${text}`)!
      const shifted = <T extends { start: number; end: number }>(span: T): T => ({
        ...span,
        start: span.start - 1,
        end: span.end - 1,
      })
      expect(readTaskLine(`[ ] ${text}`)).toEqual({
        ...behind,
        box: shifted(behind.box!),
        idSpan: behind.idSpan === null ? null : shifted(behind.idSpan),
        textStart: behind.textStart - 1,
        textEnd: behind.textEnd - 1,
        cuts: behind.cuts.map(shifted),
      })
    }),
    { numRuns: 1000 },
  )
})

test('a path alone is no task, as before a comma', () => {
  fc.assert(
    fc.property(word, (path) => {
      expect(readTargets(`\`${path}\``)).toEqual(readTargets(`\`${path}\`,`))
    }),
    { numRuns: 1000 },
  )
})
