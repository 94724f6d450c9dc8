import { ruleSettingSchema } from '../model/check-config.ts'
import type { Rule, RuleOption } from './rule.ts'

const optionSchema = ({ default: value, summary }: RuleOption): object => ({
  description: summary,
  default: value,
  ...(typeof value === 'number' ? { type: 'number' } : { type: 'array', items: { type: 'string' } }),
})

/** JSON Schema of `rules` in `.intentk/config.yaml`, with every rule and its options by name. */
const rulesSchema = (rules: readonly Rule[]): object => ({
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

/** JSON Schema of the whole configuration: that of the settings of all commands, with what `rules` takes by name. */
export function configSchemaWith(rules: readonly Rule[], settings: object): object {
  const { properties = {}, ...outer } = settings as { readonly properties?: object }
  return { ...outer, properties: { ...properties, rules: rulesSchema(rules) } }
}
