import fc from 'fast-check'

/* A small plan as a value, and what people change in it between two runs. */

export interface SmallTask {
  readonly words: string
  readonly body: readonly string[]
}

export interface SmallMilestone {
  readonly title: string
  readonly goal: string
  readonly tasks: readonly SmallTask[]
}

export interface SmallPlan {
  readonly milestones: readonly SmallMilestone[]
  readonly risks: readonly string[]
}

const nouns = [
  'reader',
  'writer',
  'index',
  'cache',
  'report',
  'importer',
  'scheduler',
  'parser',
  'viewer',
  'signer',
  'router',
  'mailer',
]
const verbs = ['Create', 'Extend', 'Cover', 'Document', 'Connect', 'Measure', 'Harden', 'Rename']
const titles = [
  'Reading invoices',
  'Writing ledgers',
  'Searching archives',
  'Printing labels',
  'Sending letters',
  'Counting stock',
]

/** Words that only this number has. */
const taskOf = (n: number): SmallTask => ({
  words: `${verbs[n % verbs.length]} the ${nouns[n % nouns.length]} of area ${String.fromCodePoint(97 + (n % 26))}${n} in \`src/${nouns[n % nouns.length]}/part${n}.ts\``,
  body: n % 3 === 0 ? [`first detail of ${n}`, `second detail of ${n}`] : [],
})

export const smallPlans: fc.Arbitrary<SmallPlan> = fc
  .array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 4 })
  .map((sizes) => {
    let n = 0
    return {
      milestones: sizes.map((size, at) => ({
        title: titles[at]!,
        goal: `People rely on ${titles[at]!.toLowerCase()}`,
        tasks: Array.from({ length: size + 1 }, () => taskOf(n++)),
      })),
      risks: ['Disks may fail', 'Vendors may leave'].slice(0, sizes[0]! % 3),
    }
  })

export function printSmallPlan({ milestones, risks }: SmallPlan): string {
  const lines = ['# Plan: Bureau', '']
  milestones.forEach(({ title, goal, tasks }, at) => {
    lines.push(`## Milestone ${at + 1}: ${title}`, '', `**Goal**: ${goal}`, '', '### Tasks', '')
    for (const { words, body } of tasks) lines.push(`- [ ] ${words}`, ...body.map((line) => `  - ${line}`))
    lines.push('')
  })
  if (risks.length > 0) lines.push('## Risk Assessment', '', ...risks.map((risk) => `- ${risk}`), '')
  return lines.join('\n')
}

export interface PlanChange {
  readonly kind:
    | 'add'
    | 'remove'
    | 'reword'
    | 'move'
    | 'detail'
    | 'rename'
    | 'insert-milestone'
    | 'swap'
    | 'risk'
    | 'goal'
    | 'shuffle'
  readonly a: number
  readonly b: number
}

export const planChanges: fc.Arbitrary<readonly PlanChange[]> = fc.array(
  fc.record({
    kind: fc.constantFrom<PlanChange['kind']>(
      'add',
      'remove',
      'reword',
      'move',
      'detail',
      'rename',
      'insert-milestone',
      'swap',
      'risk',
      'goal',
      'shuffle',
    ),
    a: fc.nat(20),
    b: fc.nat(20),
  }),
  { maxLength: 4 },
)

const put = <T>(list: readonly T[], at: number, items: readonly T[], count = 0): T[] => [
  ...list.slice(0, at),
  ...items,
  ...list.slice(at + count),
]

function changeTasks({ kind, a, b }: PlanChange, tasks: readonly SmallTask[], serial: number): readonly SmallTask[] {
  const at = b % Math.max(1, tasks.length)
  const task = tasks[at]
  if (kind === 'add') return put(tasks, at, [taskOf(100 + serial * 7 + a)])
  if (task === undefined) return tasks
  if (kind === 'remove') return tasks.length > 1 ? put(tasks, at, [], 1) : tasks
  if (kind === 'reword') return put(tasks, at, [{ ...task, words: `${task.words} with care ${serial}` }], 1)
  if (kind === 'detail') return put(tasks, at, [{ ...task, body: [...task.body, `new detail ${serial}`] }], 1)
  return kind === 'shuffle' ? [...tasks.slice(at), ...tasks.slice(0, at)] : tasks
}

export function changePlan(plan: SmallPlan, change: PlanChange, serial: number): SmallPlan {
  const { kind, a, b } = change
  const { milestones } = plan
  const at = a % milestones.length
  const one = milestones[at]!
  const withOne = (next: SmallMilestone): SmallPlan => ({ ...plan, milestones: put(milestones, at, [next], 1) })
  if (kind === 'rename') return withOne({ ...one, title: `${one.title} anew` })
  if (kind === 'goal') return withOne({ ...one, goal: `${one.goal} every day ${serial}` })
  if (kind === 'risk') return { ...plan, risks: [...plan.risks, `Risk ${serial} may happen`] }
  if (kind === 'insert-milestone')
    return {
      ...plan,
      milestones: put(milestones, at, [
        { title: `Quite another part ${serial}`, goal: 'More', tasks: [taskOf(200 + serial * 11 + b)] },
      ]),
    }
  if (kind === 'swap') return { ...plan, milestones: [...milestones.slice(at), ...milestones.slice(0, at)] }
  if (kind !== 'move' || milestones.length < 2 || one.tasks.length < 2)
    return withOne({ ...one, tasks: changeTasks(change, one.tasks, serial) })
  const task = one.tasks[b % one.tasks.length]!
  const to = (at + 1) % milestones.length
  return {
    ...plan,
    milestones: milestones.map((other, index) => {
      if (index === at) return { ...other, tasks: other.tasks.filter((each) => each !== task) }
      return index === to ? { ...other, tasks: [...other.tasks, task] } : other
    }),
  }
}

export const changed = (plan: SmallPlan, changes: readonly PlanChange[]): SmallPlan =>
  changes.reduce((before, change, serial) => changePlan(before, change, serial + 1), plan)
