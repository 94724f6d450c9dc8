import type { Diagnostic } from '../../model/diagnostic.ts'
import type { InputRole } from '../../model/compile.ts'
import { readDocument } from '../../parse/document.ts'
import type { BlockParser } from '../../parse/markdown.ts'
import { plain } from '../../parse/text/inline.ts'
import { runWorker, type OverrideLimits } from '../overrides.ts'
import { compiled } from './templates.generated.ts'
import { DOCUMENT_VARIABLES, type DocumentKind, type DocumentView } from './views.ts'

/** A template of a repository's own in the place of a shipped one. */
export interface DocumentTemplate {
  readonly source: string
  /** Its path, for messages. */
  readonly origin: string
}

export type PrintedDocument =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

/** A document by the template that is shipped. */
export const printDocument = (kind: DocumentKind, view: DocumentView): string =>
  `${compiled[kind]!(view)
    .replace(/[^\S\n]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`

/**
 * A document by a repository's own template, which is somebody else's code: judged first, then run in a worker with a
 * deadline. What it prints has to read back to the same intents, objectives, milestones or principles.
 */
export async function printOwnDocument(
  kind: DocumentKind,
  view: DocumentView,
  template: DocumentTemplate,
  parse: BlockParser,
  limits: OverrideLimits = {},
): Promise<PrintedDocument> {
  const { checkTemplate } = await import('../check-template.ts')
  const refused = checkTemplate(template.source, kind, template.origin, DOCUMENT_VARIABLES)
  if (refused.length > 0) return { ok: false, diagnostics: refused }
  const task = { templates: { [kind]: template.source }, blocks: [{ key: kind, template: kind, view }] }
  const { printed, diagnostics } = await runWorker(task, { [kind]: template }, limits)
  if (diagnostics.length > 0) return { ok: false, diagnostics }
  const text = `${(printed[0]?.[1] ?? '').replaceAll('\r\n', '\n').trim()}\n`
  const lost = lostParts(kind, printDocument(kind, view), text, parse)
  if (lost === null) return { ok: true, text }
  const message = `The template ${template.origin} is refused: what it prints does not read back (${lost}).`
  return { ok: false, diagnostics: [{ ruleId: 'template-refused', severity: 'error', message }] }
}

/** What the readers find in one text of a document and not in another; null where they find the same. */
function lostParts(kind: DocumentKind, expected: string, text: string, parse: BlockParser): string | null {
  const found = partsOf(kind, text, parse)
  const wanted = partsOf(kind, expected, parse)
  const missing = wanted.find((part) => !found.includes(part))
  if (missing !== undefined) return `"${missing}" is not there`
  return found.length === wanted.length ? null : `it has ${found.length} parts, expected ${wanted.length}`
}

/** The parts of a document that the next one is made from, as their readers see them. */
export function partsOf(kind: DocumentKind, text: string, parse: BlockParser): readonly string[] {
  const role: InputRole = kind
  const read = readDocument(role, { path: `${kind}.md`, text, bom: false, eol: '\n' }, parse, null)
  const objectives = [...(read.vision?.intents ?? []), ...(read.goal?.objectives ?? [])].map(
    ({ number, title, priority }) => [number, title, priority === null ? '' : `P${priority.level}`],
  )
  const options = (read.strategy?.options ?? []).map(({ number }) => [number])
  const principles = (read.constitution?.principles ?? []).map(({ title }) => [title])
  const milestones = read.plan.children.flatMap((child) =>
    child.type === 'milestone' && (kind === 'plan' || kind === 'milestones')
      ? [[plain(child.title), child.priority === null ? '' : `P${child.priority.level}`]]
      : [],
  )
  return [...objectives, ...options, ...principles, ...milestones].map((part) =>
    part.filter((word) => word !== '').join(' '),
  )
}
