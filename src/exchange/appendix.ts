import type { AppendixEntry } from './imported.ts'

/** A fence that the text cannot close. */
function fenceFor(text: string): string {
  let longest = 2
  for (const [run] of text.matchAll(/`{3,}/g)) longest = Math.max(longest, run.length)
  return '`'.repeat(longest + 1)
}

/**
 * What has no place in the plan, word for word in fences that no reader takes for a plan, each with its source. Line
 * ends become those of the plan.
 */
export function appendixLines(from: string, entries: readonly AppendixEntry[]): readonly string[] {
  const kept = entries.filter(({ text }) => text.trim() !== '')
  return [
    '## Appendix: sources of this plan',
    '',
    `Imported from ${from}.${kept.length === 0 ? '' : ' What has no place above is kept here as it was.'}`,
    ...kept.flatMap(({ source, text }) => {
      const fence = fenceFor(text)
      return [
        '',
        `**From** ${code(source)}:`,
        '',
        `${fence}text`,
        ...text.replace(/\s+$/, '').split(/\r\n|\r|\n/),
        fence,
      ]
    }),
    '',
  ]
}

/** Words in a code span, also where they hold backticks. */
export function code(words: string): string {
  const line = words.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  if (!line.includes('`')) return `\`${line}\``
  let longest = 0
  for (const [run] of line.matchAll(/`+/g)) longest = Math.max(longest, run.length)
  const ticks = '`'.repeat(longest + 1)
  return `${ticks} ${line} ${ticks}`
}
