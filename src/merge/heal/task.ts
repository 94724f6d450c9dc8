import type { DocumentTask, Remark } from '../../model/task-document.ts'
import type { Span } from '../../model/source.ts'
import type { Conflict } from '../../model/merge.ts'
import type { LockTask } from '../lock.ts'
import { printBranchNote } from './branch-note.ts'
import { idsIn } from './ids.ts'
import type { Node } from './nodes.ts'

/** What became of two versions of one head: its text, and the fields in which both were changed. */
export interface MergedHead {
  readonly head: string
  readonly conflicts: readonly Pick<Conflict, 'field' | 'base' | 'mine' | 'plan'>[]
}

type Fields = Readonly<Partial<Record<'text' | 'estimate' | 'depends' | 'parallel' | 'milestone', string>>>
type Edit = Span & { readonly text: string }

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** A field of three versions. Without a base nobody knows who changed it. */
function pick(base: string | undefined, ours: string, theirs: string): 'ours' | 'theirs' | 'conflict' {
  if (ours === theirs || base === theirs) return 'ours'
  return base === ours ? 'theirs' : 'conflict'
}

const RANK = { open: 0, started: 1, dropped: 2, done: 3 } as const

function splice(text: string, edits: readonly Edit[]): string {
  let result = ''
  let at = 0
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (edit.start < at) continue
    result += text.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return result + text.slice(at)
}

const relative = (span: Span, node: Node): Span => ({ start: span.start - node.at, end: span.end - node.at })

const cut = (node: Node, span: Span | null): string =>
  span === null ? '' : node.head.slice(span.start - node.at, span.end - node.at)

/** The head without the mark of its box. */
function bare(node: Node): string {
  const mark = node.task?.box?.mark
  return squeeze(mark === undefined ? node.head : splice(node.head, [{ ...relative(mark, node), text: '' }]))
}

/** The version whose box counts: the one that changed it, else the one that is further on. */
function boxFrom(base: Node | null, ours: Node, theirs: Node): Node {
  const [first, second] = [ours.task?.box, theirs.task?.box]
  if (first == null || second == null || first.state === second.state) return ours
  const before = base?.task?.box?.state
  if (before === first.state) return theirs
  if (before === second.state) return ours
  return RANK[second.state] > RANK[first.state] ? theirs : ours
}

function withBox(node: Node, from: Node): string {
  const [mark, other] = [node.task?.box?.mark, from.task?.box?.mark]
  if (node === from || mark === undefined || other === undefined) return node.head
  return splice(node.head, [{ ...relative(mark, node), text: cut(from, other) }])
}

function fieldsOf(task: DocumentTask): Required<Fields> {
  return {
    text: squeeze(task.text),
    estimate: task.estimate?.text ?? '',
    depends: idsIn(task).join(', '),
    parallel: task.parallel ? 'P' : '',
    milestone: task.milestones.join(','),
  }
}

/** A record of the lock as base: what two branches agree in, and what does not hang on how it is printed. */
function fieldsOfRecord(record: LockTask): Fields {
  const all = {
    text: squeeze(record.text),
    estimate: record.estimate,
    depends: record.depends.join(', '),
    parallel: record.p ? 'P' : '',
    milestone: record.m === null ? '' : String(record.m),
  }
  const names: Readonly<Record<string, string>> = { p: 'parallel', m: 'milestone' }
  const differs = new Set((record.differs ?? []).map((name) => names[name] ?? name))
  return Object.fromEntries(Object.entries(all).filter(([name]) => !differs.has(name)))
}

/** Dependencies are a set: what either side added stays, what either side took away goes. */
function mergedDepends(base: string | undefined, ours: string, theirs: string): readonly string[] {
  const list = (text: string): string[] => (text === '' ? [] : text.split(', '))
  const [before, first, second] = [list(base ?? ''), list(ours), list(theirs)]
  const isGone = (id: string): boolean => before.includes(id) && !(first.includes(id) && second.includes(id))
  return [...new Set([...first, ...second])].filter((id) => base === undefined || !isGone(id))
}

function dependsEdit(base: string | undefined, ours: Node, theirs: Node): Edit | null {
  const [first, second] = [fieldsOf(ours.task!).depends, fieldsOf(theirs.task!).depends]
  const ids = mergedDepends(base, first, second)
  const wanted = ids.join(', ')
  if (wanted === first) return null
  const text = wanted === '' ? '' : wanted === second ? cut(theirs, theirs.task!.depends) : ` (depends on ${wanted})`
  return remarkEdit(ours, ours.task!.depends, text)
}

