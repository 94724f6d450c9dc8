import type { EdgeView, OriginView } from '../query/compiled-task.ts'
import type { PhaseName } from '../query/tasks.ts'
import { spotText } from './report.ts'
import { oneLine, styled, type Line } from './terminal.ts'

/** Edges of a task, each with the other task and the reason; long lists end with a count. */
export function edgeLines(
  title: string,
  edges: readonly EdgeView[],
  phases: readonly PhaseName[] = [],
): readonly Line[] {
  if (edges.length + phases.length === 0) return [[styled('bold', title), '  nothing']]
  const shown = edges.slice(0, 40)
  return [
    styled('bold', title),
    ...shown.map(edgeLine),
    ...(edges.length > shown.length ? [`  and ${edges.length - shown.length} more (--json has all)`] : []),
    ...phases.map(({ title: phase }): Line => ['  ', styled('cyan', 'phase'), `  the end of ${oneLine(phase)}`]),
  ]
}

function edgeLine({ id, text, reason, words, stated, status }: EdgeView): Line {
  const at = stated === null ? '' : spotText(stated)
  return [
    '  ',
    styled('bold', id),
    `  ${oneLine(text)} `,
    styled('dim', `${status}, ${reason}: ${oneLine(words)}${at === '' ? '' : ` (${at})`}`),
  ]
}

/** Document, line and heading, and below them the line that says it. */
export function originLines(origin: OriginView): readonly Line[] {
  const heading = origin.heading === '' ? '' : `, under "${oneLine(origin.heading)}"`
  const head: Line = [styled('bold', 'From'), `  ${spotText(origin)}${heading}`]
  return origin.source === '' ? [head] : [head, ['  ', styled('dim', oneLine(origin.source))]]
}
