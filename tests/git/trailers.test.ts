import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { namesIn, readTrailers } from '../../src/workspace/trailers.ts'
import { makeRepository, type Repository } from './repository.ts'

/* Commits say which tasks they finish; what they say is told by git, and ticked as by hand. */

const DOC = 'specs/001-export/tasks.md'
const OTHER = 'specs/002-import/tasks.md'
const list = (...ids: readonly string[]): string => `# Tasks\n\n${ids.map((id) => `- [ ] ${id} Write it\n`).join('')}`

let repository: Repository
const commit = (name: string, ...trailers: readonly string[]): void => {
  repository.write(name, name)
  repository.git('add', '.')
  expect(repository.git('commit', '-qm', `Write ${name}\n\nWords. Task: T005\n\n${trailers.join('\n')}`).code).toBe(0)
}
beforeEach(() => {
  repository = makeRepository('')
  repository.write(DOC, list('T001', 'T002', 'T003', 'T004', 'T005'))
  repository.commit('tasks')
})
afterEach(() => repository.remove())

const ticked = (doc = DOC): readonly string[] => [...repository.read(doc).matchAll(/\[x\] (\S+)/g)].map(([, id]) => id!)
const read = (range: string | null = null) => readTrailers(repository.folder, range)
const data = async (...argv: readonly string[]) => {
  const { code, stdout } = await repository.intentk('done', '--from-git', ...argv, '--json')
  return {
    code,
    ...(JSON.parse(stdout) as { data: { fromGit: { unknown: { why: string }[] } }; diagnostics: object[] }),
  }
}

test.each([
  ['T012', ['T012']],
  ['T012, T013;T014', ['T012', 'T013', 'T014']],
  ['T012 T013', ['T012', 'T013']],
  ['T012: Write the reader of 3 files', ['T012']],
  ['T012.', ['T012']],
  ['001/T012, specs/002-import/2.1', ['001|T012', 'specs/002-import|2.1']],
  ['', []],
  [' , ', []],
  ['/T1', ['T1']],
])('the names in %j', (value, wanted) => {
  expect(namesIn(value).map(({ vision, task }) => (vision === null ? task : `${vision}|${task}`))).toEqual(wanted)
})

test('tasks that trailers name are ticked, in any case and several in a commit', async () => {
  repository.git('checkout', '-qb', 'work')
  commit('a', 'Task: T001, T002', 'Signed-off-by: A <a@b.c>')
  commit('b', 'TASK: T003', 'task: T003')
  expect(read()).toMatchObject({ range: 'refs/heads/main..HEAD', commits: 2 })
  const { code, stderr } = await repository.intentk('done', '--from-git')
  expect([code, ticked()]).toEqual([0, ['T001', 'T002', 'T003']])
  expect(stderr).toContain('Ticked T001')
  const again = await repository.intentk('done', '--from-git')
  expect([again.code, ticked()]).toEqual([0, ['T001', 'T002', 'T003']])
  expect(again.stderr).toContain('T001 is done already')
})

test('on the branch that all work goes into the last commit alone counts, elsewhere what is asked for', async () => {
  commit('a', 'Task: T001')
  commit('b', 'Task: T002')
  await repository.intentk('done', '--from-git')
  expect(ticked()).toEqual(['T002'])
  await repository.intentk('done', '--from-git', 'HEAD~2..HEAD')
  expect(ticked()).toEqual(['T001', 'T002'])
})

test('after a merge the commits that it brought', async () => {
  repository.git('checkout', '-qb', 'work')
  commit('a', 'Task: T004')
  repository.git('checkout', '-q', 'main')
  expect(repository.git('merge', '-q', '--no-ff', '-m', 'merge', 'work').code).toBe(0)
  await repository.intentk('done', '--from-git', 'ORIG_HEAD..HEAD')
  expect(ticked()).toEqual(['T004'])
})

test('what no trailer can mean is reported, and the rest is ticked', async () => {
  commit('a', 'Task: T001, T099', 'Task: see the plan', 'Task: L4', 'Task: 007/T001')
  const { code, data: answer, diagnostics } = await data()
  expect([code, ticked()]).toEqual([0, ['T001']])
  expect(answer.fromGit.unknown.map(({ why }) => why)).toEqual([
    'There is no vision `007`.',
    'There is no task `T099` in specs/001-export/tasks.md.',
    '`see` is no id of a task.',
    '`L4` is no id of a task.',
  ])
  expect(diagnostics).toHaveLength(4)
})

test('a trailer may name the vision; without a name there has to be one', async () => {
  repository.write(OTHER, list('T001', 'T002'))
  repository.commit('other')
  commit('a', 'Task: 002/T001', 'Task: specs/001-export/T003', 'Task: T002')
  const { data: answer } = await data()
  expect([ticked(), ticked(OTHER)]).toEqual([['T003'], ['T001']])
  expect(answer.fromGit.unknown).toHaveLength(1)
  expect(answer.fromGit.unknown[0]!.why).toContain('001/T012')
  await data('--in', 'specs/002-import')
  expect([ticked(), ticked(OTHER)]).toEqual([['T003'], ['T001', 'T002']])
})

test('the check of a task decides as ever', async () => {
  repository.write(DOC, '- [ ] T001 Write it\n  - Verify: `false`\n- [ ] T002 Write it\n')
  repository.commit('checks')
  commit('a', 'Task: T001, T002')
  const { code } = await repository.intentk('done', '--from-git', '--yes')
  expect([code, ticked()]).toEqual([1, ['T002']])
})

test.each(['--output=stolen', '-O', '--all', 'HEAD --all', '../x', '', '--exec=touch stolen'])(
  'a range such as %j is no option of git',
  async (range) => {
    commit('a', 'Task: T001')
    const { code } = await repository.intentk('done', '--from-git', '--', range)
    expect([code, ticked()]).toEqual([2, []])
    expect(existsSync(join(repository.folder, 'stolen'))).toBe(false)
  },
)

test('outside git, and before the first commit, it says so', async () => {
  const empty = makeRepository('')
  const { code, stderr } = await empty.intentk('done', '--from-git')
  expect([code, stderr]).toEqual([2, expect.stringContaining('no commits')])
  empty.remove()
})
