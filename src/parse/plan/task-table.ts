import type { Block } from '../../model/blocks.ts'
import type { PlanTask } from '../../model/plan.ts'
import { readDependencyValue } from '../text/dependencies.ts'
import { estimateOf } from '../text/estimate.ts'
import { plain } from '../text/inline.ts'
import { findPaths } from '../text/paths.ts'
import { priorityOf } from '../text/priority.ts'
import { readTaskLine } from '../text/task-line.ts'
import { located, type ReadContext } from './context.ts'
import { cut, oneLine } from './items.ts'

const TASK =
  /^(?:tasks?|work item|item|action|description|what|deliverable|todo|activity|step|aufgabe|tâche|tarea|tarefa|görev|задача|タスク|作業|作業内容|内容|任务|任務|工作内容|작업)$/iu
const ID = /^(?:id|#|no\.?|nr\.?|task id|task #|number|№|番号|编号|序号|번호)$/iu
const DEPENDS =
  /^(?:depends?(?: ?(?:up)?on)?|dependenc(?:y|ies)|dep(?:s\.?|\.)?|depend\.|blocked by|blockers?|after|requires|needs|waits for|pre-?req(?:uisite)?s?|predecessors?|abhängig(?:keit(?:en)?| von)?|vorgänger|voraussetzung(?:en)?|dépend(?:ances?| de)?|prérequis|dependencias?|depende de|requisitos previos|dependências?|pré-requisitos|dipendenz[ae]|dipende da|bağımlılık(?:lar)?|зависимост[ьи]|зависит от|依存(?:関係|先)?|前提|依赖(?:关系|项)?|依賴|前置(?:任务|条件)?|의존(?:성|관계)?|선행(?: ?작업)?)$/iu
const ESTIMATE =
  /^(?:estimate|effort|duration|time|est\.?|hours|aufwand|dauer|durée|charge|esfuerzo|duración|esforço|duração|süre|оценка|工数|期間|時間|工时|时间|工期|기간)$/iu
const STATUS = /^(?:status|state|done|stand|statut|estado|durum|статус|状態|状态|상태)$/iu
const FILE = /^(?:files?|path|location|datei(?:en)?|fichiers?|archivos?|arquivos?|dosya|файлы?|ファイル|文件|파일)$/iu
const PRIORITY =
  /^(?:priority|prio|priorität|priorité|prioridad|prioridade|öncelik|приоритет|優先度|优先级|우선순위)$/iu
const DONE =
  /(?:✅|✓|✔|☑|\[x\]|^done$|^complete|^completed$|erledigt|完了|完成|completado|concluído|terminé|tamamlandı|готово|완료)/iu

/** What a cell holds that says nothing. */
const NOTHING = /^(?:[-–—−\s.?/]*|n\/?a|none|tbd|tba)$/iu

/** `#3` names the third row. The length stays the same, so that places do. */
const withoutMarks = (cell: string): string => cell.replaceAll(/(?<![\p{L}\d])#(?=\d{1,3}(?!\d))/gu, ' ')

interface Columns {
  readonly task: number
  readonly id: number
  readonly depends: number
  readonly estimate: number
  readonly status: number
  readonly file: number
  readonly priority: number
}

/** The cells of a table row as source slices, `\|` unescaped. */
export function cellsOf(
  ctx: ReadContext,
  row: Block,
): { readonly text: string; readonly start: number; readonly end: number }[] {
  return row.children.map((cell) => {
    const raw = ctx.text.slice(cell.start, cell.end)
    const inner = raw.replace(/^\s*\|?\s*/, '')
    const start = cell.start + raw.length - inner.length
    const closed = inner.trimEnd()
    const text = closed.endsWith('|') ? closed.slice(0, -1).trimEnd() : closed
    return { text: text.replaceAll('\\|', '|'), start, end: start + text.length }
  })
}

function columnsOf(header: readonly string[]): Columns | null {
  const find = (pattern: RegExp): number => header.findIndex((cell) => pattern.test(cell))
  const task = find(TASK)
  if (task < 0) return null
  return {
    task,
    id: find(ID),
    depends: find(DEPENDS),
    estimate: find(ESTIMATE),
    status: find(STATUS),
    file: find(FILE),
    priority: find(PRIORITY),
  }
}

/** Whether the header of a table names a task column. */
export function isTaskTable(ctx: ReadContext, table: Block): boolean {
  const header = table.children[0]
  return header !== undefined && columnsOf(cellsOf(ctx, header).map((cell) => plain(cell.text))) !== null
}

/** Reads the rows of a table whose header names a task column; no tasks for any other table. */
export function readTaskTable(ctx: ReadContext, table: Block, heading: string): PlanTask[] {
  const [header, ...rows] = table.children
  if (header === undefined) return []
  const names = cellsOf(ctx, header).map((cell) => plain(cell.text))
  const columns = columnsOf(names)
  if (columns === null) return []
  return rows.flatMap((row) => readRow(ctx, row, columns, names, heading) ?? [])
}

/** What the other columns say about a task, one labelled line each; files that its words name are not said twice. */
function otherCells(
  cells: readonly { readonly text: string }[],
  { task, id, depends, estimate, status, priority, file }: Columns,
  names: readonly string[],
  text: string,
): string[] {
  const read = new Set([task, id, depends, estimate, status, priority])
  return cells.flatMap(({ text: cell }, column) => {
    const [name, value] = [names[column] ?? '', plain(cell)]
    if (read.has(column) || name === '' || NOTHING.test(value)) return []
    if (column === file && text.includes(value)) return []
    return [`- ${name.replace(/[:：]$/u, '')}: ${cell.trim()}`]
  })
}

function readRow(
  ctx: ReadContext,
  row: Block,
  columns: Columns,
  names: readonly string[],
  heading: string,
): PlanTask | null {
  const cells = cellsOf(ctx, row)
  const at = (column: number): string => cells[column]?.text ?? ''
  const cell = cells[columns.task]
  if (cell === undefined || plain(cell.text) === '') return null
  const line = readTaskLine(cell.text)
  const text = oneLine(line === null || line.legend ? cell.text : line.text)
  const depends = cells[columns.depends]
  const stated =
    depends === undefined
      ? []
      : readDependencyValue(withoutMarks(depends.text), { file: ctx.file, start: depends.start }, 'table').stated
  const done = line?.state === 'done' || DONE.test(at(columns.status))
  return {
    type: 'task',
    ...located(ctx, row),
    ownId: line?.id || plain(at(columns.id)),
    text: cut(text, []),
    body: otherCells(cells, columns, names, text),
    state: done ? 'done' : (line?.state ?? 'open'),
    parallel: line?.parallel ?? false,
    tags: line === null ? [] : [...line.milestoneTags, ...line.storyTags],
    priority: priorityOf(plain(at(columns.priority))),
    estimate: estimateOf(plain(at(columns.estimate))),
    paths: [...findPaths(text).paths, ...findPaths(at(columns.file)).paths],
    stated,
    heading,
    sequence: '',
    children: [],
  }
}
