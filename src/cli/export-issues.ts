import type { ExchangePlan } from '../exchange/plan.ts'
import type { IssueAction, SyncResult } from '../exchange/sync-issues.ts'
import { githubRepository } from '../workspace/git-remote.ts'
import type { Call } from './arguments.ts'
import { count } from './compiled.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import { bareDiagnostic, type Outcome } from './outcome.ts'
import type { Session } from './session.ts'
import type { Line } from './terminal.ts'
import { viewNotes } from './view-notes.ts'

const PUBLIC = 'https://api.github.com'

/** Makes, changes and closes the issues of a document at GitHub. */
export async function exportIssues(call: Call, io: Io, session: Session, plan: ExchangePlan): Promise<Outcome> {
  const dry = call.switches.has('dry-run')
  const baseUrl = baseOf(io.env['GITHUB_API_URL'])
  const token = (io.env['GITHUB_TOKEN'] || io.env['GH_TOKEN'] || '').trim()
  const { owner, repo } = repositoryOf(call, session)
  if (token === '' && !dry)
    throw new Misuse(
      'There is no token for GitHub.',
      'Set GITHUB_TOKEN or GH_TOKEN, or see what would change with `--dry-run`.',
    )
  const [{ openGitHub }, { syncIssues }] = await Promise.all([
    import('../exchange/github.ts'),
    import('../exchange/sync-issues.ts'),
  ])
  const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds))
  const github = openGitHub({ baseUrl, token, owner, repo, pause })
  const result = await syncIssues(session.located.id, plan, github, dry)
  return answer(call, session, `${owner}/${repo}`, result, dry)
}

function baseOf(given: string | undefined): string {
  const base = (given ?? '').trim().replace(/\/+$/, '') || PUBLIC
  const url = URL.canParse(base) ? new URL(base) : null
  const local = url !== null && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)
  if (url === null || !(url.protocol === 'https:' || (url.protocol === 'http:' && local)))
    throw new Misuse('GITHUB_API_URL is no https address.', `Unset it for ${PUBLIC}.`)
  if (url.username + url.password !== '')
    throw new Misuse('GITHUB_API_URL holds a password.', 'Put the token into GITHUB_TOKEN.')
  return base
}

function repositoryOf({ values }: Call, { located }: Session): { readonly owner: string; readonly repo: string } {
  const [owner, repo] = (values['repo'] ?? githubRepository(located.root) ?? '').split('/')
  if (owner === undefined || repo === undefined || owner === '')
    throw new Misuse(
      'The repository of the issues is not known: git has no remote `origin` at GitHub.',
      'Name it with `--repo owner/name`.',
    )
  return { owner, repo }
}

const marks = { created: '+', updated: '~', failed: '!', unchanged: '=' } as const

function lineOf({ kind, id, action, number, fields, reason }: IssueAction): Line {
  const name = number === 0 ? '' : kind === 'issue' ? ` #${number}` : ` milestone ${number}`
  const what = action === 'failed' ? `: ${reason}` : action === 'updated' ? `: ${fields.join(', ')}` : ''
  return `  ${marks[action]} ${id}${name}${what}`
}

function answer(
  call: Call,
  session: Session,
  repository: string,
  { actions, notes, stopped }: SyncResult,
  dry: boolean,
): Outcome {
  const of = (action: IssueAction['action']): number => actions.filter((each) => each.action === action).length
  const [created, updated, unchanged, failed] = [of('created'), of('updated'), of('unchanged'), of('failed')]
  const shown = actions.filter(({ action }) => action !== 'unchanged')
  const status =
    stopped !== '' ? 'stopped' : created + updated + failed === 0 ? 'unchanged' : dry ? 'would-write' : 'written'
  const summary = `${dry ? 'Would make' : 'Made'} ${created}, ${dry ? 'would change' : 'changed'} ${updated}, left ${unchanged} as they are`
  return {
    code: stopped !== '' ? 2 : failed > 0 ? 1 : 0,
    data: { status, format: 'github-issues', repository, created, updated, unchanged, failed, actions, notes, stopped },
    diagnostics: [
      ...session.diagnostics,
      ...(stopped === '' ? [] : [bareDiagnostic('github', stopped)]),
      ...actions.flatMap(({ action, id, reason }) =>
        action === 'failed' ? [bareDiagnostic('github', `${id}: ${reason}`)] : [],
      ),
    ],
    out: shown.slice(0, 200).map(lineOf),
    notes: [
      ...viewNotes(session, call),
      ...(stopped === '' ? [] : [`Stopped: ${stopped}`, 'What is done stays; run it again to go on.']),
      ...notes,
      `${repository}: ${summary}${failed === 0 ? '' : `, ${count(failed, 'failure')}`}`,
    ],
  }
}
