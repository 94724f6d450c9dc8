// Runs the tests that look at chance with far more of it: kills at random moments, random histories and hand edits on
// new seeds. INTENTK_ROUNDS says how often the last two are run.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const rounds = Number(process.env['INTENTK_ROUNDS'] ?? 5)
const again = (run) => Array.from({ length: rounds }, () => run)

const runs = [
  { files: 'tests/workspace/kill.test.ts', env: { INTENTK_KILLS: '400' } },
  { files: 'tests/run/kill-run.test.ts', env: { INTENTK_KILLS: '200' } },
  { files: 'tests/run/engine.test.ts', env: { INTENTK_KILLS: '200' } },
  { files: 'tests/run/rollback.test.ts', env: { INTENTK_TREES: '2000' } },
  { files: 'tests/assistants/init-atomic.test.ts', env: { INTENTK_KILLS: 'all' } },
  ...again({ files: 'tests/merge/heal', env: { INTENTK_SEED: 'random' } }),
  // Each property of hand edits takes so many cases: 10,000 and more in all.
  ...again({ files: 'tests/laws/law-04-hand-wins.test.ts', env: { INTENTK_SEED: 'random', RUNS: '2500' } }),
  ...again({ files: 'tests/laws/law-04-any-edit.test.ts', env: { INTENTK_SEED: 'random', RUNS: '2500' } }),
]

const many = { files: 'tests/git/worktrees.test.ts', env: { INTENTK_TASKS: '200' } }

const codes = [...runs, many].map(({ files, env }) => {
  const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', files]
  return spawnSync(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: 'inherit' }).status
})
process.exitCode = codes.every((code) => code === 0) ? 0 : 1
