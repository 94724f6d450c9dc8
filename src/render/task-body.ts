import { escapeVisible } from '../model/escape.ts'
import { opensBlock } from '../parse/tasks/read-task.ts'
import { readTaskLine } from '../parse/text/task-line.ts'

interface Fence {
  readonly char: string
  readonly length: number
  /** Column that a line must reach to be inside the list item that holds the fence. */
  readonly container: number
}

interface Shape {
  readonly indent: number
  /** Columns where the content of the bullets on this line starts, outermost first. */
  readonly contents: readonly number[]
  readonly content: string
}

const BULLET = /(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$)[ \t]*|>[ \t]?/y

function columns(blank: string, from: number): number {
  let column = from
  for (const char of blank) column = char === '\t' ? column + 4 - (column % 4) : column + 1
  return column
}

function shapeOf(line: string): Shape {
  const blank = /^[ \t]*/.exec(line)![0]
  const indent = columns(blank, 0)
  const contents: number[] = []
  let at = blank.length
  let column = indent
  for (let depth = 0; depth < 20; depth++) {
    BULLET.lastIndex = at
    const bullet = BULLET.exec(line)
    if (bullet === null) break
    column = columns(bullet[0], column)
    at += bullet[0].length
    contents.push(column)
  }
  return { indent, contents, content: line.slice(at) }
}

function opens(shape: Shape, containers: readonly number[]): Fence | null {
  const fence = /^(?:(`{3,})[^`]*|(~{3,}).*)$/.exec(shape.content)
  const container = shape.contents.at(-1) ?? containers.at(-1) ?? 0
  if (fence === null || (shape.contents.length === 0 && shape.indent > container + 3)) return null
  const run = (fence[1] ?? fence[2])!
  return { char: run[0]!, length: run.length, container }
}

function closes(fence: Fence, shape: Shape, line: string): boolean {
  const run = line.trim()
  return run.length >= fence.length && run === fence.char.repeat(run.length) && shape.indent <= fence.container + 3
}

/** Takes the meaning for the whole document away from a line: a task of its own, a heading, the link of a tag. */
function tame(line: string, shape: Shape): string {
  const at = line.length - shape.content.length
  const head = line.slice(0, at)
  const content = shape.content
  if (/^#{1,6}(?:[ \t]|$)/.test(content)) return `${head}\\${content}`
  // Below a paragraph a line of these is the underline of a heading, `- ` without a text included.
  const whole = line.trimStart()
  if (/^(?:=+|-+)[ \t]*$/.test(whole)) return `${line.slice(0, line.length - whole.length)}\\${whole}`
  if (!content.startsWith('[') && !/^[*_~`]{1,3}\[?|^T/.test(content)) return line
  if (/^\[(?:P|M\d+|US\d+|[xX~ -])\]:/.test(content)) return `${head}\\${content}`
  const task = content.startsWith('[') ? readTaskLine(content) : null
  return task !== null && task.id !== '' ? `${head}\\${content}` : line
}

// Bullets of plain words, as most bodies have and as nothing can be wrong with.
const SIMPLE = /^ {0,12}[-*+] (?:[A-Za-z0-9(]|`(?!`))[ -~]*$/

const isSimple = (line: string): boolean => SIMPLE.test(line) && !line.includes('```') && !line.includes('~~~')

/**
 * The body of a task, safe below it: Markdown as it was written, fenced code byte for byte, but without control
 * characters, and without lines that would be a task with an id, a heading or the definition of a tag for a reader of
 * the whole document (those get a backslash). Blank lines at both ends go. Relative to the content of the task, not
 * indented yet. Idempotent and linear.
 */
export function taskBody(body: readonly string[]): readonly string[] {
  if (body.every(isSimple)) return body
  const lines = body.flatMap((line) => (/[\r\n]/.test(line) ? line.split(/\r\n|\r|\n/) : [line]))
  const result: string[] = []
  const containers: number[] = []
  let fence: Fence | null = null
  for (const raw of lines) {
    const line = escapeVisible(raw)
    if (line.trim() === '') {
      result.push('')
      continue
    }
    const shape = shapeOf(line)
    if (fence !== null && shape.indent >= fence.container) {
      if (closes(fence, shape, line)) fence = null
      result.push(line)
      continue
    }
    fence = null
    while (containers.length > 0 && shape.indent < containers.at(-1)!) containers.pop()
    containers.push(...shape.contents)
    fence = opens(shape, containers)
    result.push(fence === null ? tame(line, shape) : line)
  }
  return trimBlank(result)
}

function trimBlank(lines: string[]): string[] {
  let start = 0
  let end = lines.length
  while (start < end && lines[start] === '') start++
  while (end > start && lines[end - 1] === '') end--
  // A blank line in front keeps a paragraph apart from the task's own; one says as much as several.
  return lines.slice(start > 0 && start < end ? start - 1 : start, end)
}

// A first line of these characters alone would turn the task's own line into a heading or a table.
const UNDERLINE = /^[\s|:=-]+$/

/** Body lines as they stand in the document, indented below a `- ` bullet; no blank is left at the end of a blank line. */
export function indentBody(body: readonly string[]): string[] {
  // Words straight below the task's own line would go on with it.
  const joins = body[0] !== undefined && body[0] !== '' && (UNDERLINE.test(body[0]) || !opensBlock(body[0]))
  const apart = joins ? ['', ...body] : body
  return apart.map((line) => (line === '' ? '' : `  ${line}`))
}
