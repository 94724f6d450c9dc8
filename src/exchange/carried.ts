import type { PhaseId } from '../model/task.ts'
import { field, isObject, listOf, textOf, type JsonObject } from './json-values.ts'
import { oneLine } from './print-list.ts'
import type { ExchangePhase, ExchangeTask } from './plan.ts'

/** What a format has no field for, under the name `intentk` where it lets others keep their own. */
export type Carried = Pick<ExchangeTask, 'id' | 'phase' | 'estimate' | 'files'>

export const bareCarried = { priority: '', goal: '', validation: '', dependsOn: [], notes: [] } as const

export const carry = ({ id, phase, estimate, files }: ExchangeTask): Carried => ({ id, phase, estimate, files })

export const strings = (value: unknown): readonly string[] =>
  listOf(value)
    .map(textOf)
    .filter((each) => each !== '')

const phaseId = (value: unknown): PhaseId | null =>
  /^(?:setup|foundational|polish|M\d{1,6})$/.test(textOf(value)) ? (textOf(value) as PhaseId) : null

/** What an export kept in a task; null for a task that no export wrote, or that says nothing sound. */
export function carriedTask(task: JsonObject): Carried | null {
  const metadata = field(task, 'metadata')
  const own = isObject(metadata) ? field(metadata, 'intentk') : undefined
  return isObject(own) ? readCarried(own) : null
}

/** Reads what {@link carry} gave. */
export function readCarried(own: JsonObject): Carried | null {
  const id = textOf(field(own, 'id'))
  const phase = phaseId(field(own, 'phase'))
  if (phase === null) return null
  return {
    id,
    phase,
    estimate: /^[^()\r\n]{0,40}$/.test(textOf(field(own, 'estimate'))) ? textOf(field(own, 'estimate')) : '',
    files: strings(field(own, 'files')).map(oneLine),
  }
}

/** The phases that an export kept beside its tasks; none where no export wrote it. */
export function carriedPhases(holder: JsonObject): readonly ExchangePhase[] {
  const own = field(holder, 'intentk')
  return isObject(own) ? readPhases(field(own, 'phases')) : []
}

export function readPhases(value: unknown): readonly ExchangePhase[] {
  const seen = new Set<PhaseId>()
  return listOf(value).flatMap((each) => {
    const id = isObject(each) ? phaseId(field(each, 'id')) : null
    if (id === null || !isObject(each) || seen.has(id)) return []
    seen.add(id)
    const text = (name: string): string => oneLine(textOf(field(each, name)))
    return [
      {
        id,
        title: text('title'),
        priority: /^[^()\r\n]{0,40}$/.test(text('priority')) ? text('priority') : '',
        goal: text('goal'),
        validation: text('validation'),
        dependsOn: strings(field(each, 'dependsOn')).flatMap((name) => phaseId(name) ?? []),
        notes: [],
      },
    ]
  })
}
