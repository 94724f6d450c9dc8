import { byKey } from '../model/by-key.ts'
import type { Execution } from '../model/execution.ts'
import type { NodeDetails } from '../model/graph-details.ts'
import type { GraphNode, GraphView } from '../model/graph-view.ts'
import type { ScheduledTask, ScheduleView } from '../model/schedule.ts'
import type { Task } from '../model/task.ts'
import { plain } from '../parse/text/plain.ts'

/** Prints minutes for people. */
type Minutes = (minutes: number) => string

const MARKS = { done: '✓', started: '~', open: '·', dropped: '×' } as const

/** Details of each node, in the order of the nodes. */
export function graphDetails(
  { tasks }: Execution,
  { by, nodes, phases }: GraphView,
  schedule: ScheduleView | null,
  inWords: Minutes,
): readonly NodeDetails[] {
  const titles = new Map(phases.map(({ id, title }) => [id, title]))
  const planned = new Map(schedule?.tasks.map((one) => [one.id, one]))
  const byId = new Map(tasks.map((task) => [task.id, task]))
  const members = byKey(
    tasks.filter(({ state }) => state !== 'dropped'),
    ({ phase }) => phase as string,
  )
  return nodes.map((node): NodeDetails => {
    if (by !== 'task') return phaseDetails(node, members.get(node.id) ?? [], inWords)
    return taskDetails(node, byId.get(node.id)!, titles.get(node.phase) ?? '', planned.get(node.id), inWords)
  })
}

const wave = ({ wave: number }: GraphNode): readonly [string, string] => ['Wave', String(number + 1)]

const slack = ({ slack: minutes }: GraphNode, inWords: Minutes): readonly [string, string] => [
  'Slack',
  minutes > 0 ? inWords(minutes) : 'none',
]

function phaseDetails(node: GraphNode, members: readonly Task[], inWords: Minutes): NodeDetails {
  const open = node.tasks - node.estimated
  const assumed = open === 0 ? '' : ` (${open} of ${node.tasks} without an estimate count 1 h each)`
  return {
    facts: [
      ['State', `${node.done} of ${node.tasks} done`],
      ['Work', `${inWords(node.minutes)}${assumed}`],
      slack(node, inWords),
      wave(node),
    ],
    body: members.map(({ id, text, state }) => `${MARKS[state]} ${id} ${plain(text)}`),
  }
}

function taskDetails(
  node: GraphNode,
  task: Task,
  phase: string,
  planned: ScheduledTask | undefined,
  inWords: Minutes,
): NodeDetails {
  const files = [...new Set(task.paths.filter(({ role }) => role === 'write').map(({ path }) => path))]
  const when = ({ worker, start, finish }: ScheduledTask): string =>
    `${inWords(start)} to ${inWords(finish)}, worker ${worker}`
  return {
    facts: [
      ['State', node.state],
      ['Phase', phase],
      ['Estimate', node.estimated > 0 ? inWords(node.minutes) : 'none stated, counts 1 h'],
      slack(node, inWords),
      wave(node),
      ...(node.parallel ? [['Parallel', '[P]: may run beside any other [P] task'] as const] : []),
      ...(planned === undefined ? [] : [['Planned', when(planned)] as const]),
      ...(files.length === 0 ? [] : [['Files', files.join(', ')] as const]),
    ],
    body: task.body,
  }
}
