import type { CheckConfig, RuleOptions } from '../model/check-config.ts'
import type { Severity } from '../model/diagnostic.ts'
import type { Rule } from './rule.ts'

/** A rule that runs, with what it runs with. */
export interface ActiveRule {
  readonly rule: Rule
  readonly severity: Severity
  /** The configuration says which severity; single findings keep their own otherwise. */
  readonly forced: boolean
  readonly options: RuleOptions
}

/** What a run is asked to do beyond the configuration. */
export interface Selection {
  /** Every rule, also those that are off; those that the configuration turns off stay off. */
  readonly all?: boolean
  /** Only these rules, whatever the configuration says. */
  readonly only?: readonly string[]
}

/** The rules that run, in the order of the registry. */
export function activeRules(
  rules: readonly Rule[],
  config: CheckConfig,
  { all = false, only }: Selection = {},
): readonly ActiveRule[] {
  return rules.flatMap((rule) => {
    const setting = Object.hasOwn(config.rules, rule.id) ? config.rules[rule.id]! : {}
    const isOn =
      only === undefined
        ? setting.severity === undefined
          ? all || config.extends === 'strict' || (config.extends === 'recommended' && rule.recommended)
          : setting.severity !== 'off'
        : only.includes(rule.id)
    if (!isOn) return []
    const given = setting.severity === 'off' ? undefined : setting.severity
    const defaults = Object.fromEntries(Object.entries(rule.options ?? {}).map(([name, one]) => [name, one.default]))
    const options = { ...defaults, ...setting.options }
    return [{ rule, severity: given ?? rule.severity, forced: given !== undefined, options }]
  })
}
