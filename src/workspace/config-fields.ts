import { PRESETS, ruleSettingSchema, SEVERITIES, type CheckConfig, type RuleSetting } from '../model/check-config.ts'
import type { Severity } from '../model/diagnostic.ts'
import {
  defaultRunSettings,
  readRunSettings,
  runSettingsProblem,
  runSettingsSchema,
  type RunSettings,
} from './run-settings.ts'

/** What a repository can set in `.intentk/config.yaml`. */
export interface Config extends CheckConfig {
  /** Length of a working day, for estimates in days. */
  readonly hoursPerDay: number
  /** Length of a working week, for estimates in weeks. */
  readonly daysPerWeek: number
  /** Paths that many tasks touch and that therefore never make a task `[P]`: the built-in ones and those of the file. */
  readonly sharedPaths: readonly string[]
  /** Folders for bare file names, by extension (`.ps1`) or pattern (`*.test.ts`), in the order of the file. */
  readonly conventions: Readonly<Record<string, string>>
  /** Whether acceptance scenarios become test tasks: `auto` is where the plan or the constitution asks for them. */
  readonly tests: 'auto' | 'always' | 'never'
  /** How tasks are run by agents. */
  readonly run: RunSettings
}

/** Manifests and lock files of the common package managers, which almost any task may change. */
const builtInSharedPaths: readonly string[] = [
  'package.json',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'deno.lock',
  'go.mod',
  'go.sum',
  'Cargo.toml',
  'Cargo.lock',
  'pyproject.toml',
  'poetry.lock',
  'uv.lock',
  'requirements.txt',
  'Pipfile',
  'Pipfile.lock',
  'Gemfile',
  'Gemfile.lock',
  'composer.json',
  'composer.lock',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'Package.swift',
  'pubspec.yaml',
  'pubspec.lock',
  'mix.exs',
  'mix.lock',
]

export const defaultConfig: Config = {
  hoursPerDay: 8,
  daysPerWeek: 5,
  sharedPaths: builtInSharedPaths,
  conventions: {},
  tests: 'auto',
  extends: 'recommended',
  rules: {},
  run: defaultRunSettings,
}

/** One key of the file: how it is checked, read and described to editors. */
export interface ConfigField {
  readonly name: keyof Config
  /** JSON Schema of the value, with its description. */
  readonly schema: Readonly<Record<string, unknown>>
  /** What is wrong with a value, as the end of a sentence; null where nothing is. */
  readonly problem: (value: unknown) => string | null
  /** The setting for a value without a problem. */
  readonly read: (value: unknown) => unknown
}

/** A path below the root in one spelling: forward slashes, neither absolute nor leading upwards, no control characters. */
// eslint-disable-next-line no-control-regex -- they are what is refused
const relativePath = /^(?![/~]|[A-Za-z]:|(?:.*\/)?\.\.(?:\/|$))[^\\\u0000-\u001f]+$/
const extensionOrPattern = /^(?:\.[A-Za-z0-9._-]+|[^/\\\s]*\*[^/\\\s]*)$/
const testModes: readonly unknown[] = ['auto', 'always', 'never']
const severities: readonly unknown[] = SEVERITIES

export const configFields: readonly ConfigField[] = [
  numberField('hoursPerDay', 24, 'Hours of a working day; estimates in days are converted with it.'),
  numberField('daysPerWeek', 7, 'Days of a working week; estimates in weeks are converted with it.'),
  {
    name: 'sharedPaths',
    schema: {
      description:
        'Paths that many tasks touch, in addition to package.json and the like. A task that writes one never carries [P].',
      type: 'array',
      items: { type: 'string', pattern: relativePath.source },
    },
    problem: (value) =>
      Array.isArray(value) && value.every((path) => typeof path === 'string' && relativePath.test(path))
        ? null
        : 'expected a list of paths relative to the repository, with `/`',
    read: (value) => [...new Set([...builtInSharedPaths, ...(value as readonly string[])])],
  },
  {
    name: 'conventions',
    schema: {
      description: 'Folders in which bare file names of a plan live, by extension (".ps1") or pattern ("*.test.ts").',
      type: 'object',
      propertyNames: { pattern: extensionOrPattern.source },
      additionalProperties: { type: 'string', pattern: relativePath.source },
    },
    problem: (value) =>
      isConventions(value)
        ? null
        : 'expected extensions (`.ps1`) or patterns (`*.test.ts`), each with a folder of the repository',
    read: (value) => value,
  },
  {
    name: 'tests',
    schema: {
      description:
        'Whether acceptance scenarios become test tasks; "auto" is where the plan or the constitution asks for them.',
      enum: testModes,
    },
    problem: (value) => (testModes.includes(value) ? null : 'expected auto, always or never'),
    read: (value) => value,
  },
  {
    name: 'extends',
    schema: {
      description:
        'Which rules of `intentk check` are on: "recommended" those that are nearly always right, "strict" all, "none" those that `rules` names.',
      enum: PRESETS,
    },
    problem: (value) =>
      (PRESETS as readonly unknown[]).includes(value) ? null : 'expected recommended, strict or none',
    read: (value) => value,
  },
  {
    name: 'rules',
    schema: {
      description: 'Rules of `intentk check` by id: a severity or "off", or a severity with the options of the rule.',
      type: 'object',
      additionalProperties: ruleSettingSchema(),
    },
    problem: (value) =>
      isRuleSettings(value) ? null : 'expected rule ids, each with off, info, warning, error or a list of its options',
    read: (value) =>
      Object.fromEntries(
        Object.entries(value as Readonly<Record<string, unknown>>).map(([id, one]) => [id, readRuleSetting(one)]),
      ),
  },
  { name: 'run', schema: runSettingsSchema, problem: runSettingsProblem, read: readRunSettings },
]

/** The JSON Schema (draft 2020-12) of the file, published as `schemas/config.json`. */
export const configSchema: Readonly<Record<string, unknown>> = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'intentk configuration',
  description: 'What a repository sets in .intentk/config.yaml.',
  type: 'object',
  properties: Object.fromEntries(configFields.map(({ name, schema }) => [name, schema])),
  additionalProperties: false,
}

function numberField(name: keyof Config, most: number, description: string): ConfigField {
  return {
    name,
    schema: { description, type: 'number', exclusiveMinimum: 0, maximum: most },
    problem: (value) =>
      typeof value === 'number' && value > 0 && value <= most ? null : `expected a number above 0 and up to ${most}`,
    read: (value) => value,
  }
}

function isConventions(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.entries(value).every(
    ([key, folder]) => extensionOrPattern.test(key) && typeof folder === 'string' && relativePath.test(folder),
  )
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function isRuleSettings(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every(isRuleSetting)
}

function isRuleSetting(value: unknown): boolean {
  if (severities.includes(value)) return true
  if (!isRecord(value)) return false
  const { severity = 'off', ...options } = value
  return severities.includes(severity) && Object.values(options).every(isOption)
}

const isOption = (value: unknown): boolean =>
  typeof value === 'number' || (Array.isArray(value) && value.every((each) => typeof each === 'string'))

function readRuleSetting(value: unknown): RuleSetting {
  if (!isRecord(value)) return { severity: value as Severity | 'off' }
  const { severity, ...options } = value
  return {
    ...(severity === undefined ? {} : { severity: severity as Severity | 'off' }),
    options: options as NonNullable<RuleSetting['options']>,
  }
}
