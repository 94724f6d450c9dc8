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

/** A name in the settings or on the command line that no rule has, and options that the rule does not take. */
export interface SettingProblem {
  /** What is wrong, as a sentence without its hint. */
  readonly message: string
  readonly id: string
  readonly names: readonly string[]
}

/** What is wrong with the settings of rules; `more` are ids that are no rules and may be set all the same. */
export function settingProblems(
  rules: readonly Rule[],
  config: CheckConfig,
  more: readonly string[],
): readonly SettingProblem[] {
  const set = Object.entries(config.rules)
  if (set.length === 0) return []
  const names = [...rules.map(({ id }) => id), ...more]
  return set.flatMap(([id, { options = {} }]): readonly SettingProblem[] => {
    const rule = rules.find((each) => each.id === id)
    if (rule === undefined && !more.includes(id)) return [{ message: `There is no rule \`${id}\`.`, id, names }]
    const known = rule?.options ?? {}
    return Object.entries(options).flatMap(([name, value]): readonly SettingProblem[] => {
      if (!Object.hasOwn(known, name))
        return [{ message: `The rule \`${id}\` has no option \`${name}\`.`, id: name, names: Object.keys(known) }]
      const wanted = typeof known[name]!.default === 'number' ? 'a number' : 'a list of words'
      const fits = typeof value === typeof known[name]!.default
      return fits ? [] : [{ message: `The option \`${name}\` of \`${id}\` takes ${wanted}.`, id: name, names: [] }]
    })
  })
}
