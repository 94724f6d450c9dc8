import type { Principle } from '../model/documents.ts'
import { basename, join } from 'node:path'
import { readDocument } from '../parse/document.ts'
import { checkLimits } from '../parse/limits.ts'
import { loadParser } from '../parse/markdown.ts'
import { constitutionView } from '../render/author/views.ts'
import { constitutionHome, writeNew } from '../workspace/authored.ts'
import { constitutionOf } from '../workspace/documents.ts'
import { describeFailure } from '../workspace/errors.ts'
import { listFeatures } from '../workspace/features.ts'
import type { FileSystem } from '../workspace/file-system.ts'
import { repositoryRoot } from '../workspace/git.ts'
import { displayPath, foundInside } from '../workspace/paths.ts'
import { readSource } from '../workspace/source-file.ts'
import type { Call } from './arguments.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import { printedDocument, questionsIn, refusedOutcome, writtenOutcome, type NewData } from './new.ts'
import type { Outcome } from './outcome.ts'

/** Writes the principles of a project: those its visions name already, each once, else a question for the first. */
export async function newConstitution(call: Call, io: Io, fs: FileSystem): Promise<Outcome> {
  if (call.ids.length > 1 || call.doc !== null)
    throw new Misuse(
      '`intentk new constitution` takes nothing: it is one for all visions.',
      'Run it alone, and write the principles into the document.',
    )
  const root = repositoryRoot(fs, io.cwd)
  const [there] = constitutionOf(fs, root)
  if (there !== undefined)
    throw new Misuse(
      `${displayPath(root, there.path)} is there already, and is not overwritten.`,
      'Edit it; every vision is read with it.',
      'exists',
    )
  const principles = await principlesOfVisions(fs, root)
  const view = constitutionView(basename(root), call.values['date'] ?? '', principles)
  const printed = await printedDocument(fs, root, 'constitution', view)
  if ('refused' in printed) return refusedOutcome(printed.refused)
  const path = constitutionHome(fs, root)
  const isDry = call.switches.has('dry-run')
  if (!isDry) {
    try {
      writeNew(fs, root, path, printed.text)
    } catch (error) {
      throw describeFailure(error, `Cannot write ${path}`, join(root, path))
    }
  }
  const data: NewData = {
    status: isDry ? 'would-write' : 'written',
    kind: 'constitution',
    vision: null,
    path,
    branch: null,
    parts: principles.length,
    questions: questionsIn(printed.text),
    next: ['intentk gaps', 'intentk execute'],
  }
  return writtenOutcome(data, 'principle')
}

async function principlesOfVisions(fs: FileSystem, root: string): Promise<readonly Principle[]> {
  const documents = listFeatures(fs, root)
    .filter(({ kind }) => kind === 'vision')
    .flatMap(({ documents: all }) => all.filter(({ role }) => role === 'vision'))
    .filter(({ path }) => foundInside(fs, root, path).inside)
  const parse = await loadParser('auto')
  const found = new Map<string, Principle>()
  for (const { path } of documents) {
    const source = readSource(fs, path, displayPath(root, path))
    if (checkLimits(source.path, source.text) !== null) continue
    for (const principle of readDocument('vision', source, parse, null).vision?.principles ?? [])
      if (!found.has(principle.title.toLowerCase())) found.set(principle.title.toLowerCase(), principle)
  }
  return [...found.values()]
}
