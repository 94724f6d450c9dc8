import { readCarried, readPhases, strings } from './carried.ts'
import type { ForeignPlan, ForeignTask } from './imported.ts'
import { field, isObject, leftOver, listOf, textOf } from './json-values.ts'
import { oneLine } from './print-list.ts'
import type { TaskState } from '../model/plan.ts'

/** Whether a value is what `export --to json` writes. */
export const isIntentkExport = (value: unknown): boolean =>
  isObject(value) && field(value, 'format') === 'intentk' && Array.isArray(field(value, 'tasks'))

const STATES: readonly string[] = ['open', 'done', 'started', 'dropped'] satisfies readonly TaskState[]

/** Reads what `export --to json` wrote. */
export function readIntentk(file: string, value: unknown, name: string): ForeignPlan {
  if (!isObject(value)) return { title: name, phases: [], tasks: [], appendix: [], warnings: [] }
  const warnings: string[] = []
  const tasks = listOf(field(value, 'tasks')).flatMap((each, index): readonly ForeignTask[] => {
    const source = `${file}#/tasks/${index}`
    const own = isObject(each) ? readCarried(each) : null
    const state = isObject(each) ? textOf(field(each, 'state')) : ''
    const text = isObject(each) ? oneLine(textOf(field(each, 'text'))) : ''
    if (!isObject(each) || own === null || text === '' || !STATES.includes(state)) {
      warnings.push(`${source} has no text, state or phase that is known, and is left out.`)
      return []
    }
    return [
      {
        ...own,
        source,
        foreignId: own.id,
        key: own.id,
        text,
        state: state as TaskState,
        dependsOn: strings(field(each, 'dependsOn')),
        body: listOf(field(each, 'body')).map(textOf),
      },
    ]
  })
  const rest = leftOver(value, ['format', 'version', 'title', 'phases', 'tasks'])
  return {
    title: oneLine(textOf(field(value, 'title'))) || name,
    phases: readPhases(field(value, 'phases')),
    tasks,
    appendix: rest === '' ? [] : [{ source: `${file}#`, text: rest }],
    warnings,
  }
}
