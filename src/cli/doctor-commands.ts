import { join } from 'node:path'
import type { Assistant } from '../assistants/assistant.ts'
import { commands as ownCommands } from '../assistants/commands.generated.ts'
import type { Command } from '../assistants/command.ts'
import type { Manifest } from '../assistants/manifest.ts'
import type { Action } from '../assistants/step.ts'
import { assistants } from '../assistants/table.ts'
import { wantedFiles } from '../assistants/wanted.ts'
import { WorkspaceError } from '../workspace/errors.ts'
import type { FileSystem } from '../workspace/file-system.ts'
import { homeFolder } from '../workspace/home.ts'
import { onDisk, realPath } from '../workspace/on-disk.ts'
import { programsOnPath } from '../workspace/programs.ts'
import { finding, type Finding } from './doctor-finding.ts'
import { homePlace, planPlace, readManifest, repositoryPlace, type Place } from './init-place.ts'
import { installedOf } from './init-select.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'

/** What was found about the commands of assistants. */
export interface CommandsSeen {
  readonly assistants: readonly Assistant[]
  /** The release that is looked for. */
  readonly version: string
  /** The manifest can be read. */
  readonly isUsable: boolean
  readonly findings: readonly Finding[]
}

/** Commands that are stale, missing, in the way of others or in a wrong place, and programs that are not there. */
export function commandFindings(fs: FileSystem, root: string, io: Io): CommandsSeen {
  const source = io.commands ?? { commands: ownCommands, version: __INTENTK_VERSION__ }
  const here = placeFindings(fs, repositoryPlace(root), source)
  const home = homeFindings(fs, io, source)
  const installed = here.assistants
  return {
    assistants: installed,
    version: source.version,
    isUsable: here.isUsable,
    findings: [
      ...here.findings,
      ...home,
      ...(here.isUsable ? misplaced(fs, root, installed, source.commands) : []),
      ...(here.isUsable ? leftBehind(fs, root, installed, source.commands) : []),
      ...sameName(fs, root, installed, source.commands),
      ...programFindings(fs, root, io, installed),
    ],
  }
}

type Source = NonNullable<Io['commands']>

function homeFindings(fs: FileSystem, io: Io, source: Source): readonly Finding[] {
  try {
    const place = homePlace(homeFolder(fs, io.env))
    return placeFindings(fs, place, source).findings.map((each) => ({ ...each, file: `~/${each.file}` }))
  } catch (error) {
    if (error instanceof WorkspaceError) return []
    throw error
  }
}

function placeFindings(
  fs: FileSystem,
  place: Place,
  source: Source,
): Pick<CommandsSeen, 'assistants' | 'isUsable' | 'findings'> {
  const { root, journal, manifest } = place
  const left = onDisk(fs, root, journal)
  const unfinished =
    left === null
      ? []
      : [
          finding(
            'unfinished-init',
            journal,
            'A run of `intentk init` was stopped.',
            'Run `intentk init --upgrade`, which finishes it.',
          ),
        ]
  try {
    const before = readManifest(fs, place)
    const installed = installedOf(before)
    if (installed.length === 0) return { assistants: [], isUsable: true, findings: unfinished }
    const findings = planFindings(fs, place, before, installed, source)
    return { assistants: installed, isUsable: true, findings: [...unfinished, ...findings] }
  } catch (error) {
    if (!(error instanceof WorkspaceError || error instanceof Misuse)) throw error
    const found = finding('manifest', manifest, error.message, error.hint, 'error')
    return { assistants: [], isUsable: false, findings: [...unfinished, found] }
  }
}

function planFindings(
  fs: FileSystem,
  place: Place,
  before: Manifest,
  installed: readonly Assistant[],
  { commands, version }: Source,
): readonly Finding[] {
  try {
    const { commandsDir } = before
    const { actions } = planPlace(fs, place, before, { assistants: installed, commands, version, commandsDir })
    return actions.flatMap((action) => actionFinding(action, place.home ? installed : null))
  } catch (error) {
    if (!(error instanceof WorkspaceError)) throw error
    return [finding('not-writable', null, error.message, error.hint, 'error')]
  }
}

/** What has to be done is what is wrong. What a person edited is theirs, and nothing is wrong with it. */
function actionFinding({ path, kind, because }: Action, home: readonly Assistant[] | null): readonly Finding[] {
  const named = home === null ? '' : ` --assistant ${home.map(({ key }) => key).join(',')}`
  const mend = `Run \`intentk init --upgrade${named}\`.`
  if (kind === 'create') return [finding('missing-command', path, 'Was set up and is not there.', mend)]
  if (kind === 'update') return [finding('stale-command', path, 'Is not as this release writes it.', mend)]
  if (kind === 'remove') return [finding('stale-command', path, 'Is of no command of this release.', mend)]
  if (kind === 'unchanged' || because === 'it was edited' || because === 'its section was edited') return []
  if (because === 'it was not written by intentk')
    return [
      finding(
        'colliding-command',
        path,
        'Stands where a command of intentk belongs, and was not written by it.',
        `Rename or remove it, then run \`intentk init --upgrade${named}\`.`,
      ),
    ]
  return [
    finding(
      'broken-section',
      path,
      `Cannot be brought up to date: ${because}.`,
      `Mend it, then run \`intentk init --upgrade${named}\`.`,
    ),
  ]
}

