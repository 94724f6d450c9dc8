import fc from 'fast-check'
import matter from 'gray-matter'
import { parse as parseToml } from 'smol-toml'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import type { Assistant } from '../../src/assistants/assistant.ts'
import type { Command } from '../../src/assistants/command.ts'
import { assistants } from '../../src/assistants/table.ts'
import { commandText } from '../../src/assistants/wanted.ts'

/* Whatever a description, a hint or a body holds comes back from an independent parser as it was. */

const hostile = fc.constantFrom(
  '"',
  "'",
  '"""',
  "'''",
  '\\',
  '\\"',
  '""""',
  '{{',
  '}}',
  '{{args}}',
  '{%',
  '$',
  '$1',
  '$@',
  '$&',
  '$$',
  '`',
  '---',
  '...',
  '\n',
  '\n\n',
  '\n---\n',
  '\n  ',
  '\t',
  ' ',
  '  ',
  ': ',
  ' #',
  '- ',
  '|2',
  '>',
  '*',
  '&a',
  '!tag',
  '%',
  '@',
  '?',
  '[',
  '{',
  '<c>',
  '\u0000',
  '\u0007',
  '\u001b[31m',
  '\u007f',
  '\u0085',
  '\u2028',
  '\u2029',
  '\ufeff',
  '\r',
  '\r\n',
  'é',
  '日本',
  '🎯',
  '\u202e',
  '/intentk.goal',
  '/intentk.nobody',
  'null',
  'true',
  '007',
  '~',
)
const text = fc
  .array(fc.oneof(hostile, fc.string({ maxLength: 5 }), fc.string({ unit: 'grapheme', maxLength: 5 })), {
    maxLength: 12,
  })
  .map((parts) => parts.join(''))
const command = fc.record({
  name: fc.constant('goal'),
  description: text,
  hint: text,
  instead: fc.constant('`intentk new goal`'),
  // A body is Markdown that ends with one line end.
  body: text.map((body) => `${body.replace(/\n+$/, '')}.\n`),
})

const one = (key: string): Assistant => assistants.find((each) => each.key === key)!

/** What the body becomes, by another way than the program's. */
function expectedBody(body: string, assistant: Assistant, isShared: boolean): string {
  const goal = isShared ? '`intentk new goal`' : assistant.invoked.split('<c>').join('goal')
  return body
    .split(/\/intentk\.goal(?![a-z])/)
    .join(goal)
    .split('$ARGUMENTS')
    .join(assistant.placeholder ?? 'what the user writes beside this command, in the conversation')
}

const print = (assistant: Assistant, given: Command): string =>
  commandText(given, assistant, assistant.targets[0]!, [given])

describe('hostile text', () => {
  test('toml', () => {
    fc.assert(
      fc.property(command, (given) => {
        const value = parseToml(print(one('gemini'), given))
        expect(value).toEqual({
          description: given.description,
          prompt: expectedBody(given.body, one('gemini'), false),
        })
      }),
      { numRuns: 1000 },
    )
  })

  test('recipe', () => {
    fc.assert(
      fc.property(command, (given) => {
        const value = parseYaml(print(one('goose'), given)) as Record<string, unknown>
        expect(value['description']).toBe(given.description)
        expect(value['parameters']).toMatchObject([{ description: given.hint }])
        expect(value['prompt']).toBe(expectedBody(given.body, one('goose'), false))
      }),
      { numRuns: 1000 },
    )
  })

  test('a body of ordinary text is a block, which a person can read', () => {
    const given = { name: 'goal', description: '', hint: '', instead: '', body: '  deep\n\nplain "x" # y\n' }
    expect(print(one('goose'), given)).toContain('prompt: |2\n    deep\n\n  plain "x" # y\n')
  })

  test.each(['claude', 'codex', 'auggie', 'continue', 'crush', 'forge', 'pi', 'kiro', 'roo'])(
    'front matter: %s',
    (key) => {
      const assistant = one(key)
      fc.assert(
        fc.property(command, (given) => {
          const printed = print(assistant, given)
          const body = expectedBody(given.body, assistant, key === 'codex')
          if (assistant.targets[0]!.front.length === 0 && assistant.targets[0]!.format === 'markdown') {
            expect(printed).toBe(body)
            return
          }
          const end = printed.indexOf('\n---\n\n', 3)
          const front = parseYaml(printed.slice(4, end + 1)) as Record<string, unknown>
          expect(front['description']).toBe(given.description)
          if ('argument-hint' in front) expect(front['argument-hint']).toBe(given.hint)
          expect(printed.slice(end + 6)).toBe(body)
          // And by a reader of front matter as assistants have one.
          const read = matter(printed, { engines: { yaml: (yaml) => parseYaml(yaml) as object } })
          expect(read.data).toEqual(front)
        }),
        { numRuns: 300 },
      )
    },
  )
})
