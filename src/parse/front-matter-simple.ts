const LINE = /^([A-Za-z][\w-]*):(?:[ ]+([^\r\n]*?))?[ ]*\r?$/
const TEXT = /^[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*$/
const DATE = /^\d{4}-\d\d-\d\d$/
const INTEGER = /^(?:0|[1-9]\d{0,14})$/
const WORD = /^(?:true|false|null)$/i

/**
 * Reads YAML that consists of `key: value` lines whose values are plain words, dates and whole numbers, which is what
 * most front matter is. Null for everything else; what it does read is what YAML's core schema gives.
 */
export function readSimpleYaml(yaml: string): Record<string, unknown> | null {
  const data: Record<string, unknown> = {}
  const lines = yaml.split('\n')
  // The line end before the closing fence.
  if (lines.at(-1) === '') lines.pop()
  for (const line of lines) {
    if (line.length > 1000) return null
    const [, key, value] = LINE.exec(line) ?? []
    if (key === undefined || value === undefined || WORD.test(key) || Object.hasOwn(data, key)) return null
    const scalar = readScalar(value)
    if (scalar === null) return null
    data[key] = scalar
  }
  return data
}

function readScalar(value: string): string | number | boolean | null {
  if (INTEGER.test(value)) return Number(value)
  if (value === 'true' || value === 'false') return value === 'true'
  if (WORD.test(value)) return null
  return DATE.test(value) || TEXT.test(value) ? value : null
}
