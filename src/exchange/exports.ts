import type { ExchangePlan } from './plan.ts'
import { toSpecKit } from './spec-kit.ts'
import { toCsv } from './to-csv.ts'
import { toJson } from './to-json.ts'
import { toOpenSpec } from './to-openspec.ts'
import { toTaskMaster } from './to-task-master.ts'

/** The formats that are written as files. */
export type FileFormat = 'spec-kit' | 'openspec' | 'task-master' | 'json' | 'csv'

/** The files of an export by their names; the first holds the tasks. */
export function exportFiles(
  format: FileFormat,
  plan: ExchangePlan,
): readonly (readonly [name: string, text: string])[] {
  switch (format) {
    case 'spec-kit':
      return [['tasks.md', toSpecKit(plan)]]
    case 'openspec':
      return Object.entries(toOpenSpec(plan)).toSorted(([a]) => (a === 'tasks.md' ? -1 : 1))
    case 'task-master':
      return [['tasks.json', toTaskMaster(plan)]]
    case 'csv':
      return [['tasks.csv', toCsv(plan)]]
    case 'json':
      return [['tasks.json', toJson(plan)]]
  }
}
