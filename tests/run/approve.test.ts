import { afterEach, describe, expect, test } from 'vitest'
import { agentPath, listOf, makeRepository, quick, quickAgentPath, type Repository } from './runs.ts'
import { runHere } from '../cli/support.ts'

const repositories: Repository[] = []
afterEach(() => {
  for (const repository of repositories.splice(0)) repository.remove()
})

function made(tasks: string, more = ''): Repository {
  const repository = makeRepository({ 'tasks.md': tasks, '.intentk/config.yaml': quick(more) })
  repositories.push(repository)
  return repository
}

const line = ['tasks.md', '--exec', quickAgentPath]
const tty = { tty: 100, env: { NO_COLOR: '1' } }

describe('nothing runs that nobody approved', () => {
  test('without a terminal it needs --yes, and then a recorded approval is enough', async () => {
    const repository = made(listOf(2))
    const refused = await repository.run(line)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('Nobody has approved')
    expect((await repository.run([...line, '--only', 'T001', '--yes'])).code).toBe(0)
    // The whole was approved; the rest of it needs no second word.
    expect((await repository.run(line)).code).toBe(0)
  })

  test('a person is asked, sees what would run, and can say no', async () => {
    const repository = made('# Tasks\n\n- [ ] T001 Create `src/a.ts` (30 min)\n  - Verify: `node check.mjs`\n')
    const no = await repository.run(line, { ...tty, ask: async () => 'n' })
    expect(no.code).toBe(1)
    expect(no.stderr).toContain('tasks.md: 1 task in 1 phase and 1 wave, 30 min')
    expect(no.stderr).toContain('node check.mjs')
    expect(no.stderr).toContain('agent.sh')
    expect(repository.has('src')).toBe(false)
    repository.write('check.mjs', '')
    const yes = await repository.run(line, { ...tty, ask: async () => 'yes' })
    expect(yes.code, yes.stderr).toBe(0)
  })

  test.each([
    ['the words', listOf(2).replace('file-2', 'file-9'), line],
    ['the order', `${listOf(2).trimEnd()} (depends on T001)\n`, line],
    ['a command', listOf(2).replace('file-1.ts`', 'file-1.ts`\n  - Verify: `rm -rf x`'), line],
    ['the agent', listOf(2), ['tasks.md', '--exec', agentPath]],
  ])('a change of %s asks again', async (_, tasks, again) => {
    const repository = made(listOf(2))
    expect((await repository.run([...line, '--only', 'T001', '--yes'])).code).toBe(0)
    repository.write('tasks.md', tasks)
    const { code, stderr } = await repository.run(again)
    expect(code).toBe(2)
    expect(stderr).toContain('changed since it was approved')
  })

  test('an approval that comes with a repository counts for nothing', async () => {
    const repository = made(listOf(2))
    await repository.run([...line, '--only', 'T001', '--yes'])
    const copy = made(listOf(2))
    copy.write('.intentk/runs/approvals.json', repository.read('.intentk/runs/approvals.json'))
    expect((await copy.run(line)).code).toBe(2)
  })

  test('require_approval: false asks for commands that were never allowed all the same', async () => {
    const repository = made(listOf(1), '  require_approval: false\n')
    expect((await repository.run(line)).code).toBe(0)
    const other = made(
      '# Tasks\n\n- [ ] T001 Create `src/a.ts`\n  - Verify: `touch owned`\n',
      '  require_approval: false\n',
    )
    expect((await other.run(line)).code).toBe(2)
    expect(other.has('owned')).toBe(false)
  })
})

test.each([
  [['--only', 'T002'], ['T002']],
  [
    ['--only', 'T001-T003'],
    ['T001', 'T002', 'T003'],
  ],
  [
    ['--until', 'T005'],
    ['T004', 'T005'],
  ],
  [['--from', 'T005'], ['T006']],
  [['--until', 'T005', '--from', 'T005'], []],
])('%j runs %j', async (options, wanted) => {
  const repository = made(listOf(6))
  const { stderr } = await repository.run([...line, ...options, '--yes'])
  const ticked = [...repository.read('tasks.md').matchAll(/- \[x\] (T\d+)/g)].map(([, id]) => id)
  expect(ticked, stderr).toEqual(wanted)
  // What waits for a task that is not part of the run is said.
  if (options.includes('--from')) expect(stderr).toContain('T005 wait for tasks that are not part of this run')
})

test('--skip needs to be allowed, and then lets go what waits', async () => {
  const refused = made(listOf(5))
  expect((await refused.run([...line, '--skip', 'T004', '--yes'])).stderr).toContain('not allowed')
  const repository = made(listOf(5), '  allow_skip: true\n')
  expect((await repository.run([...line, '--skip', 'T004', '--yes'])).code).toBe(0)
  expect(repository.read('tasks.md')).toContain('- [ ] T004')
  expect(repository.read('tasks.md')).toContain('- [x] T005')
})

test('--dry-run shows what would run and writes nothing', async () => {
  const repository = made(listOf(5))
  const { code, stdout } = await repository.run([...line, '--dry-run'])
  expect(code).toBe(0)
  expect(stdout).toContain('tasks.md: 5 tasks in 1 phase and 2 waves')
  expect(repository.git('status', '--porcelain')).toBe('?? .intentk/\n?? tasks.md\n')
  expect(repository.has('.intentk/runs')).toBe(false)
})

