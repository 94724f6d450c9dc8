import type { Evidence } from '../../model/evidence.ts'
import { doneTasks, type DoneFile, type DoneTask } from '../facts/done-files.ts'
import { rule } from '../rule.ts'
import type { CheckedDocument } from '../subject.ts'

type State = ReturnType<Evidence['files']>[number]

/** A task that is ticked without its work. */
export default rule({
  id: 'done-without-files',
  group: 'evidence',
  severity: 'warning',
  recommended: true,
  checks:
    'The files that a ticked task says it makes are there, were there once in git, or changed since the plan came.',
  why: 'A ticked box ends the conversation about a task: nobody looks again, and what waits for it begins. Where the file was never made, the task was ticked too early, or its line names another file than the one that was made. Untick the task, or write the path that was made into its line. Files that git leaves out, files that were removed or renamed since, tasks that say they were skipped, and documents about another repository are left alone; in a shallow clone only what is there is known (in CI, fetch the whole history).',
  fires: [
    {
      shows: 'a file that was never made',
      files: '- [x] T001 Create `src/export/csv.ts`\n- [x] T002 [P] Create the reader in `src/import/csv.ts`\n',
      evidence: { there: ['src/export/csv.ts'] },
      finds: ['src/import/csv.ts'],
    },
    {
      shows: 'one of two files, both to be made',
      files: '- [x] 1.1 Create `src/a.ts` and `src/b.ts`\n',
      evidence: { there: ['src/a.ts'] },
      finds: ['src/b.ts'],
    },
    {
      shows: 'a change that never happened',
      files:
        '- [x] 2.1 Extend `src/server/routes.ts` by the route for exports\n  - _Requirements: 1.2_\n- [x] 2.2 Document it in `docs/api.md`\n',
      evidence: { unchanged: ['src/server/routes.ts'], there: ['docs/api.md'] },
      finds: ['src/server/routes.ts'],
    },
    {
      shows: 'the same in other languages',
      files:
        '- [x] T001 `src/export/csv.ts` を作成\n- [x] T002 Erstelle `src/import/csv.ts`\n- [x] T003 Lege `README.md` an\n',
      evidence: { there: ['README.md'] },
      finds: ['src/export/csv.ts', 'src/import/csv.ts'],
    },
  ],
  silent: [
    {
      shows: 'files that are there, or were',
      files: '- [x] T001 Create `src/a.ts`\n- [x] T002 Create `src/b.ts`\n- [ ] T003 Create `src/c.ts`\n',
      evidence: { there: ['src/a.ts'], gone: ['src/b.ts'] },
    },
    {
      shows: 'a task that takes a file away, only looks at one, or says that nothing was to be made',
      files:
        '- [x] T001 Remove `src/old.ts`\n- [x] T002 Verify that `src/none.ts` does not exist\n- [x] T003 Create `src/c.ts` (skipped: T001 covers it)\n- [x] T004 Run `node scripts/seed.js --to data/x.json`\n- [x] T005 Write the mapper like `src/like.ts`\n',
      evidence: { there: ['src/a.ts'] },
    },
    {
      shows: 'one of several files, where the others are there',
      files: '- [x] T001 Wire `src/a.ts` to the interface of `src/b/c.ts`\n',
      evidence: { there: ['src/a.ts'] },
    },
    {
      shows: 'names with blanks in them, and what tools number',
      files:
        '- [x] T001 Create `src/[name]/page.tsx`\n- [x] T002 Create `db/migrations/001_init.sql`\n- [x] T003 Create `dist/app.js`\n',
      evidence: { there: ['src/a.ts'] },
    },
    { shows: 'a repository of which nothing is known', files: '- [x] T001 Create `src/a.ts`\n' },
  ],
  document: (document, report) => {
    const done = doneTasks(document)
    if (done.length === 0) return
    const paths = [...new Set(done.flatMap(({ files }) => files.map(({ path }) => path)))]
    const found = document.evidence.files(document.file, paths)
    const states = new Map(paths.map((path, at) => [path, found[at] ?? null]))
    for (const each of done) {
      const missing = missingOf(each, states)
      if (missing.length > 0) {
        const [are, make] = missing.length === 1 ? ['is', 'it'] : ['are', 'them']
        report({
          ...placeOf(document, each, missing[0]!),
          message: `${nameOf(each)} is ticked, but ${listed(missing)} ${are} not there and never ${are === 'is' ? 'was' : 'were'}. Untick the task until it makes ${make}, or name what was made instead.`,
        })
      } else if (isUntouched(document, each, states)) {
        const { files } = each
        report({
          ...placeOf(document, each, files[0]!),
          message: `${nameOf(each)} is ticked, but ${listed(files)} ${files.length === 1 ? 'has' : 'have'} not changed since this document was added. Untick the task until it is done, or name what was changed instead.`,
        })
      }
    }
  },
})

/** All of a task's files, or those it says it makes, that never were. */
function missingOf({ files }: DoneTask, states: ReadonlyMap<string, State>): readonly DoneFile[] {
  const missing = files.filter(({ path }) => states.get(path) === 'never')
  return missing.length === files.length ? missing : missing.filter(({ isMade }) => isMade)
}

const isUntouched = ({ evidence, file }: CheckedDocument, { files }: DoneTask, states: ReadonlyMap<string, State>) =>
  files.every(({ path }) => states.get(path) === 'there' && evidence.changedSince(file, path) === false)

const nameOf = ({ task }: DoneTask): string => (task.id === '' ? 'The task' : task.id)

const listed = (files: readonly DoneFile[]): string =>
  `${files
    .slice(0, 3)
    .map(({ raw }) => `\`${raw}\``)
    .join(', ')}${files.length > 3 ? ` and ${files.length - 3} more` : ''}`

function placeOf({ text }: CheckedDocument, { task }: DoneTask, { raw }: DoneFile) {
  const at = text.indexOf(raw, task.content)
  return at < 0 || at >= task.end ? task.line : { start: at, end: at + raw.length }
}
