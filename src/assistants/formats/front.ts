import type { FrontKey } from '../assistant.ts'
import type { Filled } from '../fill.ts'
import { quoted } from './yaml.ts'

const values: Readonly<Record<FrontKey, (command: Filled) => string>> = {
  name: ({ name }) => `intentk-${name}`,
  description: ({ description }) => quoted(description),
  'argument-hint': ({ hint }) => quoted(hint),
  category: () => 'intentk',
  tags: ({ name }) => `[intentk, ${name}]`,
  invokable: () => 'true',
  'user-invocable': () => 'true',
  'disable-model-invocation': () => 'false',
}

export const frontLines = (command: Filled, keys: readonly FrontKey[]): readonly string[] =>
  keys.map((key) => `${key}: ${values[key](command)}`)

/** Front matter and the blank line below it; nothing where there is nothing to say. */
export const frontMatter = (lines: readonly string[]): string =>
  lines.length === 0 ? '' : `---\n${lines.join('\n')}\n---\n\n`
