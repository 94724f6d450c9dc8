import remarkParse from 'remark-parse'
import remarkStringify from 'remark-stringify'
import { unified } from 'unified'
import { expect, test } from 'vitest'
import { applyFixes } from '../../src/check/fix.ts'
import { check } from '../../src/check/engine.ts'
import { rules } from '../../src/check/rules/index.ts'
import { activeRules } from '../../src/check/settings.ts'
import { defaultCheckConfig } from '../../src/model/check-config.ts'
import { remarkIntentk, type RemarkIntentkOptions } from '../../src/remark.ts'
import { subjectOf } from '../check/examples.ts'

async function messages(text: string, options?: RemarkIntentkOptions, path = 'specs/tasks.md') {
  const processor = unified()
    .use(remarkParse)
    .use(remarkIntentk, options ?? null)
    .use(remarkStringify)
  const file = await processor.process({ path, value: text })
  return file.messages
}

test.each([
  ['line feeds', '\n', ''],
  ['CRLF', '\r\n', ''],
  ['a byte order mark', '\n', '\ufeff'],
])('a finding is a message at its place, with %s', async (_, eol, bom) => {
  const text = ['# T', '', '- [ ] T001 🚀 a', '- [ ] T001 b', ''].join(eol)
  const start = text.lastIndexOf('T001')
  expect(await messages(`${bom}${text}`)).toMatchObject([
    {
      reason: 'Unexpected second T001: every task needs an id of its own.',
      place: { start: { line: 4, column: 7, offset: start }, end: { line: 4, column: 11, offset: start + 4 } },
      ruleId: 'duplicate-id',
      source: 'intentk',
      fatal: true,
      actual: 'T001',
      note: 'T001 is first given here (line 3)',
    },
  ])
  expect((await messages(text))[0]!.url).toBeUndefined()
})

const twice = '- [ ] T001 a\n- [ ] T001 b\n'

test.each<[RemarkIntentkOptions | undefined, readonly (boolean | null | undefined)[]]>([
  [undefined, [true]],
  [{}, [true]],
  [{ rules: { 'duplicate-id': 'warning' } }, [false]],
  [{ rules: { 'duplicate-id': { severity: 'info' } } }, [undefined]],
  [{ rules: { 'duplicate-id': 'off' } }, []],
  [{ extends: 'none' }, []],
  [{ extends: 'none', rules: { 'duplicate-id': 'error' } }, [true]],
  [{ all: true, rules: { 'duplicate-id': 'off' } }, []],
])('with %j', async (options, fatal) => {
  const found = (await messages(twice, options)).filter(({ ruleId }) => ruleId === 'duplicate-id')
  expect(found.map((message) => message.fatal)).toEqual(fatal)
})

test('comments silence it', async () => {
  const silenced = '- [ ] T001 a\n<!-- intentk-disable-next duplicate-id -->\n- [ ] T001 b\n'
  expect((await messages(silenced)).filter(({ ruleId }) => ruleId === 'duplicate-id')).toEqual([])
})

test.each<[object, string]>([
  [{ extends: 'all' }, 'Unexpected value of `extends` for remarkIntentk: expected recommended, strict or none.'],
  [{ rules: { 'duplicate-id': 'fatal' } }, 'Unexpected value of `rules` for remarkIntentk'],
  [{ rules: { nothing: 'off' } }, 'There is no rule `nothing`. (remarkIntentk)'],
  [{ rules: { 'duplicate-id': { most: 3 } } }, 'The rule `duplicate-id` has no option `most`. (remarkIntentk)'],
])('%j is refused', async (options, message) => {
  await expect(messages(twice, options as RemarkIntentkOptions)).rejects.toThrow(message)
})

test('a document over a limit is one message', async () => {
  expect(await messages(`${'> '.repeat(600)}x\n`, { all: true })).toMatchObject([
    { ruleId: 'nesting-too-deep', fatal: true },
  ])
})

const examples = rules
  .filter(({ id, document }) => document !== undefined && id !== 'unused-disable')
  .flatMap((rule) =>
    [...rule.fires, ...rule.silent].flatMap((example) =>
      typeof example.files === 'string' && example.evidence === undefined
        ? [[rule.id, example.shows, example, example.files] as const]
        : [],
    ),
  )

test.each(examples)('%s finds here what it finds on the command line: %s', async (id, _, example, text) => {
  const subject = await subjectOf(example)
  const options: RemarkIntentkOptions = {
    extends: 'none',
    rules: { [id]: { severity: 'warning', ...example.options } },
  }
  const config = { ...defaultCheckConfig, rules: { [id]: { options: example.options ?? {} } } }
  const { findings } = check({ ...subject, vision: null }, activeRules(rules, config, { only: [id] }), rules)
  const found = (await messages(text, options, 'tasks.md')).filter(({ ruleId }) => ruleId === id)
  expect(found.map(({ reason, actual }) => [reason, actual])).toEqual(
    findings.map(({ message, place }) => [message, text.slice(place!.start, place!.end)]),
  )
})

const fixable = rules.flatMap((rule) =>
  rule.fires.flatMap((example) =>
    example.fixed === undefined || typeof example.files !== 'string' || rule.document === undefined
      ? []
      : [[rule.id, example.shows, example, example.files] as const],
  ),
)

test.runIf(fixable.length > 0).each(fixable)(
  '%s, %s: what is expected is what --fix writes',
  async (id, _, example, text) => {
    const options: RemarkIntentkOptions = {
      extends: 'none',
      rules: { [id]: { severity: 'warning', ...example.options } },
    }
    const found = (await messages(text, options, 'tasks.md')).filter(({ ruleId }) => ruleId === id)
    const config = { ...defaultCheckConfig, rules: { [id]: { options: example.options ?? {} } } }
    const { findings } = check(await subjectOf(example), activeRules(rules, config, { only: [id] }), rules)
    for (const { expected, place, actual } of found) {
      if (expected == null || place == null || !('start' in place)) continue
      const start = place.start.offset!
      const own = findings.find((each) => each.place?.start === start && each.fix !== undefined)
      expect(`${text.slice(0, start)}${expected[0]}${text.slice(start + actual!.length)}`).toBe(
        applyFixes(text, [own!.fix!]).text,
      )
    }
  },
)
