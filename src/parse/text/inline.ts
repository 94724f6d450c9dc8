export { codeSpans, maskCode } from './code-spans.ts'
export { stripDecorations } from './decorations.ts'
export { plain } from './plain.ts'

/**
 * One line of Markdown from a slice of the source: soft and hard breaks become one space, and the `>` that continues a
 * block quote goes with them.
 */
export function joinSoft(text: string): string {
  if (!text.includes('\n') && !text.includes('\r')) return text.trim()
  const lines = text.split(/\r\n|\r|\n/)
  const last = lines.length - 1
  const joined = lines.map((line, index) => {
    const content =
      index === 0
        ? line.trim()
        : line
            .trim()
            .replace(/^(?:>[ \t]?)+/, '')
            .trim()
    return index < last && /(?:^|[^\\])(?:\\\\)*\\$/.test(content.slice(-64)) ? content.slice(0, -1).trimEnd() : content
  })
  return joined.filter((line) => line !== '').join(' ')
}
