import type { TextEdit } from '../edit/text-edits.ts'
import { applyEdits } from '../edit/text-edits.ts'
import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import { readTaskDocument } from '../parse/tasks/document.ts'
import { appendixLines } from './appendix.ts'
import { boxesIn, lineAt, lineStarts } from './lines.ts'
import type { ExchangeFile, ImportFormat, ImportItem, Imported } from './imported.ts'

/** A document of a folder with the tasks that it lists. */
export interface ReadFile extends ExchangeFile {
  readonly tasks: TaskDocument
}

/** Reads the tasks of a file; `[-]` is a started one in a file of Kiro. */
export function withTasks({ path, text }: ExchangeFile, format: ImportFormat): ReadFile {
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  return { path, text, tasks: readTaskDocument({ path, text, eol }, format === 'kiro' ? { dialect: 'kiro' } : {}) }
}

/**
 * The plan of an imported vision from a document that the compiler reads as it stands: the document itself, and the
 * others behind it. What the tool means by a mark is written as intentk means it.
 */
export function readMarkdown(
  format: ImportFormat,
  from: string,
  main: ReadFile,
  others: readonly ReadFile[],
  title: string,
): Imported {
  const { text, tasks } = main
  const body = applyEdits(text, [...startedMarks(format, main), ...ownNumbers(main)])
  const eol = tasks.eol
  const appendix = appendixLines(
    from,
    others.map(({ path, text: kept }) => ({ source: path, text: kept })),
  )
  const gap = body.endsWith('\n') ? eol : eol + eol
  const plan = `${body}${gap}${appendix.join(eol).trimEnd()}${eol}`
  return {
    format,
    title,
    plan,
    items: [...itemsOf(main, 'plan'), ...others.flatMap((file) => itemsOf(file, 'appendix'))],
    warnings: [],
  }
}

function startedMarks(format: ImportFormat, { text, tasks }: ReadFile): readonly TextEdit[] {
  if (format !== 'kiro') return []
  return tasks.tasks.flatMap(({ box }) => {
    const mark = box === null ? '' : text.slice(box.mark.start, box.mark.end)
    return box !== null && mark === '-' ? [{ ...box.mark, text: '~' }] : []
  })
}

/** As an export to OpenSpec writes it: `1.2 T014 Write ...`, below `## 1. Milestone 1 - ...`. */
const NUMBERED = /^\d{1,4}\.\d{1,5} (?=T\d{3,6}[a-z]? )/
const NUMBERED_PHASE = /^\d{1,4}\. (?=(?:Setup|Foundational|Polish)$|Milestone \d)/

/** Numbers of a list before the ids and phases that intentk gave. */
function ownNumbers({ text, tasks }: ReadFile): readonly TextEdit[] {
  const numbers = tasks.tasks.flatMap(({ idSpan, headEnd }): readonly TextEdit[] => {
    if (idSpan === null) return []
    const { start } = idSpan
    const both = NUMBERED.exec(text.slice(start, Math.min(headEnd, start + 24)))
    return both === null ? [] : [{ start, end: start + both[0].length, text: '' }]
  })
  const struck = numbers.length === 0 ? [] : tasks.tasks.flatMap((task) => struckMarks(text, task))
  if (numbers.length === 0) return []
  const phases = tasks.headings.flatMap(({ level, text: words, textSpan: { start } }): readonly TextEdit[] => {
    const number = level === 2 ? NUMBERED_PHASE.exec(words)?.[0] : undefined
    return number === undefined
      ? []
      : [{ start, end: start + number.length, text: `Phase ${number.replace('. ', '')}: ` }]
  })
  return [...numbers, ...struck, ...phases]
}

/** A ticked task that is struck through, since the tool has no mark for a dropped one. */
function struckMarks(text: string, { box, idSpan, textSpan }: DocumentTask): readonly TextEdit[] {
  if (box === null || idSpan === null || text[box.mark.start] !== 'x') return []
  const open = text.indexOf('~~', idSpan.end)
  const close = text.lastIndexOf('~~', textSpan.end)
  if (open < 0 || close <= open || !/^ T\d{3,6}[a-z]? $/.test(text.slice(idSpan.end, open))) return []
  return [
    { ...box.mark, text: '-' },
    { start: open, end: open + 2, text: '' },
    { start: close, end: close + 2, text: '' },
  ]
}

/** Every task of a document and every other box outside fences and comments, with its line. */
function itemsOf({ path, text, tasks }: ReadFile, to: ImportItem['to']): readonly ImportItem[] {
  const lines = lineStarts(text)
  const items = new Map<number, ImportItem>()
  const add = (line: number, item: Pick<ImportItem, 'id' | 'text' | 'state'>): void => {
    if (!items.has(line))
      items.set(line, { source: `${path}:${line}`, ...item, name: item.id, to, line: to === 'plan' ? line : 0 })
  }
  for (const { line, id, text: words, state } of tasks.tasks) add(lineAt(lines, line.start), { id, text: words, state })
  for (const { line, state, text: words } of boxesIn(text)) add(line, { id: '', text: words, state })
  return [...items].toSorted(([a], [b]) => a - b).map(([, item]) => item)
}
