import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import type { Root, Table } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { describe, expect, test } from 'vitest'
import { reporters } from '../../src/check/reporters/index.ts'
import { lineHashes } from '../../src/check/reporters/line-hashes.ts'
import type { ReportedFinding, ReportInput } from '../../src/check/reporters/reporter.ts'
import type { Severity } from '../../src/model/diagnostic.ts'
import { openPlaces } from '../../src/query/places.ts'
import { reportInput } from '../../src/cli/check-reported.ts'

const require = createRequire(import.meta.url)
/** The final schema of the standard, as its own tools ship it. */
const tools = dirname(require.resolve('@microsoft/sarif-multitool-ts/schemas/ai-run.schema.json'))
const schema = JSON.parse(readFileSync(join(tools, '../assets/sarif-2.1.0.schema.json'), 'utf8')) as object
const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
const validate = ajv.compile(schema)

interface Sarif {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } }
    readonly results: readonly {
      readonly ruleId: string
      readonly ruleIndex: number
      readonly message: { readonly text: string }
      readonly partialFingerprints?: Readonly<Record<string, string>>
      readonly relatedLocations?: readonly object[]
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string }
          readonly region?: Readonly<Record<'startLine' | 'startColumn' | 'endLine' | 'endColumn', number>>
        }
      }[]
    }[]
  }[]
}

const print = (format: string, input: ReportInput): string => reporters[format]!(input)

const finding = (more: Partial<ReportedFinding> = {}): ReportedFinding => ({
  ruleId: 'duplicate-id',
  severity: 'error',
  message: 'Unexpected second T001.',
  file: 'tasks.md',
  line: 3,
  column: 7,
  endLine: 3,
  endColumn: 11,
  related: [],
  ...more,
})

const input = (...findings: readonly ReportedFinding[]): ReportInput => ({
  findings,
  version: '1.2.3',
  textOf: () => '# T\n\n- [ ] T001 a\n',
})

/** What the command line would print of one document with findings at these words. */
function found(file: string, text: string, bom: boolean, words: readonly string[]): ReportInput {
  const source = { path: file, text, bom, eol: '\n' } as const
  const places = openPlaces([source])
  const findings = words.map((word) => {
    const start = text.indexOf(word)
    const spot = places.spot({ file, start, end: start + word.length })
    return { ruleId: 'placeholder', severity: 'warning' as const, message: `\`${word}\``, ...spot }
  })
  return reportInput([{ findings, sources: [source] }])
}

const documents: readonly [name: string, file: string, text: string, bom: boolean, words: readonly string[]][] = [
  ['line feeds', 'specs/001/tasks.md', '# T\n\n- [ ] T001 TODO write\n', false, ['TODO', '# T']],
  ['CRLF', 'specs/001/tasks.md', '# T\r\n\r\n- [ ] T001 TODO write\r\n', false, ['TODO', 'write']],
  ['a byte order mark', 'a.md', '# T\n- [ ] T001 TODO\n', true, ['# T', 'TODO']],
  ['emoji and wide characters', 'a.md', '- [ ] 🚀🚀 任务 TODO 👩‍👩‍👧 end\n', false, ['TODO', '任务', '👩‍👩‍👧', 'end']],
  ['several lines', 'a.md', '# T\n```\ncode\n', false, ['T\n```\ncode', '```\ncode\n']],
  ['blanks and # in the path', 'my plans/#1 50%/ä b.md', '- [ ] TODO\n', false, ['TODO']],
  ['colons and commas in the path', 'a:b,c/d;e.md', '- [ ] TODO\n', false, ['TODO']],
  ['another repository', '../other/a.md', '- [ ] TODO\n', false, ['TODO']],
  ['an absolute path', '/else where/a.md', '- [ ] TODO\n', false, ['TODO']],
]

/** The text between two places of line and column, counted in UTF-16 units, with CRLF as a line end. */
function between(text: string, line: number, column: number, endLine: number, endColumn: number): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)]
  return text.slice(starts[line - 1]! + column - 1, starts[endLine - 1]! + endColumn - 1)
}

