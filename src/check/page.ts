import type { Rule, RuleExample } from './rule.ts'

/** The page of a rule: what `--explain` prints and what stands in `docs/rules/`. */
export function rulePage(rule: Rule): string {
  const { id, group, severity, recommended, checks, why, options = {}, fires, silent } = rule
  const fixable = fires.some(({ fixed }) => fixed !== undefined)
  const state = recommended ? 'On by default' : 'Off unless turned on'
  const settings = Object.entries(options).map(
    ([name, option]) => `- \`${name}\` (default ${printDefault(option.default)}): ${option.summary}`,
  )
  return [
    `# ${id}`,
    '',
    checks,
    '',
    `${state} · severity ${severity} · group ${group}${fixable ? ' · `--fix` mends it' : ''}`,
    '',
    why,
    '',
    ...(settings.length === 0 ? [] : ['## Options', '', ...settings, '']),
    '## Found',
    '',
    ...fires.flatMap((example) => exampleLines(example)),
    '## Not found',
    '',
    ...silent.flatMap((example) => exampleLines(example)),
    '## Settings',
    '',
    'In `.intentk/config.yaml`:',
    '',
    '```yaml',
    'rules:',
    `  ${id}: ${recommended ? 'off' : severity}`,
    '```',
    '',
    `In a document: \`<!-- intentk-disable-next ${id} -->\` for the next block, \`<!-- intentk-disable ${id} -->\` for the rest.`,
    '',
  ].join('\n')
}

const printDefault = (value: number | readonly string[]): string =>
  typeof value === 'number' ? String(value) : value.map((word) => `\`${word}\``).join(', ')

function exampleLines({ shows, files, finds, fixed, options }: RuleExample): readonly string[] {
  const texts = typeof files === 'string' ? { 'tasks.md': files } : files
  const documents = Object.entries(texts).filter(([name]) => name.endsWith('.md'))
  const named = documents.length > 1 || documents[0]?.[0] !== 'tasks.md'
  const set =
    options === undefined
      ? ''
      : `, with ${Object.entries(options)
          .map(([name, value]) => `\`${name}: ${printOption(value)}\``)
          .join(', ')}`
  return [
    `${shows[0]!.toUpperCase()}${shows.slice(1)}${set}:`,
    '',
    ...documents.flatMap(([name, text]) => [...(named ? [`\`${name}\``, ''] : []), ...fenced(text)]),
    ...(finds === undefined ? [] : [`Finds ${finds.map((text) => `\`${oneLine(text)}\``).join(', ')}.`, '']),
    ...(fixed === undefined ? [] : ['After `--fix`:', '', ...fenced(fixed)]),
  ]
}

const printOption = (value: number | readonly string[]): string =>
  typeof value === 'number' ? String(value) : `[${value.join(', ')}]`

const oneLine = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').replaceAll('`', '').trim()
  return line.length > 80 ? `${line.slice(0, 79)}…` : line
}

function fenced(text: string): readonly string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  // Invisible characters are shown by their codes, else the page would show nothing.
  const visible = text
    .replace(/\r/g, '␍')
    .replace(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g,
      (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`,
    )
  return [`${fence}markdown`, ...visible.replace(/\n$/, '').split('\n'), fence, '']
}
