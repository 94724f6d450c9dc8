import { codeSpans } from '../parse/text/code-spans.ts'

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ' }

function proseNormal(text: string): string {
  return text
    .replace(
      /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,5}));/gi,
      (all, decimal?: string, hex?: string, name?: string) => {
        if (name !== undefined) return NAMED[name.toLowerCase()] ?? all
        const code = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal)
        return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all
      },
    )
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replaceAll('_', '*')
}

/**
 * What a piece of Markdown says, for comparing two of them: escapes and entities resolved, both emphasis marks as one,
 * blanks collapsed. A formatter that runs over the text leaves it the same. Never printed.
 */
export function normalText(text: string): string {
  if (/^[\w ,.:/()-]*$/.test(text) && !text.includes('_') && !text.includes('  ')) return text.trim()
  let result = ''
  let from = 0
  if (text.includes('`')) {
    for (const span of codeSpans(text)) {
      result += `${proseNormal(text.slice(from, span.start))}\`${span.content.trim()}\``
      from = span.end
    }
  }
  return (result + proseNormal(text.slice(from))).replace(/\s+/g, ' ').trim()
}

const BULLET = /^(?:[-*+]|(\d{1,9})[.)])(?:[ \t]+|$)/
const FENCE = /^(`{3,}|~{3,})/
/** A line of this kind never goes on with the paragraph above it; `< 30 s` and `| **Plan**` may, where a line is wrapped. */
const OWN = /^(?:[-*+](?:[ \t]|$)|\d{1,9}[.)](?:[ \t]|$)|#{1,6}(?:[ \t]|$)|>|`{3}|~{3}|<[a-z!/?]|\|.*\|$)/i

/** Consecutive lines that say one thing. `first` and `last` are indexes of the lines given. */
export interface LogicalLine {
  readonly normal: string
  readonly first: number
  readonly last: number
}

/**
 * The lines of a body as a reader counts them: a wrapped paragraph is one, blank lines are none, what stands inside a
 * fence is each its own. `normal` compares them as {@link normalText} does, whatever bullets and indents are used.
 */
export function logicalLines(lines: readonly string[]): LogicalLine[] {
  const result: { normal: string; first: number; last: number }[] = []
  let fence = ''
  let open = false
  lines.forEach((raw, at) => {
    const line = raw.trim()
    if (fence !== '') {
      result.push({ normal: ` ${raw.trimEnd().trimStart()}`, first: at, last: at })
      if (line.startsWith(fence) && line === fence[0]!.repeat(line.length)) fence = ''
      return
    }
    if (line === '') {
      open = false
      return
    }
    const previous = result.at(-1)
    if (open && previous !== undefined && !OWN.test(line)) {
      previous.normal = normalText(`${previous.normal} ${line}`)
      previous.last = at
      return
    }
    const content = withoutBullet(line)
    fence = FENCE.exec(content)?.[1] ?? ''
    result.push({ normal: normalLine(line, content), first: at, last: at })
    open = fence === '' && !/^(?:#{1,6}[ \t]|\|.*\|$|<[a-z!/?])/i.test(content)
  })
  return result
}

const withoutBullet = (line: string): string => {
  const bullet = BULLET.exec(line)
  return bullet === null ? line : line.slice(bullet[0].length)
}

const normalLine = (line: string, content: string): string =>
  content === line ? normalText(content) : `- ${normalText(content)}`

/** As {@link normalText} for a whole block: its logical lines, table cells without padding. */
export function normalBlock(text: string): string {
  // Nearly every piece of a document is one line.
  if (!text.includes('\n') && !text.includes('|')) {
    const line = text.trim()
    return normalLine(line, withoutBullet(line))
  }
  const lines = text.split(/\r\n|\n/).map((line) => (ROW.test(line) ? unpadded(line) : line))
  return logicalLines(lines)
    .map((line) => line.normal)
    .join('\n')
}

const ROW = /^[ \t]*\|.*\|[ \t]*$/

const unpadded = (row: string): string =>
  row
    .replace(/[ \t]*\|[ \t]*/g, '|')
    .replace(/:?-{2,}:?/g, '---')
    .trim()
