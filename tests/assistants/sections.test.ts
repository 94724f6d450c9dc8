import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { commands } from '../../src/assistants/commands.generated.ts'
import { emptyManifest, type Manifest } from '../../src/assistants/manifest.ts'
import { planInstall } from '../../src/assistants/plan-install.ts'
import { assistants } from '../../src/assistants/table.ts'
import { wantedSections } from '../../src/assistants/wanted.ts'

/* A section goes into a file that other people write, and out of it again: every other byte stays. */

const rovo = assistants.filter(({ key }) => key === 'rovodev')
const [context, list] = wantedSections(rovo, commands)
  .toSorted((a, b) => b.path.length - a.path.length)
  .reverse()

/** Puts the section into a file, then takes it out; answers the file in between and in the end. */
function through(
  section: typeof context,
  text: string | null,
): { within: string | null; end: string | null; manifest: Manifest; kept: string } {
  const wish = { files: [], sections: [section!], once: {} }
  const put = planInstall(wish, emptyManifest, () => (text === null ? null : { text }))
  const within = put.changes[0]?.after ?? text
  const manifest = { ...emptyManifest, sections: put.sections }
  const out = planInstall({ ...wish, sections: [] }, manifest, () => (within === null ? null : { text: within }))
  const change = out.changes[0]
  return { within, end: change === undefined ? within : change.after, manifest, kept: put.actions[0]!.because }
}

const lines = fc.array(
  fc.constantFrom(
    '# Title',
    '',
    '',
    'words',
    '  - [ ] T001 x',
    '```',
    '日本 🎯',
    '<!-- intentk',
    '# intentk: the story',
    '\t',
    '<!-- a comment -->',
  ),
  { maxLength: 8 },
)
const file = fc
  .record({ lines, eol: fc.constantFrom('\n', '\r\n'), last: fc.boolean(), bom: fc.boolean() })
  .map(({ lines: all, eol, last, bom }) => `${bom ? '\ufeff' : ''}${all.join(eol)}${last ? eol : ''}`)