/** Files in folders that earlier releases of an assistant looked into. */
function misplaced(
  fs: FileSystem,
  root: string,
  installed: readonly Assistant[],
  commands: readonly Command[],
): readonly Finding[] {
  return assistants.flatMap((assistant) =>
    assistant.former.flatMap((former) =>
      commands.flatMap(({ name }): readonly Finding[] => {
        const path = former.replace('<c>', name)
        if (onDisk(fs, root, path) === null) return []
        const place = assistant.targets[0]!.path.replace('<c>', name)
        const isThere = installed.some(({ key }) => key === assistant.key)
        const mend = isThere
          ? `Remove it: ${place} takes its place.`
          : `Remove it and run \`intentk init --assistant ${assistant.key}\`, which writes ${place}.`
        return [finding('misplaced-command', path, `${assistant.name} looks for commands elsewhere now.`, mend)]
      }),
    ),
  )
}

/** Command files of assistants that are not set up, and of commands that no longer exist. */
function leftBehind(
  fs: FileSystem,
  root: string,
  installed: readonly Assistant[],
  commands: readonly Command[],
): readonly Finding[] {
  const wanted = new Set(wantedFiles(installed, commands).map(({ path }) => realPath(fs, root, path)))
  const seen = new Set<string>()
  return assistants.flatMap((assistant) =>
    assistant.home
      ? []
      : wantedFiles([assistant], commands).flatMap(({ path }): readonly Finding[] => {
          const real = realPath(fs, root, path)
          if (wanted.has(real) || seen.has(real) || onDisk(fs, root, path) === null) return []
          seen.add(real)
          return [
            finding(
              'left-command',
              path,
              `Is a command for ${assistant.name}, which is not set up.`,
              `Run \`intentk init --assistant ${assistant.key}\`, or remove the file.`,
            ),
          ]
        }),
  )
}

/** More skills than this in one folder are not looked at. */
const MOST = 500

/** Skills of other people with the name of one of ours: an assistant shows one of the two. */
function sameName(
  fs: FileSystem,
  root: string,
  installed: readonly Assistant[],
  commands: readonly Command[],
): readonly Finding[] {
  const folders = new Set(
    installed.flatMap(({ home, targets }) =>
      home
        ? []
        : targets.flatMap(({ path, format }) => (format === 'skill' ? [path.slice(0, path.indexOf('/intentk-'))] : [])),
    ),
  )
  const ours = new Set(commands.map(({ name }) => `intentk-${name}`))
  return [...folders].flatMap((folder) =>
    foldersIn(fs, root, folder).flatMap((name): readonly Finding[] => {
      const path = `${folder}/${name}/SKILL.md`
      const found = ours.has(name) ? null : onDisk(fs, root, path)
      const text = found !== null && 'text' in found ? found.text.slice(0, 4096) : ''
      const named = /^name: *["']?([\w.-]+)["']? *\r?$/m.exec(text)?.[1] ?? ''
      if (!ours.has(named)) return []
      return [
        finding(
          'colliding-command',
          path,
          `Has the name of the skill \`${named}\` of intentk.`,
          'Give it a name of its own.',
        ),
      ]
    }),
  )
}

function foldersIn(fs: FileSystem, root: string, folder: string): readonly string[] {
  try {
    const path = join(root, realPath(fs, root, folder))
    return fs
      .list(path)
      .slice(0, MOST)
      .map(({ name }) => name)
  } catch {
    return []
  }
}

function programFindings(
  fs: FileSystem,
  root: string,
  { env }: Io,
  installed: readonly Assistant[],
): readonly Finding[] {
  if (installed.length === 0) return []
  const there = programsOnPath(fs, env, ['intentk', ...new Set(installed.flatMap(({ programs }) => programs))])
  const local = ['intentk', 'intentk.cmd'].some((name) => fs.stat(join(root, 'node_modules/.bin', name)) !== null)
  const own =
    there.has('intentk') || local
      ? []
      : [
          finding(
            'missing-program',
            null,
            'The commands call `intentk`, which is neither on the PATH nor in node_modules.',
            'Install it: `npm install --save-dev intentk`, or `npm install --global intentk`.',
          ),
        ]
  return [
    ...own,
    ...installed
      .filter(({ terminal, programs }) => terminal && !programs.some((name) => there.has(name)))
      .map(({ key, name, programs }) =>
        finding(
          'missing-program',
          null,
          `${name} is set up, and \`${programs[0]}\` is not on the PATH.`,
          `Install it, or take its commands out: \`intentk init --remove --assistant ${key}\`.`,
        ),
      ),
  ]
}
