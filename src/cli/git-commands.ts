import type { CommandSpec } from './commands.ts'

/** Commands that belong to git. */
export const gitCommands: readonly CommandSpec[] = [
  {
    name: 'merge-driver',
    summary: 'merge three versions of execute.md or of its lock; called by git',
    usage: 'BASE OURS THEIRS [PATH]',
    // Git gives the files; whoever calls it by hand is told what is missing.
    ids: { least: 0, most: 4 },
    options: [],
    more: true,
    examples: [['intentk merge-driver base.md ours.md theirs.md', 'write the merge of the three into ours.md']],
    load: () => import('./merge-driver.ts'),
  },
]
