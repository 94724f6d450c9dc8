import { spawnSync } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'

/** A terminal of its own, driven by tmux: what a person would type, and what they would see. */
export interface Terminal {
  readonly type: (...keys: readonly string[]) => void
  /** Waits until the screen shows a text, and answers the screen. */
  readonly shows: (text: string | RegExp) => Promise<string>
  /** The screen with its colours, as escape sequences. */
  readonly colored: () => string
  readonly close: () => void
}

let serial = 0

export function openTerminal(cwd: string, size: { readonly columns: number; readonly lines: number }): Terminal {
  const socket = `intentk-${process.pid}-${serial++}`
  const tmux = (...args: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync('tmux', ['-L', socket, '-f', '/dev/null', ...args], {
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(`tmux ${args[0]}: ${stderr}`)
    return stdout
  }
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env
  const started = spawnSync(
    'tmux',
    [
      '-L',
      socket,
      '-f',
      '/dev/null',
      'new-session',
      '-d',
      '-x',
      String(size.columns),
      '-y',
      String(size.lines),
      '-c',
      cwd,
      'sh',
    ],
    { encoding: 'utf8', env: { ...env, PS1: '$ ', TERM: 'xterm-256color', LC_ALL: 'C.UTF-8' } },
  )
  if (started.status !== 0) throw new Error(`tmux does not start: ${started.stderr}`)
  const screen = (): string => tmux('capture-pane', '-p')
  return {
    type: (...keys) => void tmux('send-keys', ...keys),
    colored: () => tmux('capture-pane', '-p', '-e'),
    shows: async (text) => {
      let seen = ''
      for (let step = 0; step < 150; step++) {
        seen = screen()
        if (typeof text === 'string' ? seen.includes(text) : text.test(seen)) return seen
        await wait(100)
      }
      throw new Error(`The screen never showed ${String(text)}:\n${seen}`)
    },
    close: () => void spawnSync('tmux', ['-L', socket, 'kill-server']),
  }
}
