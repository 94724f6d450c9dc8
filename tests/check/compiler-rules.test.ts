import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compilerRules } from '../../src/check/compiler-rules.ts'
import { rules } from '../../src/check/rules/index.ts'

/** Names that only messages of a command have, never a finding. */
const ofCommands = new Set(['several-plans'])

test('whatever the compiler reports has a rule or stands in the list of what it reports itself', () => {
  const src = join(import.meta.dirname, '../../src')
  const stages = ['parse', 'derive', 'merge', 'graph', 'render', 'edit', 'workspace', 'compile.ts']
  const files = stages.flatMap((stage) =>
    stage.endsWith('.ts')
      ? [stage]
      : readdirSync(join(src, stage), { recursive: true, encoding: 'utf8' }).map((name) => join(stage, name)),
  )
  const found = files
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => [...readFileSync(join(src, name), 'utf8').matchAll(/\bruleId: '([a-z]+(?:-[a-z]+)+)'/g)])
    .map(([, id]) => id!)
  expect(found.length).toBeGreaterThan(20)
  const known = new Set([...rules.map(({ id }) => id), ...Object.keys(compilerRules), ...ofCommands])
  expect([...new Set(found)].filter((id) => !known.has(id))).toEqual([])
})

test('no name stands for a rule and for what the compiler reports', () => {
  expect(rules.map(({ id }) => id).filter((id) => Object.hasOwn(compilerRules, id))).toEqual([])
})
