import type { Execution } from '../../model/execution.ts'
import { findGates } from '../../parse/text/gate.ts'
import type { JournalEntry } from '../contract.ts'
import { holds } from './gates.ts'
import type { Measures } from './measures.ts'
import { measureName } from './name-measure.ts'
import { converted } from './units.ts'

/** A trigger of the plan that holds, with what the plan says is to be done then. */
export interface HeldTrigger {
  /** `AT-001`; '' where it has none. */
  readonly id: string
  readonly text: string
  readonly measure: string
  readonly value: number
  /** The steps of the adaptation process, as the plan says them. */
  readonly process: readonly string[]
}

/** A rate over fewer tasks than this is chance. */
const FEW = 3

/**
 * The adaptation triggers that hold: those whose words compare something that runs measure (`Task success rate falls
 * below 80 %`, `more than 5 failed tasks`). A rate counts from three tasks on. What only people can judge never holds.
 */
export function heldTriggers(execution: Pick<Execution, 'sections'>, measures: Measures): readonly HeldTrigger[] {
  const { adaptation = [], 'adaptation-process': steps = [] } = execution.sections
  const process = steps.map(({ text }) => text)
  return adaptation.flatMap(({ id, text }): readonly HeldTrigger[] => {
    for (const gate of findGates(text)) {
      const name = measureName({ metric: `${gate.metric} ${text.slice(0, 300)}`, unit: gate.unit })
      const measure = measures.get(name)
      if (measure === undefined || (measure.unit === '%' && measure.of < FEW)) continue
      const value = converted(measure.value, measure.unit, gate.unit)
      if (value !== null && holds(value, gate)) return [{ id, text, measure: name, value, process }]
    }
    return []
  })
}

/** So many tasks one after the other, none of which could be verified, are no accident. */
const IN_A_ROW = 3
/** From so many tasks on a share tells something. */
const ENOUGH = 6

/**
 * Why a run shows that plan and project do not fit, so that going on is waste; null where it does not. It is so when
 * three tasks one after the other end in failure, when of at least six tasks half fail, when two tasks say that an
 * assumption of the plan is broken, or when the same check could not be started or found the same failure in three
 * tasks.
 */
export function misfit(entries: readonly JournalEntry[]): string | null {
  const ended = new Map<string, 'good' | 'bad' | 'escalated'>()
  let row: string[] = []
  const seen = new Map<string, Set<string>>()
  for (const entry of entries) {
    if (entry.type === 'check-ended' && entry.check.verdict === 'failed') {
      for (const { file, message } of entry.check.failures.slice(0, 20)) {
        const key = `\`${entry.check.name.slice(0, 100)}\`: ${file === '' ? '' : `${file}: `}${message.slice(0, 200)}`
        seen.set(key, (seen.get(key) ?? new Set()).add(entry.task))
      }
    }
    if (entry.type !== 'task-ended' || entry.outcome === 'skipped' || entry.outcome === 'interrupted') continue
    const isGood = entry.outcome === 'verified' || entry.outcome === 'attested'
    ended.delete(entry.task)
    ended.set(entry.task, isGood ? 'good' : entry.outcome === 'escalated' ? 'escalated' : 'bad')
    row = isGood ? [] : [...row.filter((id) => id !== entry.task), entry.task]
  }
  return whyMisfit(ended, row, seen)
}

function whyMisfit(
  ended: ReadonlyMap<string, 'good' | 'bad' | 'escalated'>,
  row: readonly string[],
  seen: ReadonlyMap<string, ReadonlySet<string>>,
): string | null {
  const escalated = [...ended].flatMap(([id, how]) => (how === 'escalated' ? [id] : []))
  if (escalated.length >= 2)
    return `${escalated.join(' and ')} say that an assumption of the plan is broken: change the plan before anything else is tried.`
  const failed = [...ended].flatMap(([id, how]) => (how === 'good' ? [] : [id]))
  const [same] = [...seen].filter(([, tasks]) => [...tasks].filter((id) => failed.includes(id)).length >= IN_A_ROW)
  if (same !== undefined) return `The same failure stopped ${[...same[1]].join(', ')}: ${same[0]}`
  if (row.length >= IN_A_ROW) return `${row.join(', ')} failed one after the other: plan and project do not fit.`
  if (ended.size >= ENOUGH && failed.length * 2 >= ended.size)
    return `${failed.length} of ${ended.size} tasks failed: plan and project do not fit.`
  return null
}
