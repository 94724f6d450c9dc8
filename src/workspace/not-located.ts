import { basename, join, resolve } from 'node:path'
import { WorkspaceError } from './errors.ts'
import type { Feature } from './features.ts'
import type { FileSystem } from './file-system.ts'
import { layouts } from './layouts.ts'
import { nearNames, nearPlans } from './near.ts'
import { displayPath } from './paths.ts'

/** Several features fit; they are listed, none is taken. */
export function ambiguous(root: string, what: string, features: readonly Feature[]): WorkspaceError {
  const candidates = features.map((feature) =>
    displayPath(root, feature.kind === 'bmad' ? (feature.documents[0]?.path ?? feature.folder) : feature.folder),
  )
  const hint = `Name one of them, for example \`${candidates[0] ?? ''}\`.`
  return new WorkspaceError('ambiguous', `${what}: ${candidates.join(', ')}.`, { path: root, hint, candidates })
}

/** Nothing has the name or path the user gave. */
export function notFound(
  fs: FileSystem,
  root: string,
  argument: string,
  cwd: string,
  features: readonly Feature[],
): WorkspaceError {
  const path = resolve(cwd, argument)
  if (fs.stat(path)?.kind === 'directory') {
    const shown = displayPath(root, path)
    return new WorkspaceError(
      'no-plan',
      `No plan found in ${shown}/: it holds none of ${looksFor()}.`,
      didYouMean(path, nearPlans(fs, root)),
    )
  }
  const near = nearNames(fs, root, argument, features)
  const known = features.map((feature) => displayPath(root, feature.folder))
  const details =
    near.length > 0 || known.length === 0
      ? didYouMean(path, near)
      : { path, hint: `There are ${known.join(', ')}.`, candidates: known }
  return new WorkspaceError('not-found', `No file, vision or feature is called \`${argument}\`.`, details)
}

/** No argument, and no feature in any known place. */
export function nothingFound(fs: FileSystem, root: string): WorkspaceError {
  const homes = layouts.flatMap((layout) => layout.homes).map((home) => `${home}/`)
  // Of the other tools' folders only those that are there are worth a word.
  const shown = homes.filter((home, index) => index < 2 || fs.stat(join(root, home)) !== null)
  return new WorkspaceError('no-plan', `No plan found in ${shown.join(', ')}.`, didYouMean(root, nearPlans(fs, root)))
}

/** A feature is there, its plan is not. */
export function noPlan(fs: FileSystem, root: string, feature: Feature): WorkspaceError {
  const names = feature.documents.map(({ path }) => basename(path)).join(', ')
  const plans = layouts.find((layout) => layout.kind === feature.kind)
  const wanted = Object.entries(plans?.names ?? {})
    .filter(([, role]) => plans?.plans.includes(role))
    .map(([name]) => name)
  const shown = displayPath(root, feature.folder)
  const message = `No plan found in ${shown}/: it holds ${names} and none of ${wanted.join(', ') || '*-PLAN.md'}.`
  return new WorkspaceError('no-plan', message, didYouMean(feature.folder, nearPlans(fs, root)))
}

const looksFor = (): string =>
  [
    ...new Set(
      layouts.flatMap((layout) => [...Object.keys(layout.names), ...Object.keys(layout.ends).map((end) => `*${end}`)]),
    ),
  ].join(', ')

function didYouMean(
  path: string,
  candidates: readonly string[],
): { path: string; hint: string; candidates: readonly string[] } {
  const hint = candidates.length === 0 ? '' : `Did you mean ${candidates.slice(0, 5).join(' or ')}?`
  return { path, hint, candidates }
}
