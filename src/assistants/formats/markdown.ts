import type { Target } from '../assistant.ts'
import type { Filled } from '../fill.ts'
import { frontLines, frontMatter } from './front.ts'

/** One Markdown file a command, with the front matter its assistant reads. */
export const printMarkdown = (command: Filled, { front }: Target): string =>
  frontMatter(frontLines(command, front)) + command.body
