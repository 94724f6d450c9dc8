import { findPaths } from '../../parse/text/paths.ts'
import { maskCode } from '../../parse/text/inline.ts'
import type { Unit } from '../facts/units.ts'
import { firstLineIn } from '../facts/first-line.ts'
import { isTemplate } from '../facts/own-lines.ts'
import { rule } from '../rule.ts'
import type { CheckedVision } from '../subject.ts'

const CHANGES =
  /^(?:\*\*|_)?(?:create|add|write|implement|build|update|modify|extend|refactor|rename|replace|remove|delete|fix|port|migrate|extract|introduce|wire|define|change|adjust|rewrite|split|move|generate|scaffold|convert|expose|inject|register|store|support|handle|erstelle|schreibe|ergänze|implementiere|ändere|créer|ajouter|crear|añadir|implementar|criar|adicionar|создать|добавить|реализовать|oluştur|ekle)\b/iu
// What is changed outside of files.
const ELSEWHERE =
  /\b(?:issues?|pull requests?|prs?|branch(?:es)?|labels?|tickets?|accounts?|tags?|commits?|releases?|meetings?|backups?|dashboards?|alerts?|buckets?|repository|repo|dns|domain|secrets?|environment variables?|env vars?|cluster|server|instance|users?|credentials|api keys?|tokens?|keys?|subscription|worktree|(?:project|folder|directory) structure|folders?|director(?:y|ies)|packages?|dependenc(?:y|ies)|librar(?:y|ies))\b/iu

/** A task that changes something in a file which it does not name. */
function isSilent({ text, body, state, hasChildren, kind }: Unit): boolean {
  if (hasChildren || kind !== 'task' || state === 'done' || state === 'dropped') return false
  // An endpoint is no order: "DELETE /orders".
  if (!CHANGES.test(text) || /^[A-Z]{3,} \//.test(text)) return false
  const words = maskCode(text)
  if (ELSEWHERE.test(words.slice(0, 120))) return false
  return findPaths([text, ...body].join('\n')).paths.length === 0 && !/[\w-]+\.[a-z]{1,5}\b|[\w)]\/[\w(]|::/i.test(text)
}

/** Work without the file it is done in. */
export default rule({
  id: 'no-path',
  group: 'content',
  severity: 'info',
  recommended: false,
  checks: 'A task that makes or changes something names the file.',
  why: 'A task that names its file can be started without searching, two such tasks are known to be parallel or not, and what was done can be compared with what was asked. Write the path in a code span: ``Add the export button to `src/toolbar.tsx` ``.',
  fires: [
    {
      shows: 'tasks of OpenSpec without files',
      files: '## 1. Export\n\n- [ ] 1.1 Implement the export service\n- [ ] 1.2 Add validation of the form\n',
      finds: ['Implement the export service', 'Add validation of the form'],
    },
    {
      shows: 'a task of a story',
      files: '- [ ] T001 [P] [US1] Create the order model\n- [ ] T002 [US1] Write `src/a.ts`\n',
      finds: ['Create the order model'],
    },
    {
      shows: 'a plan whose milestone names no file',
      files: {
        'plan.md':
          '# Plan: Export\n\n## Milestone 1: CSV\n\n**Tasks**:\n\n- [ ] Write the rows\n- [ ] Write the head\n',
      },
      finds: ['- [ ] Write the rows'],
    },
  ],
  silent: [
    {
      shows: 'a guide, which is no plan',
      files: { 'guide.md': '# How to export\n\n## Step 1: Choose\n\n- Create a filter\n- Add the columns\n' },
    },
    {
      shows: 'files and folders',
      files:
        '- [ ] T001 Create `src/a.ts`\n- [ ] T002 Add the button in src/ui/\n- [ ] T003 Extend the service\n  - `src/service.ts`: `open`\n',
    },
    {
      shows: 'work that changes no file',
      files:
        '- [ ] 1.1 Run the tests\n- [ ] 1.2 Create a pull request\n- [ ] 1.3 Verify the export by hand\n- [ ] 1.4 Delete the old branch\n',
    },
    {
      shows: 'a group of tasks, and what is done',
      files:
        '- [ ] 1. Implement the export\n  - [ ] 1.1 Create `src/a.ts`\n    - _Requirements: 1.1_\n- [x] 2. Add the form\n',
    },
  ],
  document: ({ isTaskList, units }, report) => {
    if (!isTaskList) return
    for (const unit of units)
      if (isSilent(unit))
        report({
          ...unit.textSpan,
          message: 'This task changes something and names no file. Name the path that it writes.',
        })
  },
  vision: (vision, report) => {
    for (const { kind, place, question, task, milestone } of vision.execution?.gaps ?? [])
      if (kind === 'no-path' && task === undefined && milestone !== undefined && !isTemplate(place.file))
        if (isPlanned(vision, milestone)) report({ ...firstLineIn(vision, place), message: question })
  },
})

/** Of a document by itself only numbered phases are surely a plan: guides have steps, and headings with lists below. */
function isPlanned({ documents, execution }: CheckedVision, milestone: string): boolean {
  if (documents.length > 1) return true
  const { label = '', origin } = execution?.milestones.find(({ number }) => String(number) === milestone) ?? {}
  const start = origin?.place.start ?? 0
  const head = documents[0]?.text.slice(start, start + 80) ?? ''
  return (
    /milestone\s+\d/i.test(head) || (label !== '' && !/^(?:step|schritt|paso|passo|étape|adım|шаг)\b/iu.test(label))
  )
}
