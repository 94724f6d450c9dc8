import { listWords } from '../ids.ts'
import { block, type BlockView } from './block.ts'
import { validationTask, type Outline, type OutlinePhase } from './outline.ts'

const STEPS = 6

/** How many tasks of a phase fall into its fullest wave. */
function widest(phase: OutlinePhase, outline: Outline): number {
  const { timing } = outline.execution.graph
  const waves = new Map<number, number>()
  for (const task of phase.tasks) {
    if (!Object.hasOwn(timing, task.id)) continue
    const { wave } = timing[task.id]!
    waves.set(wave, (waves.get(wave) ?? 0) + 1)
  }
  return waves.size === 0 ? 1 : [...waves.values()].reduce((most, count) => Math.max(most, count), 1)
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
  const steps = shown.map((phase) => {
    const workers = widest(phase, outline)
    return { milestone: phase.milestone!.number, after: afterOf(phase), workers: workers > 1 ? workers : 0 }
  })
  const most = outline.phases.reduce((count, phase) => Math.max(count, widest(phase, outline)), 1)
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
