// `npm run bench -- [--check] [--json FILE] [--bin FILE] [--samples N]`
// Measures the built command in units of `node -e 0`, so that numbers of two machines can be compared.
// A unit is measured right before each sample; medians are compared. Budgets bind the time on the clock; processor
// time of all threads is printed beside it. Nothing is left in the tree.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { generatePlan, generateTasks } from './generate.mjs'

const { values: options } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    json: { type: 'string' },
    bin: { type: 'string', default: join(import.meta.dirname, '../dist/bin.cjs') },
    samples: { type: 'string', default: '7' },
  },
})
const bin = resolve(options.bin)
if (!existsSync(bin)) throw new Error(`${bin} does not exist: run npm run build`)

const root = mkdtempSync(join(tmpdir(), 'intentk-bench-'))
const probe = join(root, 'probe.json')
const budgets = JSON.parse(readFileSync(join(import.meta.dirname, 'budgets.json'), 'utf8'))

/** Runs one process and answers its wall and CPU time in ms and its peak memory in MB. */
function measure(args, cwd = root) {
  // Where this variable is set, Node reads a whole file of certificates at every start.
  const { NODE_EXTRA_CA_CERTS: _, NODE_OPTIONS: __, ...env } = process.env
  rmSync(probe, { force: true })
  const start = performance.now()
  const { status, signal, stderr } = spawnSync(
    process.execPath,
    ['--require', join(import.meta.dirname, 'probe.cjs'), ...args],
    { cwd, env: { ...env, INTENTK_BENCH_PROBE: probe }, stdio: ['ignore', 'ignore', 'pipe'], timeout: 300_000 },
  )
  const wall = performance.now() - start
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status ?? signal}\n${stderr}`)
  return { wall, ...JSON.parse(readFileSync(probe, 'utf8')) }
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Takes `count` samples, each a list of runs, every one named, with a unit before each. */
function series(count, sample) {
  const taken = {}
  const note = (name, run) => {
    const unit = measure(['-e', '0'])
    ;(taken[name] ??= []).push({ unit, run: run() })
  }
  for (let at = 0; at < count; at++) sample(note)
  return Object.entries(taken).map(([name, pairs]) => {
    const of = (side, key) => median(pairs.map((pair) => pair[side][key]))
    return {
      name,
      time: of('run', 'wall') / of('unit', 'wall'),
      cpu: of('run', 'cpu') / of('unit', 'cpu'),
      cpuMs: of('run', 'cpu'),
      wallMs: of('run', 'wall'),
      memory: of('run', 'memory'),
    }
  })
}

/** Compiles a plan of `tasks` tasks twice: into nothing, and over the file of the first time. */
function execute(tasks, count) {
  const folder = join(root, `${tasks}/visions/001-bench`)
  mkdirSync(folder, { recursive: true })
  // What the second run may know of the first is kept in git's folder.
  mkdirSync(join(root, `${tasks}/.git`))
  const plan = generatePlan(tasks)
  const run = () => measure([bin, 'execute', 'visions/001-bench'], join(root, String(tasks)))
  return series(count, (note) => {
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
    writeFileSync(join(folder, 'plan.md'), plan)
    note(`execute ${tasks}`, run)
    if (!existsSync(join(folder, 'execute.md'))) throw new Error('execute wrote no execute.md')
    note(`execute ${tasks} again`, run)
  })
}

/**
 * Merges 100 changes of the plan with 100 edits by hand: words, ticks, notes and new tasks on both sides, spread over
 * the whole document, a tenth of them on the same tasks.
 */
function merge(tasks, count) {
  const cwd = join(root, `merge-${tasks}`)
  const folder = join(cwd, 'visions/001-bench')
  const file = (name) => join(folder, name)
  mkdirSync(folder, { recursive: true })
  const plan = generatePlan(tasks)
  writeFileSync(file('plan.md'), plan)
  const run = () => measure([bin, 'execute', 'visions/001-bench'], cwd)
  run()
  const [written, lock] = [readFileSync(file('execute.md'), 'utf8'), readFileSync(file('execute.lock.json'), 'utf8')]
  const every = Math.floor(tasks / 100)
  const spread = (text, offset, kinds) => {
    let task = 0
    return text
      .split('\n')
      .flatMap((line) => {
        if (!line.startsWith('- [ ] ') || !line.includes('/file')) return [line]
        const at = task++ - offset
        return at >= 0 && at % every === 0 ? kinds[(at / every) % kinds.length](line, at) : [line]
      })
      .join('\n')
  }
  const after = spread(plan, 0, [
    (line) => [`${line} with care`],
    (line) => [line, '  - one more detail'],
    (line, at) => [line, `- [ ] Create \`src/new/file${at}.ts\` for the merge`],
    () => [],
  ])
  const mine = spread(written, 3, [
    (line) => [line.replace('[ ]', '[x]')],
    (line, at) => [line, `  - a note of mine ${at}`],
    (line, at) => [line, `- [ ] T9${String(at).padStart(5, '0')} A task of mine ${at}`],
    (line) => [line.replace(/ (?=\w+ `)/, ' carefully ')],
  ])
  return series(count, (note) => {
    writeFileSync(file('plan.md'), after)
    writeFileSync(file('execute.md'), mine)
    writeFileSync(file('execute.lock.json'), lock)
    note(`merge ${tasks}`, run)
    const merged = readFileSync(file('execute.md'), 'utf8')
    if (!merged.includes('with care') || !merged.includes('a note of mine')) throw new Error('the merge lost a side')
  })
}

/** Ticks one task after the other in the execute.md of a plan of `tasks` tasks. */
function done(tasks, count) {
  const cwd = join(root, `done-${tasks}`)
  const folder = join(cwd, 'visions/001-bench')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'plan.md'), generatePlan(tasks))
  measure([bin, 'execute', 'visions/001-bench'], cwd)
  const read = () => readFileSync(join(folder, 'execute.md'), 'utf8')
  const ids = [...read().matchAll(/^- \[ \] (T\d+)/gm)].map(([, id]) => id)
  let at = Math.floor(ids.length / 2)
  return series(count, (note) => {
    const id = ids[at++]
    note(`done ${tasks}`, () => measure([bin, 'done', id, '--in', 'visions/001-bench', '--no-verify'], cwd))
    if (!read().includes(`- [x] ${id} `)) throw new Error(`${id} is not ticked`)
  })
}

/** Shows one task of the execute.md of a plan of `tasks` tasks, as a person and as an agent gets it. */
function show(tasks, count) {
  const cwd = join(root, `show-${tasks}`)
  const folder = join(cwd, 'visions/001-bench')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'plan.md'), generatePlan(tasks))
  measure([bin, 'execute', 'visions/001-bench'], cwd)
  const id = `T${Math.floor(tasks / 2)}`
  return series(count, (note) => {
    note(`show ${tasks}`, () => measure([bin, 'show', id, '--in', 'visions/001-bench'], cwd))
    note(`show for agent ${tasks}`, () => measure([bin, 'show', id, '--in', 'visions/001-bench', '--for-agent'], cwd))
  })
}

/** Runs `tasks` tasks through a program that does nothing, which attests each. */
function runTasks(tasks, count) {
  const cwd = join(root, `run-${tasks}`)
  mkdirSync(join(cwd, '.git'), { recursive: true })
  return series(count, (note) => {
    const lines = Array.from(
      { length: tasks },
      (_, at) => `- [ ] T${String(at + 1).padStart(5, '0')} Think about ${at}\n`,
    )
    writeFileSync(join(cwd, 'tasks.md'), `# Tasks\n\n${lines.join('')}`)
    note(`run ${tasks}`, () => measure([bin, 'run', 'tasks.md', '--exec', 'true', '--yes'], cwd))
    if (readFileSync(join(cwd, 'tasks.md'), 'utf8').includes('[ ]')) throw new Error('a task was not run')
  })
}

/** Checks one list of tasks by the default rules. */
function check(tasks, count) {
  const cwd = join(root, `check-${tasks}`)
  mkdirSync(cwd, { recursive: true })
  writeFileSync(join(cwd, 'tasks.md'), generateTasks(tasks))
  return series(count, (note) => note(`check ${tasks}`, () => measure([bin, 'check', 'tasks.md'], cwd)))
}

/** Checks visions with a plan of 50 tasks each. */
function checkVisions(visions, count) {
  const cwd = join(root, `check-visions-${visions}`)
  const plan = generatePlan(50)
  for (let at = 1; at <= visions; at++) {
    const folder = join(cwd, 'visions', `${String(at).padStart(4, '0')}-bench`)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'plan.md'), plan)
  }
  mkdirSync(join(cwd, '.git'))
  return series(count, (note) => note(`check ${visions} visions`, () => measure([bin, 'check'], cwd)))
}

