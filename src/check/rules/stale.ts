import type { Drift } from '../../model/merge.ts'
import { PLAN, writtenExample } from '../facts/written-example.ts'
import { rule } from '../rule.ts'
import type { CheckedVision } from '../subject.ts'

/** An execute.md whose documents went on without it. */
export default rule({
  id: 'stale',
  group: 'trace',
  severity: 'warning',
  recommended: false,
  checks: 'The execute.md says what the documents it was made from say now.',
  why: 'People and assistants work from execute.md. Where a document changed after the last run, they work from what was decided before. Run `intentk execute`: it brings the tasks up to date and keeps ticks, notes and everything else that was edited by hand. Changes that reach no task (a blank line, a reworded overview) are not reported.',
  fires: [
    {
      shows: 'a plan with a task more',
      files: writtenExample(`${PLAN}- [ ] Create \`src/menu.ts\`\n`),
      finds: ['# Execution Plan: Export'],
    },
    {
      shows: 'a plan in which a task was reworded',
      files: writtenExample(PLAN.replace('src/csv.ts', 'src/writer.ts')),
      finds: ['# Execution Plan: Export'],
    },
  ],
  silent: [
    { shows: 'a plan that is the same', files: writtenExample(PLAN) },
    { shows: 'a plan with a blank line more', files: writtenExample(PLAN.replace('\n\n**Goal**', '\n\n\n**Goal**')) },
    { shows: 'a plan that nothing was made from', files: { 'plan.md': PLAN } },
  ],
  vision: ({ documents, result, lock }, report) => {
    if (lock === null || lock.documents.length === 0 || result?.status !== 'compiled') return
    const { drift, changes } = result.merged
    const written = documents.find(({ role }) => role === 'execute')
    const reaches = drift.tasks.length > 0 || changes.some(({ kind }) => kind !== 'add')
    if (written === undefined || drift.documents.length === 0 || !reaches) return
    const { file, tasks } = written
    const [first] = tasks.headings
    const { start, end } = first ?? { start: 0, end: Math.max(0, written.text.indexOf('\n')) }
    report({
      file,
      start,
      end: start + written.text.slice(start, end).trimEnd().length,
      message: `This was made before ${saidOf(drift)}: ${reachOf(drift)} would change. Run \`intentk execute\`.`,
      related: relatedOf(documents, drift),
    })
  },
})

const WORDS = { added: 'was added', changed: 'changed', removed: 'was removed' } as const

function saidOf({ documents }: Drift): string {
  const shown = documents.slice(0, 3).map(({ path, state }) => `${path} ${WORDS[state]}`)
  const more = documents.length > shown.length ? ` and ${documents.length - shown.length} more` : ''
  return `${shown.join(', ')}${more}`
}

function reachOf({ tasks, milestones }: Drift): string {
  if (tasks.length === 0) return 'some of it'
  const ids = `${tasks.slice(0, 5).join(', ')}${tasks.length > 5 ? ` and ${tasks.length - 5} more tasks` : ''}`
  return milestones.length === 0 ? ids : `${ids} of ${milestones.slice(0, 5).join(', ')}`
}

const relatedOf = (documents: CheckedVision['documents'], drift: Drift) =>
  drift.documents.flatMap(({ path, state }) => {
    const found = documents.find(({ file }) => file === path || file.endsWith(`/${path}`))
    if (found === undefined) return []
    return [{ message: `${path} ${WORDS[state]} since`, place: { file: found.file, start: 0, end: 0 } }]
  })
