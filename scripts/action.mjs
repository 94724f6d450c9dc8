// The GitHub Action (action.yml): `node scripts/action.mjs PROGRAM`. Checks with annotations, and on a pull request says in
// one comment what changed in the tasks. Everything it works on comes from the environment; no shell is involved, and text
// out of documents never reaches the log where the runner reads commands.
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

const MARKER = '<!-- intentk check -->'
const ANNOTATION = /^::(?:error|warning|notice) /

/** Runs a program; answers its exit code and what it printed, and never throws. */
function execute(file, args, cwd) {
  return new Promise((resolve) => {
    execFile(file, args, { cwd, maxBuffer: 256 * 1024 * 1024, encoding: 'utf8' }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 2
      resolve({ code, stdout, stderr: stderr === '' && code === 2 ? String(error?.message ?? '') : stderr })
    })
  })
}

/** Text for the log that the runner takes for no command. */
export function inert(text) {
  if (text.trim() === '') return ''
  const token = randomUUID()
  return `::stop-commands::${token}\n${text.trimEnd()}\n::${token}::\n`
}

/** What `intentk check --format github` printed, as it may reach the log: annotations as they are, all else inert. */
export function logOf({ stdout, stderr }) {
  const lines = stdout.split('\n')
  const annotations = lines.filter((line) => ANNOTATION.test(line)).map((line) => `${line}\n`)
  const others = lines.filter((line) => !ANNOTATION.test(line)).join('\n')
  return `${inert(`${others}\n${stderr}`)}${annotations.join('')}`
}

/** The argument that names what was checked: its only file, or the folder that most of its files are in. */
export function nameOf(files) {
  if (files.length === 1) return files[0]
  const counts = new Map()
  for (const file of files) counts.set(posix.dirname(file), (counts.get(posix.dirname(file)) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}

/** Ids of the tasks that are to be done, out of `intentk list --json`. */
const liveTasks = (list) =>
  new Set((list?.data?.tasks ?? []).filter(({ status }) => status !== 'dropped').map(({ id }) => id))

/** What changed from one state of a document to the next, out of `list --json` and `gaps --json` of both; null for none. */
export function compare(name, base, head) {
  const [before, after] = [liveTasks(base.list), liveTasks(head.list)]
  const count = (ids, others) => [...ids].filter((id) => !others.has(id)).length
  return {
    name,
    added: count(after, before),
    dropped: count(before, after),
    questions: head.gaps?.data?.blocking ?? 0,
  }
}

const byName = (a, b) => (a < b ? -1 : 1)

const many = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`

/** A name out of the repository as code in a table, whatever it is made of. */
const cell = (text) => `\`${text.replace(/[\u0000-\u001f\u007f`|\\]/g, '?')}\``

/** "3 tasks added, 1 dropped, 2 questions open". */
export function sentence(changes) {
  const sum = (key) => changes.reduce((all, each) => all + each[key], 0)
  return `${many(sum('added'), 'task')} added, ${sum('dropped')} dropped, ${many(sum('questions'), 'question')} open`
}

/** The comment: the sentence, a row for each document that changed, and how much was found. */
export function commentBody(changes, { errors, warnings }) {
  const rows = changes.map(
    ({ name, added, dropped, questions }) => `| ${cell(name)} | ${added} | ${dropped} | ${questions} |`,
  )
  return [
    MARKER,
    `**${sentence(changes)}**`,
    '',
    ...(rows.length === 0
      ? []
      : ['| document | tasks added | dropped | questions open |', '| --- | --- | --- | --- |', ...rows, '']),
    `\`intentk check\` found ${many(errors, 'error')} and ${many(warnings, 'warning')}.`,
    '',
  ].join('\n')
}

/** Only a comment of a bot or of somebody who may write here is ours: anyone can copy the marker. */
function isOwn({ body, user, author_association: association }) {
  if (typeof body !== 'string' || !body.startsWith(MARKER)) return false
  return user?.type === 'Bot' || ['OWNER', 'MEMBER', 'COLLABORATOR'].includes(association)
}

