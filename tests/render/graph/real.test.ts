import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { beforeAll, expect, test } from 'vitest'
import { ganttView } from '../../../src/query/gantt.ts'
import { graphView } from '../../../src/query/graph.ts'
import { scheduleView } from '../../../src/query/schedule.ts'
import { mermaidGantt } from '../../../src/render/graph/gantt-mermaid.ts'
import { svgGantt } from '../../../src/render/graph/gantt-svg.ts'
import { pictureProblem } from '../../../src/render/graph/limits.ts'
import { mermaidGraph } from '../../../src/render/graph/mermaid.ts'
import { svgGraph } from '../../../src/render/graph/svg.ts'
import type { Execution } from '../../../src/model/execution.ts'
import { compileCase, hasReal, realCases, realFolders, WITHOUT_DOCUMENTS } from '../../support/compiling.ts'
import { openMermaid, type ReadMermaid } from './mermaid-parser.ts'

/* Pictures of real documents, read back by Mermaid's own parser and by a parser of XML. */

const every = process.env['INTENTK_FULL'] === undefined ? 6 : 1
const cases = [...realCases(), ...realFolders()].filter((_, at) => at % every === 0)
const executions: { readonly name: string; readonly execution: Execution }[] = []
let read: ReadMermaid

beforeAll(async () => {
  read = await openMermaid()
  for (const one of cases) {
    const result = await compileCase(one)
    if (result.status === 'compiled' && result.execution.tasks.length > 0)
      executions.push({ name: one.name, execution: result.execution })
  }
}, 300_000)

const long = { timeout: 600_000 }

test.skipIf(!hasReal)(`Mermaid reads every flowchart ${WITHOUT_DOCUMENTS}`, long, async () => {
  for (const { name, execution } of executions) {
    for (const by of ['task', 'milestone', 'phase'] as const) {
      const whole = graphView(execution, by)
      const view = pictureProblem(whole, 'mermaid') === null ? whole : graphView(execution, 'phase')
      if (view.nodes.length === 0) continue
      const flow = await read(mermaidGraph(view))
      expect(flow.getVertices!().size, name).toBeGreaterThanOrEqual(view.nodes.length)
      expect(flow.getEdges!().length > 0, name).toBe(view.arrows.length + view.joins.length > 0)
    }
  }
  expect(executions.length).toBeGreaterThan(40)
})

test.skipIf(!hasReal)(`Mermaid reads every Gantt chart ${WITHOUT_DOCUMENTS}`, long, async () => {
  for (const { name, execution } of executions) {
    for (const workers of [null, 2]) {
      const schedule = scheduleView(execution, workers)
      const gantt = ganttView(execution, graphView(execution, 'task'), schedule)
      const bars = gantt.sections.flatMap((section) => section.bars)
      if (bars.length === 0) continue
      const tasks = (await read(mermaidGantt(gantt))).getTasks!()
      expect(tasks.length, name).toBe(bars.length)
      tasks.forEach(({ startTime, endTime, crit, done, active }, at) => {
        const { start, finish, critical, state } = bars[at]!
        expect([crit === true, done === true, active === true], name).toEqual([
          critical,
          state === 'done',
          state === 'started',
        ])
        const length = endTime.getTime() - startTime.getTime()
        const scale = schedule.minutes < 4800 ? 60 : 480
        expect(Math.abs((length * scale) / 1000 - (finish - start)), name).toBeLessThan(1)
      })
    }
  }
})

test.skipIf(!hasReal)(`pictures are XML with every node in it ${WITHOUT_DOCUMENTS}`, long, async () => {
  const parser = new XMLParser({ ignoreAttributes: false })
  for (const { name, execution } of executions) {
    const whole = graphView(execution, 'task')
    const view = pictureProblem(whole, 'svg') === null ? whole : graphView(execution, 'phase')
    const svg = (await svgGraph(view))!
    expect(XMLValidator.validate(svg), name).toBe(true)
    expect(svg.match(/<g id="n\d+" class="node /g) ?? [], name).toHaveLength(view.nodes.length)
    const gantt = svgGantt(ganttView(execution, view, scheduleView(execution, 3)))
    expect(XMLValidator.validate(gantt), name).toBe(true)
    expect(parser.parse(gantt), name).toHaveProperty('svg')
    expect(gantt.match(/class="bar"/g)!.length - 4, name).toBe(view.nodes.length)
  }
})
