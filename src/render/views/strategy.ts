import type { Graph } from '../../model/graph.ts'
import { listWords } from '../ids.ts'
import { block, type BlockView } from './block.ts'
import { validationTask, type Outline, type OutlinePhase } from './outline.ts'

const STEPS = 6

/** How many tasks of a phase fall into its fullest wave. */
function widest({ tasks }: OutlinePhase, { timing }: Graph): number {
  const waves = new Map<number, number>()
  let most = 1
  // Neighbours are mostly of one wave, and are counted together.
  let wave = -1
  let count = 0
  for (let at = 0; at < tasks.length; at++) {
    const own = timing[tasks[at]!.id]?.wave
    if (own === undefined) continue
    if (own !== wave) {
      if (wave >= 0) waves.set(wave, count)
      wave = own
      count = waves.get(own) ?? 0
    }
    if (++count > most) most = count
  }
  return most
}

function afterOf(phase: OutlinePhase): string {
  const numbers = [...new Set(phase.milestone!.dependsOn?.map(({ number }) => String(number)) ?? [])]
  if (numbers.length === 0) return ''
  const all =
    numbers.length > 6
      ? `${numbers.length} milestones`
      : `${numbers.length > 1 ? 'Milestones' : 'Milestone'} ${listWords(numbers)}`
  return `${all} ${numbers.length > 1 ? 'are' : 'is'}`
}

/** The order in which to deliver; left out for a plan of one milestone. */
export function strategyViews(outline: Outline, full: boolean): BlockView[] {
  const [first, ...others] = outline.milestones
  if (first === undefined || (others.length === 0 && !full)) return []
  const before = outline.phases.flatMap(({ id, tasks }) =>
    tasks.length === 0 ? [] : id === 'setup' ? ['Setup'] : id === 'foundational' ? ['Foundational'] : [],
  )
  const shown = others.length <= STEPS ? others : others.slice(0, STEPS - 1)
  const { graph } = outline.execution
  const steps = shown.map((phase) => {
    const workers = widest(phase, graph)
    return { milestone: phase.milestone!.number, after: afterOf(phase), workers: workers > 1 ? workers : 0 }
  })
  const most = outline.phases.reduce((count, phase) => Math.max(count, widest(phase, graph)), 1)
  return [
    block('strategy', 'strategy', {
      full,
      before: listWords(before),
      first: { milestone: first.milestone!.number, validated: validationTask(first)?.id ?? '' },
      steps,
      more: others.length - shown.length,
      workers: most > 1 ? most : 0,
    }),
  ]
}
