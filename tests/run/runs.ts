import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { JournalEntry } from '../../src/run/contract.ts'
import { journalPath, runNames } from '../../src/run/run-folder.ts'
import { readJournalFile, taskRecords } from '../../src/run/run-journal.ts'
import { runHere, type Ran } from '../cli/support.ts'

export const agentPath = join(import.meta.dirname, 'agent.mjs')
export const quickAgentPath = join(import.meta.dirname, 'agent.sh')
const bin = join(import.meta.dirname, '../../dist/bin.cjs')

/** A repository in which plans are run. */
export interface Repository {
  readonly root: string
  readonly write: (path: string, content: string | Uint8Array, mode?: number) => void
  readonly read: (path: string) => string
  readonly has: (path: string) => boolean
  readonly git: (...args: readonly string[]) => string
  /** Runs a command line in this process. */
  readonly run: (line: readonly string[], more?: RunMore) => Promise<Ran>
  /** Starts the built command as a process. */
  readonly start: (line: readonly string[], env?: Readonly<Record<string, string>>) => ChildProcess
  readonly journal: () => readonly JournalEntry[]
  readonly remove: () => void
}

interface RunMore {
  readonly env?: Readonly<Record<string, string>>
  readonly tty?: number
  readonly ask?: (question: string) => Promise<string | null>
}

const plainEnv = (): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: process.env['HOME'] ?? '/tmp',
  GIT_CONFIG_NOSYSTEM: '1',
})

/** Makes a repository; `git` says whether it is one of git. */
export function makeRepository(files: Readonly<Record<string, string>>, git = true): Repository {
  // One folder deeper, so that what is beside the repository is the test's own.
  const outer = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-run-')))
  const root = join(outer, 'repository')
  mkdirSync(root)
  const call = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', '-c', 'commit.gpgSign=false', ...args], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  const write = (path: string, content: string | Uint8Array, mode?: number): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
    if (mode !== undefined) chmodSync(join(root, path), mode)
  }
  if (git) {
    call('init', '-q', '-b', 'main')
    call('config', 'user.name', 'Tester')
    call('config', 'user.email', 'tester@example.org')
  } else mkdirSync(join(root, '.intentk'))
  for (const [path, content] of Object.entries(files)) write(path, content)
  return {
    root,
    write,
    read: (path) => readFileSync(join(root, path), 'utf8'),
    has: (path) => existsSync(join(root, path)),
    git: call,
    run: (line, { env = {}, ...more } = {}) =>
      runHere(root, ['run', ...line], { env: { ...plainEnv(), ...env }, ...more }),
    start: (line, env = {}) =>
      spawn(process.execPath, [bin, 'run', ...line], {
        cwd: root,
        env: { ...plainEnv(), ...env },
        stdio: ['ignore', 'ignore', 'pipe'],
        detached: true,
      }),
    journal: () => {
      const name = runNames(root).at(-1)
      return name === undefined ? [] : readJournalFile(journalPath(root, name)).entries
    },
    remove: () => rmSync(outer, { recursive: true, force: true, maxRetries: 5 }),
  }
}

/** Settings under which a test does not wait. */
export const quick = (more = ''): string =>
  `run:\n  retry_delay: 0.01\n  env: [AGENT_PLAN, AGENT_LOG, AGENT_SAVE, AGENT_DOCUMENT, AGENT_SLEEP]\n${more}`

/** A task list of so many tasks, each of which writes a file; every fifth waits for the one before it. */
export const listOf = (count: number): string =>
  `# Tasks\n\n${Array.from({ length: count }, (_, at) => {
    const id = `T${String(at + 1).padStart(3, '0')}`
    const waits = at % 5 === 4 ? ` (depends on T${String(at).padStart(3, '0')})` : ''
    return `- [ ] ${id} Create \`src/file-${at + 1}.ts\`${waits}`
  }).join('\n')}\n`

/** Everything below a root but what is a run's own, told apart from the code under test. */
export function treeOf(root: string, except: readonly string[] = []): string {
  const lines: string[] = []
  const walk = (folder: string): void => {
    for (const name of readdirSync(join(root, folder)).toSorted()) {
      const path = folder === '' ? name : `${folder}/${name}`
      if (name === '.git' || path === '.intentk' || except.includes(path)) continue
      const stats = lstatSync(join(root, path))
      const mode = (stats.mode & 0o7777).toString(8)
      if (stats.isSymbolicLink()) lines.push(`${path} -> ${readlinkSync(join(root, path))}`)
      else if (stats.isDirectory()) {
        lines.push(`${path}/ ${mode}`)
        walk(path)
      } else
        lines.push(
          `${path} ${mode} ${createHash('sha256')
            .update(readFileSync(join(root, path)))
            .digest('hex')}`,
        )
    }
  }
  walk('')
  return lines.join('\n')
}

/**
 * What has to hold after any run: every tick has a record and every record a tick, no task was verified twice, and the
 * numbers of the journal have no hole.
 */
export function problemsOf(repository: Repository, document: string): readonly string[] {
  const entries = repository.journal()
  const records = taskRecords(entries)
  const problems: string[] = []
  entries.forEach(({ seq }, at) => seq === at + 1 || problems.push(`entry ${at + 1} has number ${seq}`))
  const ticked = new Set([...repository.read(document).matchAll(/^\s*- \[x\] (T\d+)/gm)].map(([, id]) => id!))
  const done = [...records].flatMap(([key, { outcome }]) =>
    outcome === 'verified' || outcome === 'attested' ? [key] : [],
  )
  for (const key of ticked) if (!done.includes(key)) problems.push(`${key} is ticked without a record`)
  for (const key of done) if (!ticked.has(key)) problems.push(`${key} has a record and no tick`)
  const ends = new Map<string, number>()
  for (const entry of entries)
    if (entry.type === 'task-ended' && (entry.outcome === 'verified' || entry.outcome === 'attested'))
      ends.set(entry.task, (ends.get(entry.task) ?? 0) + 1)
  for (const [key, count] of ends) if (count !== 1) problems.push(`${key} was verified ${count} times`)
  return problems
}
