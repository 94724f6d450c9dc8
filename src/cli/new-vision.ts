import { loadParser } from '../parse/markdown.ts'
import { visionFrom } from '../render/author/sentence.ts'
import { slugOf } from '../render/author/slug.ts'
import { writeNew } from '../workspace/authored.ts'
import { describeFailure, WorkspaceError } from '../workspace/errors.ts'
import type { FileSystem } from '../workspace/file-system.ts'
import { commonGitFolder, repositoryRoot } from '../workspace/git.ts'
import { nextNumber, takeNumber } from '../workspace/numbers.ts'
import { insideRepository } from '../workspace/paths.ts'
import { runGit } from '../workspace/run-git.ts'
import { readStandardInput } from '../workspace/stdin.ts'
import type { Call } from './arguments.ts'
import { quoted } from './call-of.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import { printedDocument, questionsIn, refusedOutcome, writtenOutcome, type NewData } from './new.ts'
import type { Outcome } from './outcome.ts'

const HOME = 'visions'
/** More is no sentence: it is a document, and belongs into one. */
const LONGEST = 64 * 1024

/** Begins a vision from one sentence: its number, its folder, its document, and its branch where one is asked for. */
export async function newVision(call: Call, io: Io, fs: FileSystem): Promise<Outcome> {
  const sentence = await sentenceOf(call, io)
  const root = repositoryRoot(fs, io.cwd)
  const isGit = commonGitFolder(fs, root) !== null
  const wantsBranch = call.switches.has('branch')
  if (wantsBranch && !isGit)
    throw new Misuse('`--branch` needs a git repository, and there is none here.', 'Run `git init`, or leave it out.')
  // What was a link is somebody else's folder; looked at before a number is taken.
  const verdict = insideRepository(fs, root, `${HOME}/001-x/vision.md`)
  if (!verdict.inside)
    throw new WorkspaceError('outside-repository', `${HOME}/ is not written to: ${verdict.reason}.`, { path: HOME })
  const isDry = call.switches.has('dry-run')
  const taken = isDry ? { number: nextNumber(fs, root, HOME, runGit), release: (): void => {} } : takenNumber(fs, root)
  try {
    const id = `${taken.number}-${slugOf(sentence) || 'vision'}`
    const path = `${HOME}/${id}/vision.md`
    const view = visionFrom(sentence, { id, date: call.values['date'] ?? '' }, await loadParser('auto'))
    const printed = await printedDocument(fs, root, 'vision', view)
    if ('refused' in printed) return refusedOutcome(printed.refused)
    if (!isDry) write(fs, root, path, printed.text)
    const data: NewData = {
      status: isDry ? 'would-write' : 'written',
      kind: 'vision',
      vision: id,
      path,
      branch: wantsBranch ? id : null,
      parts: 1,
      questions: questionsIn(printed.text),
      next: [`intentk gaps ${quoted(id)} --answer`, `intentk new goal ${quoted(id)}`],
    }
    if (wantsBranch && !isDry) createBranch(root, id, path)
    return writtenOutcome(data, 'intent')
  } finally {
    taken.release()
  }
}

async function sentenceOf({ ids, doc }: Call, io: Io): Promise<string> {
  if (doc !== null) throw new Misuse('`intentk new vision` begins a vision of its own.', 'Leave out `--in`.')
  const words = ids.slice(1)
  const given = words.length === 1 && words[0] === '-' ? (await readStandardInput(io.stdin)).text : words.join(' ')
  const sentence = given.trim()
  if (sentence === '' || !/[\p{L}\p{N}\p{S}]/u.test(sentence))
    throw new Misuse(
      '`intentk new vision` needs a sentence: what shall be true?',
      "For example `intentk new vision 'Support exports a report without asking a developer'`; `-` reads standard input.",
    )
  if (sentence.length > LONGEST)
    throw new Misuse(
      'That is longer than 64 KB, and no sentence.',
      'Say in one sentence what shall be true, and write the rest into vision.md.',
    )
  return sentence
}

function takenNumber(fs: FileSystem, root: string): ReturnType<typeof takeNumber> {
  try {
    return takeNumber(fs, root, HOME, runGit)
  } catch (error) {
    throw describeFailure(error, `Cannot make a folder in ${HOME}/`, HOME)
  }
}

function write(fs: FileSystem, root: string, path: string, text: string): void {
  try {
    writeNew(fs, root, path, text)
  } catch (error) {
    throw describeFailure(error, `Cannot write ${path}`, path)
  }
}

/** After the document: nothing of it is lost where git refuses. */
function createBranch(root: string, name: string, path: string): void {
  if (runGit(root, ['checkout', '-q', '-b', name]).code === 0) return
  throw new WorkspaceError('io', `${path} is written, but git did not create the branch ${name}.`, {
    path,
    hint: `See what \`git checkout -b ${name}\` says.`,
  })
}
