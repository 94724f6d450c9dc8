import { check, type Checked, type Subject } from '../../src/check/engine.ts'
import { noEvidence } from '../../src/check/evidence.ts'
import { rules } from '../../src/check/rules/index.ts'
import type { Rule, RuleExample } from '../../src/check/rule.ts'
import { activeRules } from '../../src/check/settings.ts'
import { defaultCheckConfig, type CheckConfig } from '../../src/model/check-config.ts'
import { checkedDocument, type CheckedDocument, type CheckedRole } from '../../src/check/subject.ts'
import { parseLock } from '../../src/merge/lock.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import { INPUT_ROLES, type InputRole } from '../../src/model/compile.ts'
import type { SourceFile } from '../../src/model/source.ts'
import { loadParser, type BlockParser } from '../../src/parse/markdown.ts'
import { compileDocuments } from '../support/compiling.ts'

const parse: BlockParser = await loadParser()

const isInputRole = (role: string): role is InputRole => (INPUT_ROLES as readonly string[]).includes(role)

function roleOf(name: string): CheckedRole {
  const stem = name.replace(/^.*\//, '').replace(/\.md$/, '')
  if (stem === 'execute' || isInputRole(stem)) return stem
  return 'plan'
}

const sourceOf = (path: string, text: string): SourceFile => ({
  path,
  text,
  bom: false,
  eol: text.includes('\r\n') ? '\r\n' : '\n',
})

function evidenceOf({ evidence }: RuleExample): Evidence {
  if (evidence === undefined) return noEvidence
  const { there = [], gone = [], unchanged = [], checks = {} } = evidence
  const isThere = (path: string): boolean => there.includes(path) || unchanged.includes(path)
  return {
    files: (_, paths) => paths.map((path) => (isThere(path) ? 'there' : gone.includes(path) ? 'gone' : 'never')),
    changedSince: (_, path) => !unchanged.includes(path),
    check: (_, task) => checks[task] ?? null,
    hasChecks: () => Object.keys(checks).length > 0,
  }
}

export const textsOf = ({ files }: RuleExample): Readonly<Record<string, string>> =>
  typeof files === 'string' ? { 'tasks.md': files } : files

/** The documents of an example as the command line would see them. */
export async function subjectOf(example: RuleExample, texts = textsOf(example)): Promise<Subject> {
  const evidence = evidenceOf(example)
  const sources = Object.entries(texts).filter(([name]) => name.endsWith('.md'))
  const documents = sources.map(([name, text]): CheckedDocument =>
    checkedDocument({ role: roleOf(name), source: sourceOf(name, text), evidence, parse }),
  )
  const plans = documents.filter(({ role, isTaskList }) => role !== 'execute' && !(role === 'tasks' && isTaskList))
  if (plans.length === 0) return { documents, vision: null }
  const written = documents.find(({ role }) => role === 'execute')?.source ?? null
  const lock = texts['execute.lock.json'] ?? null
  const inputs = documents.flatMap(({ role, source }) =>
    role === 'execute' ? [] : [{ role, source, link: source.path }],
  )
  const existing = new Set(example.evidence?.there)
  const result = await compileDocuments(inputs, { id: '001-example', existing, lock, written })
  const execution = result.status === 'compiled' ? result.execution : null
  const read = lock === null ? null : parseLock(lock).lock
  return { documents, vision: { id: '001-example', documents, execution, result, lock: read } }
}

/** Checks an example with one rule, or with all of them. */
export async function checkExample(
  example: RuleExample,
  only: readonly Rule[] = rules,
  texts = textsOf(example),
  config: CheckConfig = defaultCheckConfig,
): Promise<Checked> {
  const [first] = only
  const withOptions =
    example.options === undefined || first === undefined
      ? config
      : { ...config, rules: { [first.id]: { options: example.options } } }
  const names = only.map(({ id }) => id)
  return check(await subjectOf(example, texts), activeRules(rules, withOptions, { only: names }), rules)
}
