import { dirname } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { healPair } from '../../src/merge/heal.ts'
import { documentOf } from '../../src/merge/heal/places.ts'
import { parseLock } from '../../src/merge/lock.ts'
import { buildSmallCommand } from '../cli/small-command.ts'
import { removeFolder } from '../cli/support.ts'
import { commandFolder, makeRepository, type Repository } from './repository.ts'
import { at, file, lockFile, plan, scenarios, tick, type Left, type Scenario } from './scenarios.ts'

/*
 * Two branches of a real repository, merged by a real git: with the driver, and without it in each of git's three
 * conflict styles. What is left after the merge and one healing is looked at.
 */
const ways = ['driver', 'merge', 'diff3', 'zdiff3'] as const

let path = ''
let bin = ''
beforeAll(async () => {
  bin = await buildSmallCommand()
  path = commandFolder(bin)
}, 60_000)
afterAll(() => [dirname(bin), path].forEach(removeFolder))

/** Brings both branches together and heals what git left. */
async function merged({ first, a, b }: Scenario, way: (typeof ways)[number]): Promise<Left> {
  const repository = makeRepository(path)
  try {
    const { git, commit, read, write, intentk } = repository
    write(`${at}/plan.md`, plan)
    expect((await intentk('execute', '001')).code).toBe(0)
    await first?.(repository)
    if (way === 'driver') expect((await intentk('init', '--git')).code).toBe(0)
    else git('config', 'merge.conflictStyle', way)
    commit('start')
    git('checkout', '-qb', 'b')
    await b(repository)
    commit('b')
    git('checkout', '-q', 'main')
    await a(repository)
    commit('a')
    const { code, text: said } = git('merge', '--no-edit', 'b')
    expect([0, 1], said).toContain(code)
    const left = read(file)
    if (way === 'driver') expect(left, said).not.toMatch(MARKER)
    const healed = healPair(left, read(lockFile))
    check(healed)
    await compileAgain(repository, healed)
    return {
      text: healed.written,
      tasks: new Map(documentOf(healed.written, file).tasks.map((task) => [task.id, task])),
      conflicts: healed.conflicts.map(({ about, field }) => `${about} ${field}`),
      hasBase: way !== 'merge',
    }
  } finally {
    repository.remove()
  }
}

const MARKER = /^(?:<{7}|\|{7}|={7}|>{7})(?: |$)/m

/** What holds after every merge. */
function check({ written, lock }: ReturnType<typeof healPair>): void {
  expect(written).not.toMatch(MARKER)
  expect(lock).not.toMatch(MARKER)
  const again = healPair(written, lock)
  expect(again.written).toBe(written)
  expect(again.lock).toBe(lock)
  const all = documentOf(written, file).tasks.map(({ id }) => id)
  expect(new Set(all).size).toBe(all.length)
  const parsed = parseLock(lock!)
  expect(parsed.conflicted).toBe(false)
  expect(parsed.diagnostics).toEqual([])
  const words = new Map(documentOf(written, file).tasks.map(({ id, text }) => [id, text]))
  // A record is that of the task which has its id: no text of it is that of another task.
  for (const { id, text } of parsed.lock.tasks)
    for (const [other, own] of words) if (own === text && !words.has(id)) expect(other).toBe(id)
}

/** A person keeps both sides of the plan; one run of execute heals the rest, and keeps everything that healing keeps. */
async function compileAgain({ read, write, intentk }: Repository, healed: ReturnType<typeof healPair>): Promise<void> {
  write(`${at}/plan.md`, read(`${at}/plan.md`).replace(/^(?:[<>]{7} .*|={7}|\|{7} .*)\n/gm, ''))
  const { code, stderr } = await intentk('execute', '001')
  expect([0, 3], stderr).toContain(code)
  const now = new Map(documentOf(read(file), file).tasks.map((task) => [task.id, task]))
  for (const task of documentOf(healed.written, file).tasks) {
    expect(now.get(task.id)?.state, `${task.id} ${stderr}`).toBe(task.state)
    expect(now.get(task.id)!.body).toEqual(expect.arrayContaining([...task.body]))
  }
  expect(new Set(now.keys()).size).toBe(documentOf(read(file), file).tasks.length)
  const text = read(file)
  expect((await intentk('execute', '001')).code).toBe(code)
  expect(read(file)).toBe(text)
}

describe.each(ways)('merged by git, %s', (way) => {
  test.each(scenarios)('$name', async (scenario) => scenario.look(await merged(scenario, way)), 30_000)
})

test.each([['driver'], ['merge']])(
  'a vision folder that one branch moves keeps the ticks of the other, %s',
  async (way) => {
    const repository = makeRepository(path)
    const { git, commit, read, write, intentk } = repository
    try {
      write(`${at}/plan.md`, plan)
      await intentk('execute', '001')
      if (way === 'driver') await intentk('init', '--git')
      commit('start')
      git('checkout', '-qb', 'b')
      write(file, tick('T002')(read(file)))
      commit('b')
      git('checkout', '-q', 'main')
      write(file, tick('T001')(read(file)))
      const lock = read(lockFile)
      expect(git('mv', at, 'visions/004-export').code).toBe(0)
      commit('a')
      const { code, text } = git('merge', '--no-edit', 'b')
      expect([0, 1], text).toContain(code)
      const moved = 'visions/004-export/execute.md'
      const healed = healPair(read(moved), read('visions/004-export/execute.lock.json'))
      check(healed)
      expect(healed.lock).toBe(lock)
      expect((await intentk('execute', '004')).code).toBe(0)
      const states = documentOf(read(moved), moved).tasks.map(({ id, state }) => `${id} ${state}`)
      expect(states.filter((state) => state.endsWith('done'))).toEqual(['T001 done', 'T002 done'])
      expect(states).toHaveLength(8)
    } finally {
      repository.remove()
    }
  },
)