/** Writes the comment of a pull request, or brings the one that is there up to date; answers what it did. */
export async function putComment({ api, repository, number, token, body, quiet }) {
  const call = async (method, path, content) => {
    const response = await fetch(`${api}/repos/${repository}/${path}`, {
      method,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'user-agent': 'intentk',
        'x-github-api-version': '2022-11-28',
      },
      ...(content === undefined ? {} : { body: JSON.stringify(content) }),
      signal: AbortSignal.timeout(30_000),
    })
    if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}`)
    return response.json()
  }
  for (let page = 1; page <= 30; page++) {
    const comments = await call('GET', `issues/${number}/comments?per_page=100&page=${page}`)
    const own = comments.find(isOwn)
    if (own?.body === body) return 'unchanged'
    if (own !== undefined) {
      await call('PATCH', `issues/comments/${own.id}`, { body })
      return 'updated'
    }
    if (comments.length < 100) break
  }
  if (quiet) return 'nothing to say'
  await call('POST', `issues/${number}/comments`, { body })
  return 'written'
}

/** The pull request that the workflow runs for; null for another event. */
function pullRequest({ GITHUB_EVENT_PATH: path }) {
  if (!path) return null
  const { pull_request: request } = JSON.parse(readFileSync(path, 'utf8'))
  const base = request?.base?.sha
  return Number.isInteger(request?.number) && /^[0-9a-f]{40,64}$/.test(base ?? '')
    ? { number: request.number, base }
    : null
}

const json = ({ stdout }) => {
  try {
    return JSON.parse(stdout)
  } catch {
    return null
  }
}

/** Compares every document that the pull request touches, before and after. */
async function changesSince(base, program, paths, root) {
  const git = (...args) => execute('git', ['-c', 'core.hooksPath=/dev/null', ...args], root)
  if ((await git('cat-file', '-e', `${base}^{commit}`)).code !== 0)
    await git('fetch', '--no-tags', '--depth=1', 'origin', base)
  const diff = await git('diff', '--name-only', '--no-renames', '-z', base, 'HEAD')
  if (diff.code !== 0) throw new Error('the base of the pull request cannot be fetched')
  const touched = new Set(diff.stdout.split('\0'))
  const folder = mkdtempSync(join(tmpdir(), 'intentk-base-'))
  const before = join(folder, 'base')
  try {
    if ((await git('worktree', 'add', '--detach', before, base)).code !== 0)
      throw new Error('the base of the pull request cannot be checked out')
    const ask = async (cwd, command, ...args) =>
      json(await execute(process.execPath, [program, command, '--json', ...args], cwd))
    const names = new Set()
    for (const cwd of [root, before])
      for (const { files } of (await ask(cwd, 'check', '--rule', 'duplicate-id', '--', ...paths))?.data?.checked ?? [])
        if (files.some((file) => touched.has(file))) names.add(nameOf(files))
    const state = async (cwd, name) => ({
      list: await ask(cwd, 'list', '--', name),
      gaps: await ask(cwd, 'gaps', '--', name),
    })
    const changes = []
    for (const name of [...names].sort(byName))
      changes.push(compare(name, await state(before, name), await state(root, name)))
    return changes
  } finally {
    await git('worktree', 'remove', '--force', before)
    rmSync(folder, { recursive: true, force: true })
  }
}

async function comment(request, program, { words, paths }, env, print) {
  const root = (await execute('git', ['rev-parse', '--show-toplevel'], process.cwd())).stdout.trim()
  const changes = await changesSince(request.base, program, paths, root)
  const found = json(
    await execute(process.execPath, [program, 'check', '--json', ...words, '--', ...paths], process.cwd()),
  )
  const { errors = 0, warnings = 0 } = found?.data ?? {}
  const body = commentBody(changes, { errors, warnings })
  if (env.GITHUB_STEP_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, body)
  print(`${sentence(changes)}\n`)
  if (!/^[\w.-]+\/[\w.-]+$/.test(env.GITHUB_REPOSITORY ?? '') || !env.GITHUB_TOKEN) return
  const { GITHUB_API_URL: api = 'https://api.github.com', GITHUB_REPOSITORY: repository, GITHUB_TOKEN: token } = env
  const quiet = changes.length === 0 && errors + warnings === 0
  const done = await putComment({ api, repository, number: request.number, token, body, quiet })
  print(`Comment: ${done}\n`)
}

/** The whole action; answers its exit code, that of the check. */
export async function run(program, env, print) {
  const words = (env.INTENTK_ARGS ?? '').split(/\s+/).filter((word) => word !== '')
  const paths = (env.INTENTK_PATHS ?? '').split(/\r?\n/).flatMap((path) => (path.trim() === '' ? [] : [path.trim()]))
  const checked = await execute(
    process.execPath,
    [program, 'check', '--format', 'github', ...words, '--', ...paths],
    process.cwd(),
  )
  print(logOf(checked))
  const request = env.INTENTK_COMMENT === 'false' ? null : pullRequest(env)
  if (request !== null) {
    try {
      await comment(request, program, { words, paths }, env, print)
    } catch (error) {
      // A pull request from a fork has a token that may only read; what was found counts all the same.
      print(inert(`No comment: ${error instanceof Error ? error.message : String(error)}`))
    }
  }
  return checked.code
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = await run(process.argv[2], process.env, (text) => process.stdout.write(text))
}
