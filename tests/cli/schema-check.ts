import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'

const schema = (name: string): object =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../../schemas/${name}.json`), 'utf8')) as object

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true })
ajv.addSchema([schema('diagnostic'), schema('record')])

/** What is wrong with a JSON envelope by the published schema of its command; '' where nothing is. */
export function schemaErrors(command: string, value: unknown): string {
  const validate = ajv.getSchema(`${command}.json`) ?? ajv.compile(schema(command))
  return validate(value) === true ? '' : ajv.errorsText(validate.errors)
}
