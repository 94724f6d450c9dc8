import type { Assistant } from './assistant.ts'
import { assistants } from './table.ts'

/** The assistant of a key, or of another name people give for it; null where there is none. */
export function assistantNamed(word: string): Assistant | null {
  const wanted = word.trim().toLowerCase()
  return (
    assistants.find(({ key }) => key === wanted) ??
    assistants.find(({ name, aliases }) => aliases.includes(wanted) || name.toLowerCase() === wanted) ??
    null
  )
}

/** How the use of an assistant was told: by a path of the repository or by a program. */
export interface Detected {
  readonly assistant: Assistant
  readonly by: string
}

/** The assistants that a repository or a machine shows signs of; those of the home folder are never found by a sign. */
export function detect(isThere: (path: string) => boolean, programs: ReadonlySet<string>): readonly Detected[] {
  return assistants.flatMap((assistant): Detected[] => {
    if (assistant.home) return []
    const sign = assistant.folders.find(isThere) ?? assistant.programs.find((name) => programs.has(name))
    return sign === undefined ? [] : [{ assistant, by: sign }]
  })
}
