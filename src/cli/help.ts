import { commands, commonOptions, type OptionSpec } from './commands.ts'
import { styled, type Line } from './terminal.ts'

/** The first screen ('') or the page of one command. */
export function helpPage(topic: string): readonly Line[] {
  const command = commands.find(({ name }) => name === topic)
  if (command === undefined) return firstScreen()
  const { name, usage, summary, options, examples } = command
  return [
    `intentk ${name}: ${summary}`,
    '',
    [styled('bold', 'Usage'), `  intentk ${name} ${usage} [options]`],
    ...(options.length === 0 ? [] : ['', styled('bold', 'Options'), ...optionRows(options)]),
    '',
    styled('bold', 'Options of every command'),
    ...optionRows(commonOptions.filter(({ name: common }) => !options.some(({ name: own }) => own === common))),
    '',
    styled('bold', examples.length === 1 ? 'Example' : 'Examples'),
    ...rows(examples),
  ]
}

function firstScreen(): readonly Line[] {
  return [
    'intentk compiles plans: it reads the Markdown that states an intent and writes the Markdown that executes it.',
    '',
    [styled('bold', 'Usage'), '  intentk <command> [doc] [options]'],
    '',
    styled('bold', 'Commands'),
    ...rows(
      commands.filter(({ more }) => more !== true).map(({ name, usage, summary }) => [`${name} ${usage}`, summary]),
    ),
    `  and ${commands.flatMap(({ name, more }) => (more === true ? [name] : [])).join(', ')}`,
    '',
    '[doc] is a vision (path, number or name), a feature folder of another tool, one Markdown file, or - for standard input.',
    'Without it: the vision the current folder is in, else the one of the git branch, else the only one.',
    '',
    styled('bold', 'Examples'),
    ...rows(commands.slice(0, 3).map(({ examples }) => examples[0]!)),
    '',
    '`intentk help COMMAND` shows its options, `intentk --version` the version.',
  ]
}

const optionRows = (options: readonly OptionSpec[]): readonly Line[] =>
  rows(
    options.map(({ name, value, choices, shows, summary }) => [
      `--${name}${value === undefined ? (shows === undefined ? '' : ` ${shows}`) : ` ${choices?.join('|') ?? value}`}`,
      summary,
    ]),
  )

function rows(pairs: readonly (readonly [string, string])[]): readonly Line[] {
  const width = Math.max(...pairs.map(([left]) => left.length))
  return pairs.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)
}
