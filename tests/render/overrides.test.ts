import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Execution } from '../../src/model/execution.ts'
import { renderOverrides, type WorkerReport, type WorkerTask } from '../../src/render/overrides.ts'
import { render } from '../../src/render/render.ts'
import { builtInTemplates, type TemplateSet } from '../../src/render/templates.ts'
import { executionOf } from '../support/executions.ts'
import { bundleWorker } from '../support/worker.ts'

let built: Awaited<ReturnType<typeof bundleWorker>>
beforeAll(async () => {
  built = await bundleWorker()
})
afterAll(() => built.remove())

const execution: Execution = executionOf({
  title: 'Export',
  milestones: [{ number: 1, title: 'First' }],
  tasks: [
    {
      id: 'T001',
      text: 'Create `a.ts`',
      parallel: true,
      estimate: { low: 30, high: 30, text: '30 min' },
      body: ['- with tests'],
    },
    { id: 'T002', text: 'Create `b.ts`', depends: ['T001'], state: 'done' },
  ],
  sections: { risk: [{ id: 'RM-001', text: 'Time' }] },
})

const withTemplates = (sources: Readonly<Record<string, string>>): TemplateSet => ({
  ...builtInTemplates(),
  ...Object.fromEntries(
    Object.entries(sources).map(([name, source]) => [name, { source, origin: `.intentk/templates/${name}.md` }]),
  ),
})

async function print(sources: Readonly<Record<string, string>>, deadline = 5000) {
  const options = { full: false, templates: withTemplates(sources), eol: '\n' as const }
  const { printed, diagnostics } = await renderOverrides(execution, options, { worker: built.url, deadline })
  return { printed, diagnostics, text: render(execution, { ...options, printed }).text }
}

describe('an override', () => {
  test('prints its blocks, the others stay', async () => {
    const task =
      '* [{{ box }}] **{{ id }}** {% if parallel %}[P] {% endif %}[M{{ milestone }}] {{ text }}{% if depends %} (after {{ depends }}){% endif %}{% if estimate %} ({{ estimate }}){% endif %}'
    const { text, diagnostics } = await print({ task, checkpoint: 'Stop here: {{ milestone }}.' })
    expect(diagnostics).toEqual([])
    expect(text).toContain(
      '* [ ] **T001** [P] [M1] Create `a.ts` (30 min)\n* [x] **T002** [M1] Create `b.ts` (after T001)\n\nStop here: 1.\n',
    )
    expect(text).toContain('## Phase 1: Setup')
  })

  test('that is the shipped template prints the shipped bytes', async () => {
    const sources = Object.fromEntries(Object.entries(builtInTemplates()).map(([name, { source }]) => [name, source]))
    const own = render(execution, { full: false, templates: builtInTemplates(), eol: '\n' })
    const { text, diagnostics } = await print(sources)
    expect(diagnostics).toEqual([])
    expect(text).toBe(own.text)
  })

  test('is not run without a worker, and then says so', () => {
    const { text, diagnostics } = render(execution, {
      full: false,
      templates: withTemplates({ gap: 'x', task: 'x' }),
      eol: '\n',
    })
    expect(text).toContain('- [ ] T001 [P] [M1]')
    expect(diagnostics).toMatchObject([{ ruleId: 'template-refused', severity: 'error' }])
  })

  const shipped = builtInTemplates()['task']!.source
  const dishonest: readonly (readonly [string, string, string, RegExp])[] = [
    ['another id', 'task', shipped.replace('{{ id }}', 'T900'), /id reads "T900"/],
    ['another state', 'task', shipped.replace('{{ box }}', 'x'), /state reads "done"/],
    ['no tag', 'task', shipped.replace('[P]', ''), /parallel reads false/],
    ['another milestone', 'task', shipped.replace('[M{{ milestone }}]', '[M7]'), /milestones reads/],
    ['a new tag', 'task', shipped.replace(' {{ text }}', ' [US1] {{ text }}'), /otherTags reads/],
    ['another text', 'task', shipped.replace('{{ text }}', '{{ text }}!'), /text reads/],
    ['no dependency', 'task', shipped.replace('{{ depends }}', 'T001, T009'), /depends reads/],
    ['another estimate', 'task', shipped.replace('{{ estimate }}', '3 days'), /estimate reads/],
    ['no task line', 'task', '{{ id }}: {{ text }}', /no task line/],
    ['a second task', 'task', `${shipped}\n- [ ] T077 more`, /not indented/],
    ['a nested task', 'task', `${shipped}\n  - [ ] T077 more`, /a task of its own/],
    ['an open fence', 'task', `${shipped}\n  \`\`\`\n`, /fence is not closed/],
    ['a heading', 'checkpoint', '## Checkpoint', /headings/],
    ['an underlined heading', 'checkpoint', 'Checkpoint\n---', /headings/],
    ['a task outside', 'checkpoint', '- [ ] T099 more', /prints a task/],
    ['an open comment', 'format', '<!-- x', /comment is not closed/],
    ['another milestone heading', 'phase', '## Phase {{ number }}', /heading does not name/],
    ['an entry without id', 'section-entry', '- {{ text }}', /RM-001 is missing/],
    ['broken front matter', 'front-matter', '---\nx: 1\n---\ntext\n---', /front matter/],
  ]
  for (const [what, name, source, reason] of dishonest) {
    test(`that prints ${what} is refused with its file`, async () => {
      const { diagnostics, printed } = await print({ [name]: source })
      expect(printed).toEqual({})
      expect(diagnostics[0]).toMatchObject({ ruleId: 'template-refused', severity: 'error' })
      expect(diagnostics[0]!.message).toMatch(reason)
      expect(diagnostics[0]!.message).toContain(`.intentk/templates/${name}.md`)
    })
  }

  test('that tries to run code never reaches the worker', async () => {
    const { diagnostics } = await print({ task: '{{ range.constructor("return process")().exit(3) }}' })
    expect(diagnostics[0]!.ruleId).toBe('template-refused')
  })
})

