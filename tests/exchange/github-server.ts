import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Issue {
  number: number
  title: string
  body: string
  state: string
  state_reason: string | null
  labels: { name: string }[]
  milestone: { number: number } | null
  pull_request?: object
}

interface Milestone {
  number: number
  title: string
  description: string
  state: string
}

/** What the server answers instead of doing what it is asked, once. */
export interface Trouble {
  readonly when: (request: string) => boolean
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: object
  /** It does what it is asked before it answers like this. */
  readonly after?: boolean
}

export interface FakeGitHub {
  readonly url: string
  readonly issues: Issue[]
  readonly milestones: Milestone[]
  readonly requests: string[]
  readonly tokens: Set<string>
  readonly trouble: Trouble[]
  readonly close: () => Promise<void>
}

const json = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
}

/** A server on this machine alone that speaks as much of GitHub's API as issues need, in pages of `pageSize`. */
export async function fakeGitHub(pageSize = 3): Promise<FakeGitHub> {
  const fake = {
    issues: [] as Issue[],
    milestones: [] as Milestone[],
    requests: [] as string[],
    tokens: new Set<string>(),
    trouble: [] as Trouble[],
  }
  const server: Server = createServer((request, response) => void answer(request, response))
  let lastNumber = 0
  const send = (
    response: ServerResponse,
    status: number,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  }
  const change = (issue: Issue, fields: Record<string, unknown>): void => {
    for (const name of ['title', 'body', 'state', 'state_reason'] as const)
      if (name in fields) Object.assign(issue, { [name]: fields[name] })
    if ('labels' in fields) issue.labels = (fields['labels'] as string[]).map((name) => ({ name }))
    if ('milestone' in fields)
      issue.milestone = fields['milestone'] === null ? null : { number: Number(fields['milestone']) }
  }
  const act = (
    method: string,
    path: string,
    fields: Record<string, unknown>,
  ): readonly [status: number, body: unknown] => {
    const [, kind, number] = /^\/repos\/acme\/store\/(issues|milestones)(?:\/(\d+))?$/.exec(path) ?? []
    if (kind === undefined) return [404, { message: 'Not Found' }]
    if (kind === 'issues' && method === 'POST') {
      const issue: Issue = {
        number: ++lastNumber,
        title: '',
        body: '',
        state: 'open',
        state_reason: null,
        labels: [],
        milestone: null,
      }
      // Nothing is made closed.
      const { state: _state, state_reason: _reason, ...rest } = fields
      change(issue, rest)
      fake.issues.push(issue)
      return [201, issue]
    }
    if (kind === 'milestones' && method === 'POST') {
      const made = {
        number: fake.milestones.length + 1,
        title: '',
        description: '',
        state: 'open',
        ...fields,
      }
      fake.milestones.push(made)
      return [201, made]
    }
    const list: (Issue | Milestone)[] = kind === 'issues' ? fake.issues : fake.milestones
    if (number === undefined) return [200, list]
    const found = list.find((each) => each.number === Number(number))
    if (found === undefined) return [404, { message: 'Not Found' }]
    if (method === 'PATCH' && kind === 'issues') change(found as Issue, fields)
    if (method === 'PATCH' && kind === 'milestones') Object.assign(found, fields)
    return [200, found]
  }
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url!, 'http://127.0.0.1')
    const line = `${request.method} ${url.pathname}`
    fake.requests.push(line)
    fake.tokens.add(request.headers.authorization ?? '')
    const fields = await json(request)
    const at = fake.trouble.findIndex(({ when }) => when(line))
    const trouble = at < 0 ? undefined : fake.trouble.splice(at, 1)[0]
    if (trouble?.after === true) act(request.method!, url.pathname, fields)
    if (trouble !== undefined)
      return send(response, trouble.status, trouble.body ?? { message: 'trouble' }, trouble.headers)
    const [status, body] = act(request.method!, url.pathname, fields)
    if (!Array.isArray(body)) return send(response, status, body)
    const ordered = url.searchParams.get('direction') === 'desc' ? body.toReversed() : body
    const page = Number(url.searchParams.get('page') ?? '1')
    const here = ordered.slice((page - 1) * pageSize, page * pageSize)
    url.searchParams.set('page', String(page + 1))
    const more = page * pageSize < ordered.length
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    send(response, status, here, more ? { link: `<${base}${url.pathname}${url.search}>; rel="next"` } : {})
  }
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    ...fake,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}
