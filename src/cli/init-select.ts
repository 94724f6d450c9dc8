import { join, relative, resolve, sep } from 'node:path'
import type { Assistant } from '../assistants/assistant.ts'
import type { Manifest } from '../assistants/manifest.ts'
import { assistantNamed, detect, type Detected } from '../assistants/select.ts'
import { assistants, genericIn } from '../assistants/table.ts'
import type { FileSystem } from '../workspace/file-system.ts'
import { insideRepository } from '../workspace/paths.ts'
import { programsOnPath } from '../workspace/programs.ts'
import { closest } from '../workspace/suggest.ts'
import type { Call } from './arguments.ts'
import { chooseMany } from './ask.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'

/** Which assistants a call is about. */
export interface Selection {
  /** Those that shall be installed when it is done. */
  readonly wanted: readonly Assistant[]
  /** Those that were named, for whom alone something in the home folder may happen. */
  readonly named: readonly Assistant[]
  readonly commandsDir: string
}

/** Reads, finds or asks which assistants are meant; `installed` are those of the manifest. */
export async function selectAssistants(
  call: Call,
  io: Io,
  fs: FileSystem,
  root: string,
  manifest: Manifest,
): Promise<Selection> {
  const { switches, values } = call
  const ways = ['all', 'detect'].filter((name) => switches.has(name))
  if (values['assistant'] !== undefined) ways.push('assistant')
  if (ways.length > 1)
    throw new Misuse(`\`--${ways[0]}\` and \`--${ways[1]}\` exclude each other.`, 'Give one of them.')
  const commandsDir = folderOf(call, io, fs, root) ?? manifest.commandsDir
  const installed = installedOf(manifest)
  const named = namedIn(values['assistant'], commandsDir, values['commands-dir'] !== undefined)
  if (switches.has('remove')) {
    if (ways.length > 0 && values['assistant'] === undefined)
      throw new Misuse(`\`--remove\` takes \`--assistant KEY\`, or removes all.`, `Leave out \`--${ways[0]}\`.`)
    const keys = new Set(named.map(({ key }) => key))
    return { wanted: named.length === 0 ? [] : installed.filter(({ key }) => !keys.has(key)), named, commandsDir }
  }
  const chosen = await chosenFor(call, io, fs, root, { installed, named })
  return { ...chosen, commandsDir: chosen.wanted.some(({ key }) => key === 'generic') ? commandsDir : '' }
}

interface Known {
  readonly installed: readonly Assistant[]
  readonly named: readonly Assistant[]
}

async function chosenFor(
  { switches }: Call,
  io: Io,
  fs: FileSystem,
  root: string,
  { installed, named }: Known,
): Promise<Pick<Selection, 'wanted' | 'named'>> {
  if (named.length > 0) return { wanted: union(installed, named), named }
  if (switches.has('all'))
    return {
      wanted: union(
        installed,
        assistants.filter(({ home }) => !home),
      ),
      named,
    }
  const found = detectIn(io, fs, root)
  if (switches.has('detect')) {
    if (found.length === 0 && installed.length === 0) throw nothingFound()
    return {
      wanted: union(
        installed,
        found.map(({ assistant }) => assistant),
      ),
      named,
    }
  }
  if (switches.has('upgrade')) {
    if (installed.length > 0) return { wanted: installed, named }
    throw new Misuse('No assistant was set up here.', 'Run `intentk init` first.', 'not-installed')
  }
  const usual = union(
    installed,
    found.map(({ assistant }) => assistant),
  )
  const asked = switches.has('yes') || switches.has('json') ? null : await askFor(io, usual, installed, found)
  if (asked !== null) return { wanted: asked, named: asked }
  if (switches.has('yes')) {
    if (usual.length === 0) throw nothingFound()
    return { wanted: usual, named }
  }
  if (installed.length > 0) return { wanted: installed, named }
  const keys = found.map(({ assistant }) => assistant.key)
  throw new Misuse(
    'Which assistants shall have the commands? There is no terminal to ask on.',
    keys.length === 0
      ? 'Name them: `intentk init --assistant claude,codex`; `intentk init --git` sets up git alone.'
      : `Name them: \`intentk init --assistant ${keys.join(',')}\` are found here, as with \`--detect\`; \`intentk init --git\` sets up git alone.`,
  )
}

