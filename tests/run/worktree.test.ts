import { afterEach, expect, test } from 'vitest'
import { taskRecords } from '../../src/run/run-journal.ts'
import { makeRepository, problemsOf, quick, type Repository } from './runs.ts'

const repositories: Repository[] = []
afterEach(() => {
  for (const repository of repositories.splice(0)) repository.remove()
})

/** An agent in the words of a shell: each task runs the script of its id. */
function withScripts(tasks: string, scripts: Readonly<Record<string, string>>, more = ''): Repository {
  const repository = makeRepository({
    'tasks.md': tasks,
    '.intentk/config.yaml': quick(more),
    'shared.txt': 'a\nb\nc\nd\ne\n',
  })
  repositories.push(repository)
  for (const [id, script] of Object.entries(scripts)) repository.write(`../scripts/${id}`, script)
  const dispatch = `#!/bin/sh\ncat > /dev/null\n. "${repository.root}/../scripts/$INTENTK_TASK"\n`
  repository.write('../agent', dispatch, 0o755)
  repository.git('add', '-A')
  repository.git('commit', '-qm', 'first')
  return repository
}

const go = (repository: Repository, line: readonly string[] = []): ReturnType<Repository['run']> =>
  repository.run(['tasks.md', '--exec', '../agent', '--yes', '--isolate', 'worktree', '--jobs', '2', ...line])

const outcomes = (repository: Repository): Record<string, string | null> =>
  Object.fromEntries([...taskRecords(repository.journal())].map(([key, { outcome }]) => [key, outcome]))

test('parallel tasks work apart and are merged, also where both changed one file in different places', async () => {
  const repository = withScripts(
    '# Tasks\n\n- [ ] T001 Begin\n- [ ] T002 End\n- [ ] T003 Join (depends on T001, T002)\n',
    {
      // Each waits for the other to have begun: they run at once, and see nothing of each other.
      T001: 'sed -i "s/^a$/first/" shared.txt; mkdir one; echo 1 > one/1.txt; chmod 755 one/1.txt; sleep 0.5; [ ! -e two ]\n',
      T002: 'sed -i "s/^e$/last/" shared.txt; mkdir two; ln -s ../shared.txt two/link; sleep 0.5; [ ! -e one ]\n',
      T003: '[ -e one/1.txt ] && [ -L two/link ] && git rm -q one/1.txt && echo 3 > "three \'and\' 漢.txt"\n',
    },
  )
  repository.write('shared.txt', 'a\nb\nmine\nd\ne\n')
  repository.write('staged.txt', 'staged')
  repository.git('add', 'staged.txt')
  const { code, stderr } = await go(repository)
  expect(code, stderr).toBe(0)
  expect(repository.read('shared.txt')).toBe('first\nb\nmine\nd\nlast\n')
  expect(repository.has('one')).toBe(false)
  expect(repository.read("three 'and' 漢.txt")).toBe('3\n')
  expect(repository.git('status', '--porcelain', 'two')).toBe('?? two/\n')
  // What a person had staged is staged, and nothing else.
  expect(repository.git('diff', '--cached', '--name-only')).toBe('staged.txt\n')
  expect(repository.git('worktree', 'list').trim().split('\n')).toHaveLength(1)
  expect(repository.git('branch', '--list', 'intentk/*')).toBe('')
  expect(repository.git('log', '--format=%s')).toBe('first\n')
  expect(problemsOf(repository, 'tasks.md')).toEqual([])
})

test('a conflict is a failure of the task that comes second; its work stays on its branch', async () => {
  const repository = withScripts('# Tasks\n\n- [ ] T001 Begin\n- [ ] T002 Begin as well\n', {
    T001: 'sed -i "s/^a$/one/" shared.txt\n',
    T002: 'sed -i "s/^a$/two/" shared.txt; sleep 0.7\n',
  })
  const { code, stderr } = await go(repository)
  expect(code).toBe(1)
  expect(stderr).toContain('shared.txt was changed by others too')
  expect(outcomes(repository)).toEqual({ T001: 'attested', T002: 'conflict' })
  expect(repository.read('shared.txt')).toBe('one\nb\nc\nd\ne\n')
  expect(repository.read('tasks.md')).toBe('# Tasks\n\n- [x] T001 Begin\n- [ ] T002 Begin as well\n')
  expect(repository.git('worktree', 'list').trim().split('\n')).toHaveLength(1)
  const branch = repository.git('branch', '--list', '--format=%(refname:short)', 'intentk/*').trim()
  expect(branch).toMatch(/\/T002$/)
  expect(repository.git('show', `${branch}:shared.txt`)).toBe('two\nb\nc\nd\ne\n')
})

test('a failed task leaves the repository alone, and a patch of what it did', async () => {
  const repository = withScripts('# Tasks\n\n- [ ] T001 Break\n', {
    T001: 'echo broken > shared.txt; echo x > new.txt; rm .git; exit 1\n',
  })
  const { code, stderr } = await go(repository)
  expect(code).toBe(1)
  expect(stderr).toContain('.patch')
  expect(repository.read('shared.txt')).toBe('a\nb\nc\nd\ne\n')
  expect(repository.has('new.txt')).toBe(false)
  expect(repository.git('worktree', 'list').trim().split('\n')).toHaveLength(1)
  expect(repository.git('diff', '--name-only')).toBe('')
})

test('boxes that an agent ticks in its worktree stay there', async () => {
  const repository = withScripts('# Tasks\n\n- [ ] T001 Tick\n- [ ] T002 Fail (depends on T001)\n', {
    T001: 'sed -i "s/\\[ \\]/[x]/" tasks.md; echo 1 > one.txt\n',
    T002: 'exit 1\n',
  })
  await go(repository)
  expect(repository.read('tasks.md')).toContain('- [ ] T002')
  expect(problemsOf(repository, 'tasks.md')).toEqual([])
})

test('files that git ignores come along where a task names them', async () => {
  const repository = withScripts('# Tasks\n\n- [ ] T001 Extend `build/out.js`\n', {
    T001: '[ "$(cat build/out.js)" = old ] && echo new > build/out.js && echo other > build/other.js\n',
  })
  repository.write('.gitignore', 'build/\n')
  repository.write('build/out.js', 'old\n')
  const { code, stderr } = await go(repository)
  expect(code, stderr).toBe(0)
  expect(repository.read('build/out.js')).toBe('new\n')
  expect(repository.has('build/other.js')).toBe(false)
})

test('outside of git there is no worktree, and it is said', async () => {
  const repository = makeRepository({ 'tasks.md': '# Tasks\n\n- [ ] T001 Begin\n' }, false)
  repositories.push(repository)
  const { code, stderr } = await repository.run(['tasks.md', '--exec', 'true', '--yes', '--isolate', 'worktree'])
  expect(stderr).toContain('this is no git repository')
  expect(code).toBe(2)
})
