import { closest } from '../workspace/suggest.ts'
import { commands, commonOptions, optionsOf, synonyms, type CommandSpec, type OptionSpec } from './commands.ts'
import { Misuse } from './misuse.ts'

/** A command line that was understood. */
export interface Call {
  readonly command: CommandSpec
  /** The document as typed; null without one. */
  readonly doc: string | null
  /** All documents as typed, for a command that takes several. */
  readonly docs: readonly string[]
  readonly ids: readonly string[]
  readonly switches: ReadonlySet<string>
  readonly values: Readonly<Record<string, string>>
}

/** What is asked for: a command, a help page ('' is the first screen), or the version. */
export type Wanted =
  | { readonly kind: 'call'; readonly call: Call }
  | { readonly kind: 'help'; readonly topic: string }
  | { readonly kind: 'version' }

/** Reads a command line. Throws {@link Misuse} that names the likely intent. */
export function readArguments(argv: readonly string[]): Wanted {
  const at = commandAt(argv)
  const first = argv[at]
  if (argv.some((word) => word === '--version' || word === '-V') && first === undefined) return { kind: 'version' }
  if (first === undefined) return readWithoutCommand(argv)
  const rest = argv.toSpliced(at, 1)
  if (first === 'help') return { kind: 'help', topic: helpTopic(rest) }
  const command = commandNamed(first)
  const { words, switches, values } = readOptions(rest, command)
  if (switches.has('help')) return { kind: 'help', topic: command.name }
  return { kind: 'call', call: { command, ...readWords(words, command, switches, values), switches, values } }
}

/** The name of the command on a line that may be wrong otherwise; '' where there is none. */
export function commandName(argv: readonly string[]): string {
  const word = argv[commandAt(argv)]
  return commands.find(({ name }) => name === word)?.name ?? ''
}

/** The command is the first word that is neither an option nor the value of one. */
function commandAt(argv: readonly string[]): number {
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at]!
    if (!word.startsWith('-') || word === '-') return at
    if (commonOptions.some(({ name, value }) => value !== undefined && word === `--${name}`)) at++
  }
  return argv.length
}

function readWithoutCommand(argv: readonly string[]): Wanted {
  const known = new Set(['--help', '-h', '--no-color'])
  const wrong = argv.find((word) => !known.has(word))
  if (wrong === undefined) return { kind: 'help', topic: '' }
  throw new Misuse(
    `There is no command in \`intentk ${argv.join(' ')}\`.`,
    'Put the command first, for example `intentk execute`.',
  )
}

function helpTopic(rest: readonly string[]): string {
  const topic = rest.find((word) => !word.startsWith('-'))
  return topic === undefined ? '' : commandNamed(topic).name
}

function commandNamed(word: string): CommandSpec {
  const found = commands.find(({ name }) => name === word)
  if (found !== undefined) return found
  const names = commands.map(({ name }) => name)
  // The second half of the names is for words such as `ex` and `exec`.
  const begins = names.filter((name) => name.startsWith(word.toLowerCase()))
  const near = synonyms[word.toLowerCase()] ?? (begins.length === 1 ? begins[0] : closest(word, names))
  if (near != null) throw new Misuse(`There is no command \`${word}\`.`, `Did you mean \`intentk ${near}\`?`)
  const isDocument = /[/\\]|\.md$|^\d+$/i.test(word) || word === '-'
  const hint = isDocument
    ? `Did you mean \`intentk execute ${word}\`?`
    : `There are ${names.join(', ')}; see \`intentk --help\`.`
  throw new Misuse(`There is no command \`${word}\`.`, hint)
}

interface Options {
  readonly words: readonly string[]
  readonly switches: ReadonlySet<string>
  readonly values: Readonly<Record<string, string>>
}

