import { dirname, join, relative } from 'node:path'
import { hashBytes, hashText } from '../model/hash.ts'
import { once } from '../model/once.ts'
import { lineIndex, pointAt } from '../parse/lines.ts'
import { readProgress } from '../parse/tasks/progress.ts'
import type { Claims, LineOf } from '../query/status.ts'
import { boardOf, type Board } from '../tasks/board.ts'
import { claimsOn } from '../workspace/claims.ts'
import type { FileSystem } from '../workspace/file-system.ts'
import { maximumBytes } from '../workspace/source-file.ts'
import { readTarget, type TaskTarget } from '../workspace/task-target.ts'
import { readAll } from './document-tasks.ts'

/** A task document as progress sees it, with who works on what. */
export interface BoardSession {
  readonly board: Board
  readonly claims: Claims
  readonly lineOf: LineOf
}

/** Reads the board of a document. Nothing is compiled. */
export function openBoard(fs: FileSystem, target: TaskTarget): BoardSession {
  const { source } = readTarget(fs, target)
  const document = (target.dialect === undefined ? readProgress(source) : null) ?? readAll(target, source)
  return {
    board: boardOf(document),
    claims: claimsOn(fs, target.root, target.shown),
    lineOf: lineCounter(document.text),
  }
}

/** Counts lines up to the first offset that is asked for, and indexes the text where one before it is. */
function lineCounter(text: string): LineOf {
  let [line, start] = [1, 0]
  const index = once(() => lineIndex(text))
  return (offset) => {
    if (offset < start) return pointAt(index(), offset).line
    for (let end = text.indexOf('\n', start); end >= 0 && end < offset; end = text.indexOf('\n', start)) {
      line++
      start = end + 1
    }
    return line
  }
}

/** Records of documents stand on top of a lock, one a line; more documents than fit here no plan has. */
const headOfLock = 64 * 1024

/** Documents that changed since they were compiled, relative to the execute.md; null where there is no lock. */
export function changedDocuments(fs: FileSystem, { own, lockPath, path }: TaskTarget): readonly string[] | null {
  if (!own) return null
  const head = new TextDecoder().decode(fs.read(lockPath, headOfLock))
  return head.split('\n').flatMap((line) => {
    const [, doc, hash] = /^[[,]\{"doc":("(?:[^"\\]|\\.)*"),"hash":"([0-9a-f]+)"\}/.exec(line) ?? []
    if (doc === undefined) return []
    const name = JSON.parse(doc) as string
    const at = join(dirname(path), name)
    // A name in a lock is no reason to read anything else than what lies beside or near it.
    if (relative(dirname(path), at).startsWith(join('..', '..', '..'))) return []
    return fs.stat(at)?.kind === 'file' && hashOfFile(fs, at) === hash ? [] : [name]
  })
}

/** As `hashText` of the document; one without line ends of Windows need not be decoded for that. */
function hashOfFile(fs: FileSystem, path: string): string {
  const bytes = fs.read(path, maximumBytes + 1)
  const from = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const content = bytes.subarray(from)
  return content.includes(13) ? hashText(new TextDecoder().decode(content)) : hashBytes(content)
}
