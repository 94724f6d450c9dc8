import { defaultCheckConfig, type CheckConfig } from '../model/check-config.ts'
import type { Diagnostic, Severity } from '../model/diagnostic.ts'
import { compilerRules } from './compiler-rules.ts'
import { lineIndex, pointAt } from '../parse/lines.ts'
import { mayHoldDisables, readDisables, type Disable } from './disables.ts'
import { once } from './once.ts'
import type { Found, Rule } from './rule.ts'
import type { ActiveRule } from './settings.ts'
import type { CheckedDocument, CheckedVision } from './subject.ts'

/** Documents to check together. */
export interface Subject {
  readonly documents: readonly CheckedDocument[]
  /** What the documents compile to; null for documents that stand alone and need no plan to be judged. */
  readonly vision: CheckedVision | null
}

export interface Checked {
  /** By document as given, then by place. */
  readonly findings: readonly Diagnostic[]
  /** How many were silenced by comments. */
  readonly silenced: number
}

export interface CheckOptions {
  /** Severities of what the compiler reports beside the rules. */
  readonly config?: CheckConfig
  /** Tells what the compiler reports beside the rules; false unless given. */
  readonly others?: boolean
}

/** The id under which comments that silence nothing are reported. */
export const UNUSED_DISABLE = 'unused-disable'

/**
 * Runs rules over documents. Pure; never throws on content. A rule that finds the same line in a document and in the
 * vision around it is heard once.
 */
export function check(
  subject: Subject,
  active: readonly ActiveRule[],
  known: readonly Rule[],
  { config = defaultCheckConfig, others = false }: CheckOptions = {},
): Checked {
  const found = [...collect(subject, active), ...(others ? ofCompiler(subject, known, config) : [])]
  const disables = new Map(
    subject.documents.map((document) => [
      document.file,
      mayHoldDisables(document.text) ? readDisables(document.tasks) : [],
    ]),
  )
  const used = new Set<Disable>()
  const heard = found.filter((finding) => !isSilenced(finding, disables, used))
  const unused = active.some(({ rule }) => rule.id === UNUSED_DISABLE)
    ? unusedDisables(disables, used, active, known)
    : []
  const setting = active.find(({ rule }) => rule.id === UNUSED_DISABLE)
  const order = new Map(subject.documents.map(({ file }, index) => [file, index]))
  const placeOf = ({ place }: Diagnostic): number => (place === undefined ? -1 : (order.get(place.file) ?? -1))
  const findings = [...heard, ...unused.map((each) => ({ ...each, severity: setting!.severity }))].toSorted(
    (a, b) => placeOf(a) - placeOf(b) || (a.place?.start ?? 0) - (b.place?.start ?? 0) || compare(a.ruleId, b.ruleId),
  )
  return { findings, silenced: found.length - heard.length }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function collect({ documents, vision }: Subject, active: readonly ActiveRule[]): readonly Diagnostic[] {
  const findings: Diagnostic[] = []
  const lines = new Set<string>()
  const take = (setting: ActiveRule, file: string, found: Found, lineOf: (offset: number) => number): void => {
    const line = `${setting.rule.id}\n${file}\n${lineOf(found.start)}`
    const exact = `${line}\n${found.start}\n${found.message}`
    // The vision may say in other words what the document said.
    if (found.file === undefined ? lines.has(exact) : lines.has(line)) return
    lines.add(exact).add(line)
    findings.push(diagnosticOf(setting, file, found))
  }
  for (const document of documents) {
    const lineOf = lineStarts(document.text)
    for (const setting of active)
      setting.rule.document?.(document, (found) => take(setting, document.file, found, lineOf), setting.options)
  }
  if (vision === null) return findings
  const lineOf = new Map(vision.documents.map(({ file, text }) => [file, lineStarts(text)]))
  for (const setting of active) {
    setting.rule.vision?.(
      vision,
      (found) => {
        const file = found.file ?? ''
        take(setting, file, { ...found, file }, lineOf.get(file) ?? (() => 0))
      },
      setting.options,
    )
  }
  return findings
}

/** What the compiler reports and no rule does. What it only remarks on is for `execute` and `gaps`. */
function ofCompiler({ vision }: Subject, known: readonly Rule[], { rules }: CheckConfig): readonly Diagnostic[] {
  const ids = new Set(known.map(({ id }) => id))
  return (vision?.result?.diagnostics ?? []).flatMap((each) => {
    if (ids.has(each.ruleId)) return []
    const severity = Object.hasOwn(rules, each.ruleId) ? rules[each.ruleId]!.severity : undefined
    if (severity === 'off' || (severity === undefined && each.severity === 'info')) return []
    return [{ ...each, severity: severity ?? each.severity }]
  })
}

/** Answers the line of an offset; a text is divided into lines when it is first asked about. */
function lineStarts(text: string): (offset: number) => number {
  const lines = once(() => lineIndex(text))
  return (offset) => pointAt(lines(), offset).line
}

function diagnosticOf({ rule, severity, forced }: ActiveRule, file: string, found: Found): Diagnostic {
  const { start, end, message, related, fix } = found
  const own: Severity = forced ? severity : (found.severity ?? severity)
  return {
    ruleId: rule.id,
    severity: own,
    message,
    ...(file === '' ? {} : { place: { file, start, end } }),
    ...(related === undefined ? {} : { related }),
    ...(fix === undefined ? {} : { fix }),
  }
}

type Disables = ReadonlyMap<string, readonly Disable[]>

function isSilenced({ ruleId, place }: Diagnostic, disables: Disables, used: Set<Disable>): boolean {
  if (place === undefined) return false
  let silenced = false
  for (const disable of disables.get(place.file) ?? []) {
    const { rule, covers } = disable
    if ((rule !== '' && rule !== ruleId) || place.start < covers.start || place.start >= covers.end) continue
    used.add(disable)
    silenced = true
  }
  return silenced
}

/** Comments that name no rule, or silence nothing although their rule runs. */
function unusedDisables(
  disables: Disables,
  used: ReadonlySet<Disable>,
  active: readonly ActiveRule[],
  known: readonly Rule[],
): readonly Diagnostic[] {
  const ids = new Set([...known.map(({ id }) => id), ...Object.keys(compilerRules)])
  const running = new Set(active.map(({ rule }) => rule.id))
  const all = running.size === ids.size
  return [...disables].flatMap(([file, list]) =>
    list.flatMap((disable): readonly Diagnostic[] => {
      const { rule, ruleSpan } = disable
      if (used.has(disable)) return []
      // A rule that does not run today may be what the comment is for.
      if (rule === '' ? !all : ids.has(rule) && !running.has(rule)) return []
      const message =
        rule !== '' && !ids.has(rule)
          ? `There is no rule \`${rule}\`, so this comment silences nothing. \`intentk check --list-rules\` shows the names.`
          : `This comment silences nothing${rule === '' ? '' : ` of \`${rule}\``}. Remove it.`
      return [{ ruleId: UNUSED_DISABLE, severity: 'warning', message, place: { file, ...ruleSpan } }]
    }),
  )
}
