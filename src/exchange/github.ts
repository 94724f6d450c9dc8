import { Octokit } from '@octokit/rest'
import type { IssueFields, RemoteIssue, RemoteMilestone } from './issues.ts'

/** Where the issues are, and how to get in. */
export interface GitHubAccess {
  readonly baseUrl: string
  /** '' reads what is public. */
  readonly token: string
  readonly owner: string
  readonly repo: string
  readonly pause: (milliseconds: number) => Promise<void>
}

/** What went wrong at GitHub; nothing of it holds the token. `fatal` where going on with the next makes no sense. */
export class GitHubError extends Error {
  readonly status: number
  readonly fatal: boolean

  constructor(status: number, message: string, fatal: boolean) {
    super(message)
    this.name = 'GitHubError'
    this.status = status
    this.fatal = fatal
  }
}

/** The issues and milestones of one repository. */
export interface GitHubIssues {
  readonly issues: () => Promise<readonly RemoteIssue[]>
  readonly milestones: () => Promise<readonly RemoteMilestone[]>
  /** Makes an issue and writes `closing` to it; `isOurs` tells an issue by its body, for the case that its making was answered by an error. */
  readonly createIssue: (
    fields: IssueFields,
    closing: IssueFields | null,
    isOurs: (body: string) => boolean,
  ) => Promise<RemoteIssue>
  readonly updateIssue: (number: number, fields: IssueFields) => Promise<void>
  readonly createMilestone: (fields: Omit<RemoteMilestone, 'number'>) => Promise<RemoteMilestone>
  readonly updateMilestone: (number: number, fields: Omit<RemoteMilestone, 'number'>) => Promise<void>
}

const ATTEMPTS = 5
/** Nobody waits longer in front of a terminal; what is there already is found again by the next run. */
const LONGEST_WAIT = 5 * 60_000
/** From so many writes on, one a second, as GitHub asks for. */
const QUICK_WRITES = 20

interface Failure {
  readonly status: number
  readonly message: string
  readonly headers: Readonly<Record<string, string | number | undefined>>
}

interface Answer {
  readonly data: unknown
  readonly headers: Readonly<Record<string, string | number | undefined>>
}

