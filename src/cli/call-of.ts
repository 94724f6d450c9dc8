import type { Call } from './arguments.ts'

/** A command about the same document, as the user would type it. */
export function callOf({ doc, values }: Call, command: string, options: readonly string[] = []): string {
  const given = ['plan', 'out'].flatMap((name) => (values[name] === undefined ? [] : [`--${name}`, values[name]]))
  return ['intentk', command, ...(doc === null ? [] : [doc]), ...given, ...options].map(quoted).join(' ')
}

const quoted = (word: string): string => (/^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)
