import { ruleSettingSchema } from '../model/check-config.ts'
import type { Rule, RuleOption } from './rule.ts'

const optionSchema = ({ default: value, summary }: RuleOption): object => ({
  description: summary,
  default: value,
  ...(typeof value === 'number' ? { type: 'number' } : { type: 'array', items: { type: 'string' } }),
})

/** JSON Schema of `rules` in `.intentk/config.yaml`, with every rule and its options by name. */
export const rulesSchema = (rules: readonly Rule[]): object => ({
  description: 'Rules of `intentk check` by id: a severity or "off", or a severity with the options of the rule.',
  type: 'object',
  properties: Object.fromEntries(
    rules.map(({ id, checks, options = {} }) => [
      id,
      {
        description: checks,
        ...ruleSettingSchema(
          Object.fromEntries(Object.entries(options).map(([name, option]) => [name, optionSchema(option)])),
        ),
      },
    ]),
  ),
  additionalProperties: false,
})
