import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changeTask } from '../../src/edit/change-task.ts'
import { dropTasks } from '../../src/edit/drop-tasks.ts'
import { insertTask } from '../../src/edit/insert-task.ts'
import { applyEdits, type TextEdit } from '../../src/edit/text-edits.ts'
import { toggleTask } from '../../src/edit/toggle-task.ts'
import type { DocumentTask, TaskDocument } from '../../src/model/task-document.ts'
import { readTaskDocument } from '../../src/parse/tasks/document.ts'
import { dominantEol } from '../../src/workspace/source-file.ts'
import { corpusFiles, readText } from '../parse/markdown/support.ts'
import { compileText, compiled } from '../support/compiling.ts'
import { printSmallPlan, smallPlans } from '../support/plan-changes.ts'
import { applyRawEdits, rawEdits } from '../support/raw-edits.ts'

/*
 * What a command changes of a task changes nothing else: every line that is no part of the task it is about stands
 * where it stood, byte by byte, whatever line ends, tabs, bullets and trailing blanks it has.
 */

const read = (text: string): TaskDocument => readTaskDocument({ path: 'tasks.md', text, eol: dominantEol(text) })

/** What a text lost or won outside of the range that edits may touch; '' where nothing did. */
function damage(text: string, edits: readonly TextEdit[], from: number, to: number): string {
  const outside = edits.find(({ start, end }) => start < from || end > to)
  if (outside !== undefined) return `an edit at ${outside.start}-${outside.end} is outside of ${from}-${to}`
  const after = applyEdits(text, edits)
  const tail = text.length - to
  if (after.slice(0, from) !== text.slice(0, from)) return 'what stands before it changed'
  if (after.slice(after.length - tail) !== text.slice(to)) return 'what stands behind it changed'
  return ''
}

type Command = (document: TaskDocument, task: DocumentTask) => string

const words = 'Weigh the harvest in `src/weigh.ts`'

/** A blank line, or a line end, may go or come at the ends of what is taken out or put in. */
function widened(text: string, { start, end }: DocumentTask): readonly [number, number] {
  const before = /(?:\r?\n)?$/.exec(text.slice(Math.max(0, start - 2), start))![0].length
  const behind = /^[ \t]*\r?\n/.exec(text.slice(end))?.[0].length ?? 0
  return [start - before, end + behind]
}

const commands: Readonly<Record<string, Command>> = {
  done(document, task) {
    const edited = toggleTask(document, task, task.state === 'done' ? 'open' : 'done')
    return edited.ok ? damage(document.text, edited.edits, task.line.start, task.headEnd) : ''
  },
  reword(document, task) {
    const edited = changeTask(document, task, { text: words, milestone: null, on: null, after: null })
    return edited.ok ? damage(document.text, edited.edits, task.textSpan.start, task.textSpan.end) : ''
  },
  wait(document, task) {
    const on = document.tasks.find(({ id }) => id !== '' && id !== task.id)
    if (on === undefined) return ''
    const edited = changeTask(document, task, { text: null, milestone: null, on: [on.id], after: null })
    return edited.ok ? damage(document.text, edited.edits, task.line.start, task.end) : ''
  },
  drop(document, task) {
    return damage(document.text, dropTasks(document, [task]).edits, ...widened(document.text, task))
  },
  add(document, task) {
    const added = { text: words, after: task, section: null, milestone: null, on: [], id: '', model: null }
    const inserted = insertTask(document, added)
    if (!inserted.ok) return ''
    const [edit] = inserted.edits
    if (inserted.edits.length > 1 || edit!.start !== edit!.end) return 'more than an insertion'
    const before = edit!.start === 0 || document.text[edit!.start - 1] === '\n'
    const joins = before ? !edit!.text.endsWith('\n') : !/^\r?\n/.test(edit!.text)
    return joins ? 'the new line is joined to one that was there' : ''
  },
}

/** The first thing that a command breaks in a document, for every task of it that `wanted` takes. */
function broken(text: string, name: string, wanted: (at: number) => boolean): string {
  const document = read(text)
  for (const [at, task] of document.tasks.entries()) {
    if (!wanted(at)) continue
    const problem = commands[name]!(document, task)
    if (problem !== '') return `${name} of ${task.id || task.text.slice(0, 30)} in line ${at}: ${problem}`
  }
  return ''
}

describe.each(Object.keys(commands))('%s', (name) => {
  test('touches its own task in documents that people edited', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(smallPlans, rawEdits, fc.nat(3), async (small, edits, ends) => {
        const first = compiled(await compileText(printSmallPlan(small)))
        const hand = applyRawEdits(first.text, edits)
        const text = ends === 0 ? hand.replaceAll('\n', '\r\n') : ends === 1 ? hand.trimEnd() : hand
        expect(broken(text, name, () => true)).toBe('')
      }),
      { numRuns: 60 },
    )
  })

  const files = corpusFiles()
  test.skipIf(files === null)('touches its own task in real documents', { timeout: 120_000 }, () => {
    const problems = files!.flatMap((file) => {
      const problem = broken(readText(file), name, (at) => at % 7 === 3)
      return problem === '' ? [] : [`${file}: ${problem}`]
    })
    expect(problems).toEqual([])
  })
})