/** Speaks with GitHub about the issues of one repository: waits where it is told to, tries again where that may help. */
export function openGitHub(access: GitHubAccess): GitHubIssues {
  const { baseUrl, token, owner, repo, pause } = access
  const quiet = (): void => {}
  const octokit = new Octokit({
    baseUrl,
    userAgent: 'intentk',
    ...(token === '' ? {} : { auth: token }),
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  })
  let writes = 0
  const home = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`
  const once = async (route: string, body: object): Promise<Answer> =>
    (await octokit.request(route, { ...body })) as Answer
  const send = async (route: string, body: object = {}, found?: () => Promise<Answer | null>): Promise<Answer> => {
    if (!route.startsWith('GET') && ++writes > QUICK_WRITES) await pause(1000)
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(route, body)
      } catch (error) {
        const failure = failureOf(error, token)
        const wait = waitFor(failure, attempt)
        if (wait === null || attempt === ATTEMPTS) throw errorOf(failure, route)
        await pause(wait)
        // The answer may have been lost and not the request.
        const made = found !== undefined && failure.status >= 500 ? await found() : null
        if (made !== null) return made
      }
    }
  }
  const all = async (path: string): Promise<readonly unknown[]> => {
    const values: unknown[] = []
    for (let next: string | null = `${path}?state=all&per_page=100&page=1`; next !== null;) {
      const { data, headers }: Answer = await send(`GET ${next}`)
      if (!Array.isArray(data))
        throw new GitHubError(0, `${new URL(baseUrl).host} answers with something that is no list.`, true)
      values.push(...(data as readonly unknown[]))
      next = nextOf(String(headers['link'] ?? ''), baseUrl)
    }
    return values
  }
  return {
    issues: async () => (await all(`${home}/issues`)).filter(isIssue).map(issueOf),
    milestones: async () => (await all(`${home}/milestones`)).map(milestoneOf),
    createIssue: async (fields, closing, isOurs) => {
      const newest = `GET ${home}/issues?state=all&sort=created&direction=desc&per_page=50`
      const found = async (): Promise<Answer | null> => {
        const answer = await send(newest)
        const list = Array.isArray(answer.data) ? (answer.data as readonly unknown[]) : []
        const made = list.find((each) => isOurs(issueOf(each).body))
        return made === undefined ? null : { ...answer, data: made }
      }
      const made = issueOf((await send(`POST ${home}/issues`, fields, found)).data)
      if (closing !== null) await send(`PATCH ${home}/issues/${made.number}`, closing)
      return made
    },
    updateIssue: async (number, fields) => void (await send(`PATCH ${home}/issues/${number}`, fields)),
    createMilestone: async (fields) => milestoneOf((await send(`POST ${home}/milestones`, fields)).data),
    updateMilestone: async (number, fields) => void (await send(`PATCH ${home}/milestones/${number}`, fields)),
  }
}

function failureOf(error: unknown, token: string): Failure {
  const { status, message, response } = Object(error) as {
    readonly status?: unknown
    readonly message?: unknown
    readonly response?: { readonly headers?: Failure['headers'] }
  }
  const said = typeof message === 'string' ? message.slice(0, 500) : 'it does not answer'
  return {
    status: typeof status === 'number' ? status : 500,
    message: token === '' ? said : said.replaceAll(token, '***'),
    headers: response?.headers ?? {},
  }
}

/** Milliseconds until it is worth trying again; null where it is not. */
function waitFor({ status, message, headers }: Failure, attempt: number): number | null {
  const limited =
    status === 429 ||
    (status === 403 &&
      (headers['retry-after'] !== undefined ||
        String(headers['x-ratelimit-remaining']) === '0' ||
        /rate limit|abuse/i.test(message)))
  if (limited) {
    const after = Number(headers['retry-after'] ?? Number.NaN)
    const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN) * 1000 - Date.now()
    const wait = Number.isFinite(after) ? after * 1000 : Number.isFinite(reset) ? Math.max(reset, 1000) : 60_000
    return wait > LONGEST_WAIT ? null : Math.max(wait, 0)
  }
  return status >= 500 ? 500 * 2 ** (attempt - 1) : null
}

function errorOf({ status, message, headers }: Failure, route: string): GitHubError {
  const what = route.replace(/\?.*$/, '')
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN)
  if (status === 401) return new GitHubError(status, 'GitHub does not know the token.', true)
  if (status === 429 || (status === 403 && /rate limit|abuse/i.test(message))) {
    const until = Number.isFinite(reset) ? ` until ${new Date(reset * 1000).toISOString()}` : ''
    return new GitHubError(status, `GitHub takes no more requests${until}.`, true)
  }
  if (status === 403) return new GitHubError(status, `GitHub refuses ${what}: ${message}`, true)
  const fatal = status >= 500 || (status === 404 && !/\/(?:issues|milestones)\/\d+$/.test(what))
  return new GitHubError(status, `GitHub answers ${status} to ${what}: ${message}`, fatal)
}

/** The next page, if it is of the same server: a token is sent to no other. */
function nextOf(link: string, baseUrl: string): string | null {
  const url = /<([^>]+)>;\s*rel="next"/.exec(link)?.[1]
  if (url === undefined || !URL.canParse(url)) return null
  if (new URL(url).origin !== new URL(baseUrl).origin) {
    throw new GitHubError(0, `${new URL(baseUrl).host} sends on to another server for the next page.`, true)
  }
  return url
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const isIssue = (value: unknown): boolean => !('pull_request' in Object(value))

function issueOf(value: unknown): RemoteIssue {
  const issue = Object(value) as Record<string, unknown>
  const labels = Array.isArray(issue['labels']) ? (issue['labels'] as readonly unknown[]) : []
  const milestone = Object(issue['milestone']) as Record<string, unknown>
  return {
    number: Number(issue['number']),
    title: text(issue['title']),
    body: text(issue['body']),
    state: issue['state'] === 'closed' ? 'closed' : 'open',
    stateReason: text(issue['state_reason']),
    labels: labels.map((label) =>
      typeof label === 'string' ? label : text((Object(label) as Record<string, unknown>)['name']),
    ),
    milestone: typeof milestone['number'] === 'number' ? milestone['number'] : null,
  }
}

function milestoneOf(value: unknown): RemoteMilestone {
  const milestone = Object(value) as Record<string, unknown>
  return {
    number: Number(milestone['number']),
    title: text(milestone['title']),
    description: text(milestone['description']),
    state: milestone['state'] === 'closed' ? 'closed' : 'open',
  }
}
