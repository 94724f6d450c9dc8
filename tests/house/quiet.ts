import fc from 'fast-check'
import { afterEach, expect } from 'vitest'

// Properties run the same cases each time, so that a change is judged by what it changed; `INTENTK_SEED=random` looks
// for new ones, and a number repeats a run.
const seed = process.env['INTENTK_SEED'] ?? '20261120'
if (seed !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) })

// A warning that nobody expected fails the test during which it was given.
const heard: string[] = []

process.on('warning', (warning) => heard.push(String(warning)))
for (const method of ['warn', 'error'] as const) {
  console[method] = (...words: unknown[]) => heard.push(words.map(String).join(' '))
}

afterEach(() => {
  expect(heard.splice(0), 'unexpected words on standard error').toEqual([])
})
