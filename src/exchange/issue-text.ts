import { codeSpans } from '../parse/text/code-spans.ts'

/** Splits a name from the mark that would make a link or a message of it; nobody sees it. */
const GAP = '\u200b'

const MENTION = /@(?=[A-Za-z0-9])/g
const REFERENCE = /(#|\bGH-)(?=\d)/gi
const COMMIT = /\b[0-9a-f]{7,64}\b/g
const LINK = /\b(github\.com\/[^\s/]{1,100}\/[^\s/]{1,100}\/(?:issues|pull|pulls|commit|commits|discussions))\//gi

/** Words of a document that ping nobody, refer to nothing and open no comment. */
function tamed(words: string): string {
  return words
    .replace(MENTION, `@${GAP}`)
    .replace(REFERENCE, `$1${GAP}`)
    .replace(COMMIT, (hex) => (/[a-f]/.test(hex) && /\d/.test(hex) ? `${hex.slice(0, 6)}${GAP}${hex.slice(6)}` : hex))
    .replace(LINK, `$1/${GAP}`)
    .replaceAll('<!--', `<${GAP}!--`)
}

/** A comment of ours inside code would look like a mark. */
const unmarked = (code: string): string => code.replaceAll('<!--', `<${GAP}!--`)

/** One line of Markdown as it may stand in an issue; code spans stay as they are, since nothing in them is a link. */
export function safeLine(text: string): string {
  let result = ''
  let from = 0
  for (const span of codeSpans(text)) {
    result += tamed(text.slice(from, span.start)) + unmarked(text.slice(span.start, span.end))
    from = span.end
  }
  return result + tamed(text.slice(from))
}

/** Ticks that find no partner on their line may find one on the next and turn code into words. */
const isEven = (line: string): boolean => {
  let rest = ''
  let from = 0
  for (const span of codeSpans(line)) {
    rest += line.slice(from, span.start)
    from = span.end
  }
  return !(rest + line.slice(from)).includes('`')
}

/** Lines of Markdown as they may stand in an issue. Where code and words cannot be told for certain, all of it counts as words. */
export function safeLines(lines: readonly string[]): readonly string[] {
  return lines.every(isEven) ? lines.map(safeLine) : lines.map(tamed)
}

/** A title of an issue: plain words on one line, at most 256 characters. */
export function safeTitle(id: string, text: string): string {
  const title = `${id}: ${tamed(text.replace(/[\s\p{Cc}]+/gu, ' ').trim())}`
  const letters = Array.from(title)
  return letters.length <= 250 ? title : `${letters.slice(0, 249).join('')}…`
}
