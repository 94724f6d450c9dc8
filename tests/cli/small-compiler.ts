import { buildGraph } from '../../src/graph/index.ts'
import { emptyLock, formatLock, parseLock } from '../../src/merge/lock.ts'
import type { CompileInput, CompileResult } from '../../src/model/compile.ts'
import type { Diagnostic } from '../../src/model/diagnostic.ts'
import type { Execution } from '../../src/model/execution.ts'
import { hashText } from '../../src/model/hash.ts'
import type { Gap, PhaseId, Task } from '../../src/model/task.ts'
import type { StatedDependency } from '../../src/model/values.ts'
import { readTaskLine } from '../../src/parse/text/task-line.ts'
import { executionOf, task } from '../support/executions.ts'

/*
 * A compiler of a language small enough to be sure of, so that the command line is tested by itself. One line each:
 * `# title`, `## Milestone 1: title`, `- [ ] T001 text` with `` `paths` `` and `(depends on T002)`;
 * `- name.ext` asks for the folder of a file, `? question => answer` for a section, `! warning`, `!! error`,
 * `=== plan` for several plans in one document.
 */
export async function smallCompile(input: CompileInput): Promise<CompileResult> {
  const plan = input.documents.find(({ role }) => role === 'plan')!.source
  const tasks: Task[] = []
  const gaps: Gap[] = []
  const diagnostics: Diagnostic[] = []
  const titles: string[] = []
  const choices: string[] = []
  let title = input.id
  let heading = ''
  let start = 0
  for (const raw of plan.text.split('\n')) {
    const line = raw.replace(/\r$/, '')
    const place = { file: plan.path, start, end: start + line.length }
    start += raw.length + 1
    const phase: PhaseId = titles.length === 0 ? 'setup' : `M${titles.length}`
    const read = readTaskLine(line.replace(/^- /, ''))
    const name = /^- (?:`)?([\w-]+\.\w+)(?:`)?$/.exec(line)?.[1]
    const question = /^\? (.*) => (.*)$/.exec(line)
    if (line.startsWith('# ')) title = line.slice(2)
    else if (line.startsWith('## Milestone')) titles.push((heading = line.replace(/^## Milestone \d+: /, '')))
    else if (line.startsWith('=== ')) choices.push(line.slice(4))
    else if (line.startsWith('!! '))
      diagnostics.push({ ruleId: 'bad-line', severity: 'error', message: line.slice(3), place })
    else if (line.startsWith('! '))
      diagnostics.push({ ruleId: 'odd-line', severity: 'warning', message: line.slice(2), place })
    else if (
      question !== null &&
      !plan.text.replaceAll('\r', '').includes(`\n${/#+ [^"]+/.exec(question[2]!)?.[0] ?? '\0'}\n`)
    ) {
      gaps.push({
        kind: 'section-missing',
        key: `section:${question[1]}`,
        question: question[1]!,
        answer: question[2]!,
        blocking: false,
        place,
      })
    } else if (line.startsWith('- ') && name !== undefined) {
      gaps.unshift({
        kind: 'no-path',
        key: `no-path:${name}`,
        question: `In which folder does \`${name}\` live?`,
        answer: 'Write its path.',
        blocking: true,
        place,
      })
    } else if (read !== null && /^T\d+$/.test(read.id)) {
      const paths = [...line.matchAll(/`([^`]+\/[^`]+)`/g)].map(
        ([, path]) => ({ raw: path!, path: path!, role: 'write', kind: 'file', unresolved: false }) as const,
      )
      const stated = [...line.matchAll(/\(depends on (T\d+)\)/g)].map(([text, target]): StatedDependency => ({
        target: target!,
        form: 'inline',
        place,
        text,
      }))
      tasks.push(
        task({
          id: read.id,
          text: read.text.replace(/ \(depends on T\d+\)/, ''),
          state: read.state,
          phase,
          paths,
          stated,
          origin: { file: plan.path, heading, place },
        }),
      )
    }
  }
  if (choices.length > 0 && input.options.choice === null) {
    return {
      status: 'several-plans',
      choices: choices.map((each, at) => ({ number: at + 1, title: each, line: at + 1, milestones: 1, steps: 2 })),
      diagnostics,
    }
  }
  if (tasks.length === 0)
    diagnostics.push({
      ruleId: 'no-milestone',
      severity: 'error',
      message: 'Unexpected plan without a milestone or a step.',
    })
  if (diagnostics.some(({ severity }) => severity === 'error')) return { status: 'refused', diagnostics }
  const sketch = executionOf({
    id: input.id,
    title,
    milestones: titles.map((each, at) => ({ number: at + 1, title: each })),
  })
  const { graph } = buildGraph({ tasks, milestones: sketch.milestones, sharedPaths: input.options.sharedPaths })
  const execution: Execution = {
    ...sketch,
    tasks,
    graph,
    gaps,
    diagnostics,
    links: [{ role: 'Plan', path: input.documents[0]!.link }],
  }
  const date = input.options.date === '' ? '' : `Date: ${input.options.date}\n`
  const lines = tasks.map(
    ({ id, text, state }) =>
      `- [${state === 'done' ? 'x' : ' '}] ${id}${graph.parallel[id]?.parallel === true ? ' [P]' : ''} ${text}`,
  )
  const text = `# ${title}\n${date}${lines.join('\n')}\n`.replaceAll('\n', input.eol)
  const old = parseLock(input.lock ?? '').lock
  const documents = [{ doc: 'plan.md', hash: hashText(plan.text) }]
  const lock = formatLock({
    ...emptyLock,
    choice: input.options.choice ?? old.choice,
    documents,
    after: hashText(text),
  })
  const merged = {
    changes: [],
    kept: [],
    conflicts: [],
    offers: [],
    drift: { documents: [], tasks: [], milestones: [] },
  }
  return { status: 'compiled', execution, text, lock, merged, diagnostics }
}
