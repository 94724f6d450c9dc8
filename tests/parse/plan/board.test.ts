import { expect, test } from 'vitest'
import { milestonesIn, read, workOf } from './support.ts'

const texts = (text: string): string[] =>
  milestonesIn(read(text)).flatMap((one) => workOf(one).map((task) => task.text))

test('beside what is in progress, Next is a column of tasks', () => {
  expect(
    texts(
      '# TODO\n\n## In progress\n- [ ] one\n\n## Next\n- [ ] two\n\n## Later\n- [ ] three\n\n## Done\n- [x] four\n',
    ),
  ).toEqual(['one', 'two'])
})

test('at the end of a report it is none', () => {
  expect(texts('# Work\n\n## Tasks\n- [ ] one\n\n## Next\n- [ ] two\n')).toEqual(['one'])
})
