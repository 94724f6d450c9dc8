import { join } from 'node:path'
import type { CheckResult, Failure } from '../contract.ts'
import type { FileSystem } from '../../workspace/file-system.ts'
import { readSourceIfThere } from '../../workspace/source-file.ts'
import { splitCommand } from '../split-command.ts'
import { builtInRules } from './built-in.ts'
import { defaultAttempts, defaultBackoff, type FixRule, type FixRules } from './rules.ts'

/** Where a project keeps fix rules of its own, relative to its root. */
export const fixRulesPath = '.intentk/fix-rules.yaml'

const maximumBytes = 64 * 1024
const mostRules = 100
const mostAttempts = 20

/** The rules of a project, which of their commands a person has to allow, and what is wrong with the file. */
export interface LoadedRules {
  readonly rules: FixRules
  /** Command lines of the project's own rules, as written. */
  readonly commands: readonly string[]
  /** Sentences; a file with one is not used at all. */
  readonly problems: readonly string[]
}

/**
 * Reads `.intentk/fix-rules.yaml` and puts the built-in rules behind its own. Its commands come with the repository:
 * those in `allowed` may run, a rule with any other is left out.
 */
export async function loadFixRules(fs: FileSystem, root: string, allowed: ReadonlySet<string>): Promise<LoadedRules> {
  const builtIn = builtInRules(root)
  const usual = { maxAttempts: defaultAttempts, backoff: defaultBackoff }
  const source = readSourceIfThere(fs, join(root, fixRulesPath), fixRulesPath, maximumBytes)
  if (source === null) return { rules: { ...usual, rules: builtIn }, commands: [], problems: [] }
  const problems: string[] = []
  const file = await parseRules(source.text, problems)
  if (problems.length > 0) return { rules: { ...usual, rules: builtIn }, commands: [], problems }
  const own = file.rules.filter(({ lines }) => lines.every((line) => allowed.has(line)))
  return {
    rules: { ...file.settings, rules: [...own.map(({ rule }) => rule), ...builtIn] },
    commands: [...new Set(file.rules.flatMap(({ lines }) => lines))],
    problems: [],
  }
}

interface ReadRule {
  readonly rule: FixRule
  readonly lines: readonly string[]
}

interface RulesFile {
  readonly settings: Pick<FixRules, 'maxAttempts' | 'backoff'>
  readonly rules: readonly ReadRule[]
}

/** Reads the text of the file; what is wrong goes to `problems`. */
export async function parseRules(text: string, problems: string[]): Promise<RulesFile> {
  const value = await yamlValue(text, problems)
  const settings = { maxAttempts: defaultAttempts, backoff: defaultBackoff }
  if (problems.length > 0 || value === null) return { settings, rules: [] }
  if (!isRecord(value)) return wrong(problems, 'expected `max_attempts`, `backoff` and `rules`', settings)
  unknownKeys(value, ['max_attempts', 'backoff', 'rules'], 'the file', problems)
  const { max_attempts: attempts = defaultAttempts, backoff = defaultBackoff / 1000, rules = [] } = value
  if (!isNumber(attempts, 1, mostAttempts) || !Number.isInteger(attempts))
    problems.push(`\`max_attempts\` is a whole number from 1 to ${mostAttempts}.`)
  if (!isNumber(backoff, 0, 60)) problems.push('`backoff` is a number of seconds from 0 to 60.')
  if (!Array.isArray(rules) || rules.length > mostRules)
    return wrong(problems, `\`rules\` is a list of at most ${mostRules}`, settings)
  const read = rules.map((rule, at) => readRule(rule, at + 1, problems))
  const ids = read.map(({ rule }) => rule.id)
  for (const id of ids.filter((each, at) => ids.indexOf(each) < at)) problems.push(`Rule \`${id}\` stands twice.`)
  return { settings: { maxAttempts: Number(attempts), backoff: Number(backoff) * 1000 }, rules: read }
}

function wrong(problems: string[], what: string, settings: RulesFile['settings']): RulesFile {
  problems.push(`Unexpected value, ${what}.`)
  return { settings, rules: [] }
}

async function yamlValue(text: string, problems: string[]): Promise<unknown> {
  const { parseDocument } = await import('yaml')
  try {
    const document = parseDocument(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' })
    for (const { message } of document.errors.slice(0, 3)) problems.push(`Unexpected YAML: ${message}.`)
    return problems.length > 0 ? null : (document.toJS({ maxAliasCount: 20 }) as unknown)
  } catch (error) {
    problems.push(`Cannot read it: ${error instanceof RangeError ? 'it is nested too deeply' : String(error)}.`)
    return null
  }
}

const checkKinds: readonly string[] = ['files', 'placeholders', 'verify', 'tests', 'lint', 'typecheck', 'gate']
const failureKinds: readonly string[] = [
  'test',
  'lint',
  'format',
  'type',
  'missing-import',
  'missing-file',
  'placeholder',
  'other',
]

function readRule(value: unknown, number: number, problems: string[]): ReadRule {
  const rule = isRecord(value) ? value : {}
  const id = typeof rule['id'] === 'string' && /^[\w-]{1,60}$/.test(rule['id']) ? rule['id'] : ''
  const name = id === '' ? `Rule ${number}` : `Rule \`${id}\``
  if (id === '') problems.push(`${name}: \`id\` is a name of letters, digits and \`-\`.`)
  unknownKeys(rule, ['id', 'when', 'run', 'ask'], name, problems)
  const when = isRecord(rule['when']) ? rule['when'] : {}
  unknownKeys(when, ['check', 'kind', 'files', 'contains'], `${name}, \`when\``, problems)
  const lines = listOf(rule['run'])
  const ask = typeof rule['ask'] === 'string' ? rule['ask'].slice(0, 4000) : ''
  if ((lines.length === 0) === (ask === '')) problems.push(`${name} has either \`run\` or \`ask\`.`)
  const run = lines.flatMap((line) => {
    const split = splitCommand(line)
    if (split.ok) return [split.argv]
    problems.push(`${name}: in \`${line}\` ${split.reason}.`)
    return []
  })
  const oneOf = (key: string, known: readonly string[]): readonly string[] => {
    const words = listOf(when[key])
    for (const word of words.filter((each) => !known.includes(each)))
      problems.push(`${name}: \`${key}\` is one of ${known.join(', ')}, not \`${word}\`.`)
    return words
  }
  return {
    lines,
    rule: {
      id,
      when: {
        checks: oneOf('check', checkKinds) as readonly CheckResult['kind'][],
        kinds: oneOf('kind', failureKinds) as readonly Failure['kind'][],
        files: listOf(when['files']),
        contains: typeof when['contains'] === 'string' ? when['contains'] : '',
      },
      run,
      ask,
    },
  }
}

function unknownKeys(
  value: Readonly<Record<string, unknown>>,
  known: readonly string[],
  name: string,
  to: string[],
): void {
  for (const key of Object.keys(value)
    .filter((each) => !known.includes(each))
    .slice(0, 3))
    to.push(`${name}: unexpected \`${key.slice(0, 60)}\`, expected one of ${known.join(', ')}.`)
}

/** A text or a list of texts. */
const listOf = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []

const isNumber = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && value >= least && value <= most

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
