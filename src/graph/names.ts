import type { Milestone } from '../model/task.ts'
import type { Frame } from './phases.ts'

/** A test for the names by which people call a phase: its milestone's label, number, title, or the phase's own word. */
export type PhaseNames = (target: string) => number | undefined

/**
 * A milestone's printed label and title come first, then `Milestone 2` and `M2` by number, then Setup, Foundational
 * and Polish. `Phase 3` means the heading of execute.md only where no milestone of the plan is labelled as a phase.
 */
export function phaseNames(frame: Frame, milestones: readonly Milestone[]): PhaseNames {
  const labels = new Map<string, number>()
  const titles = new Map<string, number>()
  let labelledPhases = false
  for (const { number, label, title } of milestones) {
    const phase = frame.indexOf.get(`M${number}`) as number
    for (const name of labelForms(label)) if (!labels.has(name)) labels.set(name, phase)
    if (folded(label).startsWith('phase')) labelledPhases = true
    if (title !== '' && !titles.has(folded(title))) titles.set(folded(title), phase)
  }
  const one = (name: string): number | undefined => {
    if (name === '') return undefined
    const known = labels.get(singular(name)) ?? labels.get(name) ?? titles.get(name)
    return known ?? byNumber(frame, name) ?? fixed(frame, name) ?? (labelledPhases ? undefined : byHeading(frame, name))
  }
  return (target) => {
    // An id, a number or a path has one reading.
    if (/^[\w./-]+$/.test(target)) return one(target.toLowerCase())
    for (const name of readings(folded(target))) {
      const phase = one(name)
      if (phase !== undefined) return phase
    }
    return undefined
  }
}

export function folded(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[`*"']/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

// `Phase 2: Foundational` is Foundational even where the plan has a Phase 2 of its own.
function readings(name: string): string[] {
  const bare = name.replace(/\([^()]*\)$/, '').trim()
  const plain = bare
    .replace(/ (?:is )?(?:completion|completed|complete|done|finished)$/, '')
    .replace(/^(?:completion of|all of|the) /, '')
  const list = [name, bare, plain]
  const colon = plain.search(/:| [-–—] /)
  if (colon > 0) list.push(plain.slice(colon + 1).replace(/^[\s–—-]+/, ''), plain.slice(0, colon).trim())
  const second = (list[3] ?? '').search(/:| [-–—] /)
  if (second > 0) list.push((list[3] as string).slice(0, second).trim())
  return list
}

function singular(name: string): string {
  return name.replace(/^(\p{L}+)s (?=\S)/u, '$1 ').replace(/^stories /, 'story ')
}

function labelForms(label: string): string[] {
  const name = folded(label)
  if (name === '') return []
  const story = /^(?:user story|story|us) ?(\w+)$/.exec(name)
  return story === null ? [name] : [name, `us${story[1]}`, `user story ${story[1]}`, `story ${story[1]}`]
}

function byNumber(frame: Frame, name: string): number | undefined {
  const match = /^(?:milestones? ?|m ?)(\d{1,9})$/.exec(name)
  return match === null ? undefined : frame.indexOf.get(`M${Number(match[1])}`)
}

function fixed(frame: Frame, name: string): number | undefined {
  const word = name.replace(/ (?:phase|tasks?)$/, '')
  if (word === 'setup' || word === 'set-up' || word === 'set up') return frame.indexOf.get('setup')
  if (word === 'foundational' || word === 'foundation' || word === 'foundations')
    return frame.indexOf.get('foundational')
  return word.startsWith('polish') ? frame.indexOf.get('polish') : undefined
}

function byHeading(frame: Frame, name: string): number | undefined {
  const match = /^phases? (\d{1,9})$/.exec(name)
  const at = match === null ? -1 : Number(match[1]) - 1
  return at >= 0 && at < frame.ids.length ? at : undefined
}
