import { join } from 'node:path'
import type { Assistant } from '../assistants/assistant.ts'
import { commands } from '../assistants/commands.generated.ts'
import type { Manifest } from '../assistants/manifest.ts'
import { assistants } from '../assistants/table.ts'
import { recoverBatch, writeBatch, type Batch } from '../workspace/batch.ts'
import { diskFileSystem, type FileSystem } from '../workspace/file-system.ts'
import { repositoryRoot } from '../workspace/git.ts'
import { homeFolder } from '../workspace/home.ts'
import type { Call } from './arguments.ts'
import { saysYes } from './ask.ts'
import { setUpGit, type GitSetUp } from './init-git.ts'
import { homePlace, planPlace, readManifest, repositoryPlace, type Place, type Planned } from './init-place.ts'
import { initData, initNotes, type Done } from './init-report.ts'
import { installedOf, selectAssistants, type Selection } from './init-select.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Outcome } from './outcome.ts'
import type { Line } from './terminal.ts'

const OF_ASSISTANTS = ['assistant', 'all', 'detect', 'upgrade', 'commands-dir']

/** Sets up coding assistants, and git with `--git`; `--remove` takes out what was set up. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const { switches, values } = call
  if (switches.has('upgrade') && switches.has('remove'))
    throw new Misuse('`--upgrade` and `--remove` exclude each other.', 'Give one of them.')
  const isAbout = OF_ASSISTANTS.some((name) => switches.has(name) || values[name] !== undefined)
  if (switches.has('git') && !isAbout) {
    const { data, notes } = await setUpGit(call, io)
    return { code: 0, data, diagnostics: [], out: [], notes }
  }
  const done = await setUpAssistants(call, io)
  const git: { data: GitSetUp | null; notes: readonly Line[] } = switches.has('git')
    ? await setUpGit(call, io)
    : { data: null, notes: [] }
  return {
    code: 0,
    data: { ...initData(done), git: git.data },
    diagnostics: [],
    out: [],
    notes: [...initNotes(done, call), ...git.notes],
  }
}

async function setUpAssistants(call: Call, io: Io): Promise<Done> {
  const fs = io.fs ?? diskFileSystem
  const isDry = call.switches.has('dry-run')
  const place = repositoryPlace(repositoryRoot(fs, io.cwd))
  const finished = !isDry && recoverBatch(fs, place.root, place.journal)
  const before = readManifest(fs, place)
  const selection = await selectAssistants(call, io, fs, place.root, before)
  const source = io.commands ?? { commands, version: __INTENTK_VERSION__ }
  const target = { assistants: selection.wanted, commandsDir: selection.commandsDir, ...source }
  const here = planPlace(fs, place, before, target)
  const home = await planHome(call, io, fs, selection, source, isDry)
  const planned = [...(home === null ? [] : [home]), here]
  if (!isDry)
    writeAll(
      fs,
      planned.map(({ batch }) => batch),
    )
  return {
    planned,
    assistants: selection.wanted,
    removed: before.assistants.filter((key) => !selection.wanted.some((each) => each.key === key)),
    before,
    version: source.version,
    isDry,
    finished,
    inGit: fs.stat(join(place.root, '.git')) !== null,
    leftHome: leftAlone(before, selection),
  }
}

/** Assistants of the home folder that are set up, and that nobody has named now. */
const leftAlone = ({ assistants: keys }: Manifest, { named }: Selection): readonly Assistant[] =>
  assistants.filter(({ key, home }) => home && keys.includes(key) && !named.some((each) => each.key === key))

/** What becomes of the home folder; null where nothing does. Only what was named is touched, after a yes. */
async function planHome(
  call: Call,
  io: Io,
  fs: FileSystem,
  { named }: Selection,
  source: NonNullable<Io['commands']>,
  isDry: boolean,
): Promise<Planned | null> {
  const chosen = named.filter(({ home }) => home)
  if (chosen.length === 0) return null
  const place = homePlace(homeFolder(fs, io.env))
  if (!isDry) recoverBatch(fs, place.root, place.journal)
  const before = readManifest(fs, place)
  const planned = planPlace(fs, place, before, { ...source, assistants: inHome(call, before, chosen), commandsDir: '' })
  if (planned.batch.changes.length > 0 && !isDry) await confirm(call, io, place, planned)
  return planned
}

/** The assistants that have files in the home folder when the call is done. */
function inHome({ switches }: Call, before: Manifest, chosen: readonly Assistant[]): readonly Assistant[] {
  const others = installedOf(before).filter(({ key }) => !chosen.some((each) => each.key === key))
  return switches.has('remove') ? others : [...others, ...chosen]
}

async function confirm(call: Call, io: Io, { root }: Place, { batch }: Planned): Promise<void> {
  if (call.switches.has('yes')) return
  const yes = call.switches.has('json') ? null : await saysYes(io, `Change ${batch.changes.length} files in ${root}?`)
  if (yes === true) return
  throw new Misuse(
    yes === null ? `Files in ${root} need a yes, and there is no terminal to ask on.` : 'Nothing is written.',
    yes === null ? 'Give `--yes`, or leave out the assistants of the home folder.' : '',
    'not-confirmed',
  )
}

/** Writes all batches or none: what the first has written is put back where the second fails. */
function writeAll(fs: FileSystem, batches: readonly Batch[]): void {
  const undo: Batch[] = []
  try {
    for (const batch of batches) {
      const emptied = writeBatch(fs, batch)
      const changes = batch.changes.map(({ path, before, after }) => ({ path, before: after, after: before }))
      undo.unshift({ ...batch, changes, emptied })
    }
  } catch (error) {
    for (const batch of undo) writeBatch(fs, batch)
    throw error
  }
}
