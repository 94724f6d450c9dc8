import type { Root } from 'mdast'
import type { Plugin, Preset } from 'unified'
import type { Position } from 'unist'
import { compilerRules } from './check/compiler-rules.ts'
import { check } from './check/engine.ts'
import { rules } from './check/rules/index.ts'
import { activeRules, settingProblems, type ActiveRule } from './check/settings.ts'
import { checkedDocument, type CheckedRole } from './check/subject.ts'
import { defaultCheckConfig, type CheckConfig, type Preset as Extends } from './model/check-config.ts'
import { INPUT_ROLES } from './model/compile.ts'
import type { Diagnostic, Severity } from './model/diagnostic.ts'
import type { SourceFile, Span } from './model/source.ts'
import { checkLimits } from './parse/limits.ts'
import { lineIndex, pointAt, type LineIndex } from './parse/lines.ts'
import { loadParser } from './parse/markdown.ts'
import { asWritten, keepWritten } from './render/as-written.ts'
import { configFields } from './workspace/config-fields.ts'

/** The setting of a rule as in `.intentk/config.yaml`: a severity, or one with the options of the rule. */
export type RemarkRuleSetting =
  Severity | 'off' | { readonly severity?: Severity | 'off'; readonly [option: string]: unknown }

/** What {@link remarkIntentk} takes, as `.intentk/config.yaml` does. */
export interface RemarkIntentkOptions {
  /** `recommended` unless given. */
  readonly extends?: Extends
  readonly rules?: Readonly<Record<string, RemarkRuleSetting>>
  /** Every rule, those that `rules` turns off left out. */
  readonly all?: boolean
}

/**
 * A remark plugin that reports what the rules of `intentk check` find in a document by itself, as messages with the
 * rule's id and the source `intentk`. Throws where its options cannot be read.
 */
export const remarkIntentk: Plugin<[options?: RemarkIntentkOptions | null], Root> = (options) => {
  const config = configOf(options ?? {})
  const active = activeRules(rules, config, { all: options?.all === true })
  return async (_, file) => {
    const source = sourceOf(file.path ?? '', String(file))
    const lines = lineIndex(source.text)
    for (const finding of await findingsOf(source, active, config)) {
      const { place, fix, severity, ruleId, related = [] } = finding
      const span = place ?? { start: 0, end: 0 }
      const message = file.message(finding.message, { place: positionOf(lines, span), ruleId, source: 'intentk' })
      message.fatal = severity === 'error' ? true : severity === 'warning' ? false : undefined
      message.actual = source.text.slice(span.start, span.end)
      const [edit, ...more] = fix?.edits ?? []
      // Editors offer to put what is expected in the place of what is there.
      if (edit !== undefined && more.length === 0 && edit.start === span.start && edit.end === span.end)
        message.expected = [edit.text]
      const here = related.filter(({ place: there }) => there?.file === source.path)
      if (here.length > 0)
        message.note = here.map((other) => `${other.message}${lineOf(lines, other.place)}`).join('\n')
    }
  }
}

/**
 * A preset for remark: {@link remarkIntentk}, and settings under which remark-stringify changes bullets and the
 * indentation of lists and nothing else, so that a task document stays one.
 */
export const intentkPreset: Preset = { plugins: [keepWritten, remarkIntentk], settings: asWritten }

// Configuration files name a package, and take what it exports by default.
export default { ...intentkPreset } satisfies Preset

const lineOf = (lines: LineIndex, place: Span | undefined): string =>
  place === undefined ? '' : ` (line ${pointAt(lines, place.start).line})`

const positionOf = (lines: LineIndex, { start, end }: Span): Position => ({
  start: pointAt(lines, start),
  end: pointAt(lines, end),
})

function configOf({ extends: preset, rules: settings }: RemarkIntentkOptions): CheckConfig {
  const given: Readonly<Record<string, unknown>> = { extends: preset, rules: settings }
  const read = configFields.flatMap(({ name, problem, read: reader }) => {
    const value = given[name]
    if (value === undefined) return []
    const wrong = problem(value)
    if (wrong !== null) throw new TypeError(`Unexpected value of \`${name}\` for remarkIntentk: ${wrong}.`)
    return [[name, reader(value)] as const]
  })
  const config = { ...defaultCheckConfig, ...(Object.fromEntries(read) as Partial<CheckConfig>) }
  const [problem] = settingProblems(rules, config, Object.keys(compilerRules))
  if (problem !== undefined) throw new TypeError(`${problem.message} (remarkIntentk)`)
  return config
}

function sourceOf(path: string, whole: string): SourceFile {
  const bom = whole.startsWith('\ufeff')
  const text = bom ? whole.slice(1) : whole
  return { path: path.replaceAll('\\', '/'), text, bom, eol: /\r\n/.test(text) ? '\r\n' : '\n' }
}

function roleOf(path: string): CheckedRole {
  const stem = path.replace(/^.*\//, '').replace(/\.[^.]*$/, '')
  return stem === 'execute' ? stem : (INPUT_ROLES.find((role) => role === stem) ?? 'plan')
}

async function findingsOf(
  source: SourceFile,
  active: readonly ActiveRule[],
  config: CheckConfig,
): Promise<readonly Diagnostic[]> {
  const limit = checkLimits(source.path, source.text)
  if (limit !== null) return [limit]
  const input = {
    role: roleOf(source.path),
    source,
    ...(/(?:^|\/)\.kiro\//.test(source.path) ? { dialect: 'kiro' as const } : {}),
  }
  const needsParser = active.some(({ rule }) => rule.engine === true) || !checkedDocument(input).isTaskList
  const document = checkedDocument(needsParser ? { ...input, parse: await loadParser() } : input)
  return check({ documents: [document], vision: null }, active, rules, { config }).findings
}
