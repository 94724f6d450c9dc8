import { dominantEol } from './source-file.ts'

/** The files that git hands to the merge driver. */
export const mergedFiles: readonly string[] = ['**/execute.md', '**/execute.lock.json']

const BEGIN = '# intentk: begin (written by `intentk init --git`)'
const END = '# intentk: end'

interface Around {
  readonly before: string
  readonly block: string
  readonly after: string
}

/** The block that intentk wrote, whatever it holds now; null where there is none. */
function blockOf(text: string): Around | null {
  const start = /^# intentk: begin\b/m.exec(text)?.index
  if (start === undefined) return null
  const end = /^# intentk: end[^\n]*(?:\n|$)/m.exec(text.slice(start))
  // Without its last line nobody can tell what belongs to it: the first line alone is taken.
  const length = end === null ? text.slice(start).indexOf('\n') + 1 || text.length - start : end.index + end[0].length
  return { before: text.slice(0, start), block: text.slice(start, start + length), after: text.slice(start + length) }
}

/** `.gitattributes` with the lines that name the merge driver; everything else stays as it is. */
export function withMergeDriver(text: string): string {
  const eol = dominantEol(text)
  const lines = [BEGIN, ...mergedFiles.map((pattern) => `${pattern} merge=intentk`), END]
  const block = lines.map((line) => line + eol).join('')
  const around = blockOf(text)
  if (around !== null) return around.before + block + around.after
  return text === '' || text.endsWith('\n') ? text + block : text + eol + block
}

/** `.gitattributes` without what intentk wrote. */
export function withoutMergeDriver(text: string): string {
  const around = blockOf(text)
  return around === null ? text : around.before + around.after
}
