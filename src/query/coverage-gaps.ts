import type { Execution } from '../model/execution.ts'
import {
  NOTHING_ABOVE,
  type Above,
  type CoverageEvidence,
  type CoverageItem,
  type CoverageLevel,
  type CoverageLink,
  type CoverageRow,
  type CoverageView,
  type Uncovered,
} from './coverage-view.ts'

type Items = CoverageView['items']

/** Rows for what no task is for. */
export function rowsWithout(
  items: Items,
  rows: readonly CoverageRow[],
  links: ReadonlyMap<string, Above>,
): CoverageRow[] {
  const empty: CoverageRow = { ...NOTHING_ABOVE, requirements: [], milestone: null, task: null, evidence: null }
  const idsIn = (of: (row: CoverageRow) => readonly CoverageLink[]): Set<string> =>
    new Set(rows.flatMap((row) => of(row).map(({ id }) => id)))
  const milestones = new Set(rows.map(({ milestone }) => milestone))
  const bare = items.milestone.filter(({ id }) => !milestones.has(id))
  const link = (id: string): CoverageLink => ({ id, link: 'stated' })
  const above = bare.map(({ id }) => links.get(id) ?? NOTHING_ABOVE)
  const seen = (of: keyof Above, ids: Set<string>): Set<string> =>
    new Set([...ids, ...above.flatMap((each) => each[of].map(({ id }) => id))])
  const intents = seen(
    'intents',
    idsIn((row) => row.intents),
  )
  const objectives = seen(
    'objectives',
    idsIn((row) => row.objectives),
  )
  const requirements = idsIn((row) => row.requirements)
  return [
    ...bare.map(({ id }, index) => ({ ...empty, ...above[index]!, milestone: id })),
    ...items.requirement
      .filter(({ id }) => !requirements.has(id))
      .map(({ id }) => ({ ...empty, requirements: [link(id)] })),
    ...items.objective.filter(({ id }) => !objectives.has(id)).map(({ id }) => ({ ...empty, objectives: [link(id)] })),
    ...items.intent.filter(({ id }) => !intents.has(id)).map(({ id }) => ({ ...empty, intents: [link(id)] })),
  ]
}

/** What is not covered, downwards first. */
export function uncoveredOf(
  execution: Execution,
  items: Items,
  rows: readonly CoverageRow[],
  links: ReadonlyMap<string, Above>,
): readonly Uncovered[] {
  const below = (of: 'intents' | 'objectives'): Set<string> =>
    new Set([...links.values()].flatMap((above) => above[of].map(({ id }) => id)))
  const intents = below('intents')
  const objectives = below('objectives')
  const requirements = new Set(rows.flatMap((row) => row.requirements.map(({ id }) => id)))
  const worked = new Set(rows.map(({ milestone }) => milestone))
  const hand = new Set(execution.tasks.filter((task) => task.hand).map(({ id }) => id))
  const without = (
    level: CoverageLevel,
    open: readonly CoverageItem[],
    why: string,
    direction: 'down' | 'up' = 'down',
  ) => open.map(({ id }): Uncovered => ({ level, id, direction, why }))
  const served = items.objective.length > 0 ? 'No objective or milestone serves it.' : 'No milestone serves it.'
  const lone = items.milestone.filter(({ id }) => (links.get(id)?.objectives.length ?? 0) === 0)
  const aimless = items.milestone.filter(({ id }) => (links.get(id)?.intents.length ?? 0) === 0)
  const loose = rows.filter(
    ({ task, milestone, requirements: named }) => hand.has(task!) && milestone === null && named.length === 0,
  )
  return [
    ...without(
      'intent',
      items.intent.filter(({ id }) => !intents.has(id)),
      served,
    ),
    ...without(
      'objective',
      items.objective.filter(({ id }) => !objectives.has(id)),
      'No milestone serves it.',
    ),
    ...without(
      'requirement',
      items.requirement.filter(({ id }) => !requirements.has(id)),
      'No task covers it.',
    ),
    ...without(
      'milestone',
      items.milestone.filter(({ id }) => !worked.has(id)),
      'It has no task.',
    ),
    ...rows.flatMap(({ task, evidence }): readonly Uncovered[] => {
      const why = evidence === null ? '' : lackOf(evidence)
      return why === '' ? [] : [{ level: 'task', id: task!, direction: 'down', why }]
    }),
    ...(items.objective.length > 0
      ? without('milestone', lone, 'It serves no objective.', 'up')
      : items.intent.length > 0
        ? without('milestone', aimless, 'It serves no intent.', 'up')
        : []),
    ...loose.map(({ task }): Uncovered => ({
      level: 'task',
      id: task!,
      direction: 'up',
      why: 'It belongs to no milestone and names no requirement.',
    })),
  ]
}

/** What a ticked task lacks; '' for nothing. */
function lackOf({ state, files, check, hasCheck }: CoverageEvidence): string {
  if (state !== 'done') return ''
  const missing = files.filter((file) => file.state === 'never').map(({ path }) => path)
  if (missing.length > 0)
    return `It is ticked, but ${missing.join(', ')} ${missing.length === 1 ? 'was' : 'were'} never made.`
  return hasCheck && check === 'unverified' ? 'It is ticked, but its check was left out.' : ''
}
