import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { expect } from 'vitest'
import { runHere, type Ran } from '../cli/support.ts'

/** What a call of git left behind. */
interface GitRan {
  readonly code: number
  readonly text: string
}

/** A repository of its own in a temporary folder, with a git that nothing outside of it has configured. */
export interface Repository {
  readonly folder: string
  readonly git: (...args: readonly string[]) => GitRan
  readonly read: (path: string) => string
  readonly write: (path: string, text: string) => void
  readonly commit: (message: string) => void
  readonly intentk: (...argv: readonly string[]) => Promise<Ran>
  readonly remove: () => void
}

/** A folder for the PATH in which `intentk` is a command that runs a script. */
export function commandFolder(script: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-path-')))
  const command = join(folder, 'intentk')
  writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`)
  chmodSync(command, 0o755)
  return folder
}

export function makeRepository(path: string): Repository {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-git-')))
  const folder = join(home, 'repo')
  mkdirSync(folder)
  const env = {
    PATH: `${path}${delimiter}${process.env['PATH'] ?? ''}`,
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
    GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
    LC_ALL: 'C',
  }
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'commit.gpgsign=false', '-c', 'core.autocrlf=false']
  const git = (...args: readonly string[]): GitRan => {
    const { status, stdout, stderr } = spawnSync('git', [...who, ...args], { cwd: folder, env, encoding: 'utf8' })
    return { code: status ?? -1, text: stdout + stderr }
  }
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  expect(git('init', '-q', '-b', 'main').code).toBe(0)
  return {
    folder,
    git,
    write,
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    commit: (message) => {
      git('add', '-A')
      const { code, text } = git('commit', '-qm', message)
      expect({ code, text }).toEqual({ code: 0, text: '' })
    },
    intentk: (...argv) => runHere(folder, argv),
    remove: () => rmSync(home, { recursive: true, force: true }),
  }
}
