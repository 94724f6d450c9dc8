import type { Filled } from '../fill.ts'
import type { Target } from '../assistant.ts'
import { frontMatter, frontLines } from './front.ts'
import { quoted } from './yaml.ts'

/** A folder with a `SKILL.md`, which is named like the folder. */
export function printSkill(command: Filled, { front }: Target): string {
  return (
    frontMatter([
      `name: intentk-${command.name}`,
      `description: ${quoted(command.description)}`,
      `compatibility: ${quoted('Needs the intentk command and a folder of visions or plans')}`,
      'metadata:',
      '  author: intentk',
      `  source: ${quoted(`intentk:commands/${command.name}.md`)}`,
      ...frontLines(command, front),
    ]) + command.body
  )
}
