import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import * as api from '../../src/index.ts'

const root = join(import.meta.dirname, '../..')

test('the names that the package exports', () => {
  expect(Object.keys(api).toSorted()).toEqual([
    'applyEdits',
    'buildGraph',
    'builtInTemplates',
    'compile',
    'coverage',
    'defaultSharedPaths',
    'derive',
    'explainPath',
    'explainTask',
    'formatLock',
    'healPair',
    'intentkParser',
    'intentkStringify',
    'loadParser',
    'orderPhases',
    'parseLock',
    'printNodes',
    'readDocument',
    'readPlan',
    'readTaskDocument',
    'render',
    'scheduleOf',
  ])
})

/** Compiles once, which loads all modules, then takes the disk, the network and processes away and compiles again. */
const script = `
import fs from 'node:fs'
import net from 'node:net'
import child from 'node:child_process'
import { syncBuiltinESMExports } from 'node:module'
const { compile, defaultSharedPaths } = await import(${JSON.stringify(pathToFileURL(join(root, 'dist/index.js')).href)})
const options = { date: '', full: true, tests: 'always', choice: null, hoursPerDay: 8, daysPerWeek: 5, sharedPaths: defaultSharedPaths, conventions: {} }
const input = (text) => ({
  id: 'x', documents: [{ role: 'plan', source: { path: 'plan.md', text, bom: false, eol: '\\n' }, link: 'plan.md' }],
  existing: new Set(), lock: null, options, overrides: {}, parser: 'auto', eol: '\\n',
})
const plan = (name) => '---\\ntitle: ' + name + '\\n---\\n# P\\n\\n## Phase 1: ' + name + '\\n\\n- [ ] do \`src/a.ts\`\\n- [ ] do \`src/b.ts\` (depends on T001)\\n'
await compile(input(plan('First')))
const touched = []
for (const [name, module] of Object.entries({ fs, 'fs/promises': fs.promises, net, child })) {
  for (const key of Object.keys(module)) {
    if (typeof module[key] !== 'function' || /^[A-Z_]/.test(key)) continue
    module[key] = () => { touched.push(name + '.' + key); throw new Error('touched ' + key) }
  }
}
syncBuiltinESMExports()
const result = await compile(input(plan('Second')))
process.stdout.write(JSON.stringify({ touched, status: result.status, title: result.status === 'compiled' ? result.execution.milestones[0].title : '' }))
`

test('the built package compiles without the disk, the network or a process', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
    cwd: root,
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(JSON.parse(stdout)).toEqual({ touched: [], status: 'compiled', title: 'Second' })
})
