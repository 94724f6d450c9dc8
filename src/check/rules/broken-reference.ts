import { plainId } from '../../edit/find-tasks.ts'
import { idForms, idsIn, isNamed, type IdMention } from '../facts/ids.ts'
import { knownIds } from '../facts/known.ts'
import { once } from '../once.ts'
import type { CheckedDocument } from '../subject.ts'
import { rule, type Report } from '../rule.ts'

/** Tasks with ids of one form that make an id of this form in running text one of theirs. */
const ENOUGH = 3

/** Lines that tell of other documents, of what is gone, of what is to come, or show how an id looks. */
const ELSEWHERE =
  /\b(?:specs?|epic|issue|ticket|remov\w*|dropp\w*|delet\w*|merg\w*|supersed\w*|obsolete|renumber\w*|renam\w*|former\w*|previous\w*|moved|split|e\.g|example|format|numbered|skip\w*|absorbed|folded|replac\w*|reserved|gaps?|unused|no such|cancel\w*|threat|defect|risk|future)\b|仕様|例|削除|删除|示例/i

/** The ids with letters that the document's own tasks have, by form. */
function ownForms({ tasks }: CheckedDocument): ReadonlySet<string> {
  const forms = [...idForms(tasks)].filter(([form, count]) => count >= ENOUGH && isNamed(form.replaceAll('#', '1')))
  return new Set(forms.map(([form]) => form))
}

/** Tasks that wait for one that was dropped. */
function dropped({ tasks, facts, file }: CheckedDocument, report: Report): void {
  for (const { task, to, uses, start, end, target } of facts.dependencies) {
    const own = tasks.tasks[task]!
    if (uses || own.state === 'done' || own.state === 'dropped') continue
    const gone = to.find((index) => tasks.tasks[index]!.state === 'dropped')
    // A range may hold dropped tasks; what is meant is the rest.
    if (gone === undefined || to.length > 1) continue
    const other = tasks.tasks[gone]!
    report({
      start,
      end,
      message: `${own.id === '' ? 'This task' : own.id} waits for ${target}, which was dropped. Expected a task that is still to be done, or none.`,
      related: [{ message: `${other.id} is dropped here`, place: { file, ...other.line } }],
    })
  }
}

/** How far into its words a box without an id says which task it speaks of. */
const ACCOUNT = 24

const HEAD = /^[\s>#*_~+-]*(?:\[[^\]]{0,9}\][\s*_~]*){0,4}$/

/** The ids without what tells parts of a task apart: `t3` of `T003a`, `T003.1` and `T003-MIN`, both ends of `T003-T005`. */
const basesOf = (id: string): readonly string[] => (id.match(/[A-Z]{1,8}-?\d{1,5}/g) ?? []).map(plainId)

function inProse(document: CheckedDocument, report: Report): void {
  const { prose, tasks, facts } = document
  const forms = ownForms(document)
  if (forms.size === 0) return
  const known = knownIds(tasks, facts)
  // `- [x] SKIP: T041 (not needed)` says what became of a task without being it.
  const bases = once(
    () => new Set(tasks.tasks.flatMap(({ id, text }) => basesOf(id === '' ? text.slice(0, ACCOUNT) : id))),
  )
  const stated = once(() => new Set(facts.dependencies.map(({ start }) => start)))
  const starts = new Set(tasks.tasks.map(({ idSpan }) => idSpan?.start ?? -1))
  for (const { start, text } of prose) {
    if (!/\d/.test(text) || text.length > 4000) continue
    const missing = idsIn(text, start, forms).filter(
      ({ id, start: at }) => !known(id) && !starts.has(at) && !basesOf(id).some((base) => bases().has(base)),
    )
    // A line that begins with an id speaks about a thing of its own, whatever form it has.
    if (missing.length === 0 || HEAD.test(text.slice(0, missing[0]!.start - start))) continue
    if (ELSEWHERE.test(around(text, start, missing[0]!))) continue
    for (const { id, start: from, end } of missing) {
      // What a task states to wait for is judged by another rule.
      if (stated().has(from)) continue
      report({ start: from, end, message: `${id} is named here, but no task of this document has that id.` })
    }
  }
}

/** The words around a name that say what it is. */
const around = (text: string, offset: number, { start, end }: IdMention): string =>
  text.slice(Math.max(0, start - offset - 60), end - offset + 60)

/** A name of a task that is not there. */
export default rule({
  id: 'broken-reference',
  group: 'structure',
  severity: 'warning',
  recommended: false,
  checks:
    'Every task id that the text names is the id of a task, and one that was not dropped where a task waits for it.',
  why: 'After tasks were renumbered or removed, sentences such as "T020-T024 can run in parallel" go on naming the old ids: readers look for tasks that are not there, or take others for them. Write the ids that are meant now. Ids of other documents are let be where the sentence says so: "T014 of spec 003".',
  fires: [
    {
      shows: 'a range that ends behind the last task',
      files:
        '- [ ] T001 Create `src/a.ts`\n- [ ] T002 Create `src/b.ts`\n- [ ] T003 Create `src/c.ts`\n\n## Parallel\n\n- T002-T005 can run together\n',
      finds: ['T005'],
    },
    {
      shows: 'a dropped task that another one waits for',
      files:
        '- [ ] T001 Create `src/a.ts`\n- [-] T002 Create `src/b.ts`\n- [ ] T003 Create `src/c.ts` (depends on T002)\n',
      finds: ['T002'],
    },
    {
      shows: 'an id in a sentence in another language',
      files:
        '- [ ] T001 Erstelle `src/a.ts`\n- [ ] T002 Erstelle `src/b.ts`\n- [ ] T003 Erstelle `src/c.ts`\n\nNach T009 ist die Suche fertig.\n',
      finds: ['T009'],
    },
  ],
  silent: [
    {
      shows: 'ids of tasks that are there',
      files:
        '- [ ] T001 Create `src/a.ts`\n- [ ] T002 Create `src/b.ts`\n- [ ] T003a Create `src/c.ts`\n\nT001-T003 come first, then T003a.\n',
    },
    {
      shows: 'an id of another document',
      files:
        '- [ ] T001 Create `src/a.ts`\n- [ ] T002 Create `src/b.ts`\n- [ ] T003 Create `src/c.ts`\n\nThe store is there since T014 of spec 003.\n',
    },
    {
      shows: 'a task that was skipped',
      files:
        '- [ ] T001 Create `src/a.ts`\n- [ ] T002 Create `src/b.ts`\n- [ ] T003 Create `src/c.ts`\n- [x] SKIP: T004 (done by hand)\n\nT001-T004 come before the release.\n',
    },
    {
      shows: 'a task that was removed, and words with numbers',
      files:
        '- [ ] T001 Create `src/a.ts`\n- [ ] T002 Create `src/b.ts`\n- [ ] T003 Create `src/c.ts` for the T-4 board\n\nT004 was removed. See `docs/T010.md`.\n',
    },
  ],
  document: (document, report) => {
    if (!document.isTaskList || document.generated.size > 0) return
    dropped(document, report)
    inProse(document, report)
  },
})
