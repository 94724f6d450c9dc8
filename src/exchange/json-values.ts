/** An object of a JSON text. Its keys are never followed into a prototype. */
export type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A field of an object, its own alone. */
export const field = (object: JsonObject, name: string): unknown =>
  Object.hasOwn(object, name) ? object[name] : undefined

export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** The fields that no reader took, as JSON; '' where there is none. */
export function leftOver(object: JsonObject, known: readonly string[]): string {
  const entries = Object.entries(object).filter(([name, value]) => !known.includes(name) && !isEmpty(value))
  if (entries.length === 0) return ''
  return `{\n${entries.map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(',\n')}\n}`
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** Levels of objects and lists in a JSON text that any reader can follow. */
const DEEPEST = 200

/** The value of a JSON text; what is wrong with it, as the end of a sentence. */
export function readJson(text: string): { readonly value: unknown } | { readonly wrong: string } {
  if (tooDeep(text)) return { wrong: `it is nested more than ${DEEPEST} levels deep` }
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { wrong: `it is no JSON (${error instanceof Error ? error.message : String(error)})` }
  }
}

function tooDeep(text: string): boolean {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (inString) {
      if (code === 0x5c) at++
      else if (code === 0x22) inString = false
    } else if (code === 0x22) inString = true
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > DEEPEST) return true
    } else if (code === 0x7d || code === 0x5d) depth--
  }
  return false
}
