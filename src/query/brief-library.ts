import type { InputRole } from '../model/compile.ts'
import type { Piece, TaskDocument } from '../model/task-document.ts'
import { readTaskDocument } from '../parse/tasks/document.ts'
import { lineIndex, pointAt } from '../parse/lines.ts'

/** A document beside the tasks: the plan, the specification, the principles of the project. */
export interface BriefDocument {
  readonly role: InputRole
  /** As people see it, relative to the root. */
  readonly file: string
  readonly text: string
}

/** A statement of a document, with its place. */
export interface Excerpt {
  readonly text: string
  /** `plan.md:12`. */
  readonly where: string
  /** Words it is about, for telling what concerns a task. */
  readonly words: ReadonlySet<string>
}

/** What the documents beside the tasks say that may concern a task. Made once for all tasks. */
export interface Library {
  /** What all of it is for, one statement for each document that says so. */
  readonly purposes: readonly Excerpt[]
  readonly constraints: readonly Excerpt[]
  readonly principles: readonly Excerpt[]
  /** Statements by what tasks call them: `fr-001`, `us2`, and `1.2` for a criterion of a requirement. */
  readonly statements: ReadonlyMap<string, readonly Excerpt[]>
  /** Requirements that have a title and no id. */
  readonly requirements: readonly Excerpt[]
}

/** Longer documents are not looked through: they would cost more than all tasks together. */
const LONGEST = 2_000_000
/** More statements of one kind nobody reads. */
const MOST = 200

const CONSTRAINTS =
  /\b(?:constraints?|non[- ]goals?|out of scope|limitations?|restrictions?|guardrails?|non-functional|technical context|invariants?)\b|einschränkungen|randbedingungen|rahmenbedingungen|contraintes|restricciones|restrições|vincoli|kısıt|ограничения|制約|约束|約束|限制|제약/i
const PRINCIPLES =
  /\b(?:principles?|quality standards?|coding standards?|conventions?|code style|development standards?|rules)\b|grundsätze|prinzipien|leitlinien|principes|principios|princípios|principi|ilkeler|принципы|原則|原则|원칙/i
const PURPOSES =
  /^(?:summary|why|purpose|goal|overview|introduction|primary user (?:intent|story)|problem|objective|zusammenfassung|ziel|résumé|objectif|resumen|objetivo|resumo|obiettivo|özet|amaç|цель|обзор|概要|目的|目标|目標|概述|목적|개요)\b/i
const LABELS =
  /^(?:[-*+][ \t]+)?\*\*(?:constraints?|constraint \d+|performance goals?|target platform|language(?:\/version)?|testing|primary dependencies|storage|tech(?:nology)? stack|compatibility|security|privacy|einschränkungen|contraintes|restricciones|restrições|vincoli|ограничения|制約|约束|제약)\s*(?::\*\*|\*\*\s*[:：])/i
/** What stands under such a heading says the opposite without it. */
const NOT_WANTED = /non[- ]goals?|out of scope/i
const GOVERNANCE =
  /\b(?:governance|amendments?|version|history|changelog|sync impact|review|contents|how to|metadata)\b/i
/** A line about the document itself: `**Goal ID**: ... | **Date**: ...`. */
const METADATA = /^\*\*[^*\n]{1,40}\*\*[ \t]*:[^\n]*\|[ \t]*\*\*/
const EMPTY = /^(?:[-*+][ \t]+)?(?:\[[^\]]*\]|none|n\/?a|tbd|todo|needs clarification)\.?$/i

const STOP = new Set(
  'the and for its new all any via per one two not are but out set get use our has can may was src lib app with from that this must shall should when then given have will into each other than only also every them they which where what there their your using uses used does done make made more most some such same very task tasks user users system file files code'.split(
    ' ',
  ),
)

/** The words a text is about: letters of any script, in lower case, without the commonest and without endings. */
export function wordsOf(text: string): ReadonlySet<string> {
  const words = text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .match(/[\p{L}\d]{3,}|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]{2}/gu)
  return new Set((words ?? []).filter((word) => !STOP.has(word)).map((word) => word.replace(/(?:ing|ed|es|s)$/, '')))
}

/** How many words two texts share. */
export function shared(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let count = 0
  const [few, many] = one.size < other.size ? [one, other] : [other, one]
  for (const word of few) if (many.has(word)) count++
  return count
}

interface Section {
  readonly level: number
  readonly title: string
  /** Titles of the headings around it, its own last. */
  readonly path: readonly string[]
  readonly pieces: readonly Piece[]
  readonly start: number
}

function sectionsIn({ headings, pieces }: TaskDocument): readonly Section[] {
  const lists: Piece[][] = headings.map(() => [])
  for (const piece of pieces) {
    if (piece.section >= 0 && piece.kind !== 'heading' && piece.kind !== 'comment' && piece.kind !== 'break')
      lists[piece.section]!.push(piece)
  }
  const around: { level: number; title: string }[] = []
  return headings.map(({ level, text, start }, at) => {
    while (around.length > 0 && around.at(-1)!.level >= level) around.pop()
    around.push({ level, title: text })
    return { level, title: text, path: around.map(({ title }) => title), pieces: lists[at]!, start }
  })
}

interface Reading {
  readonly role: InputRole
  readonly excerpt: (piece: Pick<Piece, 'start' | 'end'>, lead?: string) => Excerpt | null
  readonly text: string
}

interface Shelves {
  readonly purposes: Excerpt[]
  readonly constraints: Excerpt[]
  readonly principles: Excerpt[]
  readonly statements: Map<string, Excerpt[]>
  readonly requirements: Excerpt[]
}

