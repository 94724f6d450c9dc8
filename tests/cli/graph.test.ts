import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { filesOf, makeFolder, removeFolder, runHere, type Ran } from './support.ts'

const plan = `# Export

## Setup

- [x] Make \`src/\` (30 min)

## Milestone 1: Rows

- [ ] Write \`src/csv.ts\` (2 h)
- [ ] Write \`src/表示.ts\` 📊
- [ ] Read both

## Milestone 2: Files

**Depends on**: Milestone 1

- [ ] Pack \`pack/zip.ts\` (1 h)
`
const at = 'visions/001-export'

let folder = ''
beforeEach(() => void (folder = makeFolder({ [`${at}/plan.md`]: plan })))
afterEach(() => removeFolder(folder))

const run = (line: string, given: Parameters<typeof runHere>[2] = {}): Promise<Ran> =>
  runHere(folder, line.split(' '), given)
const saved = (name: string): string => readFileSync(join(folder, name), 'utf8')

test.each([
  ['waves', 'Wave 1\n'],
  ['text', 'Wave 1\n'],
  ['tree', '└─ '],
  ['mermaid', 'flowchart LR\n'],
  ['dot', 'digraph {\n'],
  ['svg', '<svg role="img" '],
  ['html', '<!doctype html>\n'],
])('--format %s, by task, milestone and phase', async (format, first) => {
  const nodes: number[] = []
  for (const by of ['task', 'milestone', 'phase']) {
    const { code, stdout, stderr } = await run(`graph --format ${format} --by ${by}`)
    expect(code).toBe(0)
    expect(stdout).toContain(first)
    nodes.push(Number(new RegExp(`^(\\d+) ${by}s`, 'm').exec(stderr)![1]))
  }
  expect(nodes).toEqual([7, 2, 3])
})

test('a schedule for two: who, when, how late at most, and what cannot be beaten', async () => {
  const { stdout, stderr } = await run('graph --workers 2')
  expect(stdout).toBe(`0 h\t0.5 h\t#1\t-\t✓ T001\tMake \`src/\`
0.5 h\t2.5 h\t#1\t-\tT002\tWrite \`src/csv.ts\`
0.5 h\t1.5 h\t#2\t-\tT003\tWrite \`src/表示.ts\` 📊
1.5 h\t2.5 h\t#2\t-\tT004\tRead both
2.5 h\t3.5 h\t#1\t-\tT005\tValidate Milestone 1
3.5 h\t4.5 h\t#1\t-\tT006\tPack \`pack/zip.ts\`
4.5 h\t5.5 h\t#1\t-\tT007\tValidate Milestone 2
`)
  expect((await run('graph --workers 2 --no-color', { tty: 60 })).stdout).toContain('From   To     Who  Slack  Task')
  expect(stderr).toContain('2 workers: 5.5 h, nothing is shorter\n')
  expect(stderr).toContain('longest chain 5.5 h, all work 7.5 h, what is left 5 h\n')
  expect(stderr).toContain('4 of 7 tasks state no estimate: each of them counts 1 h.\n')
  expect((await run('graph --workers 2 --by milestone')).stdout).toBe(
    '0.5 h\t3.5 h\tMilestone 1: Rows\n3.5 h\t5.5 h\tMilestone 2: Files\n',
  )
  const one = await run('graph --workers 1')
  expect(one.stderr).toContain('1 worker: 7.5 h, nothing is shorter')
  expect((await run('graph --workers 9')).stderr).toContain('9 workers (3 have work): 5.5 h')
})

test('a Gantt chart, for Mermaid unless it is saved as a picture', async () => {
  const { stdout } = await run('graph --gantt --workers 2')
  expect(stdout).toBe(`gantt
  title Export
  dateFormat x
  axisFormat %s h
  todayMarker off
  section Setup
  T001 Make src/ :crit, done, t1, 0, 500
  section Milestone 1#58; Rows
  T002 Write src/csv.ts :crit, t2, 500, 2500
  T003 Write src/表示.ts 📊 :t3, 500, 1500
  T004 Read both :t4, 1500, 2500
  T005 Validate Milestone 1 :crit, t5, 2500, 3500
  section Milestone 2#58; Files
  T006 Pack pack/zip.ts :crit, t6, 3500, 4500
  T007 Validate Milestone 2 :crit, t7, 4500, 5500
`)
  expect((await run('graph --gantt --by phase')).stdout).toContain('  Milestone 1#58; Rows :crit, t2, 500, 3500\n')
  expect((await run('graph --gantt --workers 2 --save plan.svg')).stderr).toContain('Wrote plan.svg\n')
  const chart = saved('plan.svg')
  expect(chart.match(/class="bar"/g)).toHaveLength(7 + 4)
  expect(chart).toContain('<g class="done critical"><title>T001 Make src/ (30 min, worker 1, critical path)</title>')
})

