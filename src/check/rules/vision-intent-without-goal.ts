import { intentsOf, objectivesOf, tracedObjective } from '../../derive/traced.ts'
import { headEnd, tracedDocuments, unserved } from '../facts/links.ts'
import { rule } from '../rule.ts'

const VISION = `# Vision Document: Notes that stay

### Intent 1 - Leave at any time (Priority: P1)

People take their notes and attachments along.

### Intent 2 - Never wait (Priority: P2)

Writing thousands of entries takes seconds.

### Intent 3 - Read by everyone (Priority: P3)

Blind readers hear every heading.
`

const GOAL = `# Goal Definition: Export

### Objective 1: Complete export

Every note and its attachments reach the file.

### Objective 2: Quick export

Thousands of entries are written in seconds.
`

/** An intent of the vision that no objective measures. */
export default rule({
  id: 'vision-intent-without-goal',
  group: 'trace',
  severity: 'warning',
  recommended: false,
  checks: 'Every intent of the vision is served by an objective of the goal.',
  why: 'What the vision promises and no objective measures is lost between the two documents, and nobody notices until the end. Say in the goal which objective serves the intent (`How this goal supports Vision Intent 3: ...`), add an objective, or take the intent out of the vision. Links need not be stated: an intent counts as served as soon as the goal names it or an objective shares a telling word with it, and nothing is said where that is so for only few of them.',
  engine: true,
  fires: [
    {
      shows: 'an intent that nothing in the goal is about',
      files: { 'vision.md': VISION, 'goal.md': GOAL },
      finds: ['### Intent 3 - Read by everyone (Priority: P3)'],
    },
  ],
  silent: [
    {
      shows: 'an intent that the goal names',
      files: {
        'vision.md': VISION,
        'goal.md': `${GOAL}\n**How this goal supports Vision Intent 3**: Objective 1 keeps the headings.\n`,
      },
    },
    {
      shows: 'an intent that shares words with an objective',
      files: { 'vision.md': VISION, 'goal.md': `${GOAL}\n### Objective 3: Headings\n\nScreens are spoken aloud.\n` },
    },
    {
      shows: 'a vision and a goal in two languages',
      files: {
        'vision.md': VISION,
        'goal.md':
          '# Ziel: Export\n\n### Ziel 1: Alles geht mit\n\nJede Notiz liegt in der Datei.\n\n### Ziel 2: Kein Warten\n\nEs geht rasch.\n',
      },
    },
    { shows: 'a vision without a goal', files: { 'vision.md': VISION } },
  ],
  vision: (vision, report) => {
    if (!vision.documents.some(({ role }) => role === 'vision')) return
    const documents = tracedDocuments(vision)
    const intents = intentsOf(documents)
    const objectives = objectivesOf(documents)
    const goals = documents.filter(({ goal }) => goal !== undefined).map(({ text }) => text)
    const open = unserved(
      documents,
      (texts) => intents.map((intent) => tracedObjective('intent', intent, texts)),
      (texts) => objectives.map((objective) => tracedObjective('objective', objective, texts)),
    )
    for (const index of open) {
      const { place, number, title } = intents[index]!
      if (goals.some((text) => names(text, number))) continue
      report({
        ...place,
        end: headEnd(documents, place),
        message: `No objective of the goal serves intent ${number}${title === '' ? '' : `, "${title}"`}. Name it at the objective that does ("Intent ${number}"), or add one.`,
      })
    }
  },
})

/** The goal as a whole may serve an intent: `supports Vision Intent 3`. */
const names = (text: string, number: string): boolean =>
  new RegExp(`(?:intents?|absicht|intention|意図|意图)\\s?#?${number}(?![\\d.])`, 'i').test(text)