test('more tasks than max_plan_steps are refused, and errors of the document stop the run', async () => {
  const many = made(listOf(5), '  max_plan_steps: 4\n')
  expect((await many.run([...line, '--yes'])).stderr).toContain('`max_plan_steps` is 4')
  const circle = made(
    '# Tasks\n\n- [ ] T001 Create `a.ts` (depends on T002)\n- [ ] T002 Create `b.ts` (depends on T001)\n',
  )
  const { code, stderr } = await circle.run([...line, '--yes'])
  expect(code).toBe(1)
  expect(stderr).toContain('(dependency-cycle)')
  expect(circle.has('.intentk/runs')).toBe(false)
})

test('a person does the work with --agent manual, and attests what nothing can check', async () => {
  const repository = made('# Tasks\n\n- [ ] T001 Call the customer\n')
  const asked: string[] = []
  const ask = async (question: string): Promise<string> => {
    asked.push(question)
    return 'y'
  }
  const { code, stderr } = await repository.run(['tasks.md', '--agent', 'manual'], { ...tty, ask })
  expect(code, stderr).toBe(0)
  expect(asked).toEqual([
    'Run 1 task? (y/N)',
    'Is T001 done? (y/N)',
    'Nothing can check T001 (Call the customer). Is it done? (y/N)',
  ])
  expect(stderr).toContain('Call the customer')
  const none = made('# Tasks\n\n- [ ] T001 Call the customer\n')
  expect((await none.run(['tasks.md', '--agent', 'manual', '--yes'])).stderr).toContain(
    'no terminal to ask a person on',
  )
})

test('checkpoints: without a terminal a run stops after each task, and goes on with --resume', async () => {
  const repository = made(listOf(3), '  checkpoint_between_steps: true\n')
  expect((await repository.run([...line, '--only', 'T001', '--yes'])).code).toBe(0)
  const first = await repository.run(line)
  expect(first.code).toBe(1)
  expect(first.stderr).toContain('a checkpoint before T003')
  expect((await repository.run(['tasks.md', '--resume'])).code).toBe(0)
})

test('run list and run show tell what happened', async () => {
  const repository = made(listOf(2))
  expect((await repository.run(['list'])).stderr).toContain('No run in')
  expect((await repository.run(['show'])).code).toBe(2)
  await repository.run([...line, '--yes'])
  const list = await repository.run(['list'])
  expect(list.stdout).toMatch(/^\d{8}-\d{9}-[0-9a-f]{4}\tdone\t2 of 2\t/)
  const shown = await repository.run(['show'])
  expect(shown.stdout).toContain('T001\tverified')
  expect((await repository.run(['show', list.stdout.slice(0, 23)])).code).toBe(0)
  expect((await repository.run(['show', 'nonsense'])).stderr).toContain('No run is called')
})

test.each([
  [['tasks.md'], 'Who does the work?'],
  [['tasks.md', '--agent', 'cloude'], 'Did you mean `claude`?'],
  [['tasks.md', '--agent', 'claude', '--exec', 'x'], 'exclude each other'],
  [['tasks.md', '--exec', 'a | b'], 'a pipe'],
  [['tasks.md', '--exec', 'x', '--only', 'T099'], 'names `T099`'],
  [['tasks.md', '--resume'], 'No run of tasks.md was stopped'],
  [['tasks.md', 'other.md'], 'takes one document'],
  [['tasks.md', '--exec', 'x', '--jobs', '0'], 'a number from 1 to 64'],
])('%j is misuse: %s', async (words, message) => {
  const repository = made(listOf(1))
  const { code, stderr } = await repository.run(words)
  expect(stderr).toContain(message)
  expect(code).toBe(2)
})

test('a program that is not there fails the task with words that say so', async () => {
  const repository = made(listOf(1))
  const { code, stderr } = await repository.run(['tasks.md', '--exec', './nowhere.sh', '--yes'])
  expect(code).toBe(1)
  expect(stderr).toContain('the agent could not be started')
})

test('the view on a terminal paints over its own lines, fits the width and obeys NO_COLOR', async () => {
  const repository = made(listOf(2))
  const { stderr } = await runHere(repository.root, ['run', ...line, '--yes'], {
    env: { PATH: process.env['PATH'], NO_COLOR: '1', TERM: 'xterm' },
    tty: 60,
  })
  expect(stderr).toContain('verified T002')
  expect(stderr).toMatch(/\[#+\.*\] \d of 2, /)
  // oxlint-disable-next-line no-control-regex
  expect(stderr).not.toMatch(/\u001b\[\d+m/)
  const painted = stderr.split('\n').filter((text) => /^(?:\u001b\[\d+A\u001b\[J)?(?: {2}T0|\[)/.test(text))
  expect(painted.length).toBeGreaterThan(0)
  // oxlint-disable-next-line no-control-regex
  for (const text of painted) expect(text.replace(/\u001b\[\d*[AJ]/g, '').length).toBeLessThan(60)
})
