import type { Assistant, FormatName } from './assistant.ts'
import { commands } from './commands.generated.ts'
import { assistants, genericIn } from './table.ts'
import { commandText } from './wanted.ts'

const cell = (text: string): string => text.replaceAll('|', '\\|')
const code = (text: string): string => `\`${text}\``

function row(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(' | ')} |`
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].map((line) => `${line}\n`).join('')

const placeOf = ({ targets, list, home }: Assistant): string =>
  [...targets.map(({ path }) => path), ...(list === null ? [] : [list])]
    .map((path) => code(home ? `~/${path}` : path))
    .join(', ')

/** Where the commands of each assistant go and how they are called, as a table of Markdown. */
export const assistantTable = (): string =>
  table(
    ['assistant', 'key', 'files, for a command `<c>`', 'invoked as', 'argument', 'context file'],
    [...assistants, genericIn('FOLDER')].map((each) => [
      each.name,
      code(each.key),
      placeOf(each),
      code(each.invoked.replace('<c>', 'execute')),
      each.placeholder === null ? 'in the conversation' : code(each.placeholder),
      code(each.context),
    ]),
  )

/** One assistant for each format, those most people have. */
const examples: readonly (readonly [FormatName, string])[] = [
  ['skill', 'claude'],
  ['markdown', 'opencode'],
  ['toml', 'gemini'],
  ['recipe', 'goose'],
]

/** How many tokens each command takes where it is read, four characters a token, as a table of Markdown. */
export function sizeTable(): string {
  const columns = examples.map(([format, key]) => {
    const assistant = assistants.find((each) => each.key === key)!
    const target = assistant.targets.find((each) => each.format === format)!
    return commands.map((each) => Math.ceil(commandText(each, assistant, target, commands).length / 4))
  })
  const number = (value: number): string => value.toLocaleString('en-US')
  const sums = columns.map((sizes) => sizes.reduce((sum, size) => sum + size, 0))
  return table(
    ['command', ...examples.map(([format]) => format)],
    [
      ...commands.map(({ name }, at) => [code(name), ...columns.map((sizes) => number(sizes[at]!))]),
      ['together', ...sums.map(number)],
    ],
  )
}
