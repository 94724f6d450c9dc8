import { basename, dirname, extname, join, resolve } from 'node:path'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { LocatedDocument } from './documents.ts'
import { constitutionOf, fileNames, refuseOutside } from './documents.ts'
import { describeFailure } from './errors.ts'
import type { Feature } from './features.ts'
import {
  featureAt,
  homeOf,
  isStoryHome,
  leadingNumber,
  listFeatures,
  listStories,
  stem,
  storyAt,
  withoutNumber,
} from './features.ts'
import type { FileSystem } from './file-system.ts'
import { currentBranch, repositoryRoot, upwards } from './git.ts'
import type { InputRole } from '../model/compile.ts'
import type { LocatedKind } from './layouts.ts'
import { layouts } from './layouts.ts'
import { ambiguous, noPlan, notFound, nothingFound } from './not-located.ts'
import { displayPath, foundInside } from './paths.ts'

/** What a command works on. Paths are absolute; show them with `displayPath(root, path)`. */
export interface Located {
  readonly kind: LocatedKind
  /** The repository, package or folder that paths of the documents stay inside. */
  readonly root: string
  /** The folder of a vision or feature; null for one file and for standard input. */
  readonly folder: string | null
  /** In reading order; the constitution last. Empty for standard input. */
  readonly documents: readonly LocatedDocument[]
  /** Where execute.md is or will be; null where the result goes to standard output. */
  readonly output: string | null
  readonly lock: string | null
  /** Name of the folder, or of the file without its ending. */
  readonly id: string
  /** The id without its leading number. */
  readonly name: string
  readonly diagnostics: readonly Diagnostic[]
}

/** What is looked for: the argument as typed (null without one), from where, and whether it has to be compilable. */
export interface Wanted {
  readonly argument: string | null
  readonly cwd: string
  /** A vision without a plan will do, as for authoring its documents. False unless given. */
  readonly withoutPlan?: boolean
}

/**
 * Finds what a command works on: a path, a number (`1`, `001`), a name or a unique part of one, `-` for standard
 * input; without an argument the feature the folder is in, else the one of the git branch, else the only one. Never
 * guesses between several: throws a `WorkspaceError` that lists them, or that says what was looked for.
 */
export function locate(fs: FileSystem, wanted: Wanted): Located {
  const { argument, cwd } = wanted
  try {
    const root = repositoryRoot(fs, cwd)
    if (argument === '-') return located(fs, root, nothing('stdin', 'stdin'), null)
    const found = argument === null ? withoutArgument(fs, root, wanted) : withArgument(fs, root, argument, wanted)
    if (found.feature.hasPlan || wanted.withoutPlan === true) return found.located
    throw noPlan(fs, found.located.root, found.feature)
  } catch (error) {
    throw describeFailure(
      error,
      argument === null ? `Cannot look around in ${cwd}` : `Cannot look for ${argument}`,
      cwd,
    )
  }
}

/** The same with another output (`--out FILE`, relative to `cwd`); its lock stands beside it. */
export function withOutput(fs: FileSystem, found: Located, cwd: string, file: string): Located {
  const output = resolve(cwd, file)
  return { ...found, output, lock: join(dirname(output), lockName(fs, output)) }
}

/** What intentk writes for it, relative to the root. */
export function ownPaths({ root, output, lock }: Located): ReadonlySet<string> {
  return new Set([output, lock].flatMap((path) => (path === null ? [] : [displayPath(root, path)])))
}

interface Found {
  readonly feature: Feature
  readonly located: Located
}

function withArgument(fs: FileSystem, root: string, argument: string, wanted: Wanted): Found {
  // From a folder below the root people also name what `list` and messages show: paths relative to the root.
  const byPath = [resolve(wanted.cwd, argument), resolve(root, argument)]
    .filter((path) => fs.stat(path) !== null)
    .map((path) => atPath(fs, path))
    .find((found) => found !== null)
  if (byPath != null) return byPath
  const features = listFeatures(fs, root)
  const matches = matchingPath(root, wanted.cwd, argument, [...features, ...listStories(fs, root)])
  const [match] = matches
  if (match !== undefined && matches.length === 1) return inside(fs, root, match)
  if (match !== undefined) throw ambiguous(root, `Several plans match \`${argument}\``, matches)
  throw notFound(fs, root, argument, wanted.cwd, features)
}

function withoutArgument(fs: FileSystem, root: string, wanted: Wanted): Found {
  const around = upwards(fs.realpath(wanted.cwd))
  const below = around.slice(0, Math.max(0, around.indexOf(root)))
  // The nearest folder at a known place goes before the nearest that only looks like a feature, such as `contracts/`.
  const home = below.find((folder) => homeOf(root, folder) !== null)
  const here = [...(home === undefined ? [] : [home]), ...below]
    .map((folder) => featureAt(fs, root, folder))
    .find((found) => found !== null)
  if (here != null) return inside(fs, root, here)

  const all = listFeatures(fs, root)
  const features = wanted.withoutPlan === true ? all : all.filter((feature) => feature.hasPlan)
  const branch = currentBranch(fs, root)
  const ofBranch = onBranch(branch, features)
  const [match] = ofBranch
  if (match !== undefined && ofBranch.length === 1) return inside(fs, root, match)
  if (match !== undefined) throw ambiguous(root, `The branch ${branch} names several plans`, ofBranch)

  const [only] = features
  if (only !== undefined && features.length === 1) return inside(fs, root, only)
  if (only !== undefined) throw ambiguous(root, 'There are several plans', features)
  const [unfinished] = all
  throw unfinished === undefined ? nothingFound(fs, root) : noPlan(fs, root, unfinished)
}

