import { textHash } from '../model/hash.ts'
import { canBeOurs, type Manifest, type SectionRecord } from './manifest.ts'
import { planSection } from './plan-section.ts'
import { actionOf, refusal, type Action, type Change, type OnDisk, type Step } from './step.ts'
import type { WantedFile, WantedSection } from './wanted.ts'

/** What an installation is to be. */
export interface Wish {
  readonly files: readonly WantedFile[]
  readonly sections: readonly WantedSection[]
  /** Files that are written once and then belong to whoever edits them; one that is there already is no news. */
  readonly once: Readonly<Record<string, string>>
}

export interface InstallPlan {
  readonly changes: readonly Change[]
  readonly actions: readonly Action[]
  /** `files` and `sections` of the next manifest. */
  readonly files: Readonly<Record<string, string>>
  readonly sections: Readonly<Record<string, SectionRecord>>
}

/**
 * Compares what shall stand in a repository with what does, by the hashes of what was written before: what is as it
 * was written follows, what a person changed stays and the new version is offered.
 */
export function planInstall(wish: Wish, manifest: Manifest, read: (path: string) => OnDisk): InstallPlan {
  const wanted = new Map(wish.files.map(({ path, text }) => [path, text]))
  const once = new Map(Object.entries(wish.once))
  const files = new Map<string, Step<string>>()
  for (const path of new Set([...wanted.keys(), ...once.keys(), ...Object.keys(manifest.files)])) {
    const recorded = Object.hasOwn(manifest.files, path) ? manifest.files[path]! : null
    const isOnce = once.has(path)
    files.set(path, planFile(path, wanted.get(path) ?? once.get(path) ?? null, recorded, read(path), isOnce))
  }
  const sections = new Map<string, Step<SectionRecord>>()
  const sectionOf = new Map(wish.sections.map((section) => [section.path, section]))
  for (const path of new Set([...sectionOf.keys(), ...Object.keys(manifest.sections)])) {
    const recorded = Object.hasOwn(manifest.sections, path) ? manifest.sections[path]! : null
    sections.set(path, planSection(path, sectionOf.get(path) ?? null, recorded, read(path)))
  }
  const steps = [...files.values(), ...sections.values()]
  return {
    changes: steps.flatMap(({ change }) => change ?? []),
    actions: steps.flatMap((step) => step.action ?? []).toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    files: recordsOf(files),
    sections: recordsOf(sections),
  }
}

const recordsOf = <R>(steps: ReadonlyMap<string, Step<R>>): Readonly<Record<string, R>> =>
  Object.fromEntries([...steps].flatMap(([path, { record }]) => (record === null ? [] : [[path, record]])))

function planFile(
  path: string,
  wanted: string | null,
  recorded: string | null,
  disk: OnDisk,
  once: boolean,
): Step<string> {
  if (wanted === null) return planUnwanted(path, recorded, disk)
  if (disk === null)
    return {
      action: actionOf(path, 'create'),
      change: { path, before: null, after: wanted },
      record: textHash(wanted),
    }
  if ('refused' in disk) return { action: refusal(path, disk.refused), change: null, record: recorded }
  const now = textHash(disk.text)
  const next = textHash(wanted)
  if (now === next) {
    // One that was there before init has nothing to do with it.
    const record = once && recorded === null ? null : next
    return { action: actionOf(path, 'unchanged'), change: null, record }
  }
  if (now === recorded)
    return { action: actionOf(path, 'update'), change: { path, before: disk.text, after: wanted }, record: next }
  if (once) return { action: actionOf(path, 'unchanged'), change: null, record: recorded }
  const because = recorded === null ? 'it was not written by intentk' : 'it was edited'
  const offer = recorded === next ? null : { now: disk.text, wanted }
  return { action: actionOf(path, 'kept', { because, offer }), change: null, record: recorded }
}

function planUnwanted(path: string, recorded: string | null, disk: OnDisk): Step<string> {
  if (disk === null) return { action: null, change: null, record: null }
  const keep = (because: string): Step<string> => ({
    action: actionOf(path, 'kept', { because }),
    change: null,
    record: null,
  })
  if ('refused' in disk) return keep(disk.refused)
  if (!canBeOurs(path)) return keep('it is no file of intentk')
  if (textHash(disk.text) !== recorded) return keep('it was edited')
  return { action: actionOf(path, 'remove'), change: { path, before: disk.text, after: null }, record: null }
}
