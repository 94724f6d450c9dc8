import { describe, expect, it, test } from 'vitest'
import { applyEdits } from '../../src/edit/text-edits.ts'
import { toggleTask } from '../../src/edit/toggle-task.ts'
import type { TaskState } from '../../src/model/plan.ts'
import { readTaskDocument } from '../../src/parse/tasks/document.ts'
import { dominantEol } from '../../src/workspace/source-file.ts'
import { corpusFiles, readText } from '../parse/markdown/support.ts'

const read = (text: string) => readTaskDocument({ path: 'tasks.md', text, eol: dominantEol(text) })

/** The text with the first task of a document in another state, or why that is refused. */
function toggled(text: string, state: TaskState): string {
  const document = read(text)
  const edited = toggleTask(document, document.tasks[0]!, state)
  return edited.ok ? applyEdits(text, edited.edits) : edited.reason
}

describe('a box is set in the marks of its document', () => {
  const cases: readonly (readonly [text: string, state: TaskState, expected: string])[] = [
    ['- [ ] T001 A', 'done', '- [x] T001 A'],
    ['- [ ] T001 A', 'started', '- [~] T001 A'],
    ['- [ ] T001 A', 'dropped', '- [-] T001 A'],
    ['- [x] T001 A', 'open', '- [ ] T001 A'],
    ['- [~] T001 A', 'done', '- [x] T001 A'],
    ['- [ ] T001 A\n- [X] T002 B', 'done', '- [X] T001 A\n- [X] T002 B'],
    ['- [ ] T001 A\n- [X] B\n- [x] C\n- [X] D', 'done', '- [X] T001 A\n- [X] B\n- [x] C\n- [X] D'],
    ['- [ ] T001 A\r\n- [✓] T002 B\r\n', 'done', '- [✓] T001 A\r\n- [✓] T002 B\r\n'],
    ['- [ ] T001 A\n- [/] T002 B', 'started', '- [/] T001 A\n- [/] T002 B'],
    ['- [] T001 A', 'done', '- [x] T001 A'],
    ['- [x] T001 A\n- [] T002 B', 'open', '- [] T001 A\n- [] T002 B'],
    ['- [N/A] T001 A', 'open', '- [ ] T001 A'],
    ['- [ ] T001 A\n- [N/A] T002 B', 'dropped', '- [N/A] T001 A\n- [N/A] T002 B'],
    ['- [ ]* 1.1 A', 'done', '- [x]* 1.1 A'],
    ['- [ ]* 1.1 A', 'started', '- [-]* 1.1 A'],
    ['- [-]* 1.1 A', 'done', '- [x]* 1.1 A'],
    ['- [ ]* 1.1 A', 'dropped', '- [N/A]* 1.1 A'],
    ['> 1. [ ] T001 A', 'done', '> 1. [x] T001 A'],
    ['### [ ] T001: A', 'done', '### [x] T001: A'],
    ['### T001: A\n### ✅ T002: B', 'done', '### ✅ T001: A\n### ✅ T002: B'],
    ['### T001: A\n### T002: B ✅', 'done', '### T001: A ✅\n### T002: B ✅'],
    ['### ✅ T001: A', 'open', '### T001: A'],
    ['- T001 A\n- ✔️ T002 B', 'done', '- ✔️ T001 A\n- ✔️ T002 B'],
    ['### T001: A', 'done', 'T001 has no box, and no other task without one shows a mark for done.'],
    ['### T001: A ✅', 'open', '### T001: A'],
    ['### T001: A (COMPLETED)', 'open', 'T001 has no box, and its words say that it is done.'],
    ['- [ ] ~~T001 A~~', 'done', 'T001 is struck through.'],
    ['- [x] T001 A', 'done', '- [x] T001 A'],
  ]
  test.each(cases)('%j %s', (text, state, expected) => expect(toggled(text, state)).toBe(expected))

  it('takes no bracket for a box that is none', () => {
    expect(toggled('- [ ] A\n- see [X](x.md) and [X]\n', 'done')).toBe('- [x] A\n- see [X](x.md) and [X]\n')
    expect(toggled('- [x] A\n- an empty list `[]`\n', 'open')).toBe('- [ ] A\n- an empty list `[]`\n')
  })
})

const files = corpusFiles()

describe.skipIf(files === null)('in the corpus (skipped where it is absent)', () => {
  it('reading a document and writing it without an edit changes no byte', { timeout: 60_000 }, () => {
    for (const file of files!) {
      const text = readText(file)
      expect(applyEdits(read(text).text, [])).toBe(text)
      const { pieces } = read(text)
      const gaps = pieces.map(({ start, end }, at) => [pieces[at - 1]?.end ?? 0, start, end] as const)
      const whole = gaps.map(([from, start, end]) => text.slice(from, start) + text.slice(start, end)).join('')
      expect(whole + text.slice(pieces.at(-1)?.end ?? 0), file).toBe(text)
    }
  })

  it('a task toggled and toggled back is as it was, and differs by one character between', { timeout: 120_000 }, () => {
    let tasks = 0
    let other = 0
    for (const file of files!) {
      const text = readText(file)
      const document = read(text)
      for (const task of document.tasks) {
        const away: TaskState = task.state === 'done' ? 'open' : 'done'
        const there = toggleTask(document, task, away)
        // Without a box, and struck through: refused, and held to cases above.
        if (!there.ok) {
          expect(task.box === null || text.slice(task.line.start, task.headEnd).includes('~~'), file).toBe(true)
          continue
        }
        tasks++
        const changed = applyEdits(text, there.edits)
        const now = readTaskDocument(
          { path: '', text: changed, eol: document.eol },
          { dialect: document.dialect, only: [task.line.start] },
        ).tasks.find(({ line }) => line.start === task.line.start)!
        expect([now.state, now.id, now.text], `${file} ${task.text}`).toEqual([away, task.id, task.text])
        const back = toggleTask({ ...document, text: changed }, now, task.state)
        const [edit] = there.edits
        const own = text.slice(edit!.start, edit!.end)
        // A mark of more or less than one character (`[N/A]`, `[]`), or one that few boxes of the document have, comes
        // back as the mark that most of them have.
        const usual = applyEdits(changed, back.ok ? back.edits : []) === text
        if (!usual || own.length !== 1 || task.box === null) {
          other++
          expect(changed.slice(0, edit!.start) + own + changed.slice(edit!.start + edit!.text.length), file).toBe(text)
          continue
        }
        expect(changed.length, file).toBe(text.length)
        expect(edit!.end - edit!.start).toBe(1)
      }
    }
    expect(tasks).toBeGreaterThan(5000)
    expect(other / tasks).toBeLessThan(0.05)
  })
})
