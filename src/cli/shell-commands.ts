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
      [
        'intentk completion bash > ~/.local/share/bash-completion/completions/intentk',
        'for bash, from the next start on',
      ],
      ['intentk completion zsh > ~/.zfunc/_intentk', 'for zsh, where ~/.zfunc is in $fpath'],
      ['intentk completion fish > ~/.config/fish/completions/intentk.fish', 'for fish'],
      ['intentk completion powershell >> $PROFILE', 'for PowerShell'],
    ],
    more: true,
    load: () => import('./completion.ts'),
  },
]