describe('the section for every conversation', () => {
  test('goes in and out of any file, which is as it was then', () => {
    fc.assert(
      fc.property(file, (text) => {
        const { within, end } = through(context, text)
        expect(within).toContain('## Plans and tasks')
        expect(within!.startsWith(text)).toBe(true)
        if (text.includes('\r\n') && !/[^\r]\n/.test(text)) expect(within).not.toMatch(/[^\r]\n/)
        expect(end).toBe(text)
      }),
    )
  })

  test('is a file of its own where there is none, and the file goes with it', () => {
    const { within, end } = through(context, null)
    expect(within).toMatch(/^<!-- intentk: begin.*-->\n## Plans[\s\S]*<!-- intentk: end -->\n$/)
    expect(end).toBeNull()
  })

  test('follows a new release where it stands, and is left alone where a person changed it', () => {
    const text = 'mine\n'
    const { within, manifest } = through(context, text)
    const next = { ...context!, lines: ['new words'] }
    const plan = (now: string): ReturnType<typeof planInstall> =>
      planInstall({ files: [], sections: [next], once: {} }, manifest, () => ({ text: now }))
    expect(plan(`${within}below\n`).changes[0]!.after).toBe(
      'mine\n\n<!-- intentk: begin, written by `intentk init` -->\nnew words\n<!-- intentk: end -->\nbelow\n',
    )
    const edited = plan(within!.replace('lists what can start', 'is for Anna'))
    expect(edited.changes).toEqual([])
    expect(edited.actions[0]).toMatchObject({
      kind: 'kept',
      because: 'its section was edited',
      offer: { wanted: expect.stringContaining('new words') },
    })
    // A checkout with other line ends is no edit.
    expect(plan(within!.replaceAll('\n', '\r\n')).changes[0]!.after).toContain('\r\nnew words\r\n')
  })

  test('without its last line nothing is touched', () => {
    const { within, manifest } = through(context, 'mine\n')
    const cut = within!.replace('<!-- intentk: end -->\n', 'more of mine\n')
    const plan = planInstall({ files: [], sections: [{ ...context!, lines: ['new'] }], once: {} }, manifest, () => ({
      text: cut,
    }))
    expect(plan).toMatchObject({
      changes: [],
      actions: [{ kind: 'kept', because: 'the last line of its section is missing' }],
    })
    expect(planInstall({ files: [], sections: [], once: {} }, manifest, () => ({ text: cut })).changes).toEqual([])
  })
})

const names = commands.map(({ name }) => `intentk-${name}`)
const namesIn = (text: string): readonly string[] =>
  ((parseYaml(text) as { prompts: readonly { name: string }[] }).prompts ?? []).map(({ name }) => name)

describe('the merged list of prompts', () => {
  test.each([
    ['no file', null, []],
    ['an empty file', '', []],
    ['another key', 'version: 1\n', []],
    ['another key without a line end', 'version: 1', []],
    ['no entries', 'prompts:\n', []],
    ['no entries, and a remark', 'prompts: # mine\nversion: 1\n', []],
    ['an empty list', 'prompts: []\nversion: 1\n', []],
    ['an entry', 'prompts:\n  - name: mine\n    content_file: a.md\n', ['mine']],
    ['entries at the margin', 'prompts:\n- name: mine\n- name: other\nversion: 1\n', ['mine', 'other']],
    ['an entry without a line end', 'prompts:\n    - name: mine', ['mine']],
    ['line ends of Windows', 'prompts:\r\n  - name: mine\r\nversion: 1\r\n', ['mine']],
    ['a byte order mark', '\ufeffprompts:\n  - name: mine\n', ['mine']],
    ['a block text at the end', 'prompts:\n  - name: mine\n    description: |\n      one\n\n      two\n\n', ['mine']],
    ['remarks behind the list', 'prompts:\n  - name: mine # first\n  # the end\n\nversion: 1\n', ['mine']],
    ['quoted keys', '"prompts":\n  - "name": "mine"\n', ['mine']],
  ] as const)('%s', (_, text, others) => {
    const { within, end } = through(list, text)
    expect(namesIn(within!)).toEqual([...others, ...names])
    const rest = (source: string): object => ({ ...(parseYaml(source) as object | null), prompts: 0 })
    expect(rest(within!)).toEqual(rest(text ?? ''))
    expect(end).toBe(text)
  })

  test.each([
    ['a list on one line', 'prompts: [{name: mine}]\n', 'one line'],
    ['no list', 'prompts: words\n', 'not a list'],
    ['a list of its own', '- name: mine\n', 'key: value'],
    ['broken', 'prompts: [\n', 'not valid YAML'],
    ['several documents', 'prompts:\n---\na: 1\n', 'more than one'],
    ['an alias', 'a: &a []\nprompts: *a\n', 'not a list'],
  ])('%s is left alone', (_, text, why) => {
    const { within, kept } = through(list, text)
    expect(within).toBe(text)
    expect(kept).toContain(why)
  })

  test('any list of other people keeps its entries and its bytes', () => {
    const entry = fc.record({
      name: fc.stringMatching(/^[a-z]{1,8}$/),
      text: fc.constantFrom('', 'x', 'a # b', '"q: \'"', '|\n      a\n      b'),
    })
    const source = fc
      .record({
        entries: fc.array(entry, { minLength: 1, maxLength: 4 }),
        indent: fc.constantFrom('', '  '),
        tail: fc.constantFrom('', '\n', '\n# end\n', '\nother: 1\n', '\n\nother:\n  - 1\n'),
      })
      .map(
        ({ entries, indent, tail }) =>
          `prompts:\n${entries.map(({ name, text }) => `${indent}- name: ${name}${text === '' ? '' : `\n${indent}  description: ${text}`}`).join('\n')}${tail}`,
      )
    fc.assert(
      fc.property(source, (text) => {
        fc.pre(Array.isArray((parseYaml(text) as { prompts: unknown }).prompts))
        const { within, end } = through(list, text)
        expect(namesIn(within!)).toEqual([...namesIn(text), ...names])
        expect(end).toBe(text)
      }),
    )
  })

  test('entries that people add below ours stay when ours go', () => {
    const { within, manifest } = through(list, null)
    const more = `${within}  - name: mine\n`
    const plan = planInstall({ files: [], sections: [], once: {} }, manifest, () => ({ text: more }))
    expect(plan.changes[0]!.after).toBe('prompts:\n  - name: mine\n')
  })
})
