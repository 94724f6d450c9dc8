import type { CheckResult, Failure, HealStep, Verdict } from '../contract.ts'
import type { FixRule, FixRules } from './rules.ts'

export type { FixRules } from './rules.ts'

/**
 * Chooses what to do about a failed verification. `attempt` is the number of the attempt that failed, from 1; `tried`
 * are the rules used for this task already: a rule of commands is used once. Commands come before the agent; after
 * `maxAttempts` attempts, and where an assumption is broken, it is given up.
 */
export function healStep(verdict: Verdict, attempt: number, rules: FixRules, tried: readonly string[] = []): HealStep {
  const failed = verdict.checks.filter((check) => check.verdict === 'failed')
  if (failed.length === 0) return giveUp('nothing failed', false)
  const broken = brokenIn(failed)
  if (broken !== null) return giveUp(broken, true)
  if (attempt >= rules.maxAttempts) return giveUp(`${attempt} of ${rules.maxAttempts} attempts failed`, false)
  for (const rule of rules.rules) {
    if (rule.run.length > 0 && tried.includes(rule.id)) continue
    const failures = matching(rule, failed)
    if (failures.length === 0) continue
    if (rule.run.length === 0) return { step: 'ask-again', rule: rule.id, prompt: promptFor(failed, attempt, rule.ask) }
    const argv = commandsOf(rule, failures)
    if (argv.length > 0) return { step: 'commands', rule: rule.id, argv }
  }
  return { step: 'ask-again', rule: 'ask-again', prompt: promptFor(failed, attempt, '') }
}

const giveUp = (why: string, escalate: boolean): HealStep => ({ step: 'give-up', why, escalate })

const longestWait = 60_000

/** How long to wait before the next attempt, in milliseconds: twice as long each time. */
export const backoffMs = (attempt: number, { backoff }: Pick<FixRules, 'backoff'>): number =>
  Math.min(longestWait, backoff * 2 ** Math.min(20, Math.max(0, attempt - 1)))

/** How an agent says that the plan is wrong, on a line of its own. */
const SAID = /^\s{0,8}(?:[*_#>-]{1,4}\s?)?(?:\*\*)?BROKEN ASSUMPTION(?:\*\*)?\s?:(?:\*\*)?\s{0,8}(\S.{0,1000})$/m

/** What an agent says is wrong about the plan; null where it says nothing. Such a task is escalated, never tried again. */
export const brokenAssumption = (output: string): string | null => SAID.exec(output)?.[1]?.trim() ?? null

/** What no agent can mend: a check that cannot be run here, a path that leads out of the repository. */
function brokenIn(failed: readonly CheckResult[]): string | null {
  for (const { name, failures } of failed) {
    for (const { file, message } of failures) {
      if (/^`.{1,4000}?` (?:could not be started|cannot run): /.test(message))
        return `${message.slice(0, 300)} The plan or the set-up assumes that \`${name.slice(0, 100)}\` can be run here.`
      if (message.startsWith('it is not looked at: '))
        return `the plan lets the task write \`${file}\`: ${message.slice(21)}`
    }
  }
  return null
}

function matching({ when }: FixRule, failed: readonly CheckResult[]): readonly Failure[] {
  return failed
    .filter(({ kind }) => when.checks.length === 0 || when.checks.includes(kind))
    .flatMap(({ failures, output }) =>
      failures.filter(
        ({ kind, file, message }) =>
          (when.kinds.length === 0 || when.kinds.includes(kind)) &&
          (when.files.length === 0 || when.files.some((ending) => file.endsWith(ending))) &&
          (when.contains === '' || message.includes(when.contains) || output.includes(when.contains)),
      ),
    )
}

const mostFiles = 100

/** The commands of a rule: `{files}` stands for all files that failed, `{file}` makes one command for each. */
function commandsOf({ run }: FixRule, failures: readonly Failure[]): readonly (readonly string[])[] {
  // A name that begins like an option would be one.
  const files = [...new Set(failures.map(({ file }) => file))]
    .filter((file) => file !== '' && !file.startsWith('/') && !/^[A-Za-z]:|(?:^|\/)\.\.(?:\/|$)/.test(file))
    .map((file) => (file.startsWith('-') ? `./${file}` : file))
    .slice(0, mostFiles)
  return run.flatMap((argv): readonly (readonly string[])[] => {
    if (argv.includes('{files}')) {
      return files.length === 0 ? [] : [argv.flatMap((word) => (word === '{files}' ? files : [word]))]
    }
    if (!argv.includes('{file}')) return [argv]
    return files.map((file) => argv.map((word) => (word === '{file}' ? file : word)))
  })
}

const shownFailures = 20
const shownOutput = 4000

/** What an agent is told after its work did not pass: which checks failed, where, and the end of what they printed. */
function promptFor(failed: readonly CheckResult[], attempt: number, advice: string): string {
  const parts = failed.map(({ kind, name, code, output, failures }) => {
    const places = failures
      .slice(0, shownFailures)
      .map(
        ({ file, line, message }) =>
          `- ${file}${file !== '' && line > 0 ? `:${line}` : ''}${file === '' ? '' : ': '}${message}`,
      )
    const more = failures.length > shownFailures ? [`- and ${failures.length - shownFailures} more`] : []
    const end = output.trim().slice(-shownOutput)
    const fence = '`'.repeat(Math.max(3, longestRun(end) + 1))
    const printed = end === '' || kind === 'files' || kind === 'placeholders' ? [] : ['', fence, end, fence]
    return [
      `${titles[kind]}: \`${name}\`${code === null ? '' : ` (exit code ${code})`}`,
      '',
      ...places,
      ...more,
      ...printed,
    ].join('\n')
  })
  return [
    `Attempt ${attempt} did not pass its verification. Your changes are still there. Mend what failed, and nothing else.`,
    ...(advice === '' ? adviceFor(failed) : [advice]),
    ...parts,
    'If this cannot be mended because the plan assumes something that is not so, change nothing more and print one line:\nBROKEN ASSUMPTION: what is assumed, and what is so instead.',
  ].join('\n\n')
}

const titles: Readonly<Record<CheckResult['kind'], string>> = {
  files: 'Files that the task writes',
  placeholders: 'Placeholders',
  verify: 'The check of the task failed',
  tests: 'The tests of the project failed',
  lint: 'The linter failed',
  typecheck: 'The type check failed',
  gate: 'A gate does not hold',
  attestation: 'Nobody attested it',
}

/** What helps with the kinds of failures that no command mends. */
function adviceFor(failed: readonly CheckResult[]): readonly string[] {
  const kinds = new Set(failed.flatMap(({ failures }) => failures.map(({ kind }) => kind)))
  return [
    ...(kinds.has('missing-import')
      ? ['A name or a module cannot be found. Import it from where it is; install nothing that the plan does not name.']
      : []),
    ...(kinds.has('missing-file') ? ['Write every file that the task names, at exactly that path.'] : []),
    ...(kinds.has('placeholder') ? ['Finish what is only a placeholder.'] : []),
    ...(kinds.has('test') ? ['Mend the code, not the test, unless the test is what the task is about.'] : []),
  ]
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`{1,1000}/g), ([run]) => run.length))
}
