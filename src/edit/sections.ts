import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import { readLabel } from '../parse/label.ts'

/** A section of a document: its heading's index, -1 for what stands before the first. */
export type FoundSection =
  | { readonly ok: true; readonly section: number; readonly milestone: number | null }
  | { readonly ok: false; readonly reason: string; readonly hint: string }

/**
 * The section that `M2`, `2`, `US1`, `Phase 3` or words of its heading name. Tasks with the tag decide, then labels of
 * headings, then numbers in front of headings, then their words.
 */
export function findSection(document: TaskDocument, name: string): FoundSection {
  const { headings, tasks } = document
  const number = /^(?:M|Milestone\s*)?(\d{1,6})$/i.exec(name.trim())?.[1]
  if (number !== undefined) {
    const tagged = tasks.findLast(({ milestones }) => milestones.includes(Number(number)))
    if (tagged !== undefined) return { ok: true, section: tagged.section, milestone: Number(number) }
  }
  const story = /^US\d+$/i.test(name)
    ? tasks.findLast(({ otherTags }) => otherTags.includes(name.toUpperCase()))
    : undefined
  if (story !== undefined) return { ok: true, section: story.section, milestone: null }
  const matches = matchingHeadings(document, name, number)
  const usesTags = tasks.some(({ milestones }) => milestones.length > 0)
  const [only] = matches
  if (only !== undefined && matches.length === 1) {
    const isMilestone = number !== undefined && /\bmilestone\b/i.test(headings[only]!.text)
    return { ok: true, section: only, milestone: isMilestone && usesTags ? Number(number) : null }
  }
  const reason =
    matches.length === 0
      ? `There is no milestone or section \`${name}\`.`
      : `\`${name}\` names several sections: ${matches
          .slice(0, 4)
          .map((at) => headings[at]!.text)
          .join(', ')}.`
  return { ok: false, reason, hint: sectionHint(document) }
}

function matchingHeadings({ headings }: TaskDocument, name: string, number: string | undefined): readonly number[] {
  const wanted = name.trim().toLowerCase()
  const at = (fits: (text: string) => boolean): number[] =>
    headings.flatMap(({ text }, index) => (fits(text.toLowerCase()) ? [index] : []))
  if (number !== undefined) {
    const labelled = at((text) => new RegExp(`\\bmilestone ${number}\\b`).test(text))
    if (labelled.length > 0) return labelled
    const numbered = at((text) => {
      const label = readLabel(text)
      return label?.number === number || new RegExp(`^${number}[.):\\s]`).test(text)
    })
    if (numbered.length > 0) return numbered
  }
  const whole = at((text) => text === wanted)
  return whole.length > 0 || wanted === '' ? whole : at((text) => text.includes(wanted))
}

/** The sections that hold tasks, for a message. */
function sectionHint({ headings, tasks }: TaskDocument): string {
  const numbers = [...new Set(tasks.flatMap(({ milestones }) => milestones))].toSorted((a, b) => a - b)
  const names =
    numbers.length > 0
      ? numbers.map((number) => `M${number}`)
      : [...new Set(tasks.map(({ section }) => section))].flatMap((at) => headings[at]?.text ?? [])
  return names.length === 0 ? '' : `There are ${names.slice(0, 12).join(', ')}.`
}

/** The task that a new one of a section follows: the last, or the one before the task that validates the section. */
export function lastOfSection(document: TaskDocument, section: number): DocumentTask | null {
  const own = document.tasks.filter((task) => task.section === section && task.parent === -1)
  const last = own.at(-1) ?? null
  if (last !== null && own.length > 1 && /^Validate (?:Milestone|milestone) /.test(last.text)) return own.at(-2)!
  return last
}
