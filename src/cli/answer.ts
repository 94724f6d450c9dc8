import type { SourceFile } from '../model/source.ts'
import type { Gap } from '../model/task.ts'
import { typedForm } from '../query/answer-form.ts'
import { gapView } from '../query/gaps.ts'
import { openPlaces } from '../query/places.ts'
import { WorkspaceError } from '../workspace/errors.ts'
import { give, openAnswering, save, type Answering } from './answering.ts'
import type { Call } from './arguments.ts'
import { questionOf } from './ask.ts'
import { callOf } from './call-of.ts'
import { count } from './compiled.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Outcome } from './outcome.ts'
import { gapLines } from './report.ts'
import { printLines, wantsColor, type Line } from './terminal.ts'

/** One question that was asked, and what it changed; null where it was skipped. */
interface Step {
  readonly was: Answering
  readonly skipped: ReadonlyMap<string, number>
  readonly change: { readonly before: SourceFile; readonly after: SourceFile } | null
}

/** Where the questions stand. */
interface Talk {
  now: Answering
  /** How many questions of one key were left out. */
  skipped: ReadonlyMap<string, number>
  readonly steps: Step[]
}

/**
 * Asks for the answers of all gaps, most important first, and writes each into the documents as soon as it is given. An
 * answer of the wrong form is asked again; `b` takes the one before back. What was answered stays written, however it
 * ends.
 */
export async function answerGaps(call: Call, io: Io): Promise<Outcome> {
  const { switches } = call
  if (switches.has('json') || call.doc === '-')
    throw new Misuse(
      '`--answer` asks a person about a file.',
      'Leave out `--json`, and name the file. Programs give `--answer KEY=TEXT` or `--answers FILE`.',
    )
  const ask = await terminalQuestion(io)
  const opened = await openAnswering(call, io)
  if ('outcome' in opened) return opened.outcome
  const say = (lines: readonly Line[]): void =>
    void io.stderr.write(printLines(lines, wantsColor(io.stderr, io.env, switches.has('no-color'))))
  const talk: Talk = { now: opened, skipped: new Map(), steps: [] }
  let interrupted = false
  try {
    for (let gap = nextGap(talk, call); gap !== undefined; gap = nextGap(talk, call)) {
      say(questionLines(gap, talk))
      const words = (await ask('Answer (empty skips, b goes back, q ends)'))?.trim() ?? 'q'
      if (words === 'q') break
      if (words === 'b') goBack(talk, call, say)
      else if (words === '') skip(talk, gap)
      else await answer(talk, gap, words.replace(/^\\(?=[bq]$)/, ''), call, io, say)
    }
  } catch (error) {
    // Ctrl-C at the prompt: what was answered is written, and is told.
    if (!(error instanceof Error && error.name === 'ExitPromptError')) throw error
    interrupted = true
  }
  return outcomeOf(talk, call, interrupted)
}

/** The most important question that was not left out yet. */
function nextGap({ now, skipped }: Talk, { switches }: Call): Gap | undefined {
  const seen = new Map<string, number>()
  return now.execution.gaps.find(({ key, blocking }) => {
    // Steps belong into a plan; before there is one, nobody can give them here.
    if (key.startsWith('no-work:wanted-')) return false
    const count = seen.get(key) ?? 0
    seen.set(key, count + 1)
    return count >= (skipped.get(key) ?? 0) && (blocking || !switches.has('blocking'))
  })
}

function questionLines(gap: Gap, { now }: Talk): readonly Line[] {
  const form = typedForm(gap, now.execution.milestones.length)
  const lines = gapLines([gapView(gap, openPlaces(now.input.documents.map(({ source }) => source)))])
  return form === '' ? lines : [...lines, `    ${form}`]
}

function skip(talk: Talk, { key }: Gap): void {
  talk.steps.push({ was: talk.now, skipped: talk.skipped, change: null })
  talk.skipped = new Map([...talk.skipped, [key, (talk.skipped.get(key) ?? 0) + 1]])
}

async function answer(
  talk: Talk,
  gap: Gap,
  words: string,
  call: Call,
  io: Io,
  say: (lines: readonly Line[]) => void,
): Promise<void> {
  const given = await give(talk.now, gap, words, call, io)
  if (given.kind === 'refused') {
    talk.now = given.now
    say([`  Not written: ${given.reason} Answer again, or leave it empty and write it by hand.`])
    return
  }
  if (given.kind === 'gone') {
    talk.now = given.now
    say(['  The document changed meanwhile, and this is no longer asked.'])
    return
  }
  const { next, before, after } = given.settled
  say([`  ${call.switches.has('dry-run') ? 'Would write' : 'Wrote'} ${after.path}`])
  talk.steps.push({ was: talk.now, skipped: talk.skipped, change: { before, after } })
  talk.now = next
}

/** The last question is asked again, and what was written for it is taken out. */
function goBack(talk: Talk, call: Call, say: (lines: readonly Line[]) => void): void {
  const step = talk.steps.at(-1)
  if (step === undefined) return say(['  This is the first question.'])
  const { change } = step
  if (change !== null && !call.switches.has('dry-run')) {
    try {
      save(talk.now.session, change.after, change.before)
    } catch (error) {
      if (!(error instanceof WorkspaceError && error.code === 'changed')) throw error
      return say([`  ${change.after.path} changed meanwhile: the answer stays. Change it by hand.`])
    }
    say([`  Took the answer out of ${change.after.path}`])
  }
  talk.steps.pop()
  talk.now = step.was
  talk.skipped = step.skipped
}

function outcomeOf({ steps, now }: Talk, call: Call, interrupted: boolean): Outcome {
  const written = new Set(steps.flatMap(({ change }) => (change === null ? [] : [change.after.path])))
  const answered = steps.filter(({ change }) => change !== null).length
  const open = now.execution.gaps.length
  const where = written.size === 0 ? '' : ` in ${[...written].join(', ')}`
  const notes = [
    ...(interrupted ? ['Interrupted.'] : []),
    `Answered ${count(answered, 'question')}${where}, ${open} open`,
    ...(answered === 0 ? [] : [`Next ${callOf(call, 'execute')}`]),
  ]
  return { code: interrupted ? 130 : 0, data: { answered, open }, diagnostics: [], out: [], notes }
}

async function terminalQuestion(io: Io): Promise<(question: string) => Promise<string | null>> {
  const ask = await questionOf(io)
  if (ask !== null) return ask
  throw new Misuse(
    '`--answer` needs a terminal to ask on.',
    '`intentk gaps` lists the questions; give answers by `--answer KEY=TEXT` or `--answers FILE`.',
  )
}
