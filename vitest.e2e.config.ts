import { defineConfig, mergeConfig } from 'vitest/config'
import base from './vitest.config.ts'

/** The tests that need a terminal of their own. They run the built command. */
export default mergeConfig(
  { ...base, test: { ...base.test, include: [], exclude: [] } },
  defineConfig({ test: { include: ['tests/e2e/**/*.test.ts'], testTimeout: 60_000, fileParallelism: false } }),
)
