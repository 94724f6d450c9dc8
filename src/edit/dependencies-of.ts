import type { ProgressTask } from '../model/task-document.ts'
import { findInlineDependencies, readDependencyLine } from '../parse/text/dependencies.ts'

/** Ids that a task says it waits for, in its head or in a line of its body (`_Depends: 2.1_`). */
export function dependenciesOf({ depends, body }: Pick<ProgressTask, 'depends' | 'body'>): readonly string[] {
  const at = { file: '', start: 0 }
  const remark = depends === null ? [] : findInlineDependencies(`(${depends.text})`, at).stated
  const lines = body.flatMap((line) => {
    const read = readDependencyLine(line, at)
    return read === null || read.form === 'uses' ? [] : read.stated
  })
  return [...remark, ...lines].map(({ target }) => target)
}
