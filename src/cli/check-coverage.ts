import { coverageCsv, coverageMarkdown } from '../query/coverage-print.ts'
import { coverageView, type CoverageInput } from '../query/coverage.ts'
import { readDocument } from '../parse/document.ts'
import { loadParser } from '../parse/markdown.ts'
import { openEvidence } from '../workspace/evidence.ts'
import type { FileSystem } from '../workspace/file-system.ts'
import type { Located } from '../workspace/locate.ts'
import type { Call } from './arguments.ts'
import { compiledOf } from './compiled.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Outcome } from './outcome.ts'
import { compileSession, readSession } from './session.ts'

/** Tells what is covered, from intents to evidence, for each of the targets. */
export async function coverageOutcome(
  fs: FileSystem,
  targets: readonly Located[],
  call: Call,
  io: Io,
): Promise<Outcome> {
  const format = call.values['format'] ?? 'text'
  if (!['text', 'json', 'markdown', 'csv'].includes(format))
    throw new Misuse(`\`--coverage\` is no ${format}.`, 'Choose `--format markdown`, `csv` or `json`.')
  const views: ReturnType<typeof coverageView>[] = []
  for (const located of targets) {
    const session = await compileSession(await readSession(fs, located, call, io), io)
    const compiled = compiledOf(session, call)
    if ('outcome' in compiled) return compiled.outcome
    const parse = await loadParser(session.input.parser)
    const documents = session.input.documents.map(({ role, source }): CoverageInput['documents'][number] => {
      const { vision, goal } = readDocument(role, source, parse, null)
      const kinds = { ...(vision === undefined ? {} : { vision }), ...(goal === undefined ? {} : { goal }) }
      return { file: source.path, text: source.text, ...kinds }
    })
    const tasks = session.input.documents.find(({ role }) => role === 'tasks')
    const written = session.written?.path ?? tasks?.source.path ?? ''
    const evidence = openEvidence(fs, located.root)
    views.push(coverageView({ execution: compiled.execution, documents, places: session.places, evidence, written }))
  }
  const document = format === 'csv' ? views.map(coverageCsv).join('') : views.map(coverageMarkdown).join('\n')
  const open = views.reduce((sum, { uncovered }) => sum + uncovered.length, 0)
  return {
    code: 0,
    data: { status: 'coverage', visions: views },
    diagnostics: [],
    out: { document },
    notes: [open === 0 ? 'Everything is covered.' : `${open} not covered`],
  }
}
