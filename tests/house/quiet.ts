import { afterEach, expect } from 'vitest'

// A warning that nobody expected fails the test during which it was given.
const heard: string[] = []

process.on('warning', (warning) => heard.push(String(warning)))
for (const method of ['warn', 'error'] as const) {
  console[method] = (...words: unknown[]) => heard.push(words.map(String).join(' '))
}

afterEach(() => {
  expect(heard.splice(0), 'unexpected words on standard error').toEqual([])
})
