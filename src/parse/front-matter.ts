import type { Diagnostic } from '../model/diagnostic.ts'
import type { Span } from '../model/source.ts'
import { frontMatterSpan } from './front-matter-span.ts'
import { readSimpleYaml } from './front-matter-simple.ts'

/** The longest front matter that is read, in UTF-16 units, fences included. */
export const MAX_FRONT_MATTER = 64 * 1024

/**
 * What stands on top of a document. `data` is empty where there is none or where it cannot be read; a key named
 * `__proto__` is an own property like any other. `span` covers the fences too.
 */
export interface FrontMatter {
  readonly data: Readonly<Record<string, unknown>>
  readonly span: Span | null
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads the front matter of one document. Pure and synchronous, never throws. */
export type FrontMatterReader = (file: string, text: string) => FrontMatter

/** A fault or remark of the YAML reader, with offsets into the YAML. */
export interface YamlNote {
  readonly ruleId: 'front-matter-invalid' | 'front-matter-duplicate'
  readonly message: string
  readonly start: number
  readonly end: number
}

/** What a YAML reader makes of the text between the fences. */
export interface YamlResult {
  readonly data: Readonly<Record<string, unknown>>
  readonly notes: readonly YamlNote[]
}

type YamlReader = (yaml: string) => YamlResult

const FENCE = /^---([^\r\n]*)\r?\n/

/**
 * Makes the reader for the given documents. YAML and gray-matter are loaded only where one of them has front matter
 * that is more than plain `key: value` lines.
 *
 * Reported: `front-matter-language` for anything but YAML (gray-matter alone would run `---js`),
 * `front-matter-too-large`, `front-matter-invalid` with the place of the fault, `front-matter-duplicate`.
 */
export async function loadFrontMatter(texts: readonly string[]): Promise<FrontMatterReader> {
  const reader = texts.some(needsYaml) ? (await import('./front-matter-yaml.ts')).readYaml : readUnloaded
  return (file, text) => readWith(reader, file, text)
}

function needsYaml(text: string): boolean {
  const span = frontMatterSpan(text)
  if (span === null || refuse('', text, span) !== null) return false
  return readSimpleYaml(innerText(text, span)) === null
}

function readWith(readYaml: YamlReader, file: string, text: string): FrontMatter {
  const span = frontMatterSpan(text)
  if (span === null) return { data: {}, span, diagnostics: [] }
  const refused = refuse(file, text, span)
  if (refused !== null) return { data: {}, span, diagnostics: [refused] }
  const yaml = innerText(text, span)
  const simple = readSimpleYaml(yaml)
  if (simple !== null) return { data: simple, span, diagnostics: [] }
  const base = openingLength(text)
  const { data, notes } = readYaml(yaml)
  const diagnostics = notes.map(({ ruleId, message, start, end }): Diagnostic => {
    return { ruleId, severity: 'warning', message, place: { file, start: base + start, end: base + end } }
  })
  return { data, span, diagnostics }
}

function refuse(file: string, text: string, span: Span): Diagnostic | null {
  const place = { file, start: 0, end: openingLength(text) }
  const language = FENCE.exec(text)?.[1]?.trim() ?? ''
  if (!/^(?:ya?ml)?$/i.test(language)) {
    const message = `Front matter in "${language}" is not read, only YAML is. Write it as YAML between \`---\` lines.`
    return { ruleId: 'front-matter-language', severity: 'warning', message, place }
  }
  if (span.end - span.start <= MAX_FRONT_MATTER) return null
  const message = `The front matter is longer than ${MAX_FRONT_MATTER / 1024} KB, the most that is read. Shorten it.`
  return { ruleId: 'front-matter-too-large', severity: 'warning', message, place }
}

function openingLength(text: string): number {
  return FENCE.exec(text)?.[0].length ?? 0
}

function innerText(text: string, span: Span): string {
  return text.slice(openingLength(text), span.end - 3)
}

function readUnloaded(): YamlResult {
  const message = 'The front matter was not read: its document was not named when the reader was made.'
  return { data: {}, notes: [{ ruleId: 'front-matter-invalid', message, start: 0, end: 0 }] }
}