/** Looks at how far the execute.md of a plan of `tasks` tasks is, at what comes next, and completes an id of it. */
function progress(tasks, count) {
  const cwd = join(root, `progress-${tasks}`)
  const folder = join(cwd, 'visions/001-bench')
  mkdirSync(folder, { recursive: true })
  mkdirSync(join(cwd, '.git'))
  writeFileSync(join(folder, 'plan.md'), generatePlan(tasks))
  measure([bin, 'execute', 'visions/001-bench'], cwd)
  return series(count, (note) => {
    note(`status ${tasks}`, () => measure([bin, 'status', 'visions/001-bench'], cwd))
    note(`next ${tasks}`, () => measure([bin, 'next', 'visions/001-bench'], cwd))
    note(`complete ${tasks}`, () => measure([bin, 'complete', '--current=T099', '--', 'done'], cwd))
  })
}

/** Looks at all of many visions with 50 tasks each. */
function statusVisions(visions, count) {
  const cwd = join(root, `status-visions-${visions}`)
  const first = join(cwd, 'visions/0001-bench')
  mkdirSync(first, { recursive: true })
  mkdirSync(join(cwd, '.git'))
  writeFileSync(join(first, 'plan.md'), generatePlan(50))
  measure([bin, 'execute', 'visions/0001-bench'], cwd)
  for (let at = 2; at <= visions; at++) {
    cpSync(first, join(cwd, 'visions', `${String(at).padStart(4, '0')}-bench`), { recursive: true })
  }
  return series(count, (note) => note(`status ${visions} visions`, () => measure([bin, 'status'], cwd)))
}

