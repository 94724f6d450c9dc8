import { linesOf, textsOf, type TracedDocument } from '../../derive/traced.ts'
import { traceLinks, type Traced } from '../../derive/trace-links.ts'
import type { Place } from '../../model/source.ts'
import type { CheckedVision } from '../subject.ts'

/** The documents of a vision with what they say as vision and goal. */
export const tracedDocuments = ({ documents }: CheckedVision): readonly TracedDocument[] =>
  documents.flatMap(({ file, text, role, read }) =>
    role === 'execute' || role === 'tasks' ? [] : [{ file, text, vision: read?.vision, goal: read?.goal }],
  )

/**
 * Indices of what nothing serves: neither named nor sharing a single telling word with anything of the other list,
 * where most of its list are served. Documents in two languages share no words, and then nothing can be told.
 */
export function unserved(
  documents: readonly TracedDocument[],
  upper: (texts: ReadonlyMap<string, string>) => readonly Traced[],
  lower: (texts: ReadonlyMap<string, string>) => readonly Traced[],
): readonly number[] {
  const texts = textsOf(documents)
  const uppers = upper(texts)
  const lowers = lower(texts)
  if (uppers.length === 0 || lowers.length === 0) return []
  const links = traceLinks(uppers, lowers, linesOf(documents))
  const served = new Set(links.map((link) => link.upper))
  const open = uppers.flatMap((_, index) => (served.has(index) ? [] : [index]))
  return open.length * 2 < uppers.length ? open : []
}

/** Where the first line of a place ends. */
export function headEnd(documents: readonly TracedDocument[], { file, start, end }: Place): number {
  const text = documents.find((document) => document.file === file)?.text.slice(start, end) ?? ''
  return start + text.split('\n', 1)[0]!.trimEnd().length
}
