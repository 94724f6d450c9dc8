import { resolve } from 'node:path'
import type { Gap } from '../model/task.ts'
import { gapView } from '../query/gaps.ts'
import { openPlaces } from '../query/places.ts'
import { displayPath } from '../workspace/paths.ts'
import { readSource } from '../workspace/source-file.ts'
import { readStandardInput } from '../workspace/stdin.ts'
import { diskFileSystem } from '../workspace/file-system.ts'
import { give, openAnswering, type Answering } from './answering.ts'
import type { Call } from './arguments.ts'
import { callOf } from './call-of.ts'
import { count } from './compiled.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Outcome } from './outcome.ts'
import { oneLine, type Line } from './terminal.ts'

/** An answer as a program gives it: the key of the question, and one line or several steps. */
interface Answer {
  readonly key: string
  readonly lines: readonly string[]
}

interface Result {
  readonly key: string
  readonly status: 'written' | 'would-write' | 'refused'
  /** The document that has the answer; null where it was refused. */
  readonly file: string | null
  /** Why it was refused; null where it was not. */
  readonly reason: string | null
}

/** Writes answers that a program gives by the keys of `gaps --json`. Exits with 1 where one was refused. */
export async function writeAnswers(call: Call, io: Io): Promise<Outcome> {
  if (call.doc === '-')
    throw new Misuse('Answers are written into a file, and standard input is none.', 'Name the file.')
  const opened = await openAnswering(call, io)
  if ('outcome' in opened) return opened.outcome
  const answers = [...(await fromFile(call, io)), ...fromOptions(call, opened.execution.gaps)]
  const results: Result[] = []
  let now = opened
  for (const answer of answers) {
    const { result, next } = await one(now, answer, call, io)
    results.push(result)
    now = next
  }
  return outcomeOf(results, now, call)
}

async function one(
  now: Answering,
  { key, lines }: Answer,
  call: Call,
  io: Io,
): Promise<{ readonly result: Result; readonly next: Answering }> {
  const refused = (reason: string, next = now): { readonly result: Result; readonly next: Answering } => ({
    result: { key, status: 'refused', file: null, reason },
    next,
  })
  const gap = now.execution.gaps.find((each) => each.key === key)
  if (gap === undefined) return refused('No open question has this key.')
  const given = await give(now, gap, lines[0] ?? '', call, io, lines.slice(1))
  if (given.kind === 'refused') return refused(sentence(given.reason), given.now)
  if (given.kind === 'gone') return refused('The document changed meanwhile, and this is no longer asked.', given.now)
  const status = call.switches.has('dry-run') ? 'would-write' : 'written'
  return { result: { key, status, file: given.settled.after.path, reason: null }, next: given.settled.next }
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** `--answer KEY=TEXT`: a key may hold an equals sign, so the longest that is asked counts. */
function fromOptions({ values }: Call, gaps: readonly Gap[]): readonly Answer[] {
  const given = values['answer']
  if (given === undefined) return []
  return given.split('\0').map((pair) => {
    const keys = gaps.map(({ key }) => key).filter((key) => pair.startsWith(`${key}=`))
    const key = keys.toSorted((a, b) => b.length - a.length)[0] ?? pair.slice(0, pair.indexOf('='))
    return { key, lines: [pair.slice(key.length + 1)] }
  })
}

const MOST = 4 * 1024 * 1024

async function fromFile({ values }: Call, io: Io): Promise<readonly Answer[]> {
  const name = values['answers']
  if (name === undefined) return []
  const path = resolve(io.cwd, name)
  const source =
    name === '-'
      ? await readStandardInput(io.stdin)
      : readSource(io.fs ?? diskFileSystem, path, displayPath(io.cwd, path), MOST)
  let value: unknown
  try {
    value = JSON.parse(source.text)
  } catch (error) {
    throw new Misuse(`${name} is no JSON: ${error instanceof Error ? error.message : String(error)}`, FORM)
  }
  const answers = answersIn(value)
  if (answers === null) throw new Misuse(`${name} has another form.`, FORM)
  return answers
}

const FORM = 'Expected {"KEY": "one line"} with keys of `intentk gaps --json`; for `no-work` also a list of steps.'

/** An object of answers by key, or a list of `{key, answer}`; null for anything else. */
function answersIn(value: unknown): readonly Answer[] | null {
  if (typeof value !== 'object' || value === null) return null
  const pairs: readonly (readonly [unknown, unknown])[] = Array.isArray(value)
    ? value.map((each: unknown) => [fieldOf(each, 'key'), fieldOf(each, 'answer')] as const)
    : Object.entries(value)
  const answers = pairs.map(([key, answer]): Answer | null => {
    const lines: unknown[] = Array.isArray(answer) ? answer : [answer]
    const isText = lines.length > 0 && lines.every((line): line is string => typeof line === 'string')
    return typeof key === 'string' && isText ? { key, lines } : null
  })
  return answers.every((each) => each !== null) ? answers : null
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined

function outcomeOf(results: readonly Result[], now: Answering, call: Call): Outcome {
  const refused = results.filter(({ status }) => status === 'refused')
  const done = results.length - refused.length
  const { gaps } = now.execution
  const places = openPlaces(now.input.documents.map(({ source }) => source))
  const isDry = call.switches.has('dry-run')
  const notes: Line[] = [
    ...refused.map(({ key, reason }) => `Not written: ${oneLine(key)}: ${reason}`),
    `${isDry ? 'Would answer' : 'Answered'} ${count(done, 'question')}, ${gaps.length} open`,
    ...(done === 0 || isDry ? [] : [`Next ${callOf(call, 'execute')}`]),
  ]
  return {
    code: refused.length > 0 ? 1 : 0,
    data: { answers: results, open: gaps.length, gaps: gaps.map((gap) => gapView(gap, places)) },
    diagnostics: [],
    out: [],
    notes,
  }
}
