import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import { reportItems } from '../../src/exchange/report.ts'
import { readTaskDocument } from '../../src/parse/tasks/document.ts'
import { compiled, document, inputOf } from '../support/compiling.ts'
import { corpus, hasCorpus } from '../support/facts.ts'
import { candidatesOf, filesBelow } from './support.ts'

/*
 * An independent count: this test knows nothing of the readers. A box is a line that begins with a bullet and brackets,
 * outside fences and comments; a task of a file is what its own head says.
 */

interface Counted {
  readonly line: number
  readonly raw: string
  readonly mark: string
  readonly id: string
  readonly words: string
}

const letters = (text: string): string =>
  text
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase()

/** Without tags, and what a remark at the end says of effort and order. */
const plain = (text: string): string => letters(text.replace(/\[[^\]\n]{1,12}\](?!\()/g, ''))

function boxes(text: string): readonly Counted[] {
  const found: Counted[] = []
  let fence: string | null = null
  let comment = false
  for (const [at, raw] of text.split(/\r?\n/).entries()) {
    const open = /^\s*(?:[-*+]\s+)?(```+|~~~+)/.exec(raw)
    if (fence !== null) {
      if (open !== null && open[1]!.startsWith(fence) && raw.trim() === open[1]) fence = null
      continue
    }
    if (comment) {
      comment = !raw.includes('-->')
      continue
    }
    if (open !== null) {
      fence = open[1]!
      continue
    }
    if (/^\s*<!--/.test(raw) && !raw.includes('-->')) {
      comment = true
      continue
    }
    const box = /^\s*[-*+] \[([ xX~-])\]\*? +(.+)$/.exec(raw)
    if (box === null) continue
    const id = /^(?:\*\*)?(T\d{3,})(?![\p{L}\d_–—-])/u.exec(box[2]!)?.[1] ?? ''
    found.push({ line: at + 1, raw, mark: box[1]!.toLowerCase(), id, words: plain(box[2]!) })
  }
  return found
}

const kinds = ['spec-kit', 'openspec', 'kiro'] as const
const whole = process.env['INTENTK_FULL'] === '1'

const folders = hasCorpus
  ? kinds.flatMap((kind) =>
      readdirSync(join(corpus, kind), { recursive: true, encoding: 'utf8' })
        .filter((path) => /(?:^|[\\/])tasks\.md$/.test(path))
        .sort()
        .map((path) => ({ kind, folder: dirname(join(corpus, kind, path)) })),
    )
  : []
const chosen = whole ? folders : folders.filter((_, at) => at % 2 === 0)

const STATES: Readonly<Record<string, string>> = { ' ': 'open', x: 'done', '~': 'started' }

describe.skipIf(!hasCorpus)(
  'lists of other tools, item by item (skipped where the real documents are not at hand)',
  () => {
    test.each(chosen.map(({ kind, folder }) => [relative(corpus, folder), kind, folder] as const))(
      '%s',
      async (_, kind, folder) => {
        const candidates = await candidatesOf(filesBelow(folder))
        expect(candidates).toHaveLength(1)
        const imported = candidates[0]!.read()
        const { execution, text } = compiled(await compile(inputOf([document('plan', imported.plan)])))
        const items = reportItems(imported, { path: 'plan.md', text: imported.plan }, execution)
        const bySource = new Map(items.map((item) => [item.source, item]))
        const tasks = new Map(
          readTaskDocument({ path: 'execute.md', text, eol: '\n' }).tasks.map((task) => [task.id, task]),
        )
        const counted = boxes(readFileSync(join(folder, 'tasks.md'), 'utf8'))
        const often = new Map<string, number>()
        for (const { id } of counted) often.set(id, (often.get(id) ?? 0) + 1)
        const soft = (actual: unknown, wanted: unknown): void => expect.soft(actual).toBe(wanted)
        for (const { line, raw, mark, id, words } of counted) {
          // A remark on order in the middle of a sentence is taken out of it.
          if (/\(after T\d.*\(follows T\d|\(follows T\d.*\(after T\d/.test(raw)) continue
          const item = bySource.get(`tasks.md:${line}`)
          expect(item, `line ${line}: ${raw}`).toBeDefined()
          // Nothing is lost: the words stand in the plan.
          expect(imported.plan).toContain(raw.replace(/^(\s*- )\[-\]/, kind === 'kiro' ? '$1[~]' : '$&').trimEnd())
          if (item!.to !== 'task') {
            expect(item!.to).toBe('plan')
            soft(id === '' || often.get(id)! > 1 ? '' : `${id} is no task: ${raw}`, '')
            continue
          }
          const task = tasks.get(item!.task)!
          if (id !== '' && often.get(id) === 1) soft(`${task.id}|${raw}`, `${id}|${raw}`)
          const state = kind === 'kiro' && mark === '-' ? 'started' : (STATES[mark] ?? 'dropped')
          if (!/~~|SKIP:/.test(raw)) soft(`${id} ${task.state}|${raw}`, `${id} ${state}|${raw}`)
          const said = plain(`${task.text} ${task.body.join(' ')}`)
          const named = words.replace(letters(item!.id), '')
          soft(
            named.includes(plain(task.text)) || said.includes(named) || plain(task.text).startsWith(named)
              ? ''
              : `${raw} | ${task.text}`,
            '',
          )
        }
      },
    )
  },
)

const home = (path: string): string => join(corpus, path)

describe.skipIf(!hasCorpus)('tasks in files of their own (skipped where the real documents are not at hand)', () => {
  test('Backlog.md', async () => {
    const folder = home('backlog-md/MrLesk__Backlog.md/backlog')
    const files = filesBelow(folder)
    const [candidate] = await candidatesOf(files)
    const imported = candidate!.read()
    const { execution } = compiled(await compile(inputOf([document('plan', imported.plan)])))
    const items = reportItems(imported, { path: 'plan.md', text: imported.plan }, execution)
    expect(items.map(({ source }) => source.slice(0, -2)).toSorted()).toEqual(files.map(({ path }) => path))
    const plan = letters(imported.plan)
    for (const { path, text } of files) {
      const fields = Object.fromEntries(
        [...text.matchAll(/^(id|title|status): *(.*)$/gm)].map(([, name, value]) => [name!, value!]),
      )
      const item = items.find(({ source }) => source === `${path}:1`)!
      expect(item.id).toBe(fields['id'])
      const task = execution.tasks.find(({ id }) => id === item.task)!
      expect(letters(task.text)).toBe(letters(fields['title']!.replace(/^(['"])(.*)\1$/, '$2')))
      const open = path.startsWith('archive/') ? 'dropped' : 'open'
      expect(task.state).toBe(
        fields['status'] === 'Done' ? 'done' : /progress/i.test(fields['status']!) ? 'started' : open,
      )
      const body = letters(task.body.join('\n'))
      for (const box of text.matchAll(/^- \[([ x])\] (.*)$/gm)) {
        expect(body).toContain(letters(box[2]!))
        expect(task.body.join('\n')).toContain(`- [${box[1]}] `)
      }
      for (const line of text.split('\n').filter((each) => !/^(?:<!--|---)/.test(each)))
        expect(plan).toContain(
          letters(
            line
              .replace(
                /^(?:updated_date|created_date|id|title|status|assignee|labels|dependencies|priority|ordinal|milestone|references|documentation|parent_task_id|type|onStatusChange|\w+):/,
                '',
              )
              .replace(/^ *- /, '')
              .replace(/\\"/g, '"'),
          ),
        )
    }
  })

  test('task files of task-master', async () => {
    const folder = home('task-master/0xfauzi__testcraft/.taskmaster/tasks')
    const files = filesBelow(folder)
    const [candidate] = await candidatesOf(files)
    const imported = candidate!.read()
    const { execution } = compiled(await compile(inputOf([document('plan', imported.plan)])))
    const items = reportItems(imported, { path: 'plan.md', text: imported.plan }, execution)
    const plan = letters(imported.plan)
    let count = 0
    for (const { text } of files) {
      const id = /^# Task ID: (\d+)/m.exec(text)![1]!
      const wanted = [
        { id, title: /^# Title: (.*)$/m.exec(text)![1]!, status: /^# Status: (.*)$/m.exec(text)![1]! },
        ...[...text.matchAll(/^## (\d+)\. (.*) \[(.*)\]$/gm)].map(([, number, title, status]) => ({
          id: `${id}.${number}`,
          title: title!,
          status: status!,
        })),
      ]
      for (const { id: own, title, status } of wanted) {
        count++
        const item = items.find((each) => each.id === own)!
        const task = execution.tasks.find((each) => each.id === item.task)!
        expect(letters(task.text)).toBe(letters(title))
        expect(task.state).toBe(status === 'done' ? 'done' : 'open')
        expect(own.includes('.') || task.id === `T${own.padStart(3, '0')}`).toBe(true)
      }
      for (const line of text.split('\n'))
        expect(plan).toContain(
          letters(
            line
              .replace(/^# Status: .*/, '')
              .replace(/^#+ [A-Z][A-Za-z ]+:/, '')
              .replace(/^## \d+\. /, '')
              .replace(/ \[(?:done|pending)\]$/, '')
              .replace(/^None$|^ None$/, '')
              .replace(/^ \d[\d., ]*$/, ''),
          ),
        )
    }
    expect(items).toHaveLength(count)
  })
})
