import { rulePage } from '../check/page.ts'
import { rules } from '../check/rules/index.ts'
import { activeRules, type ActiveRule } from '../check/settings.ts'
import { loadConfig } from '../workspace/config.ts'
import { diskFileSystem } from '../workspace/file-system.ts'
import { repositoryRoot } from '../workspace/git.ts'
import { closest } from '../workspace/suggest.ts'
import type { Call } from './arguments.ts'
import { columnLines, type Cell } from './columns.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Outcome } from './outcome.ts'
import { columnsOf } from './terminal.ts'

/** The rules with what runs here, by the settings of the repository. */
export async function listRules(call: Call, io: Io): Promise<Outcome> {
  const fs = io.fs ?? diskFileSystem
  const { config } = await loadConfig(fs, repositoryRoot(fs, io.cwd))
  const active = new Map(
    activeRules(rules, config, { all: call.switches.has('all') }).map((each) => [each.rule.id, each] as const),
  )
  const state = (on: ActiveRule | undefined): Cell =>
    on === undefined ? { text: 'off', style: 'dim' } : { text: on.severity, style: 'green' }
  const rows = rules.map((rule): readonly Cell[] => [
    { text: rule.id, style: 'bold' },
    state(active.get(rule.id)),
    { text: rule.group, style: 'dim' },
    { text: rule.checks },
  ])
  const listed = rules.map(({ id, group, severity, recommended, checks, options = {} }) => ({
    id,
    group,
    severity: active.get(id)?.severity ?? severity,
    on: active.has(id),
    recommended,
    checks,
    options: Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.default])),
  }))
  return {
    code: 0,
    data: { status: 'rules', rules: listed },
    diagnostics: [],
    out: columnLines(rows, columnsOf(io.stdout)),
    notes: [`${active.size} of ${rules.length} rules run. \`intentk check --explain ID\` tells what one is for.`],
  }
}

/** The page of one rule. */
export function explainRule(id: string): Outcome {
  const rule = rules.find((each) => each.id === id)
  if (rule === undefined) throw unknownRule(id)
  return {
    code: 0,
    data: { status: 'rule', id, page: rulePage(rule) },
    diagnostics: [],
    out: rulePage(rule).trimEnd().split('\n'),
    notes: [],
  }
}

/** Refuses names of `--rule` that no rule has. */
export function refuseUnknownRules(list: string | undefined): void {
  const unknown = (list ?? '').split(',').find((id) => list !== undefined && !rules.some((rule) => rule.id === id))
  if (unknown !== undefined) throw unknownRule(unknown)
}

function unknownRule(id: string): Misuse {
  const near = closest(
    id,
    rules.map((rule) => rule.id),
  )
  const hint = near === null ? '`intentk check --list-rules` shows the names.' : `Did you mean \`${near}\`?`
  return new Misuse(`There is no rule \`${id}\`.`, hint)
}
