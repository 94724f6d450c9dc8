import type { FileSystem } from './file-system.ts'
import { checkoutName, localState, readLocal, writeLocal } from './local-state.ts'

const file = 'allowed.json'

/** The commands that a person has allowed to run in this checkout, as typed. */
export function allowedCommands(fs: FileSystem, root: string): ReadonlySet<string> {
  const value = readLocal(fs, localState(root), file) as {
    readonly checkout?: unknown
    readonly commands?: unknown
  } | null
  if (value === null || typeof value !== 'object' || value.checkout !== checkoutName(fs, root)) return new Set()
  const { commands } = value
  return new Set(Array.isArray(commands) ? commands.filter((command) => typeof command === 'string') : [])
}

/** Remembers that commands are allowed; those of before stay. */
export function allowCommands(fs: FileSystem, root: string, commands: readonly string[]): void {
  const all = new Set([...allowedCommands(fs, root), ...commands])
  writeLocal(fs, localState(root), file, { checkout: checkoutName(fs, root), commands: [...all].toSorted() })
}
