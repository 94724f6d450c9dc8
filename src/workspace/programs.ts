import { delimiter, isAbsolute, join } from 'node:path'
import type { FileSystem } from './file-system.ts'

type Env = Readonly<Record<string, string | undefined>>

/** The environment of Windows has names in any case. */
const valueOf = (env: Env, name: string): string =>
  env[name] ?? env[Object.keys(env).find((key) => key.toUpperCase() === name) ?? ''] ?? ''

/** Answers which of the programs can be started by their bare name, without starting any. */
export function programsOnPath(fs: FileSystem, env: Env, names: readonly string[]): ReadonlySet<string> {
  // A relative entry would depend on the folder, and let a repository pretend to be a program.
  const folders = valueOf(env, 'PATH')
    .split(delimiter)
    .filter((folder) => folder !== '' && isAbsolute(folder))
  const isWindows = process.platform === 'win32'
  const endings = isWindows ? (valueOf(env, 'PATHEXT') || '.COM;.EXE;.BAT;.CMD').split(';') : ['']
  const isProgram = (path: string): boolean => {
    try {
      const stat = fs.stat(path)
      return stat?.kind === 'file' && (isWindows || (stat.mode & 0o111) !== 0)
    } catch {
      return false
    }
  }
  return new Set(
    names.filter((name) => folders.some((folder) => endings.some((end) => isProgram(join(folder, name + end))))),
  )
}
