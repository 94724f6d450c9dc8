import { Worker } from 'node:worker_threads'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Execution } from '../model/execution.ts'
import { documentViews } from './document.ts'
import { printBuiltIn, trimLines, type View } from './print.ts'
import { readBackProblem } from './read-back.ts'
import type { RenderOptions } from './render.ts'
import { isTemplateName, type TemplateName, type TemplateSet } from './templates.ts'

/** What the worker is given. */
export interface WorkerTask {
  readonly templates: Readonly<Record<string, string>>
  readonly blocks: readonly { readonly key: string; readonly template: string; readonly view: View }[]
}

/** What the worker tells; `start` lets a deadline name the template that never ended. */
export type WorkerReport =
  | { readonly kind: 'start'; readonly name: string }
  | { readonly kind: 'printed'; readonly name: string; readonly printed: readonly (readonly [string, string])[] }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string }
  | { readonly kind: 'end' }

export interface OverrideLimits {
  /** Milliseconds for all templates together, the start of the worker included. */
  readonly deadline?: number
  /** The worker's script; by default the one that is built beside this module. */
  readonly worker?: URL
}

export interface OverridesResult {
  /** Block texts by key, for {@link RenderOptions.printed}. Empty where a template was refused. */
  readonly printed: Readonly<Record<string, string>>
  readonly diagnostics: readonly Diagnostic[]
}

const DEADLINE = 5000

// Chunks of the bundle lie one folder below its entries, among which the worker is.
const builtWorker = (): URL =>
  new URL(/\/(?:chunks|command)\/[^/]*$/.test(import.meta.url) ? '../worker.js' : './worker.js', import.meta.url)

function problem(ruleId: 'template-refused' | 'template-deadline', message: string): Diagnostic {
  return { ruleId, severity: 'error', message }
}

interface Collected {
  readonly printed: [string, string][]
  readonly diagnostics: Diagnostic[]
}

/** Runs the worker to its end, its failure or the deadline, whichever comes first; the worker never survives this. */
export function runWorker(task: WorkerTask, origins: TemplateSet, limits: OverrideLimits): Promise<Collected> {
  const collected: Collected = { printed: [], diagnostics: [] }
  const deadline = limits.deadline ?? DEADLINE
  let current = Object.keys(task.templates)[0] ?? ''
  const origin = (): string => origins[current]?.origin ?? current
  return new Promise((resolve) => {
    const worker = new Worker(limits.worker ?? builtWorker(), {
      workerData: task,
      env: {},
      execArgv: [],
      stdin: false,
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
    })
    let ended = false
    const end = (diagnostic?: Diagnostic): void => {
      if (ended) return
      ended = true
      clearTimeout(timer)
      if (diagnostic !== undefined) collected.diagnostics.push(diagnostic)
      void worker.terminate().then(() => resolve(collected))
    }
    const timer = setTimeout(() => {
      end(problem('template-deadline', `The template ${origin()} did not end within ${deadline} ms and was stopped.`))
    }, deadline)
    worker.on('message', (report: WorkerReport) => {
      if (report.kind === 'start') current = report.name
      else if (report.kind === 'printed') for (const pair of report.printed) collected.printed.push([pair[0], pair[1]])
      else if (report.kind === 'failed') {
        const reason = report.message.replace(/\s+/g, ' ').trim()
        collected.diagnostics.push(problem('template-refused', `The template ${origin()} failed: ${reason}`))
      } else end()
    })
    worker.on('error', (error) => end(problem('template-refused', `The template ${origin()} failed: ${error.message}`)))
    worker.on('exit', () => end(problem('template-refused', `The template ${origin()} ended its worker.`)))
  })
}

/**
 * Prints the blocks whose templates are overrides. Overrides are somebody else's code: each is judged by
 * `checkTemplate` first, then all run in a worker with a deadline and little memory, and what they print has to
 * read back as the built-in block does. One that fails any of it gives an error (`template-refused`,
 * `template-deadline`) that names its file; then nothing is printed and the run should stop, since a document that is
 * half in another look would be merged as if it had been wanted. Without overrides it resolves at once, empty.
 */
export async function renderOverrides(
  execution: Execution,
  options: Pick<RenderOptions, 'full' | 'templates'>,
  limits: OverrideLimits = {},
): Promise<OverridesResult> {
  const overrides = Object.entries(options.templates).filter(([, { origin }]) => origin !== 'built-in')
  if (overrides.length === 0) return { printed: {}, diagnostics: [] }
  // The parser is only needed here, and a run without overrides should not pay for loading it.
  const { checkTemplate } = await import('./check-template.ts')
  const refused = overrides.flatMap(([name, { source, origin }]) => checkTemplate(source, name, origin))
  if (refused.length > 0) return { printed: {}, diagnostics: refused }
  const names = new Set(overrides.map(([name]) => name).filter(isTemplateName))
  const blocks = documentViews(execution, options.full).filter(({ template }) => names.has(template))
  const task: WorkerTask = {
    templates: Object.fromEntries(overrides.map(([name, { source }]) => [name, source])),
    blocks: blocks.map(({ key, template, view }) => ({ key, template, view })),
  }
  const { printed, diagnostics } = await runWorker(task, options.templates, limits)
  if (diagnostics.length > 0) return { printed: {}, diagnostics }
  const expected = new Map(blocks.map((block) => [block.key, block]))
  const texts: Record<string, string> = {}
  const reported = new Set<TemplateName>()
  for (const [key, text] of printed) {
    const block = expected.get(key)
    if (block === undefined) continue
    const own = trimLines(text.replaceAll('\r\n', '\n'))
    const reason = readBackProblem(block.template, printBuiltIn(block.template, block.view), own)
    if (reason !== '' && !reported.has(block.template)) {
      reported.add(block.template)
      const { origin } = options.templates[block.template]!
      diagnostics.push(
        problem(
          'template-refused',
          `The template ${origin} is refused: what it prints for ${key} does not read back (${reason}).`,
        ),
      )
    }
    texts[key] = own
  }
  return diagnostics.length > 0 ? { printed: {}, diagnostics } : { printed: texts, diagnostics }
}
