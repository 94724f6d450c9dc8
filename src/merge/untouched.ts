import type { CompileInput } from '../model/compile.ts'
import type { Task } from '../model/task.ts'
import { hashOfSource, hashText } from '../model/hash.ts'
import type { Lock } from './lock.ts'

/**
 * A quick look whether execute.md and the documents stand as the last run left them. Only then is it worth a try
 * whether there is anything to merge at all.
 */
export function mayBeUntouched({ documents, written, lock: text, take }: CompileInput, lock: Lock): boolean {
  if (!written || text === null || take !== undefined || lock.after === '') return false
  const hashes = new Map(lock.documents.map((record) => [record.doc, record.hash]))
  return (
    hashes.size === documents.length &&
    lock.after === hashText(written.text) &&
    documents.every(({ link, source }) => hashes.get(link) === hashOfSource(source))
  )
}

/** Whether the open line of each task seems to stand in a document, one behind the other. The first that does not ends it. */
export function linesStand(text: string, tasks: readonly Task[]): boolean {
  let at = 0
  for (const { id, state } of tasks) {
    const found = text.indexOf(`] ${id} `, at)
    if (found < 0 || (state === 'open' && text.charCodeAt(found - 1) !== 0x20)) return false
    at = found
  }
  return true
}