test.each([
  ['plan.svg', '<svg '],
  ['plan.HTML', '<!doctype html>'],
  ['plan.mmd', 'flowchart LR'],
  ['plan.dot', 'digraph {'],
  ['plan.txt', 'Wave 1'],
])('--save %s draws what the name says', async (name, first) => {
  const before = filesOf(folder)
  expect(await run(`graph --save ${name} --dry-run`)).toMatchObject({ code: 0, stdout: '' })
  expect(filesOf(folder)).toEqual(before)
  const ran = await run(`graph --save ${name}`)
  expect(ran).toMatchObject({ code: 0, stdout: '' })
  expect(ran.stderr).toContain(`Wrote ${name}\n`)
  expect(saved(name).startsWith(first)).toBe(true)
  expect((await run(`graph --save ${name}`)).stderr).toContain(`Unchanged ${name}\n`)
  expect(Object.keys(filesOf(folder)).length).toBe(Object.keys(before).length + 1)
})

test.each([
  ['graph --save plan', 'does not say what to draw'],
  ['graph --save picture.png', 'does not say what to draw'],
  [`graph --save ${at}/plan.md --format svg`, 'is a document of the plan, and would be lost'],
  [`graph --save ${at}/execute.md --format svg`, 'is a document of the plan, and would be lost'],
  ['graph --save no/such/plan.svg', 'its folder does not exist'],
  ['graph --gantt --format html', 'A Gantt chart is not drawn as html'],
  ['graph --gantt --save plan.html', 'A Gantt chart is not drawn as html'],
  ['graph --workers 0', 'expected a number, from 1'],
  ['graph --workers two', 'expected a number, from 1'],
  ['graph --format png', 'Unexpected value `png`'],
])('%s is refused', async (line, message) => {
  const before = filesOf(folder)
  const { code, stderr, stdout } = await run(line)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(message)
  expect(filesOf(folder)).toEqual(before)
})

test('JSON has the schedule, and the picture goes to its file', async () => {
  const { stdout } = await run('graph --json --workers 3 --save plan.svg')
  const { data } = JSON.parse(stdout) as { data: { schedule: { minutes: number; tasks: object[] } } }
  expect(data.schedule).toMatchObject({ workers: 3, minutes: 330, lowerBound: 330, total: 450, unestimated: 4 })
  expect(data.schedule.tasks).toHaveLength(7)
  expect(saved('plan.svg')).toContain('</svg>')
})

test(
  'more tasks than a picture shows are drawn by phase, unless tasks are asked for',
  { timeout: 60_000 },
  async () => {
    const rows = Array.from({ length: 1200 }, (_, row) => `- [ ] Write row ${row} to \`src/${row}.ts\``)
    const big = makeFolder({ 'PLAN.md': `# Big\n\n## Milestone 1: Rows\n\n${rows.join('\n')}\n` })
    try {
      const big1 = (line: string): Promise<Ran> => runHere(big, line.split(' '))
      const page = await big1('graph PLAN.md --save a.html')
      expect(page.stderr).toContain('are more than one picture shows (1000 tasks, 2000 arrows): drawn by phase.')
      expect(readFileSync(join(big, 'a.html'), 'utf8')).toContain('drawn by phase')
      const flow = await big1('graph PLAN.md --format mermaid')
      expect(flow.stderr).toContain('are more than Mermaid draws (500 arrows, 50000 characters): drawn by phase.')
      expect(flow.stdout.length).toBeLessThan(1000)
      const forced = await big1('graph PLAN.md --format mermaid --by task')
      expect(forced.stderr).toContain('and may not be drawn')
      expect(forced.stdout.length).toBeGreaterThan(50_000)
      expect((await big1('graph PLAN.md --format dot')).stdout).toContain('"T1200"')
    } finally {
      removeFolder(big)
    }
  },
)

test('a plan without milestones is drawn by phase, an empty one as nothing', async () => {
  const other = makeFolder({ 'tasks.md': '# X\n\n## Setup\n\n- [ ] T001 Make `src/`\n', 'none.md': '# Nothing\n' })
  try {
    const { code, stderr } = await runHere(other, ['graph', 'tasks.md', '--by', 'milestone'])
    expect(code).toBe(0)
    expect(stderr).toMatch(/There are no milestones with tasks: drawn by phase|1 milestone/)
    for (const format of ['waves', 'mermaid', 'dot', 'svg', 'html'])
      expect((await runHere(other, ['graph', 'none.md', '--format', format])).code).toBeLessThan(2)
    expect((await runHere(other, ['graph', 'none.md', '--gantt', '--format', 'svg'])).code).toBeLessThan(2)
  } finally {
    removeFolder(other)
  }
})
