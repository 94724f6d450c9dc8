import type { Block } from '../../model/blocks.ts'
import type { TreeEntry } from '../../model/plan.ts'
import type { ReadContext } from './context.ts'

const BRANCH = /^([│|\s]*?)(?:├──?|└──?|\+--|\|--|`--|├─|└─|┣|┗)[─\s]*(.*)$/u
const ROOT = /^([\w.@()[\]{}~+-][\w.@()[\]{}~+ -]*\/(?:[\w.@-]+\/)*)\s*(?:[#←<(].*|\/\/.*)?$/u
const COMMENT = /\s+(?:#|\/\/|←|<-|--|—|–)\s*(.*)$|\s{2,}\(?([^#].*)$|\s+(\(.*\))$/su
const EXISTING =
  /(?:\bexist(?:s|ing)\b|\bunchanged\b|✅|\bcomplete[d]?\b|\balready\b|\bcurrent\b|既存|现有|已有|bestehend|existant|existente|mevcut|существующ|기존)/iu
const NAME = /^[\w.@()[\]{}~+*,/\- ]+$/u

interface Row {
  readonly column: number
  readonly name: string
  readonly comment: string
  readonly start: number
  readonly end: number
}

function split(rest: string): { name: string; comment: string } {
  const comment = COMMENT.exec(rest)
  const name = (comment === null ? rest : rest.slice(0, comment.index)).trim()
  return { name, comment: (comment?.[1] ?? comment?.[2] ?? comment?.[3] ?? '').trim() }
}

function rowsOf(text: string, start: number): Row[] {
  const rows: Row[] = []
  let at = start
  for (const line of text.split('\n')) {
    const branch = BRANCH.exec(line.replace(/\r$/, ''))
    const root = branch === null ? ROOT.exec(line.trim()) : null
    if (branch !== null)
      rows.push({ column: branch[1]!.length + 1, ...split(branch[2]!), start: at, end: at + line.length })
    else if (root !== null) rows.push({ column: 0, ...split(line.trim()), start: at, end: at + line.length })
    at += line.length + 1
  }
  return rows
}

/** A tree of the documents of a feature describes no source. */
function isDocumentTree(rows: readonly Row[]): boolean {
  const names = rows.map((row) => row.name.replace(/\/$/, ''))
  if (/^(?:visions|specs|goals|\.specify|\.goalkit|openspec)\b/u.test(names[0] ?? '')) return true
  return (
    names.filter((name) =>
      /^(?:plan|spec|research|tasks|quickstart|data-model|execute|milestones|validation|vision|goal|strategy)\.md$/u.test(
        name,
      ),
    ).length >= 2
  )
}

function entriesOf(rows: readonly Row[]): TreeEntry[] {
  const entries: TreeEntry[] = []
  const open: { column: number; path: string }[] = []
  rows.forEach((row, index) => {
    while (open.length > 0 && open[open.length - 1]!.column >= row.column) open.pop()
    if (!NAME.test(row.name) || /^\.{2,}$|^\[/.test(row.name)) return
    const parent = open[open.length - 1]?.path ?? ''
    const deeper = (rows[index + 1]?.column ?? -1) > row.column
    const directory = row.name.endsWith('/') || deeper
    const path = `${parent}${row.name.replace(/\/+$/, '')}${directory ? '/' : ''}`.replace(/^\.\//, '')
    if (directory) open.push({ column: row.column, path })
    entries.push({
      path,
      directory,
      comment: row.comment.replace(EXISTING, '').trim() === '' ? '' : row.comment,
      existing: EXISTING.test(row.comment),
      span: { start: row.start, end: row.end },
    })
  })
  return entries
}

/** Reads a source tree drawn in a fence; empty where the fence holds none or describes the feature's documents. */
export function readTree(ctx: ReadContext, block: Block): TreeEntry[] {
  const text = ctx.text.slice(block.start, block.end)
  if (!/[├└]|\|--|\+--|`--/u.test(text)) return []
  const rows = rowsOf(text, block.start)
  if (rows.length < 2 || isDocumentTree(rows)) return []
  const entries = entriesOf(rows)
  // Names without any folder are a list, not a layout.
  return entries.some((entry) => entry.directory) ? entries : []
}
