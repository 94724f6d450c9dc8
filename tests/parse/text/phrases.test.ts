import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cuesOf, govern, wordCue, type Cue } from '../../../src/parse/text/clauses.ts'
import {
  byFirstWord,
  endings,
  firstWords,
  isOdd,
  lastWords,
  spellings,
  wordsOf,
} from '../../../src/parse/text/phrases.ts'

describe('spellings', () => {
  test.each([
    ['done', ['done']],
    ['completed?', ['completed', 'complete']],
    ['pass(?:ed)?|wip', ['passed', 'pass', 'wip']],
    ['conclu[ií]d[oa]', ['concluido', 'concluida', 'concluído', 'concluída']],
    ['(?:as |is )?(?:shown|listed) (?:in|by)', 12],
    ['min\\.?', ['min.', 'min']],
    ['Priorität', ['priorität']],
  ])('%s', (pattern, expected) => {
    const found = spellings(pattern)
    if (typeof expected === 'number') expect(found).toHaveLength(expected)
    else expect(found).toEqual(expected)
    for (const spelling of found) expect(spelling).toMatch(new RegExp(`^(?:${pattern})$`, 'iu'))
  })

  test.each(['a+', 'a*', '\\d', 'x{2}', '^a', 'a)b'])('%s is refused', (pattern) => {
    expect(() => spellings(pattern)).toThrow()
  })

  test('first words and endings', () => {
    expect([...lastWords('to ?do|in progress|k8s|min\\.?')]).toEqual(['do', 'todo', 'progress', 's', '', 'min'])
    expect([...byFirstWord('in die|a?b|in')]).toEqual([
      ['in', ['in die', 'in']],
      ['ab', ['ab']],
      ['b', ['b']],
    ])
    expect([...firstWords("to ?do|d'après|in progress")]).toEqual(['to', 'todo', 'd', 'in'])
    expect([...endings('a|done|已完成')]).toEqual(['a', 'ne', '完成'])
  })
})

test('words begin where the lookbehind of a cue lets them', () => {
  const found = wordsOf("Use it-self, d'après _x für7 α")
  expect(found.map(({ word }) => word)).toEqual(['use', 'it', 'd', 'für', 'α'])
})

test('words of ASCII are those of any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'Z', '1', '_', '-', "'", ' ', '.') }), (text) => {
      // A letter of another script, far enough away, takes the general way.
      expect(wordsOf(text)).toEqual(wordsOf(`${text} ü`).slice(0, -1))
    }),
  )
})

describe('a cue finds by look-up what its pattern finds', () => {
  const lists = ['use|used by|to|from|based on|d’après|см\\.|à partir de|in die|для', 'create|creates?|add|в|new|to']
  const byWords = lists.map((list, index) => wordCue(String(index), list))
  const byPattern = byWords.map(({ state, pattern }): Cue<string> => ({ state, pattern }))
  const words = [...lists.flatMap((list) => spellings(list)), 'word', 'Übung', 'x1', '`', 'uſe', 'ᲀ', '用']
  const texts = fc
    .array(
      fc.tuple(fc.constantFrom(...words), fc.constantFrom(' ', ' ', '-', '_', "'", '', '. ', ' (', ') ', '\n- ')),
      {
        maxLength: 14,
      },
    )
    .map((parts) => parts.map(([word, gap]) => word + gap).join(''))

  test('for every mark', () => {
    fc.assert(
      fc.property(texts, fc.boolean(), (text, upper) => {
        const printed = upper ? text.toUpperCase() : text
        const marks = Array.from(printed.matchAll(/\S+(?=\s|$)/gu), ({ 0: run, index }) => ({
          start: index + run.length,
          end: index + run.length,
        }))
        const states = (cues: readonly Cue<string>[]): readonly string[] =>
          govern(
            printed,
            marks,
            cuesOf(cues, 'rest', (_, cue) => cue),
          )
        expect(states(byWords)).toEqual(states(byPattern))
      }),
      { numRuns: 2000 },
    )
  })

  test('odd letters are told', () => {
    expect([isOdd('uſe'), isOdd('\u212A'), isOdd('use für в')]).toEqual([true, true, false])
  })
})
