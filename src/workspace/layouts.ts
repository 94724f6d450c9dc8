import type { InputRole } from '../model/compile.ts'

/** Whose documents these are. */
export type LocatedKind = 'vision' | 'spec-kit' | 'openspec' | 'kiro' | 'bmad' | 'gsd' | 'file' | 'stdin'

/** How one tool lays out the folder of one piece of work. */
export interface Layout {
  readonly kind: LocatedKind
  /** Folders below the root that hold such folders. */
  readonly homes: readonly string[]
  /** Lower-case file names and their roles, in reading order. */
  readonly names: Readonly<Record<string, InputRole>>
  /** Lower-case ends of file names and their roles, for tools that number their files. */
  readonly ends: Readonly<Record<string, InputRole>>
  /** Folders inside whose files are documents too; `file` is the one that counts in each of their folders. */
  readonly folders: Readonly<Record<string, { readonly role: InputRole; readonly file?: string }>>
  /** Roles of which one is enough to compile. */
  readonly plans: readonly InputRole[]
  /** Lower-case file names that tell the layout at any other place. */
  readonly signs: readonly string[]
}

/**
 * All layouts, in the order in which a folder at an unknown place is tried. From the documentation and the repositories
 * of Spec Kit, OpenSpec, Kiro and GSD; the first is intentk's own.
 */
export const layouts: readonly Layout[] = [
  {
    kind: 'vision',
    homes: ['visions'],
    names: {
      'vision.md': 'vision',
      'goal.md': 'goal',
      'strategy.md': 'strategy',
      'strategies.md': 'strategy',
      'plan.md': 'plan',
      'milestones.md': 'milestones',
      'research.md': 'research',
      'validation.md': 'validation',
    },
    ends: {},
    folders: {},
    plans: ['plan', 'milestones'],
    signs: ['vision.md', 'goal.md', 'strategy.md', 'strategies.md', 'milestones.md'],
  },
  {
    kind: 'spec-kit',
    homes: ['specs', '.specify/specs'],
    names: {
      'spec.md': 'spec',
      'plan.md': 'plan',
      'research.md': 'research',
      'data-model.md': 'data-model',
      'quickstart.md': 'quickstart',
      'tasks.md': 'tasks',
    },
    ends: {},
    folders: { contracts: { role: 'contract' } },
    plans: ['spec', 'plan', 'tasks'],
    signs: ['spec.md', 'data-model.md'],
  },
  {
    kind: 'openspec',
    homes: ['openspec/changes'],
    names: { 'proposal.md': 'proposal', 'design.md': 'design', 'tasks.md': 'tasks' },
    ends: {},
    folders: { specs: { role: 'spec', file: 'spec.md' } },
    plans: ['proposal', 'design', 'tasks'],
    signs: ['proposal.md'],
  },
  {
    kind: 'kiro',
    homes: ['.kiro/specs'],
    names: {
      'requirements.md': 'requirements',
      'bugfix.md': 'requirements',
      'design.md': 'design',
      'tasks.md': 'tasks',
    },
    ends: {},
    folders: {},
    plans: ['requirements', 'design', 'tasks'],
    signs: ['requirements.md', 'design.md'],
  },
  {
    kind: 'gsd',
    homes: ['.planning/phases'],
    names: {},
    ends: { '-plan.md': 'plan', '-research.md': 'research', '-validation.md': 'validation' },
    folders: {},
    plans: ['plan'],
    signs: [],
  },
]

/** Where the principles of a project may stand, first come first served. */
export const constitutions = [
  '.intentk/constitution.md',
  '.specify/memory/constitution.md',
  'memory/constitution.md',
] as const

/** Folders that hold BMAD stories, one file each. */
export const storyHomes = ['docs/stories', 'stories', '_bmad-output/implementation-artifacts']

/** Whether a file in one of {@link storyHomes} is a story: `3.1.story.md`, `5.1.ilp-routing.md`, `1-2-login.md`. */
export const isStory = (name: string): boolean => /^\d{1,4}[.-]\d{1,4}[.-].*\.md$/i.test(name)
