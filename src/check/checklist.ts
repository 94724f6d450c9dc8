import { applyEdits, type TextEdit } from '../edit/text-edits.ts'
import type { SourceFile } from '../model/source.ts'
import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import { readTaskDocument } from '../parse/tasks/document.ts'

/** One line of a checklist: a rule that ran, and what it found. */
export interface ChecklistItem {
  readonly rule: string
  /** The title of its section. */
  readonly section: string
  /** What is so when it is ticked. */
  readonly words: string
  readonly found: number
  /** Where the first finding is, `tasks.md:12`; '' where that is not known. */
  readonly first: string
  /** Added only where something was found; nobody wants a line for everything that never was. */
  readonly rare?: boolean
}

/** What stands above the items of a new checklist. */
export interface ChecklistHead {
  readonly title: string
  /** The documents that were checked, by links from the checklist. */
  readonly documents: readonly { readonly name: string; readonly link: string }[]
}

/** How many items a checklist has of ours, and how many are ticked. */
export interface Checklist {
  readonly text: string
  readonly items: number
  readonly ticked: number
}

const NOTES = 'Notes'
const OWN = /^[ \t]*CHK\d+\b.*?\(`([a-z][a-z0-9-]*)`\)( \d+ found(?:, first in `[^`]*`)?)?/

/** Brings a checklist up to date with what rules found; what people wrote and ticked themselves stays. */
export function updateChecklist(
  existing: SourceFile | null,
  items: readonly ChecklistItem[],
  head: ChecklistHead,
): Checklist {
  const start = existing ?? { path: '', text: printHead(head), bom: false, eol: '\n' as const }
  const document = readTaskDocument(start)
  const own = ownItems(document)
  const listed = items.filter(({ rule, found, rare }) => found > 0 || rare !== true || own.has(rule))
  const changes = listed.flatMap((item) => (own.has(item.rule) ? itemEdits(document, own.get(item.rule)!, item) : []))
  const fresh = numbered(
    document,
    listed.filter(({ rule }) => !own.has(rule)),
  )
  const usual = applyEdits(document.text, [...changes, ...insertions(document, own, fresh, listed)])
  const reads = ownItems(readTaskDocument({ ...start, text: usual }))
  const text = listed.every(({ rule }) => reads.has(rule))
    ? usual
    : applyEdits(document.text, [...changes, insertionAtTop(document, fresh)])
  return { text, items: listed.length, ticked: listed.filter(({ found }) => found === 0).length }
}

interface OwnItem {
  readonly task: DocumentTask
  /** Offsets of what follows the name of the rule: how much was found. */
  readonly start: number
  readonly end: number
}

/** Our items by rule; where one stands twice, the first. */
function ownItems({ text, tasks }: TaskDocument): ReadonlyMap<string, OwnItem> {
  const own = new Map<string, OwnItem>()
  for (const task of tasks) {
    if (task.box === null) continue
    const from = task.box.mark.end + 1
    const match = OWN.exec(text.slice(from, task.line.end))
    if (match === null || own.has(match[1]!)) continue
    const end = from + match[0].length
    own.set(match[1]!, { task, start: end - (match[2] ?? '').length, end })
  }
  return own
}

const foundWords = ({ found, first }: ChecklistItem): string =>
  found === 0 ? '' : ` ${found} found${first === '' ? '' : `, first in \`${first.replaceAll('`', "'")}\``}`

function itemEdits({ text }: TaskDocument, { task, start, end }: OwnItem, item: ChecklistItem): readonly TextEdit[] {
  const { mark, state } = task.box!
  // Whoever set an item aside has decided.
  if (state !== 'open' && state !== 'done') return []
  const isTicked = state === 'done'
  const words = foundWords(item)
  return [
    ...(isTicked === (item.found === 0) ? [] : [{ ...mark, text: item.found === 0 ? 'x' : ' ' }]),
    ...(words === text.slice(start, end) ? [] : [{ start, end, text: words }]),
  ]
}

/** An item that is not there yet, as its line. */
interface FreshItem {
  readonly section: string
  readonly line: string
}

function numbered({ text, eol }: TaskDocument, items: readonly ChecklistItem[]): readonly FreshItem[] {
  const highest = highestId(text)
  return items.map((item, index) => ({
    section: item.section,
    line: `${printItem(item, highest + 1 + index)}${eol}`,
  }))
}

const sectionsOf = (items: readonly FreshItem[]): readonly string[] => [...new Set(items.map(({ section }) => section))]

const linesOf = (items: readonly FreshItem[], section: string): string =>
  items.flatMap((item) => (item.section === section ? [item.line] : [])).join('')

const wholeSection = (items: readonly FreshItem[], section: string, eol: string): string =>
  `## ${section}${eol}${eol}${linesOf(items, section)}${eol}`

/** New items go behind the last one of their section, new sections before the notes. */
function insertions(
  document: TaskDocument,
  own: ReadonlyMap<string, OwnItem>,
  fresh: readonly FreshItem[],
  listed: readonly ChecklistItem[],
): readonly TextEdit[] {
  return sectionsOf(fresh).map((section): TextEdit => {
    const mates = listed.flatMap((item) => (item.section === section ? (own.get(item.rule)?.task.end ?? []) : []))
    return mates.length > 0
      ? insertAt(document, Math.max(...mates), linesOf(fresh, section))
      : insertAt(document, notesAt(document), wholeSection(fresh, section, document.eol))
  })
}

/** Where a fence or a comment is open to the end, nothing behind it would be read again. */
function insertionAtTop({ pieces, eol }: TaskDocument, fresh: readonly FreshItem[]): TextEdit {
  const at = pieces[0]?.kind === 'front-matter' ? pieces[0].end : 0
  return {
    start: at,
    end: at,
    text: sectionsOf(fresh)
      .map((section) => wholeSection(fresh, section, eol))
      .join(''),
  }
}

/** Behind a last line without its end the text begins with one. */
function insertAt({ text, eol }: TaskDocument, at: number, added: string): TextEdit {
  const isOpen = at > 0 && text[at - 1] !== '\n'
  const isParted = !added.startsWith('#') || /(?:^|\n)\r?\n$/.test(text.slice(0, at).slice(-4))
  return { start: at, end: at, text: `${isOpen ? eol : ''}${isParted ? '' : eol}${added}` }
}

function notesAt({ text, headings, pieces }: TaskDocument): number {
  const notes = headings.find((heading) => heading.level === 2 && heading.text.trim() === NOTES)
  return notes === undefined ? text.length : pieces[notes.piece]!.start
}

const highestId = (text: string): number =>
  [...text.matchAll(/\bCHK(\d{1,9})\b/g)].reduce((highest, [, digits]) => Math.max(highest, Number(digits)), 0)

const printItem = (item: ChecklistItem, id: number): string =>
  `- [${item.found === 0 ? 'x' : ' '}] CHK${String(id).padStart(3, '0')} ${item.words} (\`${item.rule}\`)${foundWords(item)}`

function printHead({ title, documents }: ChecklistHead): string {
  const links = documents.map(({ name, link }) => `[${name}](${link})`)
  return [
    `# Implementation Checklist: ${title}`,
    '',
    '**Purpose**: What `intentk check` finds in these documents',
    ...(links.length === 0 ? [] : [`**Feature**: ${links.join(', ')}`]),
    '',
    `## ${NOTES}`,
    '',
    '- Items that name a rule are ticked by `intentk check --format checklist`. Set one aside with `[-]`.',
    '- Everything else in this file stays as you write it: items, ticks and remarks of your own.',
    '',
  ].join('\n')
}
