import type { PlanMilestone } from '../model/plan.ts'
import { labelInteger } from '../parse/label.ts'
import { plain } from '../parse/text/inline.ts'
import { tasksIn } from '../parse/plan/whole.ts'

function titleWords(title: string): ReadonlySet<string> {
  const shown = plain(title).replaceAll(/\([^()]*\)|（[^（）]*）/gu, ' ')
  return new Set(shown.toLowerCase().match(/[\p{L}\p{N}]{3,}|[\p{Script=Han}\p{Script=Hangul}]{2,}/gu) ?? [])
}

/** The file of a path, in small letters: what plan and list call it alike. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1).toLowerCase()

function fileNames(milestone: PlanMilestone): ReadonlySet<string> {
  const tasks = tasksIn(milestone.children)
  return new Set(
    tasks.flatMap((task) => task.paths.filter(({ kind }) => kind === 'file').map((one) => baseName(one.path))),
  )
}

/** How much of the first is in the second: 0 to 1. */
export function shareOf(some: ReadonlySet<string>, others: ReadonlySet<string>): number {
  let both = 0
  for (const one of some) if (others.has(one)) both += 1
  return some.size === 0 ? 0 : both / some.size
}

/** What tells phases apart. */
export interface Traits {
  readonly words: ReadonlySet<string>
  readonly files: ReadonlySet<string>
  readonly number: number | null
}

export const traitsOf = (milestone: PlanMilestone): Traits => ({
  words: titleWords(milestone.title),
  files: fileNames(milestone),
  number: milestone.label === null ? null : labelInteger(milestone.label.number),
})

/** How much speaks for one phase being (a part of) the other: its title, then its files; a number alone says nothing. */
export function likeness(part: Traits, phase: Traits): number {
  const title = Math.max(shareOf(part.words, phase.words), shareOf(phase.words, part.words))
  const files = shareOf(part.files, phase.files)
  if (title === 0 && files === 0) return 0
  return (title === 1 ? 3 : title) + 2 * files + (part.number !== null && part.number === phase.number ? 0.5 : 0)
}

/** For each part the phase it belongs to: in order, none left out on either side; null where they do not fit. */
export function alignment(parts: readonly Traits[], phases: readonly Traits[]): number[] | null {
  const best: number[][] = []
  parts.forEach((part, at) => {
    best.push(
      phases.map((phase, index) => {
        const before =
          at === 0
            ? index === 0
              ? 0
              : -Infinity
            : Math.max(best[at - 1]![index]!, best[at - 1]![index - 1] ?? -Infinity)
        const own = before === -Infinity ? 0 : likeness(part, phase)
        return own === 0 ? -Infinity : before + own
      }),
    )
  })
  let index = phases.length - 1
  if ((best.at(-1)?.[index] ?? -Infinity) === -Infinity) return null
  const found: number[] = []
  for (let at = parts.length - 1; at >= 0; at -= 1) {
    found.unshift(index)
    const row = best[at - 1]
    if (row !== undefined && (row[index - 1] ?? -Infinity) > row[index]!) index -= 1
  }
  return found
}
