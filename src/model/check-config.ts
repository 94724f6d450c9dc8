import type { Severity } from './diagnostic.ts'

/** The settings of a rule. */
export type RuleOptions = Readonly<Record<string, number | readonly string[]>>

/** What a configuration says of one rule. */
export interface RuleSetting {
  readonly severity?: Severity | 'off'
  readonly options?: RuleOptions
}

/** `recommended` turns on what is nearly always right, `strict` all, `none` nothing. */
export type Preset = 'recommended' | 'strict' | 'none'

export const PRESETS: readonly Preset[] = ['recommended', 'strict', 'none']

/** What decides which rules of the linter run. */
export interface CheckConfig {
  readonly extends: Preset
  /** By rule id. */
  readonly rules: Readonly<Record<string, RuleSetting>>
}

export const defaultCheckConfig: CheckConfig = { extends: 'recommended', rules: {} }

export const SEVERITIES: readonly (Severity | 'off')[] = ['off', 'info', 'warning', 'error']

/** JSON Schema of what `rules` says of one rule; `options` are those that the rule has, any unless given. */
export function ruleSettingSchema(options: Readonly<Record<string, unknown>> | null = null): object {
  return {
    anyOf: [
      { enum: SEVERITIES },
      {
        type: 'object',
        properties: { severity: { enum: SEVERITIES }, ...options },
        additionalProperties:
          options === null ? { anyOf: [{ type: 'number' }, { type: 'array', items: { type: 'string' } }] } : false,
      },
    ],
  }
}