/** What a path given by the user names; it may lead anywhere. Null for a folder without documents. */
function atPath(fs: FileSystem, path: string): Found | null {
  const stat = fs.stat(path)
  if (stat?.kind === 'directory') {
    const folder = fs.realpath(path)
    const root = repositoryRoot(fs, folder)
    const feature = featureAt(fs, root, folder)
    return feature === null ? null : inside(fs, root, feature)
  }
  const folder = fs.realpath(dirname(path))
  const root = repositoryRoot(fs, folder)
  const name = basename(path)
  if (isStoryHome(root, folder) && stat?.kind === 'file') {
    const story = storyAt(folder, name)
    return { feature: story, located: located(fs, root, story, null) }
  }
  const whole = homeOf(root, folder) === null ? null : featureAt(fs, root, folder)
  if (whole !== null && standsFor(whole, name)) return inside(fs, root, whole)
  const documents = [{ role: roleOf(name), path: join(folder, name) }]
  const file: Feature = { ...nothing('file', stem(name)), documents }
  return { feature: file, located: located(fs, root, file, null) }
}

/** A vision's documents and its execute.md stand for the vision; another tool's task file is meant by itself. */
function standsFor(feature: Feature, name: string): boolean {
  if (/^execute\.md$/i.test(name)) return true
  return feature.documents.some(({ role, path }) => basename(path) === name && role !== 'tasks' && role !== 'contract')
}

/** What a feature of a list is located as. */
export const locateFeature = (fs: FileSystem, root: string, feature: Feature): Located =>
  feature.kind === 'bmad' ? located(fs, root, feature, null) : inside(fs, root, feature).located

function inside(fs: FileSystem, root: string, feature: Feature): Found {
  const output = feature.kind === 'bmad' ? null : join(feature.folder, executeName(fs, feature.folder))
  const written = output === null ? [] : [output, join(feature.folder, lockName(fs, output))]
  refuseOutside(fs, root, [feature.folder, ...feature.documents.map(({ path }) => path), ...written])
  return { feature, located: located(fs, root, feature, output) }
}

function located(fs: FileSystem, root: string, feature: Feature, output: string | null): Located {
  const { kind, id, diagnostics } = feature
  const constitution =
    kind === 'stdin' ? [] : constitutionOf(fs, root).filter(({ path }) => foundInside(fs, root, path).inside)
  return {
    kind,
    root,
    folder: output === null ? null : feature.folder,
    documents: [...feature.documents, ...constitution],
    output,
    lock: output === null ? null : join(dirname(output), lockName(fs, output)),
    id,
    name: withoutNumber(id),
    diagnostics,
  }
}

const nothing = (kind: LocatedKind, id: string): Feature => ({
  kind,
  folder: '',
  id,
  documents: [],
  diagnostics: [],
  hasPlan: true,
})

/** `visions/001`: the last part of a path may be a number or name too, among what lies in that folder. */
function matchingPath(root: string, cwd: string, argument: string, features: readonly Feature[]): readonly Feature[] {
  const trimmed = argument.replace(/[\\/]+$/, '')
  if (!/[\\/]/.test(trimmed)) return matching(trimmed, features)
  const homes = [resolve(cwd, dirname(trimmed)), resolve(root, dirname(trimmed))]
  return matching(
    basename(trimmed),
    features.filter((feature) => homes.includes(dirname(feature.folder))),
  )
}

/** The strictest reading that matches anything decides: number, whole name, name without number, part of the name. */
function matching(argument: string, features: readonly Feature[]): readonly Feature[] {
  const wanted = argument.replace(/[\\/]+$/, '').toLowerCase()
  if (wanted === '') return []
  const readings: ((id: string) => boolean)[] = [
    (id) => id === wanted,
    (id) => /^\d{1,9}$/.test(wanted) && leadingNumber(id) === Number(wanted),
    (id) => withoutNumber(id) === wanted || id.startsWith(`${wanted}.`),
    (id) => !/^\d+$/.test(wanted) && id.includes(wanted),
  ]
  for (const reading of readings) {
    const matches = features.filter(
      (feature) => reading(feature.id.toLowerCase()) && (feature.kind !== 'bmad' || !/^\d+$/.test(wanted)),
    )
    if (matches.length > 0) return matches
  }
  return []
}

/** `feature/001-export` names the feature of that name, else the only one with that number of three or more digits. */
function onBranch(branch: string, features: readonly Feature[]): readonly Feature[] {
  const name = branch.slice(branch.lastIndexOf('/') + 1).toLowerCase()
  const same = features.filter((feature) => feature.id.toLowerCase() === name)
  if (name === '' || same.length > 0) return same
  const number = /^(\d{3,9})-/.exec(name)?.[1]
  return number === undefined ? [] : features.filter((feature) => leadingNumber(feature.id) === Number(number))
}

const executeName = (fs: FileSystem, folder: string): string =>
  sameIgnoringCase(fileNames(fs, folder), 'execute.md') ?? 'execute.md'

function lockName(fs: FileSystem, output: string): string {
  const wanted = `${basename(output, extname(output))}.lock.json`
  return sameIgnoringCase(fileNames(fs, dirname(output)), wanted) ?? wanted
}

const sameIgnoringCase = (names: readonly string[], wanted: string): string | undefined =>
  names.find((name) => name === wanted) ?? names.find((name) => name.toLowerCase() === wanted.toLowerCase())

function roleOf(name: string): InputRole {
  const lower = name.toLowerCase()
  if (lower === 'tasks.md' || lower === 'execute.md') return 'tasks'
  const layout = layouts.find(({ names }) => Object.hasOwn(names, lower))
  return layout?.names[lower] ?? 'plan'
}
