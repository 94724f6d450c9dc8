import { parentPort, workerData } from 'node:worker_threads'
import nunjucks from 'nunjucks'
import { TEMPLATE_FILTERS, TEMPLATE_OPTIONS } from './template-options.ts'
import type { WorkerReport, WorkerTask } from './overrides.ts'

/** Characters that all blocks of one template may print together. */
const LARGEST = 32 * 1024 * 1024

/** An environment that knows the listed filters and nothing else: no loader, no globals. */
function bareEnvironment(): nunjucks.Environment {
  const environment = new nunjucks.Environment(null, TEMPLATE_OPTIONS)
  const own = environment as unknown as { globals: object; filters: Record<string, unknown> }
  own.globals = Object.create(null) as object
  own.filters = Object.fromEntries(Object.entries(own.filters).filter(([name]) => TEMPLATE_FILTERS.has(name)))
  return environment
}

function printAll({ templates, blocks }: WorkerTask, report: (message: WorkerReport) => void): void {
  const environment = bareEnvironment()
  for (const [name, source] of Object.entries(templates)) {
    report({ kind: 'start', name })
    try {
      const template = new nunjucks.Template(source, environment, name, true)
      const printed: [string, string][] = []
      let size = 0
      for (const { key, template: wanted, view } of blocks) {
        if (wanted !== name) continue
        const text = template.render(view)
        size += text.length
        if (size > LARGEST) throw new Error('it prints more than 32 MB')
        printed.push([key, text])
      }
      report({ kind: 'printed', name, printed })
    } catch (error) {
      report({ kind: 'failed', name, message: error instanceof Error ? error.message : String(error) })
    }
  }
  report({ kind: 'end' })
}

printAll(workerData as WorkerTask, (message) => parentPort?.postMessage(message))
