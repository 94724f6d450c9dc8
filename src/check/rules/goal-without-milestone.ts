import { objectivesOf, tracedMilestone, tracedObjective } from '../../derive/traced.ts'
import { headEnd, tracedDocuments, unserved } from '../facts/links.ts'
import { rule } from '../rule.ts'

const GOAL = `# Goal Definition: Export

### Objective 1: Complete export

Every note and its attachments reach the file.

### Objective 2: Quick export

An archive with thousands of entries is written in seconds.

### Objective 3: Scheduled backup

A copy is uploaded to a bucket every night.
`

const PLAN = `# Plan: Export

## Milestone 1: Complete export

- [ ] Write notes and attachments in \`src/csv.ts\`

## Milestone 2: Quick export

- [ ] Stream entries of the archive in \`src/stream.ts\`
`

/** An objective that no milestone leads to. */
export default rule({
  id: 'goal-without-milestone',
  group: 'trace',
  severity: 'warning',
  recommended: false,
  checks: 'Every objective of the goal is served by a milestone.',
  why: 'An objective that no milestone leads to is measured at the end and was never planned. Name it in the milestone that serves it (`Objective 2`), plan a milestone for it, or take it out of the goal. Links need not be stated: an objective counts as served as soon as a milestone or one of its tasks shares a telling word with it, and nothing is said where that is so for only few of them.',
  engine: true,
  fires: [
    {
      shows: 'an objective that nothing in the plan is about',
      files: { 'goal.md': GOAL, 'plan.md': PLAN },
      finds: ['### Objective 3: Scheduled backup'],
    },
  ],
  silent: [
    {
      shows: 'an objective that a milestone names',
      files: {
        'goal.md': GOAL,
        'plan.md': `${PLAN}\n## Milestone 3: Nightly job\n\n**Goal**: Serves Objective 3\n\n- [ ] Create \`src/cron.ts\`\n`,
      },
    },
    {
      shows: 'an objective that shares words with a task',
      files: {
        'goal.md': GOAL,
        'plan.md': `${PLAN}\n## Milestone 3: Nights\n\n- [ ] Put the bucket into \`infra/main.tf\`\n`,
      },
    },
    {
      shows: 'a goal and a plan in two languages',
      files: {
        'goal.md': GOAL,
        'plan.md':
          '# Plan: Export\n\n## Meilenstein 1: Alles\n\n- [ ] Schreibe `src/csv.ts`\n\n## Meilenstein 2: Schnell\n\n- [ ] Schreibe `src/strom.ts`\n',
      },
    },
    { shows: 'a goal without a plan', files: { 'goal.md': GOAL } },
  ],
  vision: (vision, report) => {
    if (!vision.documents.some(({ role }) => role === 'goal')) return
    const documents = tracedDocuments(vision)
    const objectives = objectivesOf(documents)
    const milestones = vision.execution?.milestones ?? []
    // Without a plan the objectives themselves are the milestones.
    const planned = milestones.filter(({ origin }) => !objectives.some(({ place }) => place.file === origin.file))
    const open = unserved(
      documents,
      (texts) => objectives.map((objective) => tracedObjective('objective', objective, texts)),
      (texts) => planned.map((milestone) => tracedMilestone(milestone, texts)),
    )
    for (const index of open) {
      const { place, number, title } = objectives[index]!
      report({
        ...place,
        end: headEnd(documents, place),
        message: `No milestone serves objective ${number}${title === '' ? '' : `, "${title}"`}. Name it in the milestone that does ("Objective ${number}"), or plan one.`,
      })
    }
  },
})
