import { expect, test } from 'vitest'
import { verifyCommands } from '../../../src/parse/tasks/verify-command.ts'

const cases: readonly (readonly [text: string, body: readonly string[], expected: readonly string[]])[] = [
  ['Write', ['Verify: `npm test`'], ['npm test']],
  ['Write', ['- Verify: `npm test` and `npm run lint`'], ['npm test', 'npm run lint']],
  ['Write', ['  - **Verify**: `npm test`'], ['npm test']],
  ['Write', ['_Verify: npm test_'], ['npm test']],
  ['Write', ['- _Verify: `npm test`_'], ['npm test']],
  ['Write', ['Verify: `$ npm test`'], ['npm test']],
  ['Write', ['Verify: npx vitest run tests/a.test.ts'], ['npx vitest run tests/a.test.ts']],
  ['Write', ['Verify: `./check.sh`'], ['./check.sh']],
  ['Write', ['- _Verify: `our-tool`_'], ['our-tool']],
  ['Write', ['Verify: `our-tool` shows no error'], []],
  ['Write', ['Verify: the page loads'], []],
  ['Write', ['Verify: test that the page loads'], []],
  ['Write', ['Verify: `src/page.ts` is there'], []],
  ['Write', ['```', 'Verify: `rm -rf x`', '```'], []],
  ['Verify: 0 errors, shown by `npm run lint`', [], ['npm run lint']],
  ['Verify the page', [], []],
  ['Verify: the page loads', ['- Verify: `npm test`'], ['npm test']],
  ['Write', ['Requirements: `npm test`'], []],
]
test.each(cases)('%j %j', (text, body, expected) => expect(verifyCommands({ text, body })).toEqual(expected))