const nothingFound = (): Misuse =>
  new Misuse(
    'No assistant was found, neither by a folder here nor by a program on the PATH.',
    'Name one: `intentk init --assistant claude`.',
  )

async function askFor(
  io: Io,
  usual: readonly Assistant[],
  installed: readonly Assistant[],
  found: readonly Detected[],
): Promise<readonly Assistant[] | null> {
  const order = union(
    usual,
    assistants.toSorted((a, b) => Number(a.home) - Number(b.home)),
  )
  const note = ({ key, home }: Assistant): string => {
    if (installed.some((each) => each.key === key)) return ' (set up)'
    const by = found.find(({ assistant }) => assistant.key === key)?.by
    return by !== undefined ? ` (found: ${by})` : home ? ' (in your home folder)' : ''
  }
  const keys = await chooseMany(
    io,
    'Which assistants shall have the commands of intentk?',
    order.map((each) => ({ name: each.name + note(each), value: each.key, checked: usual.includes(each) })),
  )
  if (keys === null) return null
  const chosen = order.filter(({ key }) => keys.includes(key))
  if (chosen.length === 0)
    throw new Misuse('No assistant was chosen. Nothing is written.', 'The space bar chooses one.')
  return chosen
}

/** Each once, in order; of two with one key the second, which may have another folder. */
const union = (a: readonly Assistant[], b: readonly Assistant[]): readonly Assistant[] => [
  ...new Map([...a, ...b].map((each) => [each.key, each])).values(),
]

/** The assistants a repository or this machine shows signs of. */
export function detectIn({ env }: Io, fs: FileSystem, root: string): readonly Detected[] {
  const programs = programsOnPath(fs, env, [...new Set(assistants.flatMap((each) => each.programs))])
  return detect((path) => fs.stat(join(root, path)) !== null, programs)
}

/** The assistants of a manifest; throws where a release knew more of them than this one. */
export function installedOf({ assistants: keys, commandsDir }: Manifest): readonly Assistant[] {
  return keys.map((key) => {
    if (key === 'generic' && commandsDir !== '') return genericIn(commandsDir)
    const found = assistants.find((each) => each.key === key)
    if (found !== undefined) return found
    throw new Misuse(
      `The manifest names an assistant \`${key}\` that this release does not know.`,
      'Update intentk, or take it out of `.intentk/manifest.json`.',
      'unknown-assistant',
    )
  })
}

function namedIn(words: string | undefined, commandsDir: string, hasFolder: boolean): readonly Assistant[] {
  const named = (words ?? '').split(',').filter((word) => word.trim() !== '')
  if (words !== undefined && named.length === 0)
    throw new Misuse('`--assistant` names nobody.', 'For example `intentk init --assistant claude,codex`.')
  if (hasFolder && !named.some((word) => word.trim() === 'generic')) named.push('generic')
  return union(
    [],
    named.map((word) => {
      if (word.trim() === 'generic') {
        if (commandsDir !== '') return genericIn(commandsDir)
        throw new Misuse('Where are the commands of the assistant?', 'Name the folder: `--commands-dir FOLDER`.')
      }
      const found = assistantNamed(word)
      if (found !== null) return found
      const keys = assistants.map(({ key }) => key)
      const near = closest(word.trim().toLowerCase(), keys)
      throw new Misuse(
        `There is no assistant \`${word.trim()}\`.`,
        near === null ? `There are ${keys.join(', ')}, and generic.` : `Did you mean \`${near}\`?`,
      )
    }),
  )
}

/** The folder of `--commands-dir`, relative to the root. */
function folderOf({ values }: Call, { cwd }: Io, fs: FileSystem, root: string): string | null {
  const given = values['commands-dir']
  if (given === undefined) return null
  const path = relative(root, resolve(fs.realpath(cwd), given))
    .split(sep)
    .join('/')
  const verdict = insideRepository(fs, root, path)
  // oxlint-disable-next-line no-control-regex -- they are what is refused
  if (path === '' || !verdict.inside || /[\u0000-\u001f]/.test(path))
    throw new Misuse(
      `Commands cannot be written to \`${given}\`: ${verdict.inside ? 'it is no folder of its own' : verdict.reason}.`,
      'Name a folder inside the repository.',
    )
  return path
}
