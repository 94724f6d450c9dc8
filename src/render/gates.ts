import type { Gate } from '../model/values.ts'
import { oneLine } from './inline.ts'

/** A gate as it is printed and read: `(gate: reuse >= 70 %)`. */
export function formatGate(gate: Gate): string {
  // A parenthesis or comparison inside the metric would end it for the reader.
  const metric = oneLine(gate.metric)
    .replace(/[()<>=]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const unit = oneLine(gate.unit)
    .replace(/[()<>=]/g, '')
    .trim()
  return `(gate: ${[metric, gate.comparison, String(gate.value), unit].filter((part) => part !== '').join(' ')})`
}

const LIST_ITEM = /^(?:[-*+]|\d{1,9}[.)])\s/

/** Lines of the body by the numbers they name, so that a gate finds its criterion without a search. */
function byNumber(body: readonly string[]): Map<string, number[]> {
  const index = new Map<string, number[]>()
  body.forEach((line, at) => {
    if (!LIST_ITEM.test(line)) return
    for (const [printed] of line.matchAll(/\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?/g)) {
      const number = printed.replaceAll(',', '')
      const known = index.get(number)
      if (known === undefined) index.set(number, [at])
      else if (known.at(-1) !== at) known.push(at)
    }
  })
  return index
}

/**
 * The body of a validation task with each gate behind the criterion that states it (the first top-level bullet with its
 * number and, where there are several, its metric), else as a bullet of its own. A gate that stands there already is
 * not repeated.
 */
export function withGates(body: readonly string[], gates: readonly Gate[]): readonly string[] {
  if (gates.length === 0) return body
  const printed = new Set(body.flatMap((line) => Array.from(line.matchAll(/\(gate:[^()]*\)/g), ([gate]) => gate)))
  const index = byNumber(body)
  const result = [...body]
  for (const gate of gates) {
    const text = formatGate(gate)
    if (printed.has(text)) continue
    printed.add(text)
    const lines = index.get(String(gate.value)) ?? []
    const metric = gate.metric.toLowerCase()
    const named = lines.slice(0, 20).findIndex((at) => body[at]!.toLowerCase().includes(metric))
    const [at] = lines.splice(Math.max(named, 0), 1)
    if (at === undefined) result.push(`- ${text}`)
    else result[at] = `${result[at]} ${text}`
  }
  return result
}
