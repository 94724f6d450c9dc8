import type { RunPlan, RunTask } from './run-plan.ts'

/** A fence that nothing inside of it can end. */
function fenced(text: string): string {
  const longest = Array.from(text.matchAll(/`{3,}/g), ([run]) => run.length).reduce(
    (most, one) => Math.max(most, one),
    2,
  )
  const fence = '`'.repeat(longest + 1)
  return `${fence}markdown\n${text}${text.endsWith('\n') ? '' : '\n'}${fence}\n`
}

/**
 * What an agent gets for a task: the block for it, the task as it stands in the document byte for byte, and what its
 * last attempt lacked. The words of the document are quoted; they are no instructions of the run.
 */
export function promptFor(
  { phases, tasks, waitsFor }: RunPlan,
  task: RunTask,
  { document, brief, more }: { readonly document: string; readonly brief: string; readonly more: string },
): string {
  const before = waitsFor[tasks.indexOf(task)]!.map((other) => tasks[other]!.key)
  const facts = [
    `Phase: ${phases[task.phase]!.title || phases[task.phase]!.id}`,
    ...(before.length === 0 ? [] : [`Done before: ${before.join(', ')}`]),
    ...(task.writes.length === 0 ? [] : [`Files it writes: ${task.writes.join(', ')}`]),
    ...(task.verify.length === 0 ? [] : [`It is checked by: ${task.verify.join('; ')}`]),
  ].join('\n')
  const head = brief === '' ? `# Task ${task.id === '' ? 'without an id' : task.id} of ${document}` : brief.trimEnd()
  return [
    head,
    facts,
    `## The task as it stands in ${document}\n\n${fenced(task.source)}`.trimEnd(),
    `## Rules

- Do this one task and nothing else. Leave no placeholder, no TODO and no stub.
- Do not edit ${document}: its boxes are ticked when the task is verified.
- Do not commit, and leave branches and the index of git alone.
- Where the plan assumes something that is not so, change nothing more and print one line: \`BROKEN ASSUMPTION: what is assumed, and what is so instead\`.`,
    ...(more === '' ? [] : [`## After the last attempt\n\n${more.trimEnd()}`]),
  ]
    .join('\n\n')
    .concat('\n')
}
