import type { Call } from './arguments.ts'
import { bareDiagnostic, type Outcome } from './outcome.ts'
import { diagnosticLines } from './report.ts'
import type { Session } from './session.ts'
import type { Line } from './terminal.ts'
import { displayPath } from '../workspace/paths.ts'

/** What a compilation gave. */
export type Product = Pick<Extract<Session['result'], { status: 'compiled' }>, 'execution' | 'text' | 'lock' | 'merged'>

/** The execution of a session, or the outcome that tells why there is none. */
export type Compiled = Product | { readonly outcome: Outcome }

/** Limits are properties of the file, as bad UTF-8 is: whoever calls has to change the input, not the plan. */
const limits = new Set(['document-too-large', 'nesting-too-deep', 'front-matter-too-large'])

/** Takes the execution out of a session; an error diagnostic, several plans or a limit end the command. */
export function compiledOf(session: Session, call: Call): Compiled {
  const { result, diagnostics } = session
  if (result.status === 'several-plans') return { outcome: severalPlans(session, call, result.choices) }
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (result.status === 'compiled' && errors.length === 0) {
    const { execution, text, lock, merged } = result
    return { execution, text, lock, merged }
  }
  const code = errors.some(({ ruleId }) => limits.has(ruleId)) ? 2 : 1
  const notes: Line[] = [
    ...diagnosticLines(diagnostics, 50),
    ...(call.command.name === 'execute' ? ['Nothing is written.'] : []),
  ]
  return { outcome: { code, data: { status: 'refused' }, diagnostics, out: [], notes } }
}

type Choices = Extract<Session['result'], { status: 'several-plans' }>['choices']

function severalPlans({ located, diagnostics }: Session, call: Call, choices: Choices): Outcome {
  const [document] = located.documents
  const name = document === undefined ? 'The document' : displayPath(located.root, document.path)
  const hint = `Choose one with \`--plan N\`, for example \`intentk ${call.command.name} ${call.doc ?? ''}`.trimEnd()
  const message = `${name} holds ${choices.length} plans.`
  const width = Math.max(...choices.map(({ title }) => title.length), 0)
  const rows = choices.map(
    ({ number, title, line, milestones, steps }) =>
      `  ${String(number).padStart(2)}  ${title.padEnd(Math.min(width, 60))}  line ${line}, ${count(milestones, 'milestone')}, ${count(steps, 'step')}`,
  )
  return {
    code: 2,
    data: { status: 'several-plans', choices },
    diagnostics: [...diagnostics, bareDiagnostic('several-plans', `${message} Choose one with --plan N.`)],
    out: [],
    notes: [message, ...rows, `${hint} --plan 1\`.`],
  }
}

export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`
