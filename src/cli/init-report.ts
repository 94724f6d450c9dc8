import type { Assistant } from '../assistants/assistant.ts'
import { lineDiff } from '../assistants/line-diff.ts'
import type { Manifest } from '../assistants/manifest.ts'
import type { Action, ActionKind } from '../assistants/step.ts'
import { assistantNamed } from '../assistants/select.ts'
import type { Call } from './arguments.ts'
import { count } from './compiled.ts'
import type { Planned } from './init-place.ts'
import { styled, type Line } from './terminal.ts'

/** What a call of init did, or would do. */
export interface Done {
  /** The home folder before the repository. */
  readonly planned: readonly Planned[]
  /** Who is set up now. */
  readonly assistants: readonly Assistant[]
  /** Keys of those who were, and are no more. */
  readonly removed: readonly string[]
  readonly before: Manifest
  readonly version: string
  readonly isDry: boolean
  /** There is a git repository to commit to. */
  readonly inGit: boolean
  /** What an earlier run had begun was finished first. */
  readonly finished: boolean
  /** In the home folder, and left as they are. */
  readonly leftHome: readonly Assistant[]
}

const changes = ({ planned }: Done): boolean => planned.some(({ batch }) => batch.changes.length > 0)

const shownPath = ({ place }: Planned, path: string): string => (place.home ? `~/${path}` : path)

/** The part of the JSON that is about assistants. */
export function initData(done: Done): object {
  const { assistants, removed, planned, isDry } = done
  return {
    status: !changes(done) ? 'unchanged' : isDry ? 'would-write' : 'written',
    assistants: assistants.map(({ key, name, invoked, home }) => ({ key, name, invoked, home })),
    removed,
    files: planned.flatMap((each) =>
      each.actions.map(({ path, kind, because, offer }) => ({
        path: shownPath(each, path),
        action: kind,
        because,
        offer: offer === null ? null : diffText(offer),
      })),
    ),
  }
}

const diffText = ({ now, wanted }: NonNullable<Action['offer']>): string =>
  lineDiff(now, wanted)
    .map(({ mark, text }) => `${mark}${text}\n`)
    .join('')

/** What happened, then what is open, then the next command. */
export function initNotes(done: Done, { switches }: Call): readonly Line[] {
  const { assistants, removed, planned, isDry, finished, before, version } = done
  const actions = planned.flatMap((each) =>
    each.actions.map((action) => ({ ...action, path: shownPath(each, action.path) })),
  )
  const kept = actions.filter(({ kind }) => kind === 'kept')
  const names = removed.map((key) => assistantNamed(key)?.name ?? key)
  return [
    ...(finished ? ['Finished what an earlier run of `intentk init` had begun.'] : []),
    ...(isNewer(before.version, version)
      ? [`The files were written by intentk ${before.version}; this is ${version}. Update it, or they go back.`]
      : []),
    ...countLines(actions, isDry, switches.has('remove')),
    ...(names.length > 0 ? [`${isDry ? 'Would remove' : 'Removed'} ${names.join(', ')}`] : []),
    ...assistantLines(assistants),
    ...kept.flatMap(keptLines),
    ...done.leftHome.map(
      ({ key, name }) =>
        `${name} is in your home folder and is left alone: name it, \`intentk init --assistant ${key}${switches.has('remove') ? ' --remove' : ''}\`.`,
    ),
    ...nextLines(done),
  ]
}

function assistantLines(assistants: readonly Assistant[]): readonly Line[] {
  const invoked = assistants.map((each) => each.invoked.replace('<c>', 'execute'))
  const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length))
  const [first, second] = [widest(assistants.map(({ name }) => name)), widest(invoked)]
  return assistants.map((each, at): Line => [
    '  ',
    styled('bold', each.name.padEnd(first)),
    `  ${invoked[at]!.padEnd(second)}  ${foldersOf(each)}`,
  ])
}

const words: readonly (readonly [kind: ActionKind, did: string, would: string])[] = [
  ['create', 'Wrote', 'Would write'],
  ['update', 'Updated', 'Would update'],
  ['remove', 'Took out', 'Would take out'],
]

function countLines(actions: readonly Action[], isDry: boolean, removing: boolean): readonly Line[] {
  const lines = words.flatMap(([kind, did, would]): Line[] => {
    const paths = actions.filter((action) => action.kind === kind).map(({ path }) => path)
    const few = paths.length <= 3 ? `: ${paths.join(', ')}` : ''
    return paths.length === 0 ? [] : [`${isDry ? would : did} ${count(paths.length, 'file')}${few}`]
  })
  const same = actions.filter(({ kind }) => kind === 'unchanged').length
  if (lines.length === 0) return same > 0 && !removing ? ['Everything is up to date.'] : ['Nothing was set up.']
  return lines
}

function keptLines({ path, because, offer }: Action): readonly Line[] {
  const head: Line = [styled('yellow', 'Kept'), ` ${path}${because === '' ? '' : `: ${because}`}`]
  if (offer === null) return [head]
  const diff = lineDiff(offer.now, offer.wanted)
  const style = { ' ': 'dim', '-': 'red', '+': 'green' } as const
  return [
    head,
    '  The new version would change this:',
    ...diff.slice(0, 40).map(({ mark, text }): Line => ['  ', styled(style[mark], `${mark} ${text}`)]),
    ...(diff.length > 40 ? [`  and ${diff.length - 40} lines more; \`--json\` has all of them`] : []),
    '  To take it, move the file away (of AGENTS.md and the like the section) and run `intentk init --upgrade`.',
  ]
}

function foldersOf({ targets, home }: Assistant): string {
  const folders = targets.map(({ path }) => path.slice(0, path.indexOf('<c>')).replace(/\/?intentk[.-]?$|\/$/, ''))
  return folders.map((folder) => (home ? `~/${folder}` : folder)).join(', ')
}

function nextLines(done: Done): readonly Line[] {
  const { assistants, planned, isDry } = done
  if (isDry || !changes(done)) return []
  const written = planned
    .filter(({ place }) => !place.home)
    .flatMap(({ batch }) => batch.changes)
    .map(({ path }) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : path))
  const add = [...new Set(written)].toSorted()
  const [first] = assistants
  // Nobody reads a line of forty folders.
  const next = add.length > 8 ? 'Next git status, and commit what is new' : `Next git add ${add.join(' ')}`
  const lines: Line[] = add.length === 0 || !done.inGit ? [] : [next]
  return first === undefined || done.removed.length > 0
    ? lines
    : [...lines, `Then in ${first.name}: ${first.invoked.replace('<c>', 'vision')} and what you want, in a sentence`]
}

/** Whether a release is newer than another; both are numbers with dots, the rest does not count. */
function isNewer(one: string, other: string): boolean {
  const numbers = (version: string): readonly number[] =>
    (/^\d{1,9}(?:\.\d{1,9}){0,3}/.exec(version)?.[0] ?? '0').split('.').map(Number)
  const [a, b] = [numbers(one), numbers(other)]
  const at = [0, 1, 2].find((index) => (a[index] ?? 0) !== (b[index] ?? 0))
  return at !== undefined && (a[at] ?? 0) > (b[at] ?? 0)
}
