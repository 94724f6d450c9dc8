import { isMap, isScalar, isSeq, parseDocument, type ParsedNode } from 'yaml'
import type { Command } from '../command.ts'
import type { SectionPlace } from '../section.ts'
import { quoted } from './yaml.ts'

/** The entries of Rovo Dev's `prompts.yml`, below `prompts:`. */
export const promptEntries = (commands: readonly Command[]): readonly string[] =>
  commands.flatMap(({ name, description }) => [
    `- name: intentk-${name}`,
    `  description: ${quoted(description)}`,
    `  content_file: prompts/intentk-${name}.prompt.md`,
  ])

/** More than this is no list of prompts; the YAML library slows down with size. */
const MOST = 256 * 1024

/**
 * Where entries go into a list of prompts that other people write too: behind the last entry, in its indentation.
 * Answers the reason where the file cannot be understood, since whatever was written into it then might break it.
 */
export function promptsPlace(text: string, eol: string): SectionPlace | string {
  if (text.length > MOST) return 'it is too large for a list of prompts'
  const map = contentsOf(text)
  if (typeof map === 'string') return map
  const after = text.length
  const lead = text === '' || text === '\ufeff' || text.endsWith('\n') ? '' : eol
  if (map === null) return { start: after, end: after, before: `${lead}prompts:${eol}`, indent: '  ' }
  if (!isMap(map) || map.flow === true) return 'it is not a list of `key: value` lines'
  const pair = map.items.find(({ key }) => isScalar(key) && key.value === 'prompts')
  if (pair === undefined) return { start: after, end: after, before: `${lead}prompts:${eol}`, indent: '  ' }
  return placeIn(text, pair.value, eol)
}

function contentsOf(text: string): ParsedNode | null | string {
  try {
    const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent', uniqueKeys: false })
    const several = document.errors.some(({ code }) => code === 'MULTIPLE_DOCS')
    if (several || /^\.\.\.|^---\s*[^\s#]/m.test(text)) return 'it holds more than one plain document'
    if (document.errors.length > 0) return `it is not valid YAML (${document.errors[0]!.message})`
    return document.contents
  } catch {
    return 'it cannot be read as YAML'
  }
}

function placeIn(text: string, list: ParsedNode | null, eol: string): SectionPlace | string {
  if (list === null) return '`prompts` has no value that could be added to'
  const [start, valueEnd] = list.range
  if (isScalar(list) && list.value === null) return belowKey(text, start, start, eol)
  if (!isSeq(list)) return '`prompts` is not a list'
  if (list.flow === true)
    return list.items.length === 0
      ? belowKey(text, start, valueEnd, eol)
      : '`prompts` is a list on one line; write one entry a line'
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  const indent = text.slice(lineStart, start).replace(/^\ufeff/, '')
  if (!/^ *$/.test(indent)) return '`prompts` begins on the line of its key'
  const end = endOfLine(text, valueEnd)
  return { start: end, end, before: end > 0 && text[end - 1] !== '\n' ? eol : '', indent }
}

/** Below a key without entries: an empty list on its line makes way. */
function belowKey(text: string, start: number, end: number, eol: string): SectionPlace | string {
  const colon = text.lastIndexOf(':', start)
  const rest = endOfLine(text, end)
  if (colon === -1 || text.slice(colon, start).includes('\n')) return '`prompts` has no value that could be added to'
  // A remark behind the value stays where it is.
  const remark = text.slice(end, rest).trim()
  if (remark !== '' && end !== start) return '`prompts` is an empty list with a remark; take the list out'
  if (end !== start) return { start: colon + 1, end: rest, before: eol, indent: '  ' }
  return { start: rest, end: rest, before: rest > 0 && text[rest - 1] === '\n' ? '' : eol, indent: '  ' }
}

/** The offset behind the line that holds an offset; a value that ends with its line end stays there. */
function endOfLine(text: string, at: number): number {
  if (at > 0 && text[at - 1] === '\n') return at
  const newline = text.indexOf('\n', at)
  return newline === -1 ? text.length : newline + 1
}
