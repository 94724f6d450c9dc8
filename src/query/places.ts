import type { Diagnostic, Fix, Severity } from '../model/diagnostic.ts'
import type { Place, SourceFile, Span } from '../model/source.ts'
import { lineIndex, pointAt, type LineIndex } from '../parse/lines.ts'

/**
 * Where something stands, for people and editors: line and column from 1, columns and `range` in UTF-16 units of the
 * text without its byte order mark. Null where the document is not known; everything is null where there is no place.
 */
export interface Spot {
  readonly file: string | null
  readonly line: number | null
  readonly column: number | null
  readonly range: Span | null
}

/** A diagnostic with its places as lines and columns; the shape of `schemas/diagnostic.json`. */
export interface ShownDiagnostic extends Spot {
  readonly ruleId: string
  readonly severity: Severity
  readonly message: string
  readonly related?: readonly (Spot & { readonly message: string })[]
  /** Edits of the document that mend it. */
  readonly fix?: Fix
  readonly url?: string
}

/** Answers lines for places of the given documents; each is indexed when it is first asked for. */
export interface Places {
  readonly spot: (place: Place | undefined) => Spot
  /** The line on which the place begins, without its end. '' where the document is not known. */
  readonly sourceLine: (place: Place) => string
  readonly source: (file: string) => SourceFile | undefined
}

const nowhere: Spot = { file: null, line: null, column: null, range: null }

export function openPlaces(sources: readonly SourceFile[]): Places {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const indexes = new Map<string, LineIndex>()
  const indexOf = (source: SourceFile): LineIndex => {
    const index = indexes.get(source.path) ?? lineIndex(source.text)
    indexes.set(source.path, index)
    return index
  }
  return {
    source: (file) => byPath.get(file),
    spot: (place) => {
      if (place === undefined) return nowhere
      const { file, start, end } = place
      const source = byPath.get(file)
      if (source === undefined) return { file, line: null, column: null, range: { start, end } }
      const { line, column } = pointAt(indexOf(source), Math.min(start, source.text.length))
      return { file, line, column, range: { start, end } }
    },
    sourceLine: ({ file, start }) => {
      const source = byPath.get(file)
      if (source === undefined) return ''
      const index = indexOf(source)
      const { line } = pointAt(index, Math.min(start, source.text.length))
      return source.text.slice(index[line - 1], index[line] ?? source.text.length).replace(/[\r\n]+$/, '')
    },
  }
}

/** A diagnostic as it is shown and printed as JSON. */
export function shownDiagnostic(
  { ruleId, severity, message, place, related, fix, url }: Diagnostic,
  places: Places,
): ShownDiagnostic {
  return {
    ruleId,
    severity,
    message,
    ...places.spot(place),
    ...(related === undefined
      ? {}
      : { related: related.map((other) => ({ message: other.message, ...places.spot(other.place) })) }),
    ...(fix === undefined ? {} : { fix }),
    ...(url === undefined ? {} : { url }),
  }
}
