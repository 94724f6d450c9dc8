import type { InputDocument } from '../model/compile.ts'
import type { Execution } from '../model/execution.ts'

const ROLE_NAMES: Readonly<Record<string, string>> = {
  vision: 'Vision',
  goal: 'Goal',
  strategy: 'Strategy',
  plan: 'Plan',
  milestones: 'Milestones',
  spec: 'Spec',
  tasks: 'Tasks',
  research: 'Research',
  validation: 'Validation',
  design: 'Design',
  requirements: 'Requirements',
  proposal: 'Proposal',
  'data-model': 'Data model',
  contract: 'Contract',
  quickstart: 'Quickstart',
  constitution: 'Constitution',
}
const LINKED = [
  'plan',
  'milestones',
  'spec',
  'tasks',
  'strategy',
  'goal',
  'vision',
  'design',
  'requirements',
  'proposal',
]

/** The documents that execute.md links to on top, the most important first. */
export function linksOf(documents: readonly InputDocument[]): Execution['links'] {
  return LINKED.flatMap((role) => documents.filter((document) => document.role === role && document.link !== '')).map(
    (document) => ({ role: ROLE_NAMES[document.role] ?? document.role, path: document.link }),
  )
}
