import { commands, commonOptions, optionsOf, type CommandSpec, type OptionSpec } from './commands.ts'

/** What may stand at the cursor. */
export type Expected =
  | { readonly kind: 'words'; readonly words: readonly Candidate[] }
  /** Ids of tasks in one of the states, or in any. */
  | { readonly kind: 'ids'; readonly states: readonly string[] | null }
  | { readonly kind: 'milestones' | 'documents' | 'files' | 'nothing' }

export interface Candidate {
  readonly value: string
  readonly about: string
}

/** A command line up to the cursor. */
export interface Line {
  readonly expected: Expected
  /** What stands before the part that is completed and stays: `--format=`, `T001,`. */
  readonly lead: string
  /** The part that is completed. */
  readonly part: string
  /** The value of `--in`, and of `--out`, as typed so far. */
  readonly doc: string | null
  readonly out: string | undefined
}

/** Marks of tasks that a command can do something with. */
const STATES: Readonly<Record<string, readonly string[]>> = {
  done: ['open', 'started'],
  start: ['open', 'started'],
  release: ['started'],
  reopen: ['done', 'started', 'dropped'],
}

/** Understands the words before the cursor by the table of commands, and says what may come next. */
export function lineAt(words: readonly string[], current: string): Line {
  const { command, before, values, option } = readBefore(joinEquals(words, current))
  const own = joinEquals(words, current).current
  const base = { lead: '', part: own, doc: values.get('in') ?? null, out: values.get('out') }
  const specs = command === undefined ? commonOptions : optionsOf(command)
  const line = (expected: Expected, more: Partial<Line> = {}): Line => ({ ...base, expected, ...more })
  if (option !== undefined) return valueLine(option, own, '', line)
  const joined = /^--([\w-]+)=/.exec(own)
  const spec = joined === null ? undefined : specs.find(({ name, value }) => name === joined[1] && value !== undefined)
  if (joined !== null && spec !== undefined) {
    // A shell that parts words at `=` is not told the option again.
    const lead = current.startsWith('--') ? joined[0] : ''
    return valueLine(spec, own.slice(joined[0].length), lead, line)
  }
  if (own.startsWith('-')) return line({ kind: 'words', words: optionWords(command, specs, before) })
  if (command === undefined) return line({ kind: 'words', words: commandWords })
  return line(positional(command, before))
}

interface Words {
  readonly words: readonly string[]
  readonly current: string
}

/** Bash parts `--format=json` into three words. */
function joinEquals(words: readonly string[], current: string): Words {
  const all = [...words, current]
  const joined: string[] = []
  for (let at = 0; at < all.length; at++) {
    const option = joined.at(-1)
    if (all[at] === '=' && option !== undefined && /^--[\w-]+$/.test(option)) {
      joined[joined.length - 1] = `${option}=${all[++at] ?? ''}`
    } else joined.push(all[at]!)
  }
  return { words: joined.slice(0, -1), current: joined.at(-1) ?? '' }
}

interface Before {
  readonly command: CommandSpec | undefined
  /** Words behind the command, options and their values left out; switches with their hyphens. */
  readonly before: readonly string[]
  readonly values: ReadonlyMap<string, string>
  /** The option whose value stands at the cursor. */
  readonly option: OptionSpec | undefined
}

function readBefore({ words }: Words): Before {
  let command: CommandSpec | undefined
  const before: string[] = []
  const values = new Map<string, string>()
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!
    const [, name, value] = /^--([\w-]+)(?:=([^]*))?$/.exec(word) ?? []
    const specs = command === undefined ? commonOptions : optionsOf(command)
    const spec = specs.find((one) => one.name === name)
    if (spec?.value !== undefined) {
      if (value === undefined && at + 1 === words.length) return { command, before, values, option: spec }
      values.set(spec.name, value ?? words[++at]!)
      before.push(`--${spec.name}`)
    } else if (word.startsWith('-') && word !== '-') before.push(word)
    else if (command === undefined) {
      command = commands.find((one) => one.name === word) ?? (word === 'help' ? HELP : UNKNOWN)
    } else before.push(word)
  }
  return { command, before, values, option: undefined }
}

const commandWords: readonly Candidate[] = [
  ...commands.map(({ name, summary }) => ({ value: name, about: summary })),
  { value: 'help', about: 'the options of a command' },
]

const load = (): never => {
  throw new Error('is only completed')
}
const pseudo = { name: '', summary: '', usage: '', options: [], examples: [], load }
const HELP: CommandSpec = { ...pseudo, ids: { least: 0, most: 1, choices: commands.map(({ name }) => name) } }
const UNKNOWN: CommandSpec = { ...pseudo, ids: { least: 0, most: 0 } }

function optionWords(
  command: CommandSpec | undefined,
  specs: readonly OptionSpec[],
  before: readonly string[],
): readonly Candidate[] {
  const version = command === undefined ? [{ value: '--version', about: 'the version' }] : []
  const own = command === undefined ? specs.filter(({ name }) => name === 'help') : specs
  return [...own.map(({ name, summary }) => ({ value: `--${name}`, about: summary })), ...version].filter(
    ({ value }) => !before.includes(value),
  )
}

function positional(command: CommandSpec, before: readonly string[]): Expected {
  const { ids, several, usage, name } = command
  const given = before.filter((word) => !word.startsWith('--'))
  if (ids === null) return { kind: several === true || given.length === 0 ? 'documents' : 'nothing' }
  const { choices, without, most } = ids
  if (choices !== undefined) {
    const words = choices.map((value) => ({ value, about: commands.find((one) => one.name === value)?.summary ?? '' }))
    return given.length < most ? { kind: 'words', words } : { kind: 'nothing' }
  }
  if (without !== undefined && before.includes(`--${without.switch}`)) return { kind: 'nothing' }
  if (usage.startsWith('BASE')) return { kind: 'files' }
  return /\bID\b/.test(usage) && given.length < most
    ? { kind: 'ids', states: STATES[name] ?? null }
    : { kind: 'nothing' }
}

/** What fits behind an option, by what the help calls its value. */
function valueLine(
  { value, choices }: OptionSpec,
  typed: string,
  lead: string,
  line: (expected: Expected, more: Partial<Line>) => Line,
): Line {
  if (choices !== undefined) {
    return line(
      { kind: 'words', words: choices.map((choice) => ({ value: choice, about: '' })) },
      { lead, part: typed },
    )
  }
  if (value === 'ID' || value === 'IDS') {
    const comma = value === 'IDS' ? typed.lastIndexOf(',') + 1 : 0
    return line({ kind: 'ids', states: null }, { lead: lead + typed.slice(0, comma), part: typed.slice(comma) })
  }
  const kinds: Readonly<Record<string, 'documents' | 'files' | 'milestones'>> = {
    DOC: 'documents',
    FILE: 'files',
    FOLDER: 'files',
    M1: 'milestones',
  }
  return line({ kind: kinds[value ?? ''] ?? 'nothing' }, { lead, part: typed })
}
