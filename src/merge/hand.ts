import { kindOf, layerOf } from '../derive/layer.ts'
import type { DocumentTask } from '../model/task-document.ts'
import type { PhaseId, Task } from '../model/task.ts'
import type { Estimate, PathMention, StatedDependency } from '../model/values.ts'
import { readDependencyLine, findInlineDependencies } from '../parse/text/dependencies.ts'
import { findEstimate } from '../parse/text/estimate.ts'
import { identifiers } from '../parse/text/identifiers.ts'
import { findPaths } from '../parse/text/paths.ts'

/** What words and body of a task say: paths, identifiers, kind. The same for what a person wrote as for the plan's. */
export function readWords(
  text: string,
  body: readonly string[],
): Pick<Task, 'paths' | 'introduces' | 'mentions' | 'kind' | 'layer'> {
  const own = findPaths(text).paths
  const writes = own.some((path) => path.role === 'write' && path.kind === 'file')
  const below =
    body.length === 0
      ? []
      : findPaths(body.join('\n')).paths.filter((path) => !own.some((known) => known.path === path.path))
  const paths = [...own, ...(writes ? below.map((path): PathMention => ({ ...path, role: 'read' })) : below)]
  const kind = kindOf(text, paths)
  return { paths, ...identifiers([text, ...body].join('\n')), kind, layer: layerOf(kind, text, paths) }
}

/** The effort that a remark states. */
export const estimateOfRemark = (text: string): Estimate | null =>
  text === '' ? null : (findEstimate(`x (${text})`)?.estimate ?? null)

/** The dependencies that a line and the lines below it state. */
export function statedOn(file: string, doc: DocumentTask): readonly StatedDependency[] {
  const remark = doc.depends
  const inline = remark === null ? [] : findInlineDependencies(`(${remark.text})`, { file, start: remark.start }).stated
  const below = doc.body.flatMap(
    (line) => readDependencyLine(line.replace(/^[-*+]\s+/, ''), { file, start: doc.headEnd })?.stated ?? [],
  )
  return [...inline, ...below]
}

/** A task that a person wrote, as the graph takes it. */
export function handTask(file: string, doc: DocumentTask, phase: PhaseId, key: string): Task {
  return {
    id: doc.id,
    key,
    source: '',
    phase,
    planId: '',
    hand: true,
    text: doc.text,
    body: doc.body,
    state: doc.state,
    ...readWords(doc.text, doc.body),
    estimate: estimateOfRemark(doc.estimate?.text ?? ''),
    gates: [],
    stated: statedOn(file, doc),
    sequence: '',
    covers: [],
    origin: { file, heading: '', place: { file, start: doc.line.start, end: doc.line.end } },
  }
}