function readOptions(argv: readonly string[], command: CommandSpec): Options {
  const specs = optionsOf(command)
  const words: string[] = []
  const switches = new Set<string>()
  const values: Record<string, string> = {}
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at]!
    if (word === '--') {
      words.push(...argv.slice(at + 1))
      break
    }
    if (word === '-' || !word.startsWith('-')) {
      words.push(word)
      continue
    }
    const equals = word.indexOf('=')
    const name = word === '-h' ? 'help' : word.slice(word.startsWith('--') ? 2 : 1, equals === -1 ? undefined : equals)
    const spec = word.startsWith('--') || word === '-h' ? specs.find((each) => each.name === name) : undefined
    if (spec === undefined) throw unknownOption(word, name, command, specs)
    if (spec.mayTake !== undefined) {
      const given = equals === -1 ? argv[at + 1] : word.slice(equals + 1)
      if (given !== undefined && spec.mayTake.test(given)) {
        values[name] = Object.hasOwn(values, name) ? `${values[name]}\0${given}` : given
        if (equals === -1) at++
        continue
      }
    }
    if (spec.value === undefined) {
      if (equals !== -1) throw new Misuse(`\`--${name}\` takes no value.`, `Write \`--${name}\` alone.`)
      switches.add(name)
      continue
    }
    const given = equals === -1 ? argv[++at] : word.slice(equals + 1)
    if (Object.hasOwn(values, name)) throw new Misuse(`\`--${name}\` is given twice.`, 'Give it once.')
    values[name] = checkValue(spec, given, equals !== -1)
  }
  if (values['format'] === 'json') switches.add('json')
  if (values['format'] === 'text' && switches.has('json'))
    throw new Misuse('`--json` and `--format text` exclude each other.', 'Give one of them.')
  return { words, switches, values }
}

function checkValue({ name, value, choices, problem }: OptionSpec, given: string | undefined, joined: boolean): string {
  const missing = given === undefined || given === '' || (!joined && given.startsWith('--'))
  if (missing) throw new Misuse(`\`--${name}\` needs a value.`, `Write \`--${name} ${choices?.join('|') ?? value}\`.`)
  if (choices !== undefined && !choices.includes(given)) {
    const near = closest(given, choices)
    throw new Misuse(
      `Unexpected value \`${given}\` of \`--${name}\`.`,
      near === null ? `Expected ${choices.join(', ')}.` : `Did you mean \`${near}\`?`,
    )
  }
  const wrong = problem?.(given) ?? null
  if (wrong !== null) throw new Misuse(`Unexpected value \`${given}\` of \`--${name}\`: ${wrong}.`)
  return given
}

function unknownOption(word: string, name: string, command: CommandSpec, specs: readonly OptionSpec[]): Misuse {
  const near = closest(
    name,
    specs.map((spec) => spec.name),
  )
  const other = commands.find((each) => each.options.some((option) => option.name === name))
  const elsewhere = other === undefined ? '' : `\`intentk ${other.name}\` has it. `
  const hint =
    near === null || other !== undefined
      ? `${elsewhere}See \`intentk ${command.name} --help\`.`
      : `Did you mean \`--${near}\`?`
  return new Misuse(`\`intentk ${command.name}\` has no option \`${word.split('=')[0]}\`.`, hint)
}

const takesText = ({ usage }: CommandSpec): boolean => usage === 'TEXT'

function readWords(
  words: readonly string[],
  command: CommandSpec,
  switches: ReadonlySet<string>,
  values: Readonly<Record<string, string>>,
): Pick<Call, 'doc' | 'docs' | 'ids'> {
  const named = values['in'] ?? null
  if (command.several === true) {
    const docs = [...words, ...(named === null ? [] : [named])]
    return { doc: docs[0] ?? null, docs, ids: [] }
  }
  if (command.ids === null) {
    const [doc, extra] = words
    if (extra !== undefined)
      throw new Misuse(
        `Unexpected \`${extra}\`: \`intentk ${command.name}\` takes one document.`,
        'Quote a name that contains blanks.',
      )
    if (doc !== undefined && named !== null && doc !== named)
      throw new Misuse(`Two documents are named: \`${doc}\` and \`${named}\`.`, 'Name one of them.')
    const one = doc ?? named
    return { doc: one, docs: one === null ? [] : [one], ids: [] }
  }
  const { without } = command.ids
  const { least, most } =
    without !== undefined && switches.has(without.switch) ? { least: 0, most: without.most } : command.ids
  const { choices } = command.ids
  if (words.length < least && choices !== undefined)
    throw new Misuse(
      `\`intentk ${command.name}\` needs one of ${choices.join(', ')}.`,
      `For example \`intentk ${command.name} ${choices[0]}\`.`,
    )
  if (words.length < least)
    throw new Misuse(
      `\`intentk ${command.name}\` needs the ${takesText(command) ? 'text' : 'id'} of a task.`,
      `For example \`${command.examples[0]![0]}\`.${takesText(command) ? '' : ' `intentk list` shows the ids.'}`,
    )
  if (words.length > most) {
    const extra = words[most]!
    const hint = /[/\\]|\.md$/i.test(extra)
      ? `Did you mean \`--in ${extra}\`?`
      : takesText(command)
        ? 'Put the text in quotes.'
        : `Usage: \`intentk ${command.name} ${command.usage}\`.`
    throw new Misuse(`Unexpected \`${extra}\`.`, hint)
  }
  return { doc: named, docs: named === null ? [] : [named], ids: words }
}