function remarkEdit(node: Node, remark: Remark | null, text: string): Edit {
  if (remark !== null) return { ...relative(remark, node), text }
  const end = Math.max(node.task!.textSpan.end, node.task!.estimate?.end ?? 0) - node.at
  return { start: end, end, text }
}

function tagEdit(ours: Node, own: Span | null, text: string): Edit {
  if (own !== null) return { ...relative(own, ours), text }
  const { milestoneSpan, textSpan } = ours.task!
  const at = (milestoneSpan !== null && !text.startsWith('[M') ? milestoneSpan : textSpan).start - ours.at
  return { start: at, end: at, text: text === '' || /\s$/.test(text) ? text : `${text} ` }
}

/** Merges field by field into the first version; a field that both changed stays as it is there. */
function mergeFields(base: Fields, ours: Node, theirs: Node): MergedHead {
  const [first, second] = [fieldsOf(ours.task!), fieldsOf(theirs.task!)]
  const from = (name: keyof Fields): ReturnType<typeof pick> => pick(base[name], first[name], second[name])
  const edits: Edit[] = []
  const conflicts: MergedHead['conflicts'][number][] = []
  const clash = (field: 'text' | 'estimate'): void =>
    void conflicts.push({ field, base: base[field] ?? '', mine: first[field], plan: second[field] })
  if (from('text') === 'theirs')
    edits.push({ ...relative(ours.task!.textSpan, ours), text: cut(theirs, theirs.task!.textSpan) })
  else if (from('text') === 'conflict') clash('text')
  const onlyTheirs = base.estimate === undefined && first.estimate === ''
  const noOurs = base.estimate === undefined && second.estimate === ''
  if (from('estimate') === 'theirs' || (onlyTheirs && second.estimate !== ''))
    edits.push(remarkEdit(ours, ours.task!.estimate, cut(theirs, theirs.task!.estimate)))
  else if (from('estimate') === 'conflict' && !noOurs) clash('estimate')
  const depends = dependsEdit(base.depends, ours, theirs)
  if (depends !== null) edits.push(depends)
  if (from('parallel') === 'theirs')
    edits.push(tagEdit(ours, ours.task!.parallelSpan, cut(theirs, theirs.task!.parallelSpan)))
  if (from('milestone') === 'theirs')
    edits.push(tagEdit(ours, ours.task!.milestoneSpan, cut(theirs, theirs.task!.milestoneSpan)))
  return { head: splice(ours.head, edits), conflicts }
}

/**
 * Merges the heads of one task. The words, the effort, the dependencies and the tags merge each by itself; a box that is
 * ticked on one side is ticked, unless the base shows that the other side took the tick away.
 */
export function mergeTaskHead(base: Node | null, ours: Node, theirs: Node, record: LockTask | null): MergedHead {
  const box = boxFrom(base, ours, theirs)
  const [first, second, before] = [bare(ours), bare(theirs), base === null ? null : bare(base)]
  if (first === second || before === second) return { head: withBox(ours, box), conflicts: [] }
  const inPlace = ours.task?.indent === theirs.task?.indent
  if (before === first && inPlace) return { head: withBox(theirs, box), conflicts: [] }
  const fields = base?.task != null ? fieldsOf(base.task) : record === null ? {} : fieldsOfRecord(record)
  if (ours.task === null || theirs.task === null) return { head: ours.head, conflicts: [] }
  const merged = mergeFields(fields, { ...ours, head: ours.head }, theirs)
  // The box comes before everything that was edited, so its place is still the same.
  return { ...merged, head: withBox({ ...ours, head: merged.head }, box === ours ? ours : theirs) }
}

/** The comments for what both sides changed, as lines that belong to a task. */
export function noteLines(
  about: string,
  node: Node,
  { conflicts }: Pick<MergedHead, 'conflicts'>,
  eol: string,
): string[] {
  const indent = ' '.repeat(node.task?.kind === 'item' ? node.task.contentColumn : 0)
  return conflicts.map(({ field, plan }) => `${indent}${printBranchNote({ about, field, other: plan })}${eol}`)
}
