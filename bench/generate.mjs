// Writes a plan of any size: `node bench/generate.mjs TASKS > plan.md`. The same number gives the same bytes.
import { fileURLToPath } from 'node:url'

const verbs = ['Create', 'Extend', 'Cover', 'Document', 'Connect']
const things = ['reader', 'writer', 'index', 'cache', 'report', 'importer', 'scheduler']
const perMilestone = 25

/** The text of a plan with `tasks` task lines, in milestones of 25, in the form that people write. */
export function generatePlan(tasks) {
  const lines = ['# Plan: Bench', '', '**Date**: 2026-01-01', '', '## Overview', '', `A plan with ${tasks} tasks.`, '']
  for (let first = 0, milestone = 1; first < tasks; first += perMilestone, milestone++) {
    lines.push(`## Milestone ${milestone}: ${title(milestone)}`, '')
    lines.push(`**Goal**: Users can rely on the ${things[milestone % things.length]} of part ${milestone}.`, '')
    lines.push('### Deliverables', '')
    for (let at = first; at < Math.min(first + perMilestone, tasks); at++) lines.push(task(at, at - first))
    lines.push('', '### Success Criteria', '')
    lines.push(`- [ ] Part ${milestone} answers within ${100 + (milestone % 9) * 50} ms`)
    lines.push(`- [ ] All tests of \`src/mod${milestone}\` pass`, '')
  }
  return lines.join('\n')
}

function title(milestone) {
  return `Part ${milestone}, the ${things[milestone % things.length]}`
}

/** One line; every fifth names a dependency on the one before it in the same milestone. */
function task(at, position) {
  const verb = verbs[at % verbs.length]
  const thing = things[at % things.length]
  const after = position > 0 && position % 5 === 0 ? ` (depends on \`src/mod${module(at - 1)}/file${at - 1}.ts\`)` : ''
  return `- [ ] ${verb} \`src/mod${module(at)}/file${at}.ts\` with \`${thing}${at}\`${after}`
}

function module(at) {
  return Math.floor(at / perMilestone) + 1
}

/** The text of a list of tasks as Spec Kit has it, in phases of 100; every fifth task waits for the one before. */
export function generateTasks(tasks) {
  const lines = ['# Tasks: Bench']
  for (let at = 0; at < tasks; at++) {
    const phase = Math.floor(at / 100) + 1
    if (at % 100 === 0) lines.push('', `## Phase ${phase}: ${title(phase)}`, '')
    const id = (number) => `T${String(number).padStart(5, '0')}`
    const parallel = at % 3 === 0 ? '' : '[P] '
    const after = at % 5 === 4 ? ` (depends on ${id(at)})` : ''
    const thing = things[at % things.length]
    lines.push(
      `- [ ] ${id(at + 1)} ${parallel}[US${phase}] Create \`src/m${phase}/f${at}.ts\` with \`${thing}${at}\`${after}`,
    )
  }
  return `${lines.join('\n')}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(generatePlan(Number(process.argv[2])))