describe.each(documents)('of %s', (_, file, text, bom, words) => {
  const given = found(file, text, bom, words)

  test('SARIF keeps to its schema and names the very text', () => {
    const log = JSON.parse(print('sarif', given)) as Sarif
    validate(log)
    expect(validate.errors).toBeNull()
    const places = log.runs[0]!.results.map(({ locations }) => locations[0]!.physicalLocation)
    expect(
      places.map(({ region }) =>
        between(text, region!.startLine, region!.startColumn, region!.endLine, region!.endColumn),
      ),
    ).toEqual(words)
    for (const { artifactLocation } of places) {
      const { pathname, hash, search } = new URL(artifactLocation.uri, 'file:///repo/sub/')
      expect(decodeURIComponent(pathname)).toBe(resolve('/repo/sub', file))
      expect(hash + search).toBe('')
      expect(artifactLocation.uriBaseId).toBe(file.startsWith('/') ? undefined : 'SRCROOT')
    }
  })

  test('annotations read back', () => {
    const commands = readCommands(print('github', given))
    expect(commands.map(({ properties }) => properties['file'])).toEqual(words.map(() => file))
    const shown = commands.map(({ properties: { line, col, endLine, endColumn } }) =>
      col === undefined ? null : between(text, Number(line), Number(col), Number(endLine), Number(endColumn)),
    )
    expect(shown).toEqual(words.map((word) => (word.includes('\n') ? null : word)))
    expect(commands.map(({ message }) => message)).toEqual(words.map((word) => `\`${word}\``))
  })

  test('a table has a row for each', () => {
    expect(cells(print('markdown', given)).map((row) => row.length)).toEqual(words.map(() => 4))
  })
})

interface Command {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly message: string
}

/** Reads workflow commands as the runner does: one a line, properties by comma, then the escapes back. */
function readCommands(printed: string): readonly Command[] {
  const lines = printed.split(/\r\n|\r|\n/)
  expect(lines.pop()).toBe('')
  return lines.map((line) => {
    const match = /^::([a-z]+) ((?:(?!::).)*)::(.*)$/.exec(line)
    expect(match, line).not.toBeNull()
    const [, name, list, message] = match!
    const back = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n')
    const properties = list!.split(',').map((pair): [string, string] => {
      const at = pair.indexOf('=')
      const value = back(pair.slice(at + 1))
        .replaceAll('%3A', ':')
        .replaceAll('%2C', ',')
        .replaceAll('%25', '%')
      return [pair.slice(0, at), value]
    })
    return { name: name!, properties: Object.fromEntries(properties), message: back(message!).replaceAll('%25', '%') }
  })
}

const markdownReader = unified().use(remarkParse).use(remarkGfm)

/** The cells of a table as a reader of Markdown sees them: the text, characters without width left out. */
function cells(printed: string): readonly (readonly string[])[] {
  const tree: Root = markdownReader.parse(printed)
  expect(tree.children.map(({ type }) => type)).toEqual(['table'])
  const [, ...rows] = (tree.children[0] as Table).children
  return rows.map(({ children }) =>
    children.map((cell) =>
      cell.children
        .map((node) => {
          expect(['text', 'inlineCode', 'link']).toContain(node.type)
          if (node.type === 'link') return node.children.map((child) => ('value' in child ? child.value : '')).join('')
          return 'value' in node ? node.value : ''
        })
        .join('')
        .replaceAll('\u200b', ''),
    ),
  )
}

const of = (characters: string): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...characters.split('')), minLength: 1 })

const hostile = fc.oneof(
  of('`|\\\n\r%:,<>[]()*_~!@#&$= a1-'),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '::error::x',
    '%0A::warning::x',
    '<!-- x',
    '</td></table>',
    '![x](y)',
    '[x](y)',
    '@octo #12',
    '| a |',
  ),
)

const anyFinding = fc.record<ReportedFinding>({
  ruleId: fc.constantFrom('duplicate-id', 'unused-disable', 'several-plans', 'config-key'),
  severity: fc.constantFrom<Severity>('error', 'warning', 'info'),
  message: hostile,
  file: fc.oneof(
    fc.constant(null),
    of(' #%|`ä:,\\&?').map((name) => `a/${name}b.md`),
  ),
  line: fc.integer({ min: 1, max: 3 }),
  column: fc.integer({ min: 1, max: 9 }),
  endLine: fc.integer({ min: 3, max: 4 }),
  endColumn: fc.integer({ min: 1, max: 9 }),
  related: fc.constantFrom([], [{ message: 'there', file: 'b c.md', line: 1, column: 1, endLine: 1, endColumn: 2 }]),
})

