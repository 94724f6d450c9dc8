import { plainId } from '../../edit/find-tasks.ts'
import type { CheckedDocument } from '../subject.ts'
import type { ProseLine } from './prose.ts'

/** The lines of a document that somebody wrote. Of an execute.md that comes from a plan, only tasks added by hand. */
export function ownLines({ role, generated, prose, tasks }: CheckedDocument): readonly ProseLine[] {
  if (role !== 'execute' || generated.size === 0) return prose
  const own = tasks.tasks.filter(({ id }) => id === '' || !generated.has(plainId(id)))
  let next = 0
  return prose.filter(({ start }) => {
    while (next < own.length && own[next]!.end <= start) next++
    return next < own.length && own[next]!.start <= start
  })
}

/** Documents with blanks for others to fill in. */
export const isTemplate = (file: string): boolean => /template/i.test(file)
