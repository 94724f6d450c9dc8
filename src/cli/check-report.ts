import type { ShownDiagnostic } from '../query/places.ts'
import type { Call } from './arguments.ts'
import { textLines } from './check-text.ts'
import type { CheckedTarget } from './check-run.ts'
import { count } from './compiled.ts'
import type { Io } from './io.ts'
import type { Outcome } from './outcome.ts'
import { columnsOf, styled, type Line, type Part } from './terminal.ts'

interface Sums {
  readonly errors: number
  readonly warnings: number
  readonly infos: number
  readonly silenced: number
  readonly mended: number
  readonly mendable: number
  readonly documents: number
  /** Documents with findings. */
  readonly concerned: number
}

/** What `check` answers: findings in the wanted form, a summary, and whether they are too many. */
export async function checkOutcome(checked: readonly CheckedTarget[], call: Call, io: Io): Promise<Outcome> {
  const findings = checked.flatMap((target) => target.findings)
  const sums = sumsOf(checked, findings)
  const most = call.switches.has('strict') ? 0 : Number(call.values['max-warnings'] ?? Number.POSITIVE_INFINITY)
  const tooMany = sums.errors > 0 || sums.warnings > most
  const status = findings.length === 0 ? 'clean' : tooMany ? 'failed' : 'found'
  return {
    code: tooMany ? 1 : 0,
    data: { status, ...sums, checked: checked.map(({ id, files }) => ({ id, files })) },
    diagnostics: findings,
    more: { findings },
    out: await printed(checked, call, io),
    notes: summary(checked, sums, call, sums.warnings > most && sums.errors === 0 ? most : null),
  }
}

function sumsOf(checked: readonly CheckedTarget[], findings: readonly ShownDiagnostic[]): Sums {
  const of = (wanted: string): number => findings.filter(({ severity }) => severity === wanted).length
  const sum = (pick: (target: CheckedTarget) => number): number => checked.reduce((all, each) => all + pick(each), 0)
  return {
    errors: of('error'),
    warnings: of('warning'),
    infos: of('info'),
    silenced: sum(({ silenced }) => silenced),
    mended: sum(({ mended }) => mended),
    mendable: findings.filter(({ fix }) => fix !== undefined).length,
    documents: sum(({ files }) => files.length),
    concerned: new Set(findings.map(({ file }) => file)).size,
  }
}

async function printed(checked: readonly CheckedTarget[], call: Call, io: Io): Promise<Outcome['out']> {
  const format = call.values['format'] ?? 'text'
  if (format === 'text') return textLines(checked, columnsOf(io.stdout))
  if (format === 'json') return []
  const { reporters } = await import('../check/reporters/index.ts')
  const { reportInput } = await import('./check-reported.ts')
  const reporter = reporters[format]
  return reporter === undefined ? [] : { document: reporter(reportInput(checked)) }
}

function summary(checked: readonly CheckedTarget[], sums: Sums, call: Call, most: number | null): readonly Line[] {
  const { errors, warnings, infos, silenced, mended, mendable, documents, concerned } = sums
  const rules = Math.max(0, ...checked.map((target) => target.rules))
  const parts: Part[] = []
  const add = (number: number, noun: string, style: 'red' | 'yellow' | 'cyan'): void => {
    if (number > 0) parts.push(parts.length > 0 ? ', ' : '', styled(style, count(number, noun)))
  }
  add(errors, 'error', 'red')
  add(warnings, 'warning', 'yellow')
  add(infos, 'remark', 'cyan')
  const where = `${documents === 1 ? '' : `${concerned} of `}${count(documents, 'document')}`
  const found: Line =
    parts.length === 0
      ? [styled('green', 'Nothing found'), ` in ${count(documents, 'document')} (${count(rules, 'rule')})`]
      : [...parts, ` in ${where}`]
  const dryRun = call.switches.has('dry-run')
  return [
    ...(mended > 0 ? [`${dryRun ? 'Would mend' : 'Mended'} ${mended}.`] : []),
    found,
    ...(silenced > 0 ? [`${silenced} silenced by comments`] : []),
    ...(mendable > 0 && !call.switches.has('fix') ? [`${mendable} can be mended with --fix`] : []),
    ...(most === null ? [] : [`More warnings than ${most} fail.`]),
  ]
}
