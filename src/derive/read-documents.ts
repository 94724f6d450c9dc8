import { INPUT_ROLES, type CompileInput, type InputDocument } from '../model/compile.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { compareNatural } from '../model/order.ts'
import { readDocument, type ReadDocument } from '../parse/document.ts'
import { loadFrontMatter } from '../parse/front-matter.ts'
import { orderInFrontMatter } from '../parse/front-matter-dependencies.ts'
import type { BlockParser } from '../parse/markdown.ts'
import type { ParsedDocument } from './index.ts'

/** The documents as they were read. */
export interface Parsed {
  readonly documents: readonly ParsedDocument[]
  /** The document with several plans inside, where no choice was made. */
  readonly open: ReadDocument | null
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads one document; another one may remember what it read. */
export type DocumentReader = typeof readDocument

/** Parse: every document by one and the same reader, and by its role as what it is. */
export async function parseAll(
  input: CompileInput,
  parse: BlockParser,
  known: { readonly choice: number | null },
  readOne: DocumentReader = readDocument,
): Promise<Parsed> {
  const frontMatter = await loadFrontMatter(input.documents.map((document) => document.source.text))
  const diagnostics: Diagnostic[] = []
  const documents: ParsedDocument[] = []
  let open: ReadDocument | null = null
  const choice = input.options.choice ?? known.choice
  for (const { role, source } of input.documents) {
    const matter = frontMatter(source.path, source.text)
    diagnostics.push(...matter.diagnostics)
    const read = readOne(role, source, parse, input.documents.length === 1 ? choice : null)
    if (read.choices.length > 1 && (choice === null || choice > read.choices.length || choice < 1)) open = read
    documents.push({ role, source, ...read, order: orderInFrontMatter(source.path, source.text, matter) })
  }
  return { documents, open: input.documents.length === 1 ? open : null, diagnostics }
}

/** Documents in reading order: what they say first must not hang on the order in which a folder lists them. */
export function inReadingOrder(documents: readonly InputDocument[]): readonly InputDocument[] {
  return documents.toSorted(
    (a, b) => INPUT_ROLES.indexOf(a.role) - INPUT_ROLES.indexOf(b.role) || compareNatural(a.source.path, b.source.path),
  )
}
