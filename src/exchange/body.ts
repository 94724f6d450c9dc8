/** A field as lines below a task: short ones behind their name, long ones nested under it. */
export function labelled(name: string, text: string): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/)
  while (lines.length > 0 && lines[0]!.trim() === '') lines.shift()
  while (lines.length > 0 && lines.at(-1)!.trim() === '') lines.pop()
  const [only] = lines
  if (only === undefined) return []
  // A word that opens a block would not stand behind a name.
  const plain = lines.length === 1 && !/^\s*(?:[-*+#>|~`=]|\d+[.)]\s)/.test(only)
  if (plain) return [`- ${name}: ${only.trim()}`]
  return [`- ${name}:`, '', ...lines.map((line) => (line.trim() === '' ? '' : `  ${line}`))]
}

/** What {@link labelled} wrote last under a name, and the lines around it. */
export const bulleted = (name: string, words: readonly string[]): readonly string[] =>
  words.length === 0 ? [] : [`- ${name}: ${words.map((word) => word.replace(/\s+/g, ' ').trim()).join(', ')}`]
