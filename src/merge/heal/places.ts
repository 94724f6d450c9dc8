import type { Span } from '../../model/source.ts'
import type { TaskDocument } from '../../model/task-document.ts'
import { readTaskDocument } from '../../parse/tasks/document.ts'

/** A place where two versions of a document differ; offsets count in the version. */
export interface Place {
  readonly ours: Span
  readonly theirs: Span
  readonly base: Span | null
}

/** Two versions of a document and perhaps the one that both come from, with the places where they differ. */
export interface Sides {
  readonly ours: string
  readonly theirs: string
  readonly base: string | null
  readonly places: readonly Place[]
}

/** A task that got another id because two branches had given the same one. */
export interface Renamed {
  readonly from: string
  readonly to: string
  readonly side: 'ours' | 'theirs' | 'unknown'
  readonly words: string
}

export const eolOf = (text: string): '\n' | '\r\n' => {
  const first = text.indexOf('\n')
  return first > 0 && text[first - 1] === '\r' ? '\r\n' : '\n'
}

/** Reads a text as a task document. */
export const documentOf = (text: string, path: string): TaskDocument =>
  readTaskDocument({ path, text, eol: eolOf(text) })

/** Whether offsets given in order are inside of spans. */
export function insideTest(spans: readonly Span[]): (offset: number) => boolean {
  let at = 0
  return (offset) => {
    while (at < spans.length && spans[at]!.end <= offset) at++
    return at < spans.length && spans[at]!.start <= offset
  }
}
