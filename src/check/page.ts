import { compilerRules } from './compiler-rules.ts'
import { RULE_GROUPS, type Rule, type RuleExample, type RuleGroup } from './rule.ts'

const isFixable = ({ fires }: Rule): boolean => fires.some(({ fixed }) => fixed !== undefined)

/** The page of a rule: what `--explain` prints and what stands in `docs/rules/`. */
export function rulePage(rule: Rule): string {
  const { id, group, severity, recommended, checks, why, options = {}, fires, silent } = rule
  const state = recommended ? 'On by default' : 'Off unless turned on'
  const fixable = isFixable(rule) ? ' · mended by `--fix`' : ''
  const settings = Object.entries(options).map(
    ([name, option]) => `- \`${name}\` (${printDefault(option.default)}): ${option.summary}`,
  )
  return [
    `# ${id}`,
    '',
    checks,
    '',
    `${state} · severity ${severity} · group ${group}${fixable}`,
    '',
    why,
    '',
    '## Found',
    '',
    ...fires.flatMap((example) => exampleLines(example)),
    '## Not found',
    '',
    ...silent.flatMap((example) => exampleLines(example)),
    ...(settings.length === 0 ? [] : ['## Options', '', ...settings, '']),
    '## Settings',
    '',
    'In `.intentk/config.yaml`:',
    '',
    ...settingsLines(rule),
    '',
    'In a document, for the next block (`intentk-disable` is for all that follows):',
    '',
    '```markdown',
    `<!-- intentk-disable-next ${id} -- the reason -->`,
    '```',
    '',
  ].join('\n')
}

const printDefault = (value: number | readonly string[]): string =>
  typeof value === 'number'
    ? `default ${value}`
    : value.length === 0
      ? 'a list, empty by default'
      : `default ${value.map(codeSpan).join(', ')}`

/** How a rule is switched, and what its options look like. */
function settingsLines({ id, severity, recommended, options = {} }: Rule): readonly string[] {
  const lines = Object.entries(options).map(([name, { default: value }]) => `    ${name}: ${printOption(value)}`)
  const switched = `  ${id}: ${recommended ? 'off' : severity}`
  const block = lines.length === 0 ? [switched] : [`  ${id}:`, `    severity: ${severity}`, ...lines]
  return ['```yaml', 'rules:', ...block, '```']
}

const WORD = /^[\p{L}\p{N}][\p{L}\p{N} /.-]*$/u

/** As YAML. */
const printOption = (value: number | readonly string[]): string =>
  typeof value === 'number'
    ? String(value)
    : `[${value.map((word) => (WORD.test(word) ? word : JSON.stringify(word))).join(', ')}]`

function exampleLines(example: RuleExample): readonly string[] {
  const { shows, files, finds, fixed, options = {} } = example
  const texts = typeof files === 'string' ? { 'tasks.md': files } : files
  const documents = Object.entries(texts).filter(([name]) => name.endsWith('.md'))
  const named = documents.length > 1 || documents[0]?.[0] !== 'tasks.md'
  const set = Object.entries(options).map(([name, value]) => codeSpan(`${name}: ${printOption(value)}`))
  const where = [...(set.length === 0 ? [] : [`with ${set.join(', ')}`]), ...evidenceWords(example)]
  return [
    `${shows[0]!.toUpperCase()}${shows.slice(1)}${where.length === 0 ? '' : `, ${where.join(', ')}`}:`,
    '',
    ...documents.flatMap(([name, text]) => [...(named ? [`${codeSpan(name)}:`, ''] : []), ...fenced(text)]),
    ...(finds === undefined || finds.length === 0 ? [] : [`Finds ${finds.map(foundAt).join(', ')}.`, '']),
    ...(fixed === undefined ? [] : ['After `--fix`:', '', ...fenced(fixed)]),
  ]
}

/** What disk and history say in an example. */
function evidenceWords({ evidence }: RuleExample): readonly string[] {
  if (evidence === undefined) return []
  const { there = [], gone = [], unchanged = [], checks = {} } = evidence
  const say = (paths: readonly string[], words: string): readonly string[] =>
    paths.length === 0 ? [] : [`${paths.map(codeSpan).join(', ')} ${words}`]
  const passed = Object.keys(checks).filter((id) => checks[id] === 'passed')
  const unverified = Object.keys(checks).filter((id) => checks[id] === 'unverified')
  const said = [
    ...say(there, 'there'),
    ...say(unchanged, 'there and unchanged'),
    ...say(gone, 'gone'),
    ...say(passed, 'checked'),
    ...say(unverified, 'ticked without its check'),
  ]
  return said.length === 0 ? ['with none of the files there'] : [`with ${said.join(', ')}`]
}

const foundAt = (text: string): string => (text.trim() === '' ? 'the empty place' : codeSpan(shortened(text)))

const shortened = (text: string): string => {
  const line = visible(text).replace(/\s+/g, ' ').trim()
  return line.length > 80 ? `${line.slice(0, 79)}…` : line
}

/** As code, with a fence longer than any in it. */
function codeSpan(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1)
  const pad = /^`|`$/.test(text) ? ' ' : ''
  return `${fence}${pad}${text}${pad}${fence}`
}

const longestRun = (text: string): number =>
  [...text.matchAll(/`+/g)].reduce((longest, [run]) => Math.max(longest, run.length), 0)

/** Invisible characters are shown by their codes, else the page would show nothing. */
const visible = (text: string): string =>
  text
    .replace(/\r/g, '␍')
    .replace(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g,
      (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`,
    )

function fenced(text: string): readonly string[] {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return [`${fence}markdown`, ...visible(text).replace(/\n$/, '').split('\n'), fence, '']
}

/** What rules of a group are about, as a heading. */
export const GROUP_TITLES: Readonly<Record<RuleGroup, string>> = {
  structure: 'Structure: what a document holds is read as it is meant',
  graph: 'Graph: dependencies and what may run in parallel',
  content: 'Content: what the words say',
  trace: 'Trace: from intent to task and back',
  evidence: 'Evidence: ticks against disk and history',
  text: 'Text: characters and line ends',
}

const inCell = (text: string): string => text.replaceAll('|', '\\|')

const indexRow = (rule: Rule): string =>
  `| [${rule.id}](${rule.id}.md) | ${inCell(rule.checks)} | ${rule.recommended ? 'on' : 'off'} | ${rule.severity} | ${isFixable(rule) ? '`--fix`' : ''} |`

/** The page that lists all rules by group, and what the compiler reports beside them. */
export function rulesIndex(rules: readonly Rule[]): string {
  const on = rules.filter(({ recommended }) => recommended).length
  return [
    '# Rules of intentk check',
    '',
    `${rules.length} rules, ${on} of them on by default: what these find is nearly always right. \`--all\` or \`extends: strict\` runs`,
    'the others too, a line of `rules:` switches one. How to run them: [check.md](../check.md).',
    '',
    ...RULE_GROUPS.flatMap((group) => {
      const own = rules.filter((rule) => rule.group === group)
      const head = ['| rule | it checks | by default | severity | mended |', '| --- | --- | --- | --- | --- |']
      return own.length === 0 ? [] : [`## ${GROUP_TITLES[group]}`, '', ...head, ...own.map(indexRow), '']
    }),
    '## Reported by the compiler',
    '',
    'Told by `check` too where documents are compiled, and switched by the same names.',
    '',
    '| name | it says |',
    '| --- | --- |',
    ...Object.entries(compilerRules).map(([id, says]) => `| ${id} | ${inCell(says)} |`),
    '',
  ].join('\n')
}
