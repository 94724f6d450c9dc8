import { listed } from '../../model/diagnostic.ts'
import { rule } from '../rule.ts'

/** Sections with entries or an answer that make a plan one that follows a template. */
const ENOUGH = 4

/** A part of a plan that nothing is said about. */
export default rule({
  id: 'missing-section',
  group: 'structure',
  severity: 'info',
  recommended: false,
  checks:
    'The plan says something about risks, quality, documentation and the other matters that an execute.md carries over.',
  why: 'What a plan says nothing about is decided by whoever executes it. Add the section, or write `None` under its heading: that is an answer, too.',
  fires: [
    {
      shows: 'a plan with most sections of its template, but no risks',
      files: {
        'plan.md':
          '# Plan: Search\n\n## Milestone 1: Index\n\n- [ ] Create `src/index.ts`\n\n## Progress Tracking\n\n- Every Friday the board is read\n\n## Success Metrics\n\n- Queries per day\n\n## Quality Standards\n\n- Every change is reviewed\n\n## Required Documentation\n\n- A page on ranking\n',
      },
      finds: ['Plan: Search'],
    },
    {
      shows: 'the same, where an answer says that there is none',
      files: {
        'plan.md':
          '# Plan: Store\n\n## Milestone 1: Store\n\n- [ ] Create `src/store.ts`\n\n## Success Metrics\n\n- Reads per day\n\n## Quality Standards\n\n- Every change is reviewed\n\n## Risk Assessment\n\nNone\n\n## Required Documentation\n\n- A page on backups\n',
      },
      finds: ['Plan: Store'],
    },
  ],
  silent: [
    {
      shows: 'a small plan that follows no template',
      files: {
        'plan.md': '# Plan\n\n## Milestone 1: Index\n\n- [ ] Create `src/index.ts`\n- [ ] Create `src/rank.ts`\n',
      },
    },
    {
      shows: 'a list of tasks, which needs none of these sections',
      files: '# Tasks\n\n- [ ] T001 Create `src/a.ts`\n- [ ] T002 Create `src/b.ts`\n',
    },
    {
      shows: 'one section that a person added',
      files: {
        'plan.md':
          '# Plan\n\n## Etappe 1: Suche\n\n- [ ] Erstelle `src/index.ts`\n\n## Risiken\n\n- Der Index wird zu groß\n',
      },
    },
  ],
  vision: ({ execution, documents }, report) => {
    if (execution === null) return
    // A plan that has few of them follows no template, and what it leaves out was never meant to be there.
    const said = new Set([...Object.keys(execution.sections), ...execution.answered])
    const missing = execution.gaps.filter(({ kind }) => kind === 'section-missing')
    const [first] = missing
    if (first === undefined || said.size < ENOUGH) return
    const document = documents.find(({ file }) => file === first.place.file)
    const title = document?.tasks.headings[0]?.textSpan ?? first.place
    const sections = missing.map(({ answer, question }) => /"## ([^"]+)"/.exec(answer)?.[1] ?? question)
    report({
      file: first.place.file,
      start: title.start,
      end: title.end,
      message: `The plan has ${said.size} sections of the template and leaves out ${listed(sections)}. Add them with their entries, or with \`None\` under the heading.`,
    })
  },
})
