import type { PlanItem } from '../model/task.ts'
import type { Statement } from '../model/documents.ts'
import { plain } from '../parse/text/inline.ts'
import { isPlaceholder } from './placeholders.ts'
import type { Coverable, ParsedDocument } from './types.ts'

const ID = /\b(?:FR|NFR|REQ)-?\d{1,4}[a-z]?\b/gu

export const requirementKey = (requirement: Statement): string => `requirement:${requirement.id}`

export function requirementsOf(documents: readonly ParsedDocument[]): readonly Statement[] {
  return documents
    .flatMap((document) => document.spec?.requirements ?? [])
    .filter((requirement) => !isPlaceholder(requirement.text))
}

export function requirementCoverables(requirements: readonly Statement[]): Coverable[] {
  return requirements.map((requirement) => ({
    key: requirementKey(requirement),
    kind: 'requirement',
    text: `${requirement.id}: ${plain(requirement.text)}`,
    place: requirement.place,
  }))
}

/** Items that name a requirement's id (in line or body) cover it. */
export function coverNamed(items: readonly PlanItem[], known: ReadonlySet<string>): readonly PlanItem[] {
  if (known.size === 0) return items
  return items.map((item) => {
    const named = new Set([item.text, ...item.body].join(' ').match(ID) ?? [])
    const covers = [...named].filter((id) => known.has(id)).map((id) => `requirement:${id}`)
    return covers.length === 0 ? item : { ...item, covers: [...new Set([...item.covers, ...covers])] }
  })
}

/** The most that stands on a task's own line. */
const LINE = 140

const balanced = (text: string): boolean =>
  (text.split('`').length - 1) % 2 === 0 &&
  text.split('**').length % 2 === 1 &&
  text.split('(').length === text.split(')').length &&
  text.split('[').length === text.split(']').length

/** A statement as one line: a long one up to the end of a sentence or clause; the whole where it has none. */
export function headline(text: string): string {
  if (text.length <= LINE) return text
  const ends = [...text.slice(0, LINE).matchAll(/[.;。；](?=\s|$)|[。；]|,(?=\s)| [–—-](?=\s)/gu)]
    .map((match) => match.index)
    .filter((end) => end >= 50)
  const end = ends.findLast((at) => balanced(text.slice(0, at)))
  return end === undefined ? text : text.slice(0, end).trimEnd()
}

/** What is nested below a statement of a list, without the common indent. */
export function nestedLines(texts: ReadonlyMap<string, string>, statement: Statement): string[] {
  const { file, start, end } = statement.place
  const lines = (texts.get(file) ?? '')
    .slice(start, end)
    .split('\n')
    .slice(1)
    .map((line) => line.trimEnd())
  const from = lines.findIndex((line) => /^\s+(?:[-*+]|\d{1,9}[.)])\s/u.test(line))
  if (from < 0) return []
  const rest = lines.slice(from).filter((line) => line !== '')
  const indent = rest.reduce((least, line) => Math.min(least, line.length - line.trimStart().length), 40)
  return rest.map((line) => line.slice(indent))
}
