import { plainId } from '../../edit/find-tasks.ts'
import { idForm, idForms, isNamed } from '../facts/ids.ts'
import { knownIds, labelledHeadings } from '../facts/known.ts'
import type { CheckedDocument, CheckedVision } from '../subject.ts'
import { once } from '../once.ts'
import { rule } from '../rule.ts'

const DOTTED = /^\d{1,3}(?:\.\d{1,3}){1,3}$/
const LABELLED = /^(\p{L}+(?: \p{L}+)?) (\d{1,3}(?:\.\d{1,2})?)$/u
/** A statement longer than this is prose. */
const LONGEST = 200
const ENDS = /^(\S{1,20}?) ?(?:\.{2,3}|[-–—~]|to) ?(\S{1,20})$/

/** Answers which of the names that a dependency is made of nothing in the document has; '' where that is not certain. */
function missingIn(document: CheckedDocument): (target: string) => string {
  const { tasks, facts } = document
  const forms = idForms(tasks)
  const known = knownIds(tasks, facts)
  const labels = once(() => labelledHeadings(tasks))
  const groups = once(() => new Set(tasks.tasks.map(({ id }) => id.replace(/\.[^.]*$/, ''))))
  const numbers = once(() => new Set(tasks.headings.flatMap(({ text }) => /^\d+(?:\.\d+)*/.exec(text)?.[0] ?? [])))
  const lacks = (id: string): boolean => {
    if ((forms.get(idForm(id)) ?? 0) < 2 || known(id)) return false
    return isNamed(id) || (DOTTED.test(id) && !groups().has(id) && !numbers().has(id))
  }
  return (target) => {
    const name = target.trim()
    if (lacks(name)) return name
    const [, label, number] = LABELLED.exec(name) ?? []
    if (label !== undefined) {
      const own = labels().get(label.toLowerCase())
      // What comes before the first phase of a list was done in another document.
      return own !== undefined && own.size > 1 && !own.has(number!) && Number(number) > least(own) ? name : ''
    }
    const [, from, to] = ENDS.exec(name) ?? []
    if (from === undefined || to === undefined) return ''
    return lacks(from) ? from : lacks(to) ? to : ''
  }
}

const least = (numbers: ReadonlySet<string>): number => {
  let found = Infinity
  for (const number of numbers) found = Math.min(found, Number(number))
  return found
}

/** Words beside an id that make it one of another document: `T014 of spec 003`. */
const ELSEWHERE =
  /\b(?:specs?|features?|changes?|epics?|repo(?:sitory)?|upstream|issues?|pr|pull request)\b|\b\d{3}-\p{L}|#\d/iu

/** The remark or line that a name stands in. */
function remarkAround(text: string, start: number, end: number): string {
  const before = text.slice(Math.max(0, start - 80), start)
  const behind = text.slice(end, end + 80)
  return `${/[^(（\n]*$/.exec(before)![0]}\u0000${/^[^)）\n]*/.exec(behind)![0]}`
}

