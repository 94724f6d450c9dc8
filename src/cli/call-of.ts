import type { Call } from './arguments.ts'

/** A command about the same document, as the user would type it. */
export function callOf({ doc, values }: Call, command: string, options: readonly string[] = []): string {
  const given = ['plan', 'out'].flatMap((name) => (values[name] === undefined ? [] : [`--${name}`, values[name]]))
  return ['intentk', command, ...(doc === null ? [] : [doc]), ...given, ...options].map(quoted).join(' ')
}

/** A command about tasks of the same document, as the user would type it. */
export function callOfTasks({ doc, values }: Call, command: string, words: readonly string[]): string {
  const given = values['out'] === undefined ? [] : ['--out', values['out']]
  return ['intentk', command, ...words, ...(doc === null ? [] : ['--in', doc]), ...given].map(quoted).join(' ')
}

export const quoted = (word: string): string => (/^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)
