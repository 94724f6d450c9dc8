import type { TaskState } from '../model/plan.ts'

/** Offsets at which the lines of a text start. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** The line, from 1, that holds an offset. */
export function lineAt(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= offset) low = middle
    else high = middle - 1
  }
  return low + 1
}

export interface FoundBox {
  /** From 1. */
  readonly line: number
  readonly state: TaskState
  readonly text: string
}

const BOX = /^[\s>]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[([ xX~/-])\]\*?[ \t]+(\S.*)$/
const FENCE = /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})/

/** Every line with a box outside fenced code and comments. */
export function boxesIn(text: string): readonly FoundBox[] {
  const found: FoundBox[] = []
  let fence = ''
  let comment = false
  text.split('\n').forEach((raw, index) => {
    const line = raw.trimEnd()
    const run = comment ? undefined : FENCE.exec(line)?.[1]
    if (fence !== '') {
      if (run !== undefined && run[0] === fence[0] && run.length >= fence.length && line.trim() === run) fence = ''
      return
    }
    if (comment) {
      comment = !line.includes('-->')
      return
    }
    if (run !== undefined) {
      fence = run
      return
    }
    const open = line.lastIndexOf('<!--')
    comment = open >= 0 && line.trimStart().startsWith('<!--') && !line.slice(open).includes('-->')
    const [, mark = '', words = ''] = BOX.exec(line) ?? []
    if (mark !== '') found.push({ line: index + 1, state: stateOf(mark), text: words })
  })
  return found
}

function stateOf(mark: string): TaskState {
  if (mark === ' ') return 'open'
  if (mark === 'x' || mark === 'X') return 'done'
  return mark === '-' ? 'dropped' : 'started'
}
