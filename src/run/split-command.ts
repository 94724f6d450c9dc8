/** The words of a command line, or what of it only a shell could do. */
export type SplitCommand =
  { readonly ok: true; readonly argv: readonly [string, ...string[]] } | { readonly ok: false; readonly reason: string }

const refuse = (reason: string): SplitCommand => ({ ok: false, reason })

/** What a shell would do at a character outside of quotes, or inside double quotes. */
const operators: Readonly<Record<string, string>> = {
  '|': 'a pipe',
  '&': 'a second command',
  ';': 'a second command',
  '<': 'a redirection',
  '>': 'a redirection',
  '(': 'a subshell',
  ')': 'a subshell',
  '`': 'a command in a command',
  $: 'a variable',
  '\n': 'a second line',
}
const inDoubleQuotes = new Set(['`', '$'])

/**
 * Splits a command line into the words a program gets: blanks part them, quotes and backslashes keep them together as
 * in a shell. What needs a shell is refused, since none runs: pipes, redirections, variables, several commands.
 */
export function splitCommand(line: string): SplitCommand {
  const words: string[] = []
  let word: string | null = null
  let quote = ''
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!
    if (quote !== '') {
      if (char === quote) quote = ''
      else if (quote === '"' && inDoubleQuotes.has(char)) return refuse(needsShell(char))
      else if (quote === '"' && char === '\\' && /["\\]/.test(line[at + 1] ?? '')) word += line[++at]!
      else word += char
    } else if (char === "'" || char === '"') {
      quote = char
      word ??= ''
    } else if (char === ' ' || char === '\t') {
      if (word !== null) words.push(word)
      word = null
    } else if (operators[char] !== undefined) return refuse(needsShell(char))
    else if (char === '\\' && at + 1 < line.length) word = (word ?? '') + line[++at]!
    else word = (word ?? '') + char
  }
  if (quote !== '') return refuse(`a quote ${quote} is never closed`)
  if (word !== null) words.push(word)
  const [program, ...rest] = words
  if (program === undefined || program === '') return refuse('it is empty')
  if (/^[A-Za-z_]\w*=/.test(program)) return refuse('it sets a variable first, which only a shell does')
  if (line.includes('\0')) return refuse('it holds a NUL character')
  return { ok: true, argv: [program, ...rest] }
}

const needsShell = (char: string): string =>
  `\`${char === '\n' ? '\\n' : char}\` asks a shell for ${operators[char]!}, and none runs`
