import type { Goal, Objective, Vision } from '../model/documents.ts'
import type { Milestone } from '../model/task.ts'
import type { Traced } from './trace-links.ts'

/** A document as far as links between its parts and others need it. */
export interface TracedDocument {
  readonly file: string
  readonly text: string
  readonly vision?: Vision | undefined
  readonly goal?: Goal | undefined
}

/** The intents of all visions and the objectives of all goals, in document order. */
export const intentsOf = (documents: readonly TracedDocument[]): readonly Objective[] =>
  documents.flatMap(({ vision }) => vision?.intents ?? [])

export const objectivesOf = (documents: readonly TracedDocument[]): readonly Objective[] =>
  documents.flatMap(({ goal }) => goal?.objectives ?? [])

type Texts = ReadonlyMap<string, string>

export const textsOf = (documents: readonly TracedDocument[]): Texts =>
  new Map(documents.map(({ file, text }) => [file, text]))

export function tracedObjective(kind: 'intent' | 'objective', objective: Objective, texts: Texts): Traced {
  const { number, title, description, criteria, place } = objective
  return {
    kind,
    number,
    title,
    about: [title, description, ...criteria.map(({ text }) => text)].join(' '),
    says: (texts.get(place.file) ?? '').slice(place.start, place.end),
  }
}

/** A milestone by the number its plan gives it, else by its own. */
export function tracedMilestone({ number, label, title, goal, validation, origin }: Milestone, texts: Texts): Traced {
  const { file, start, end } = origin.place
  const says = (texts.get(file) ?? '').slice(start, end)
  const own = /(\d{1,3}|\b[A-Z])\s*$/.exec(label)?.[1] ?? String(number)
  return { kind: 'milestone', number: own, title, about: [title, goal, validation, says].join(' '), says }
}

/** All lines in which something can be named. */
export const linesOf = (documents: readonly TracedDocument[]): readonly string[] =>
  documents.flatMap(({ text }) => text.split('\n').filter((line) => line.length < 2000))
