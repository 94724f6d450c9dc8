/** A key of the front matter of a command file; its value follows from the command. */
export type FrontKey =
  | 'name'
  | 'description'
  | 'argument-hint'
  | 'category'
  | 'tags'
  | 'invokable'
  | 'user-invocable'
  | 'disable-model-invocation'

export type FormatName = 'skill' | 'markdown' | 'toml' | 'recipe'

/** Where the commands of an assistant stand, and how each file is written. */
export interface Target {
  /** Path of the file of one command, with `<c>` for its short name; relative to the repository, or to the home folder. */
  readonly path: string
  readonly format: FormatName
  /** Keys of the front matter, in order; a skill has its own before them. */
  readonly front: readonly FrontKey[]
}

/** One coding assistant: where it looks for commands, how a person calls them, and how it is found. */
export interface Assistant {
  readonly key: string
  readonly name: string
  /** Other names people give for it. */
  readonly aliases: readonly string[]
  readonly targets: readonly Target[]
  /** A list of prompts that is shared with other people's, in which each command has an entry. */
  readonly list: string | null
  /** What the user types, with `<c>` for the short name. Commands name each other by it. */
  readonly invoked: string
  /** What the assistant replaces by the user's words; null where the words stand in the conversation. */
  readonly placeholder: string | null
  /** The file it reads in every conversation. */
  readonly context: string
  /** Paths in a repository that tell that it is used there. */
  readonly folders: readonly string[]
  /** Programs on the PATH that tell that it is installed. */
  readonly programs: readonly string[]
  /** It runs as one of its programs, so that none of them on the PATH means that it is not installed. */
  readonly terminal: boolean
  /** Its files stand in the user's home folder. */
  readonly home: boolean
  /** Where earlier releases looked for command files, with `<c>`. */
  readonly former: readonly string[]
}

/** A folder whose files several assistants read, each with a spelling of its own. */
export const isShared = (path: string): boolean => path.startsWith('.agents/skills/')
