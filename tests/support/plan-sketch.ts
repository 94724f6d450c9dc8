/* Plans as values that tests can edit, and their text. */

export interface TaskSketch {
  /** Words that no other task has. */
  readonly name: string
  readonly box: '[ ]' | '[x]' | '[~]' | ''
  /** The plan's own id, '' for none. */
  readonly ownId: string
  readonly parallel: boolean
  readonly path: string
  readonly estimate: string
  /** As printed, ` (depends on T001)`. */
  readonly depends: string
  readonly body: readonly string[]
}

export interface MilestoneSketch {
  readonly title: string
  readonly number: number
  readonly priority: string
  readonly goal: string
  /** What the dependency field says, '' for no field. */
  readonly dependencies: string
  readonly tasks: readonly TaskSketch[]
  readonly ordered: boolean
  readonly deliverables: readonly string[]
  readonly criteria: readonly string[]
  readonly scenarios: readonly string[]
  /** Sub-headings (sprints, numbered parts) with numbered steps. */
  readonly groups: readonly { readonly title: string; readonly steps: readonly string[] }[]
  /** Rows of a task table. */
  readonly table: readonly string[]
  readonly noise: string
}

export interface PlanSketch {
  readonly words: Words
  readonly label: string
  readonly title: string
  readonly frontMatter: string
  readonly tree: readonly string[]
  readonly milestones: readonly MilestoneSketch[]
  /** Further sections as Markdown: checklists, risks, fences, comments. */
  readonly sections: readonly string[]
  readonly eol: '\n' | '\r\n'
}

/** The words of one language for the parts of a plan. */
export interface Words {
  readonly labels: readonly string[]
  readonly goal: string
  readonly tasks: string
  readonly deliverables: string
  readonly criteria: string
  readonly scenarios: string
  readonly dependencies: string
  readonly none: string
  readonly checklist: string
}

const bullet = (task: TaskSketch, at: number, ordered: boolean): string => {
  const mark = ordered ? `${at + 1}.` : '-'
  const head = [
    task.box,
    task.ownId,
    task.parallel && task.ownId !== '' ? '[P]' : '',
    task.name,
    task.path === '' ? '' : `in \`${task.path}\``,
  ]
    .filter((part) => part !== '')
    .join(' ')
  const indent = ' '.repeat(mark.length + 1)
  return [`${mark} ${head}${task.depends}${task.estimate}`, ...task.body.map((line) => `${indent}- ${line}`)].join('\n')
}

const list = (label: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`**${label}**:\n\n${lines.join('\n')}`]

function printMilestone(plan: PlanSketch, one: MilestoneSketch): string {
  const { words } = plan
  const fields = [
    one.priority === '' ? '' : `**Priority**: ${one.priority}`,
    one.goal === '' ? '' : `**${words.goal}**: ${one.goal}`,
    one.dependencies === '' ? '' : `**${words.dependencies}**: ${one.dependencies}`,
  ].filter((field) => field !== '')
  return [
    `## ${plan.label} ${one.number}: ${one.title}`,
    ...(fields.length === 0 ? [] : [fields.join('  \n')]),
    ...list(
      words.tasks,
      one.tasks.map((task, at) => bullet(task, at, one.ordered)),
    ),
    ...list(
      words.deliverables,
      one.deliverables.map((text, at) => `${at + 1}. ${text}`),
    ),
    ...list(
      words.criteria,
      one.criteria.map((text) => `- ${text}`),
    ),
    ...list(
      words.scenarios,
      one.scenarios.map((text, at) => `${at + 1}. ${text}`),
    ),
    ...one.groups.map(
      (group) => `### ${group.title}\n\n${group.steps.map((step, at) => `${at + 1}. ${step}`).join('\n')}`,
    ),
    ...(one.table.length === 0 ? [] : [`### ${words.tasks}\n\n| ID | Task |\n|---|---|\n${one.table.join('\n')}`]),
    one.noise,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** The text of a plan. */
export function printPlan(plan: PlanSketch): string {
  const tree = plan.tree.length === 0 ? [] : [`\`\`\`\n${plan.tree.join('\n')}\n\`\`\``]
  const parts = [
    `# ${plan.title}`,
    ...tree,
    ...plan.milestones.map((one) => printMilestone(plan, one)),
    ...plan.sections,
  ]
  const text = `${plan.frontMatter}${parts.filter((part) => part !== '').join('\n\n')}\n`
  return plan.eol === '\n' ? text : text.replaceAll(/\r?\n/g, '\r\n')
}
