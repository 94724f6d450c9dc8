import type { Severity } from '../model/diagnostic.ts'
import type { Rule, RuleOptions } from './rule.ts'

/** What a configuration says of one rule. */
export interface RuleSetting {
  readonly severity?: Severity | 'off'
  readonly options?: RuleOptions
}

/** `recommended` turns on what is nearly always right, `strict` all, `none` nothing. */
export type Preset = 'recommended' | 'strict' | 'none'

export const PRESETS: readonly Preset[] = ['recommended', 'strict', 'none']

/** What decides which rules run. */
export interface CheckConfig {
  readonly extends: Preset
  /** By rule id. */
  readonly rules: Readonly<Record<string, RuleSetting>>
}

export const defaultCheckConfig: CheckConfig = { extends: 'recommended', rules: {} }

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
