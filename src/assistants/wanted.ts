import type { Assistant, FormatName, Target } from './assistant.ts'
import type { Command } from './command.ts'
import { fill, type Filled } from './fill.ts'
import { printMarkdown } from './formats/markdown.ts'
import { promptEntries } from './formats/prompts.ts'
import { printRecipe } from './formats/recipe.ts'
import { printSkill } from './formats/skill.ts'
import { printToml } from './formats/toml.ts'
import { contextLines, type SectionStyle } from './section.ts'

/** A file that shall stand in a repository, and whose it is. */
export interface WantedFile {
  readonly path: string
  readonly text: string
  readonly assistants: readonly string[]
}

/** A part of a file that other people write too. */
export interface WantedSection {
  readonly path: string
  readonly style: SectionStyle
  readonly lines: readonly string[]
  readonly assistants: readonly string[]
}

const printers: Readonly<Record<FormatName, (command: Filled, target: Target) => string>> = {
  skill: printSkill,
  markdown: printMarkdown,
  toml: printToml,
  recipe: printRecipe,
}

/** The text of one command for one place of an assistant. */
export const commandText = (command: Command, assistant: Assistant, target: Target, all: readonly Command[]): string =>
  printers[target.format](fill(command, assistant, target, all), target)

/** Every command file of the assistants, by path; what several read stands once. */
export function wantedFiles(assistants: readonly Assistant[], commands: readonly Command[]): readonly WantedFile[] {
  const files = new Map<string, WantedFile>()
  for (const assistant of assistants)
    for (const target of assistant.targets)
      for (const command of commands) {
        const path = target.path.replace('<c>', () => command.name)
        const before = files.get(path)
        const text = before?.text ?? commandText(command, assistant, target, commands)
        files.set(path, { path, text, assistants: [...(before?.assistants ?? []), assistant.key] })
      }
  return [...files.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/** The managed sections of the assistants: what they read in every conversation, and shared lists of prompts. */
export function wantedSections(
  assistants: readonly Assistant[],
  commands: readonly Command[],
): readonly WantedSection[] {
  const sections = new Map<string, WantedSection>()
  const add = (path: string, style: SectionStyle, lines: readonly string[], key: string): void => {
    const before = sections.get(path)?.assistants ?? []
    sections.set(path, { path, style, lines, assistants: [...before, key] })
  }
  for (const { key, context, list } of assistants) {
    add(context, 'markdown', contextLines, key)
    if (list !== null) add(list, 'prompts', promptEntries(commands), key)
  }
  return [...sections.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1))
}
