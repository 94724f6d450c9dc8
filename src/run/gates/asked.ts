import type { Gate } from '../../model/values.ts'
import { codeSpans } from '../../parse/text/code-spans.ts'
import { findGates } from '../../parse/text/gate.ts'
import { maskFences } from '../../parse/tasks/mask-fences.ts'
import { verifyCommands } from '../../parse/tasks/verify-command.ts'

/** A gate as a task states it, with how it is to be measured. */
export interface AskedGate extends Gate {
  /** The line that states it, without what belongs to the gate. */
  readonly text: string
  /** A built-in measure (`tests.passed`) or a command that prints a number; '' where the text has to tell. */
  readonly measure: string
  /** The command of the task's own check, by which its criterion is `shown`; '' where it has none. */
  readonly shownBy: string
}

const PRINTED = /\(gate:\s{0,4}([^()]{1,400})\)/g
const PARTS = /^(.{0,300}?)\s{0,4}(>=|<=|>|<|=)\s{0,4}(-?\d{1,15}(?:\.\d{1,9})?)\s{0,4}(.{0,40})$/
const MEASURE = /^measure:\s{0,8}(\S.{0,1000})$/
const MEASURE_LINE = /^(?:[-*+]\s{1,4})?[_*]{0,3}Measure[_*]{0,3}:[_*]{0,3}\s{0,4}(\S.{0,1000})$/i

/**
 * The gates of a task: `(gate: reuse >= 70 %)` behind a criterion, else the number that a criterion compares. How one is
 * measured stands on the same line in a code span `measure: <command>`, or on a line `Measure: ...` below it.
 */
export function gatesOfTask(task: { readonly text: string; readonly body: readonly string[] }): readonly AskedGate[] {
  const [shownBy = ''] = verifyCommands(task)
  const gates: AskedGate[] = []
  let open: number[] = []
  for (const [at, line] of [task.text, ...maskFences(task.body)].entries()) {
    const below = MEASURE_LINE.exec(line.trim())?.[1]
    if (below !== undefined && at > 0) {
      const measure = unticked(below)
      for (const index of open) if (gates[index]!.measure === '') gates[index] = { ...gates[index]!, measure }
      continue
    }
    // The words of the task itself are judged where its body has nothing to say about them.
    const found = at === 0 ? [] : gatesIn(line)
    if (found.length === 0) continue
    open = found.map((_, index) => gates.length + index)
    const measures = measuresIn(line)
    for (const [index, gate] of found.entries())
      gates.push({ ...gate, text: wordsOf(line), measure: measures[index] ?? measures[0] ?? '', shownBy })
  }
  return gates
}

function gatesIn(line: string): readonly Gate[] {
  if (!line.includes('(gate:')) return isCriterion(line) ? findGates(withoutMeasures(line)) : []
  return Array.from(line.matchAll(PRINTED), ([, inner]) => gateOf(inner!.trim())).filter((gate) => gate !== null)
}

/** A gate as it is printed: `reuse >= 70 %`. Null where it is something else. */
function gateOf(text: string): Gate | null {
  const [, metric, comparison, value, unit] = PARTS.exec(text) ?? []
  if (comparison === undefined) return null
  return {
    metric: metric!.trim(),
    comparison: comparison as Gate['comparison'],
    value: Number(value),
    unit: unit!.trim(),
  }
}

/** A bullet that is no scenario and no label. */
const isCriterion = (line: string): boolean =>
  /^\s{0,8}[-*+]\s/.test(line) &&
  !/^\s{0,8}[-*+]\s{1,4}(?:\*\*)?(?:Given|When|Then|Verify|Depends|Files?|Estimate)\b/i.test(line)

const measuresIn = (line: string): readonly string[] =>
  codeSpans(line).flatMap(({ content }) => MEASURE.exec(content.trim())?.[1]?.trim() ?? [])

const unticked = (words: string): string => {
  const [span] = codeSpans(words)
  return (span?.start === 0 ? span.content : words)
    .replace(/^measure:\s{0,8}/, '')
    .replace(/[_*]{1,3}$/, '')
    .trim()
}

const withoutMeasures = (line: string): string => line.replace(/`measure:[^`]{1,1000}`/g, ' ')

const wordsOf = (line: string): string =>
  withoutMeasures(line.replace(PRINTED, ' '))
    .replace(/^\s{0,8}[-*+]\s{1,4}/, '')
    .replace(/\s{1,100}/g, ' ')
    .trim()
