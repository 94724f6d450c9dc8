import { byKey } from '../../model/by-key.ts'
import type { CheckedDocument } from '../subject.ts'
import { rule } from '../rule.ts'

const PRIORITY =
  /[([]\s*(?:priority|priorität|priorité|prioridad|prioridade|优先级|優先度|우선순위|приоритет)?\s*[:：]?\s*P([0-9])\s*[)\]]|(?:priority|优先级|優先度)\s*[:：]?\s*P([0-9])/iu

/** The priority that the heading of each phase states; 1 is the most urgent, null where it states none. */
const prioritiesOf = ({ facts }: CheckedDocument): readonly (number | null)[] =>
  facts.phases.map(({ title }) => {
    const match = PRIORITY.exec(title.slice(0, 300))
    return match === null ? null : Number(match[1] ?? match[2])
  })

/** Urgent work that waits for work that is not. */
export default rule({
  id: 'priority-inversion',
  group: 'graph',
  severity: 'warning',
  recommended: false,
  checks: 'No milestone waits for one of lower priority.',
  why: 'A P1 that waits for a P2 cannot be done first, whatever its heading says: the P2 is as urgent as what it blocks. Raise its priority, lower the other one, or take what is needed out into a milestone of its own.',
  fires: [
    {
      shows: 'a plan whose first milestone waits for one of lower priority',
      files: {
        'plan.md':
          '# Plan\n\n## Milestone 1: Search (Priority: P1)\n\n**Depends on**: Milestone 2\n\n- [ ] Create `src/search.ts`\n\n## Milestone 2: Index (Priority: P2)\n\n- [ ] Create `src/index.ts`\n',
      },
      finds: ['Milestone 2'],
    },
    {
      shows: 'a task of an urgent story that waits for one of another story',
      files:
        '## Phase 3: User Story 1 - Search (Priority: P1)\n\n- [ ] T001 [US1] Create `src/a.ts` (depends on T002)\n\n## Phase 4: User Story 2 - Rank (Priority: P2)\n\n- [ ] T002 [US2] Create `src/b.ts`\n',
      finds: ['T002'],
    },
  ],
  silent: [
    {
      shows: 'later stories that wait for urgent ones',
      files:
        '## Phase 3: User Story 1 (Priority: P1)\n\n- [ ] T001 [US1] Create `src/a.ts`\n\n## Phase 4: User Story 2 (Priority: P2)\n\n- [ ] T002 [US2] Create `src/b.ts` (depends on T001)\n',
    },
    {
      shows: 'phases without a priority',
      files:
        '## Phase 1: Setup\n\n- [ ] T001 Create `src/a.ts`\n\n## Phase 2: User Story 1 (Priority: P1)\n\n- [ ] T002 [US1] Create `src/b.ts` (depends on T001)\n',
    },
    {
      shows: 'a plan in which the urgent comes first',
      files: {
        'plan.md':
          '# Plan\n\n## Milestone 1: Index (Priority: P1)\n\n- [ ] Create `src/index.ts`\n\n## Milestone 2: Search (Priority: P2)\n\n**Depends on**: Milestone 1\n\n- [ ] Create `src/search.ts`\n',
      },
    },
  ],
  document: (document, report) => {
    const { facts, tasks, file, isTaskList, generated } = document
    if (!isTaskList || generated.size > 0 || facts.dependencies.length === 0) return
    const priorities = prioritiesOf(document)
    const inverted = facts.dependencies.filter(({ task, to, uses }) => {
      const own = priorities[facts.phaseOf[task]!]!
      const other = to.length === 0 ? null : priorities[facts.phaseOf[to[0]!]!]!
      return !uses && own !== null && other !== null && own < other
    })
    // Once for two phases: the first task that waits shows it.
    for (const [first] of byKey(
      inverted,
      ({ task, to }) => `${facts.phaseOf[task]} ${facts.phaseOf[to[0]!]}`,
    ).values()) {
      const { task, to, start, end } = first!
      const [own, other] = [facts.phaseOf[task]!, facts.phaseOf[to[0]!]!]
      report({
        start,
        end,
        message: `${tasks.tasks[task]!.id} has priority P${priorities[own]!} and waits for ${tasks.tasks[to[0]!]!.id} of priority P${priorities[other]!}. Expected what blocks to be as urgent as what it blocks.`,
        related: [{ message: `P${priorities[other]!} stands here`, place: { file, ...tasks.tasks[to[0]!]!.line } }],
      })
    }
  },
  vision: ({ execution }, report) => {
    const milestones = execution?.milestones ?? []
    const byNumber = new Map(milestones.map((milestone) => [milestone.number, milestone]))
    for (const { number, title, priority, dependsOn } of milestones) {
      for (const { number: target, stated } of dependsOn) {
        const other = byNumber.get(target)
        // Without words of their own both have the order of the plan.
        if (other === undefined || priority.word === '' || other.priority.word === '') continue
        if (priority.level >= other.priority.level) continue
        // `Foundational (Phase 2)` is a phase of execute.md and no milestone.
        if (/phase/i.test(stated.target) && !/^phase/i.test(other.label)) continue
        report({
          ...stated.place,
          message: `Milestone ${number} "${title.slice(0, 60)}" has priority ${priority.word} and waits for milestone ${target} of priority ${other.priority.word}. Expected what blocks to be as urgent as what it blocks.`,
          related: [{ message: `Milestone ${target} stands here`, place: other.origin.place }],
        })
      }
    }
  },
})