function readingOf({ file, role, text }: BriefDocument): Reading {
  const lines = lineIndex(text)
  return {
    role,
    text,
    excerpt: ({ start, end }, lead = '') => {
      const words = text.slice(start, end).trim()
      if (words === '' || EMPTY.test(words)) return null
      const shown = lead === '' ? words : `**${lead}**: ${words.replace(/^(?:[-*+]|\d{1,9}[.)])[ \t]+/, '')}`
      return { text: shown, where: `${file}:${pointAt(lines, start).line}`, words: wordsOf(shown) }
    },
  }
}

const isProse = ({ kind }: Piece): boolean => kind === 'text' || kind === 'item' || kind === 'quote'

function push(shelf: Excerpt[], excerpt: Excerpt | null): void {
  if (excerpt !== null && shelf.length < MOST) shelf.push(excerpt)
}

const plain = (title: string): string =>
  title
    .replace(/[*_`#]/g, '')
    .replace(/\([^()]*\)\s*$/, '')
    .trim()

function readRules(shelves: Shelves, reading: Reading, section: Section): void {
  const { path, title, pieces } = section
  const isConstitution = reading.role === 'constitution'
  if (path.some((each) => GOVERNANCE.test(each)) && !path.some((each) => PRINCIPLES.test(each))) return
  const rules = path.some((each) => CONSTRAINTS.test(each))
    ? shelves.constraints
    : isConstitution || path.some((each) => PRINCIPLES.test(each))
      ? shelves.principles
      : null
  if (rules !== null) {
    // A rule under a heading of its own is named by it.
    const named = isConstitution && !PRINCIPLES.test(title) && !CONSTRAINTS.test(title) ? plain(title) : ''
    const negated = NOT_WANTED.test(title) ? plain(title) : ''
    pieces
      .filter(isProse)
      .forEach((piece, at) => push(rules, reading.excerpt(piece, negated || (at === 0 ? named : ''))))
    return
  }
  for (const piece of pieces) {
    if (isProse(piece) && LABELS.test(reading.text.slice(piece.start, Math.min(piece.end, piece.start + 80))))
      push(shelves.constraints, reading.excerpt(piece))
  }
}

function state(shelves: Shelves, name: string, excerpt: Excerpt | null): void {
  if (excerpt === null) return
  const key = name.toLowerCase()
  const list = shelves.statements.get(key)
  if (list === undefined) shelves.statements.set(key, [excerpt])
  else if (list.length < 12) list.push(excerpt)
}

const STATEMENT = /^(?:[-*+]|\d{1,9}[.)])?[ \t]*\*\*([A-Z]{1,6}-?\d{1,5}[a-z]?)(?:\*\*|[ \t]*:)/
const STORY = /^(?:user story|story)[ \t]+(\d{1,4})\b/i
const REQUIREMENT = /^requirement[ \t]*:?[ \t]*(\d{1,4})?\b[ \t]*[:.–—-]?[ \t]*(.*)$/i

/** Requirements, stories and outcomes by the names that tasks give them. */
function readStatements(shelves: Shelves, reading: Reading, section: Section): void {
  const { path, pieces } = section
  for (const piece of pieces) {
    const name = STATEMENT.exec(reading.text.slice(piece.start, Math.min(piece.end, piece.start + 40)))?.[1]
    if (name !== undefined) state(shelves, name, reading.excerpt(piece))
  }
  const story = path.map((title) => STORY.exec(title)?.[1]).find((number) => number !== undefined)
  if (story !== undefined)
    for (const piece of pieces) if (isProse(piece)) state(shelves, `US${story}`, reading.excerpt(piece))
  const [requirement] = path.flatMap((title) => REQUIREMENT.exec(title) ?? [])
  const read = requirement === undefined ? null : REQUIREMENT.exec(path.find((title) => REQUIREMENT.test(title))!)
  if (read === null) return
  if (read[1] === undefined) {
    if (STORY.test(section.title) || /^scenario/i.test(section.title)) return
    const [first] = pieces.filter(isProse)
    if (first !== undefined) push(shelves.requirements, reading.excerpt(first, plain(read[2] ?? '')))
    return
  }
  for (const piece of pieces) {
    const number = /^(\d{1,4})[.)]/.exec(reading.text.slice(piece.start, piece.start + 6).trimStart())?.[1]
    if (number !== undefined) state(shelves, `${read[1]}.${number}`, reading.excerpt(piece))
    else if (piece.kind === 'text') state(shelves, read[1], reading.excerpt(piece))
  }
}

function readPurpose(shelves: Shelves, reading: Reading, { level, title, pieces }: Section): boolean {
  if (level < 2 || level > 3 || !PURPOSES.test(plain(title).replace(/^\d+[.)]?\s*/, ''))) return false
  const first = pieces.find(({ kind, start, end }) => kind === 'text' && !METADATA.test(reading.text.slice(start, end)))
  if (first === undefined) return false
  push(shelves.purposes, reading.excerpt(first))
  return true
}

/** Looks through the documents beside the tasks. Linear in them. */
export function libraryOf(documents: readonly BriefDocument[]): Library {
  const shelves: Shelves = { purposes: [], constraints: [], principles: [], statements: new Map(), requirements: [] }
  for (const document of documents) {
    if (document.role === 'tasks' || document.text.length > LONGEST) continue
    const reading = readingOf(document)
    const sections = sectionsIn(readTaskDocument({ path: document.file, text: document.text, eol: '\n' }))
    let hasPurpose = document.role === 'constitution'
    for (const section of sections) {
      if (!hasPurpose) hasPurpose = readPurpose(shelves, reading, section)
      readRules(shelves, reading, section)
      readStatements(shelves, reading, section)
    }
  }
  return shelves
}