test('whatever is found, SARIF is valid and says it', () => {
  fc.assert(
    fc.property(fc.array(anyFinding, { maxLength: 4 }), (findings) => {
      const log = JSON.parse(print('sarif', input(...findings))) as Sarif
      validate(log)
      expect(validate.errors).toBeNull()
      const [{ results, tool }] = log.runs as [Sarif['runs'][0]]
      expect(results.map(({ message }) => message.text)).toEqual(findings.map(({ message }) => message))
      expect(results.map(({ ruleIndex }) => tool.driver.rules[ruleIndex]?.id)).toEqual(
        findings.map(({ ruleId }) => ruleId),
      )
    }),
  )
})

test('whatever is found, an annotation is one command and says it', () => {
  fc.assert(
    fc.property(anyFinding, (one) => {
      const [command, ...more] = readCommands(print('github', input(one)))
      expect(more).toEqual([])
      expect(command!.message).toBe(one.message)
      expect(command!.properties['file'] ?? null).toBe(one.file)
      expect(command!.name).toBe(one.severity === 'info' ? 'notice' : one.severity)
    }),
  )
})

test('whatever is found, a cell stays a cell and reads as it was', () => {
  fc.assert(
    fc.property(of('`|\\<>[]()*_~!@#&$=a1- '), (message) => {
      const [row, ...more] = cells(print('markdown', input(finding({ message }))))
      expect(more).toEqual([])
      expect(row).toHaveLength(4)
      // A code span shows without its marks.
      const bare = (text: string): string => text.replace(/[\s`]+/g, '')
      expect(bare(row![2]!)).toBe(bare(message))
    }),
    { numRuns: 1000 },
  )
})

test.each([
  ['<script>alert(1)</script>', '\\<script\\>alert(1)\\</script\\>'],
  ['see @octocat and #12', 'see @&#8203;octocat and #&#8203;12'],
  ['`@octocat` | x', '`@octocat` &#124; x'],
  ['``a`b``', '\\`\\`a\\`b\\`\\`'],
  ['two\nlines', 'two lines'],
])('%j is the cell %j', (message, cell) => {
  expect(print('markdown', input(finding({ message })))).toContain(`| ${cell} |`)
})

/** From the tests of the upload action of code scanning. */
test.each<[string, readonly string[]]>([
  ['', ['c129715d7a2bc9a3:1']],
  [' a\nb\n  \t\tc\n d', ['271789c17abda88f:1', '54703d4cd895b18:1', '180aee12dab6264:1', 'a23a3dc5e078b07b:1']],
  [
    ' hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n',
    [
      'e9496ae3ebfced30:1',
      'fb7c023a8b9ccb3f:1',
      'ce8ba1a563dcdaca:1',
      'e20e36e16fcb0cc8:1',
      'b3edc88f2938467e:1',
      'c8e28b0b4002a3a0:1',
      'c129715d7a2bc9a3:1',
    ],
  ],
  [
    'Lorem ipsum dolor sit amet.\n'.repeat(10),
    [
      ...[1, 2, 3, 4, 5, 6].map((count) => `a7f2ff13bc495cf2:${count}`),
      'a7f2ff1481e87703:1',
      'a9cf91f7bbf1862b:1',
      '55ec222b86bcae53:1',
      'cc97dc7b1d7d8f7b:1',
      'c129715d7a2bc9a3:1',
    ],
  ],
])('lines of %j are known again by the hashes of code scanning', (text, hashes) => {
  expect(lineHashes(text)).toEqual(hashes)
})

test('a fingerprint survives that its line moves, and tells lines apart', () => {
  const text = `- [ ] T001 TODO\n- [ ] T002 later\n${'- [ ] T003 x\n'.repeat(20)}`
  const prints = (given: ReportInput): readonly unknown[] =>
    (JSON.parse(print('sarif', given)) as Sarif).runs[0]!.results.map(
      ({ partialFingerprints }) => partialFingerprints?.['primaryLocationLineHash'],
    )
  const before = prints(found('a.md', text, false, ['TODO', 'later']))
  expect(prints(found('a.md', `# New\n\nwords\n${text}`, false, ['TODO', 'later']))).toEqual(before)
  expect(new Set(before).size).toBe(2)
  expect(before).not.toContain(undefined)
})
