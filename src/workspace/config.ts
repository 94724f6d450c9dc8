import type { Document, ParsedNode } from 'yaml'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { SourceFile } from '../model/source.ts'
import type { Config } from './config-fields.ts'
import { configFields, defaultConfig } from './config-fields.ts'
import type { FileSystem } from './file-system.ts'
import { readSettings } from './settings-file.ts'
import { closest } from './suggest.ts'

/** A configuration, complete with defaults, and what was wrong with its file. */
export interface LoadedConfig {
  readonly config: Config
  readonly diagnostics: readonly Diagnostic[]
  /** The file itself; null where there is none. */
  readonly source: SourceFile | null
}

/**
 * Reads `.intentk/config.yaml`. Without the file all is default, and the YAML library is not loaded. A wrong value or
 * broken YAML is an error with its place, an unknown key a warning; both leave the default.
 */
export async function loadConfig(fs: FileSystem, root: string): Promise<LoadedConfig> {
  const source = readSettings(fs, root)
  return source === null
    ? { config: defaultConfig, diagnostics: [], source }
    : { ...(await parseConfig(source)), source }
}

/** As {@link loadConfig}, from the text of the file. */
export async function parseConfig(source: SourceFile): Promise<Omit<LoadedConfig, 'source'>> {
  const { parseDocument } = await import('yaml')
  const report = (
    ruleId: string,
    severity: Diagnostic['severity'],
    message: string,
    start: number,
    end: number,
  ): Diagnostic => ({
    ruleId,
    severity,
    message,
    place: { file: source.path, start, end },
  })
  let document: Document.Parsed<ParsedNode>
  try {
    // `uniqueKeys` compares every key with every other; keys that stand twice are found below in one pass.
    document = parseDocument(source.text, { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' })
  } catch (error) {
    const reason = error instanceof RangeError ? 'it is nested too deeply' : String(error)
    return {
      config: defaultConfig,
      diagnostics: [report('config-syntax', 'error', `Cannot read the configuration: ${reason}.`, 0, 0)],
    }
  }
  const syntax = document.errors
    .slice(0, 5)
    .map(({ message, pos }) => report('config-syntax', 'error', `Unexpected YAML: ${message}.`, pos[0], pos[1]))
  if (syntax.length > 0) return { config: defaultConfig, diagnostics: syntax }
  return readFields(document, report)
}

type Report = (
  ruleId: string,
  severity: Diagnostic['severity'],
  message: string,
  start: number,
  end: number,
) => Diagnostic

function readFields(document: Document.Parsed<ParsedNode>, report: Report): Omit<LoadedConfig, 'source'> {
  const map = document.contents
  if (map === null) return { config: defaultConfig, diagnostics: [] }
  if (!('items' in map) || document.has('<<') || map.items.some((item) => item === null || !('key' in item))) {
    const message = 'Unexpected value, expected a list of `key: value` lines.'
    return {
      config: defaultConfig,
      diagnostics: [report('config-value', 'error', message, map.range[0], map.range[1])],
    }
  }
  const diagnostics: Diagnostic[] = []
  const values = new Map<string, unknown>()
  for (const pair of map.items) {
    if (!('key' in pair)) continue
    const [start, end] = pair.key?.range ?? [0, 0]
    const key = String(pair.key?.toJS(document) ?? '')
    const field = configFields.find(({ name }) => name === key)
    const value = pair.value === null ? null : valueOf(pair.value, document)
    if (field === undefined) diagnostics.push(report('config-key', 'warning', unknownKey(key), start, end))
    else if (values.has(key))
      diagnostics.push(report('config-key', 'error', `\`${key}\` stands twice; keep one.`, start, end))
    // A key without a value is one that somebody is about to fill in, or has emptied.
    else if (value !== null) {
      const problem = field.problem(value)
      values.set(key, problem === null ? field.read(value) : defaultConfig[field.name])
      const [from, to] = pair.value?.range ?? [start, end]
      if (problem !== null)
        diagnostics.push(report('config-value', 'error', `Unexpected value of \`${key}\`: ${problem}.`, from, to))
    }
  }
  return { config: { ...defaultConfig, ...Object.fromEntries(values) }, diagnostics }
}

/** A plain value; undefined, which no field takes, where anchors multiply it. */
function valueOf(node: ParsedNode, document: Document.Parsed<ParsedNode>): unknown {
  try {
    return node.toJS(document, { maxAliasCount: 20 })
  } catch {
    return undefined
  }
}

function unknownKey(key: string): string {
  const names = configFields.map(({ name }) => name)
  // `shared_paths` and `shared-paths` are the likeliest slips.
  const near = closest(key.replaceAll(/[_-]/g, ''), names)
  return `Unexpected key \`${key.slice(0, 100)}\`. ${near === null ? `Expected one of ${names.join(', ')}.` : `Did you mean \`${near}\`?`}`
}
