// Runs the tests that look at chance with far more of it: kills at random moments, random histories on new seeds.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const runs = [
  { INTENTK_KILLS: '400' },
  ...Array.from({ length: Number(process.env['INTENTK_ROUNDS'] ?? 5) }, () => ({ INTENTK_SEED: 'random' })),
]

/** Which tests: kills first, then the properties that look for what two branches wanted. */
const files = ['tests/workspace/kill.test.ts', 'tests/merge/heal']

const codes = runs.map((more, at) => {
  const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', files[Math.min(at, 1)]]
  return spawnSync(process.execPath, args, { cwd: root, env: { ...process.env, ...more }, stdio: 'inherit' }).status
})
process.exitCode = codes.every((code) => code === 0) ? 0 : 1
