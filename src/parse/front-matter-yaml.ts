import matter from 'gray-matter'
import { isMap, isScalar, parseDocument, visit } from 'yaml'
import type { Document, ParsedNode, YAMLMap } from 'yaml'
import type { YamlNote, YamlResult } from './front-matter.ts'

type Parsed = Document.Parsed<ParsedNode>

/**
 * Reads the YAML between the fences with YAML's core schema: no tag makes anything but plain data, aliases are
 * limited, a repeated key is a note and the last one counts. Never throws.
 *
 * gray-matter stays the one place that knows what front matter is to other tools, but only with this engine: options
 * are passed on every call, since without them it keeps and hands out one shared result per text.
 */
export function readYaml(yaml: string): YamlResult {
  const inner = /^---/m.exec(yaml)
  if (inner !== null) return invalid('Unexpected second YAML document.', inner.index, inner.index + 3)
  const notes: YamlNote[] = []
  // Its search for comments is quadratic in blank lines. The engine reads the text with them, for the offsets.
  const block = yaml.split('\n').filter((line) => line.trim() !== '')
  const engine = { parse: () => parseMap(yaml, notes) }
  try {
    const { data } = matter(['---', ...block, '---', ''].join('\n'), { language: 'yaml', engines: { yaml: engine } })
    return { data, notes }
  } catch (error) {
    return invalid(error instanceof Error ? error.message : String(error), 0, 0)
  }
}

function parseMap(yaml: string, notes: YamlNote[]): Record<string, unknown> {
  const document = parseDocument(yaml, {
    schema: 'core',
    version: '1.2',
    merge: false,
    // The built-in check compares every key with every other.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  })
  const [error] = document.errors
  if (error !== undefined) {
    notes.push(invalidNote(`${error.message}.`, error.pos[0], error.pos[1]))
    return {}
  }
  if (document.contents === null) return {}
  if (!isMap(document.contents)) {
    notes.push(invalidNote('Expected `key: value` lines.', document.contents.range[0], document.contents.range[1]))
    return {}
  }
  notes.push(...findDuplicates(document))
  return document.toJS({ maxAliasCount: 20 }) as Record<string, unknown>
}

function findDuplicates(document: Parsed): YamlNote[] {
  const notes: YamlNote[] = []
  visit(document, { Map: (_key, map) => void notes.push(...duplicatesOf(map)) })
  return notes
}

function duplicatesOf(map: YAMLMap): YamlNote[] {
  const seen = new Set<string>()
  const notes: YamlNote[] = []
  for (const { key } of map.items) {
    if (!isScalar(key)) continue
    const name = String(key.value)
    const [start, end] = key.range ?? [0, 0]
    const message = `The key "${name}" stands twice in the front matter; the last one counts. Remove one.`
    if (seen.has(name)) notes.push({ ruleId: 'front-matter-duplicate', message, start, end })
    seen.add(name)
  }
  return notes
}

function invalid(message: string, start: number, end: number): YamlResult {
  return { data: {}, notes: [invalidNote(message, start, end)] }
}

function invalidNote(reason: string, start: number, end: number): YamlNote {
  return {
    ruleId: 'front-matter-invalid',
    message: `The front matter is not valid YAML: ${reason}${/[.!?]$/.test(reason) ? '' : '.'}`,
    start,
    end,
  }
}