/** Whether a name of a milestone or task is like others of the documents, and nothing there has it. */
function missingInVision({ documents, execution }: CheckedVision): (target: string) => boolean {
  const named = (execution?.tasks ?? []).flatMap(({ id, planId, hand }) => [planId, hand ? id : ''])
  const ids = [...named, ...documents.flatMap(({ tasks }) => tasks.tasks.map(({ id }) => id))].filter((id) => id !== '')
  const known = new Set(ids.map(plainId))
  const forms = new Set(ids.filter(isNamed).map(idForm))
  const highest = new Map<string, number>()
  for (const { tasks } of documents)
    for (const [label, numbers] of labelledHeadings(tasks))
      for (const number of numbers) highest.set(label, Math.max(highest.get(label) ?? 0, Number(number)))
  return (target) => {
    const name = target.replaceAll(/[*_`"']/g, '').trim()
    const [, label, number] = LABELLED.exec(name.replace(/\s*[(（].*$/, '')) ?? []
    // A lower number may be that of a plan before this one.
    if (label !== undefined) return Number(number) > (highest.get(label.toLowerCase()) ?? Infinity)
    return isNamed(name) && forms.has(idForm(name)) && !known.has(plainId(name))
  }
}

/** A task that waits for nothing that is there. */
export default rule({
  id: 'unknown-dependency',
  group: 'graph',
  severity: 'error',
  recommended: true,
  checks: 'Whatever a task or milestone says it waits for is there.',
  why: 'A dependency on an id that no task has is waited for in vain, or ignored: most often the id is a slip of the pen, or the task was renumbered. Write the id of the task that is meant, or remove the statement.',
  fires: [
    {
      shows: 'an id that no task has',
      files:
        '- [ ] T001 Create the schema in `src/schema.ts`\n- [ ] T002 Write the parser in `src/parse.ts` (depends on T001, T009)\n',
      finds: ['T009'],
    },
    {
      shows: 'a line below the task that names no task',
      files:
        '# Tasks\n\n- [ ] 1. Store\n  - [ ] 1.1 Write the store\n    - _Requirements: 1.1_\n  - [ ] 1.2 Write the index\n    - _Depends: 1.7_\n',
      finds: ['1.7'],
    },
    {
      shows: 'a phase that the list does not have',
      files:
        '## Phase 1: Setup\n\n- [ ] T001 Create `src/a.ts`\n\n## Phase 2: Core\n\n- [ ] T002 Create `src/b.ts` (depends on Phase 4)\n',
      finds: ['Phase 4'],
    },
    {
      shows: 'a plan whose milestone waits for one that it does not have',
      files: {
        'plan.md':
          '# Plan\n\n## Milestone 1: Store\n\n- [ ] Create `src/store.ts`\n\n## Milestone 2: Search\n\n**Depends on**: Milestone 7\n\n- [ ] Create `src/search.ts`\n',
      },
      finds: ['Milestone 7'],
    },
  ],
  silent: [
    {
      shows: 'ids that are there, and a range of them',
      files:
        '- [ ] T001 Create `src/a.ts`\n- [ ] T002 Create `src/b.ts`\n- [x] T003 Create `src/c.ts` (depends on T001-T002)\n- [ ] T004 Create `src/d.ts` (depends on T003)\n',
    },
    {
      shows: 'an id of another document',
      files:
        '- [ ] T001 Create `src/a.ts` (depends on T045 of spec 003)\n- [ ] T002 Create `src/b.ts` (depends on T001)\n',
    },
    {
      shows: 'words that may name something outside of the list',
      files:
        '- [ ] T001 Create `src/a.ts` (depends on API-7)\n- [ ] T002 Create `src/b.ts` (depends on the design review)\n- [ ] T003 Create `src/c.ts` (依存: なし)\n',
    },
    {
      shows: 'a group of tasks by its number',
      files:
        '## 1. Store\n\n- [ ] 1.1 Write the store\n- [ ] 1.2 Write the index\n\n## 2. Search\n\n- [ ] 2.1 Write the search (depends on 1)\n',
    },
  ],
  document: (document, report) => {
    if (!document.isTaskList || document.generated.size > 0) return
    const { facts, tasks, text } = document
    const missing = once(() => missingIn(document))
    for (const { task, target, to, uses, start, end } of facts.dependencies) {
      if (uses || to.length > 0) continue
      const name = missing()(target)
      if (name === '' || ELSEWHERE.test(remarkAround(text, start, end))) continue
      const { id } = tasks.tasks[task]!
      const what = name === target ? `for ${name}, which` : `for ${target}, but ${name}`
      report({
        start,
        end,
        message: `${id === '' ? 'This task' : id} waits ${what} is no task of this document. Expected the id of a task that is there.`,
      })
    }
  },
  vision: (vision, report) => {
    const unknown = (vision.result?.diagnostics ?? []).filter(({ ruleId }) => ruleId === 'unknown-dependency')
    if (unknown.length === 0) return
    const texts = new Map(vision.documents.map(({ file, text }) => [file, text]))
    const missing = once(() => missingInVision(vision))
    for (const { severity, place, message, related } of unknown) {
      if (severity === 'info' || place === undefined) continue
      const printed = (texts.get(place.file) ?? '').slice(place.start, place.end)
      if (printed.length > LONGEST || !printed.split(/[,，、;；]/).some((name) => missing()(name))) continue
      report({ ...place, message, severity, ...(related === undefined ? {} : { related }) })
    }
  },
})
