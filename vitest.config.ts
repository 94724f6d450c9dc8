import { readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string }

const report = process.env['INTENTK_TEST_REPORT']

export default defineConfig({
  define: { __INTENTK_VERSION__: JSON.stringify(version) },
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/fixtures/**', 'tests/e2e/**'],
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    setupFiles: ['tests/house/quiet.ts'],
    testTimeout: 20_000,
    // What a test sees must not depend on the machine that runs it.
    env: { TZ: 'UTC', NO_COLOR: '1', FORCE_COLOR: '0', NODE_EXTRA_CA_CERTS: '' },
  },
})
