import type { CommandSpec } from './commands.ts'

/** Shells that a completion script is written for. */
export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const

/** Commands that belong to the shell. */
export const shellCommands: readonly CommandSpec[] = [
  {
    name: 'completion',
    summary: 'print the script that completes commands, options, ids, visions and milestones in a shell',
    usage: shells.join('|'),
    ids: { least: 1, most: 1, choices: shells },
    options: [],
    examples: [
      ['intentk completion bash', 'for ~/.local/share/bash-completion/completions/intentk'],
      ['intentk completion zsh', 'for _intentk in a folder of $fpath'],
      ['intentk completion fish', 'for ~/.config/fish/completions/intentk.fish'],
      ['intentk completion powershell', 'for $PROFILE'],
    ],
    more: true,
    load: () => import('./completion.ts'),
  },
]