/** What the worker itself says when the check before it is left out: the second line of defence. */
function runUnchecked(source: string, milliseconds: number): Promise<WorkerReport[] | 'deadline' | Error> {
  const task: WorkerTask = {
    templates: { task: source },
    blocks: [{ key: 'k', template: 'task', view: { text: 'x', body: 'a' } }],
  }
  return new Promise((resolve) => {
    const reports: WorkerReport[] = []
    const worker = new Worker(built.url, {
      workerData: task,
      resourceLimits: { maxOldGenerationSizeMb: 64 },
      stdout: true,
      stderr: true,
    })
    const end = (result: WorkerReport[] | 'deadline' | Error) => {
      clearTimeout(timer)
      void worker.terminate().then(() => resolve(result))
    }
    const timer = setTimeout(() => end('deadline'), milliseconds)
    worker.on('message', (report: WorkerReport) => (report.kind === 'end' ? end(reports) : reports.push(report)))
    worker.on('error', end)
  })
}

describe('the worker', () => {
  test('knows no globals and no other filters', async () => {
    for (const source of ['{{ range(3) }}', '{{ cycler("a") }}', '{{ body | dump }}', '{% include "x" %}']) {
      expect(await runUnchecked(source, 5000)).toContainEqual(expect.objectContaining({ kind: 'failed' }))
    }
  })

  test('is stopped where it prints too much', async () => {
    const giant = '{% set x = "xxxxxxxxxxxxxxxx" %}' + '{% set x = x ~ x %}'.repeat(25) + '{{ x }}'
    const result = await runUnchecked(giant, 10_000)
    expect(result).not.toBe('deadline')
    expect(result instanceof Error || (result as WorkerReport[]).some(({ kind }) => kind === 'failed')).toBe(true)
  })

  test('ends with an error where memory runs out, and the run goes on', async () => {
    const { diagnostics } = await print({
      checkpoint: `{% set x = [milestone] %}{% set y = "${'x'.repeat(1000)}" %}${'{% set y = y ~ y %}'.repeat(40)}{{ y }}`,
    })
    expect(diagnostics).toMatchObject([{ ruleId: 'template-refused' }])
  })

  test('is stopped at the deadline, and the template is named', async () => {
    // Allowed by every rule, and still longer than anybody wants to wait.
    const list = `[${Array.from({ length: 2000 }, () => '1').join(',')}]`
    const loops = `{% set many = ${list} %}{% for a in many %}{% for b in many %}{% for c in many %}{% if a == 2 %}x{% endif %}{% endfor %}{% endfor %}{% endfor %}`
    const start = performance.now()
    const { diagnostics } = await print({ gap: '{{ question }}', checkpoint: loops }, 700)
    expect(performance.now() - start).toBeLessThan(4000)
    expect(diagnostics).toMatchObject([{ ruleId: 'template-deadline', severity: 'error' }])
    expect(diagnostics[0]!.message).toContain('.intentk/templates/checkpoint.md')
  })
})