/** The slope of CPU time over size, both logarithmic: 1 is linear, 2 quadratic. */
function growth(rows, what, from, to) {
  const cpu = (tasks) => rows.find(({ name }) => name === `${what} ${tasks}`).cpuMs
  return {
    name: `growth ${what === 'execute' ? '' : `${what} `}${from} to ${to}`,
    exponent: Math.log(cpu(to) / cpu(from)) / Math.log(to / from),
  }
}

function print(rows) {
  const cell = (value, digits) => (value === undefined ? '' : value.toFixed(digits)).padStart(10)
  console.log(
    `${'in units of node -e 0'.padEnd(28)}${['time', 'cpu', 'ms', 'cpu ms', 'MB', 'exponent'].map((head) => head.padStart(10)).join('')}`,
  )
  for (const { name, time, cpu, wallMs, cpuMs, memory, exponent } of rows) {
    console.log(
      `${name.padEnd(28)}${cell(time, 2)}${cell(cpu, 2)}${cell(wallMs, 0)}${cell(cpuMs, 0)}${cell(memory, 0)}${cell(exponent, 2)}`,
    )
  }
}

/** What is over its budget, in words; a budget of something that was not measured counts as broken. */
function overBudget(rows) {
  return Object.entries(budgets).flatMap(([name, limits]) =>
    Object.entries(limits)
      .map(([key, limit]) => ({ key, limit, row: rows.find((row) => row.name === name) }))
      .filter(({ key, limit, row }) => !(row?.[key] <= limit))
      .map(({ key, limit, row }) => {
        // On a busy machine the two ratios part: the clock also counts what others were given.
        const beside = key === 'time' && row !== undefined ? ` (cpu ${row.cpu.toFixed(2)})` : ''
        return `${name}: ${key} ${row?.[key]?.toFixed(2) ?? 'not measured'}${beside}, budget ${limit}`
      }),
  )
}

try {
  const count = Number(options.samples)
  const few = Math.max(1, Math.ceil(count / 2))
  const rows = [
    ...series(count, (note) => note('version', () => measure([bin, '--version']))),
    ...execute(50, count),
    ...execute(1_000, count),
    ...execute(10_000, few),
    ...execute(100_000, Math.max(1, Math.floor(count / 3))),
    ...merge(1_000, few),
    ...merge(10_000, few),
    ...done(10_000, count),
    ...show(10_000, count),
    ...runTasks(5_000, 1),
    ...progress(10_000, count),
    ...statusVisions(1_000, few),
    ...check(1_000, count),
    ...check(10_000, count),
    ...checkVisions(100, few),
    ...checkVisions(1_000, few),
  ]
  rows.push(
    growth(rows, 'execute', 1_000, 100_000),
    growth(rows, 'execute', 10_000, 100_000),
    growth(rows, 'merge', 1_000, 10_000),
    growth(rows, 'check', 1_000, 10_000),
  )
  print(rows)
  if (options.json) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`)
  const over = overBudget(rows)
  for (const line of over) console.error(`over budget: ${line}`)
  if (options.check && over.length > 0) process.exitCode = 1
} finally {
  rmSync(root, { recursive: true, force: true })
}
